import { CLIENT_SCHEMAS } from './client-messages.js'
import { FIELD } from './limits.js'
import { type Infer, int, Invalid, type JsonSchema, list, obj, pattern, str, uint } from './schema.js'

/** Bounds of the long poll (P-POLL). Sizes are bytes, times milliseconds. */
export const POLL = {
  /** The body of a request. */
  bodyBytes: 64 * 1024,
  /** One frame of a client in code points: over the WebSocket's own bound, so that a session judges it. */
  frameLength: 48 * 1024,
  /** Fewer than a session queues behind a hello and a join. */
  frames: 48,
  /** How long a poll is held at most, and how long a line is present without one. */
  holdMs: 25_000,
  awayMs: 5_000,
  /** Polls of one line; it then begins anew under the next `conn`. */
  polls: 2 ** 20 - 1,
  /** `conn` and `seq` together fence a line, and must fit one number exactly. */
  conn: 2 ** 32,
} as const

/** Names a snapshot; only servers read it. */
const mark = str(1, FIELD.id)

const requestSchema = () =>
  obj(
    {
      protocol: str(1, FIELD.id),
      line: pattern(/^[A-Za-z0-9_-]{22,64}$/, '22 to 64 letters, digits, - or _'),
      seq: int(1, POLL.polls),
      /** How many of the client's frames came before these, and how many of the server's it holds. */
      sent: uint(),
      got: uint(),
      hello: CLIENT_SCHEMAS.hello,
      frames: list(str(0, POLL.frameLength), POLL.frames),
    },
    { hold: uint(), state: mark, wish: CLIENT_SCHEMAS.join, close: int(1000, 4999) },
  )
const answerSchema = () =>
  obj(
    { since: uint(), at: uint(), frames: list(str(0, 2 ** 20), 2 ** 16) },
    { state: mark, closed: obj({ code: int(1000, 4999), reason: str(0, FIELD.id) }) },
  )

export type PollRequest = Infer<ReturnType<typeof requestSchema>>
export type PollAnswer = Infer<ReturnType<typeof answerSchema>>

// Made when first needed: a client never reads requests, and a server never answers.
let request: ReturnType<typeof requestSchema> | undefined
let answer: ReturnType<typeof answerSchema> | undefined

/** For `protocol.schema.json`. */
export const pollJson = (): Readonly<Record<string, JsonSchema>> => ({
  request: requestSchema().json,
  answer: answerSchema().json,
})

/** Reads the body of a poll. Never throws; a text is what is wrong with it, with no value in it. */
export function decodePoll(text: string): PollRequest | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'A poll is JSON.'
  }
  const poll = (request ??= requestSchema()).check(value)
  if (poll instanceof Invalid) return `poll: ${poll.at} ${poll.why}.`
  return poll.hello.conn > POLL.conn ? 'poll: hello.conn is too high.' : poll
}

/** Reads a server's answer; null for what is none, such as a proxy's page. */
export function readPollAnswer(value: unknown): PollAnswer | null {
  const read = (answer ??= answerSchema()).check(value)
  return read instanceof Invalid ? null : read
}
