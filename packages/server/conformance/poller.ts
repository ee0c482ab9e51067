import {
  type ClientFrame,
  decodeServer,
  encode,
  type PollAnswer,
  readPollAnswer,
  type ServerFrame,
  SUBPROTOCOL,
} from '@stranger-chat/core/protocol'
import { Deviation, must } from './deviation.js'
import { CLIENT, type Stage } from './stage.js'
import { secret } from './system.js'

interface Polled {
  readonly status: number
  /** Which pages may read it. */
  readonly allowed: string
  readonly answer: PollAnswer
  readonly frames: readonly ServerFrame[]
}

/** Posts a poll as it is, and reads what comes back. */
export async function post(
  stage: Stage,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Polled> {
  await stage.server.pace()
  stage.journal.sent('HTTP', `POST /poll ${body.slice(0, 500)}`)
  try {
    const answer = await fetch(`${stage.server.base}/poll`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    const text = await answer.text()
    stage.journal.came('HTTP', `${answer.status} ${text}`)
    const after = Number(answer.headers.get('retry-after'))
    if (after > 0) stage.turnedAway = after * 1_000
    const allowed = answer.headers.get('access-control-allow-origin') ?? ''
    return { status: answer.status, allowed, ...read(text) }
  } catch (cause) {
    if (cause instanceof Deviation) throw cause
    throw new Deviation('an answer over HTTP', cause instanceof Error ? cause.message : String(cause))
  }
}

function read(text: string): Omit<Polled, 'status' | 'allowed'> {
  const answer = readPollAnswer(parse(text))
  must(answer !== null, 'an answer {since, at, frames}', text.slice(0, 100), 'P-POLL-1')
  const frames = answer.frames.map((frame) => {
    const decoded = decodeServer(frame)
    must(decoded.ok, 'a frame of the schema', frame.slice(0, 100), 'P-FRAME-2')
    return decoded.frame
  })
  return { answer, frames }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Somebody whose network lets no WebSocket through: a line made of polls (P-POLL). */
export class Poller {
  readonly #stage: Stage
  readonly #line = secret() + secret()
  readonly heard: ServerFrame[] = []
  closed: PollAnswer['closed']
  #seq = 0
  #sent = 0
  #got = 0

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** @param more what is said otherwise than a client would */
  async poll(
    frames: readonly ClientFrame[],
    holdMs: number,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Polled> {
    const polled = await post(
      this.#stage,
      JSON.stringify({
        protocol: SUBPROTOCOL,
        line: this.#line,
        seq: ++this.#seq,
        sent: this.#sent,
        got: this.#got,
        hello: { type: 'hello', conn: 1, client: CLIENT },
        frames: frames.map(encode),
        hold: holdMs,
        ...more,
      }),
    )
    must(polled.status === 200, 'HTTP 200', `HTTP ${polled.status}`)
    const { answer } = polled
    this.#sent += frames.length
    this.closed ??= answer.closed
    this.heard.push(...polled.frames.slice(Math.max(0, this.#got - answer.at)))
    this.#got = Math.max(this.#got, answer.at + polled.frames.length)
    return polled
  }

  /** Polls until a frame of a type was heard. */
  async next<T extends ServerFrame['type']>(type: T): Promise<Extract<ServerFrame, { type: T }>> {
    const { clock, patienceMs } = this.#stage.server
    const start = clock.now()
    for (;;) {
      const frame = this.heard.find((one): one is Extract<ServerFrame, { type: T }> => one.type === type)
      if (frame !== undefined) return frame
      must(clock.now() - start < patienceMs, `${type} in an answer`, 'nothing of the kind')
      await this.poll([], patienceMs / 2)
    }
  }
}
