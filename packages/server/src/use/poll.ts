import type { IncomingMessage, ServerResponse } from 'node:http'
import { decodePoll, POLL, type PollRequest } from '@stranger-chat/core/protocol'
import type { Door, Reception } from '../gate/door.js'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import { FULL_MS, type Reading } from '../http/reading.js'
import { hangUp, type Headers, JSON_HEADERS, replyError, replyJson, replyNothing } from '../http/reply.js'
import type { Clock } from '../ports/clock.js'
import type { Sweep } from '../sweep.js'
import { PollLine, type Reply } from './poll/line.js'
import { BUSY, later, refuse, retryAfter, turnAway } from './poll/refusals.js'
import type { WsHost } from './ws.js'

export interface PollHost extends Pick<WsHost, 'accept'> {
  readonly door: Pick<Door, 'receive' | 'allows' | 'neighbourhood'>
  readonly wheel: Sweep
  readonly clock: Clock
  /** The room that the bodies of all polls share. */
  readonly reading: Reading
  /** The session that a token names, if it can be read. */
  readonly sidOf: (token: string) => string | undefined
}
export type PollHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>

/** Polls of one line: a quick talker's, and no more. */
const POLL_MS = 25
const POLL_BURST = 80
/** Sessions whose lines move, remembered. */
const MOVERS = 50_000

const ANOTHER_PAGE = { reason: 'origin', message: 'This line belongs to another page.' } as const

/** The long poll (P-POLL): `POST {path}/poll`. Lines are known by the id their client gave them, on the node that opened them. */
export function createPoll({ door, accept, wheel, clock, reading, sidOf }: PollHost): PollHandler {
  const lines = new Map<string, PollLine>()
  const pace = new Pace(POLL_MS, POLL_BURST)
  const moves = new PaceTable(pace, MOVERS)

  const admit = (poll: PollRequest, reception: Extract<Reception, { kind: 'enter' }>): PollLine => {
    const { line: id, seq } = poll
    const line = new PollLine(poll, {
      origin: reception.visit.origin,
      wheel,
      pace,
      forget: () => {
        if (lines.get(id) === line) lines.delete(id)
      },
    })
    lines.set(id, line)
    // A line that moves keeps its conn; the poll it moves with makes it the newer one (P-POLL-6).
    const turn = seq > 1 ? { turn: seq / (POLL.polls + 1) } : {}
    line.open(accept(line, { ...reception.visit, ...turn }), poll)
    return line
  }

  return async (req, res) => {
    const cors = readable(req)
    if (!/^application\/json\b/i.test(req.headers['content-type'] ?? ''))
      return replyError(res, 415, 'bad_request', 'A poll is application/json.', cors)
    const { headers } = req
    const remote = req.socket.remoteAddress
    const place = door.neighbourhood({ remote, headers })
    const arrival = await reading.read(req, POLL.bodyBytes, place)
    if (arrival.kind === 'gone') return
    if (arrival.kind === 'too_big')
      return refuse(res, 413, 'frame_too_big', {}, { ...cors, connection: 'close' })
    if (arrival.kind !== 'arrived')
      return hangUp(req, res, clock, 503, { ...JSON_HEADERS, ...cors, ...retryAfter(FULL_MS) }, BUSY)
    // A poll is held for long, and its body isn't.
    arrival.done()
    const poll = decodePoll(arrival.text)
    if (typeof poll === 'string') return refuse(res, 400, 'bad_frame', { message: poll }, cors)
    const request = {
      remote,
      headers: { ...headers, 'sec-websocket-protocol': poll.protocol },
    }
    let line = lines.get(poll.line)
    if (line !== undefined && (line.origin !== headers.origin || !door.allows(request)))
      return refuse(res, 403, 'forbidden', ANOTHER_PAGE, cors)
    if (line === undefined) {
      const { token } = poll.hello
      // Whoever moves came in when the line began, so only how often is judged: behind a balancer every poll may be a move.
      const mover = poll.seq > 1 && token !== undefined ? sidOf(token) : undefined
      const early = mover === undefined ? 0 : moves.take(mover, clock.now())
      if (early > 0) return later(res, 429, early, cors)
      const reception = door.receive(request, mover !== undefined)
      if (reception.kind !== 'enter') return turnAway(res, reception, poll.seq > 1, cors)
      line = admit(poll, reception)
    }
    const wait = line.wait(clock.now())
    if (wait > 0) return later(res, 429, wait, cors)
    hold(line, poll, res, cors)
  }
}

/** Answers the question whether a page may poll: any may ask, since what it gets is judged poll by poll (P-POLL-9). */
export function pollPreflight(req: IncomingMessage, res: ServerResponse): void {
  replyNothing(res, {
    ...readable(req),
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '7200',
  })
}

function hold(line: PollLine, poll: PollRequest, res: ServerResponse, cors: Headers): void {
  const reply: Reply = {
    answer: (status, answer) => replyJson(res, status, answer, cors),
    drop: () => void res.destroy(),
  }
  res.on('close', () => line.left(reply))
  // Hung up while its body was read.
  if (res.destroyed) return
  line.take(poll, reply)
}

/** A refusal is readable by the page it refuses, as a goodbye over a WebSocket is (P-HELLO-5). There are no cookies to protect. */
function readable({ headers: { origin } }: IncomingMessage): Headers {
  if (origin === undefined) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'retry-after',
    vary: 'origin',
  }
}
