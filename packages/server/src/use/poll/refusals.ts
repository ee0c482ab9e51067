import type { ServerResponse } from 'node:http'
import { CLOSE, type CloseReason, type PollAnswer } from '@stranger-chat/core/protocol'
import type { Reception } from '../../gate/door.js'
import { type Headers, replyError, replyJson } from '../../http/reply.js'
import { type Farewell, goodbyeText } from '../../session/frames.js'

/** @param moves a line of another node: it isn't over, so it is asked to try again rather than told goodbye */
export function turnAway(
  res: ServerResponse,
  reception: Exclude<Reception, { kind: 'enter' }>,
  moves: boolean,
  cors: Headers,
): void {
  if (reception.kind === 'http') {
    const { status, retryAfterMs } = reception
    if (moves) return later(res, status, retryAfterMs, cors)
    return refuse(res, status, BY_STATUS[status], { retryAfterMs }, cors)
  }
  const { close, farewell } = reception
  const status = STATUS[close] ?? 400
  if (moves && status === 503) return later(res, status, farewell.retryAfterMs ?? 0, cors)
  return refuse(res, status, close, farewell, cors)
}

const BY_STATUS = { 403: 'forbidden', 429: 'over_capacity', 503: 'draining' } as const
const STATUS: Readonly<Partial<Record<CloseReason, number>>> = { forbidden: 403, over_capacity: 503 }

/** The line's last answer: a goodbye, and that it is closed. */
export function refuse(
  res: ServerResponse,
  status: number,
  close: CloseReason,
  farewell: Farewell,
  cors: Headers,
): void {
  const answer: PollAnswer = {
    since: 1,
    at: 0,
    frames: [goodbyeText(close, farewell)],
    closed: { code: CLOSE[close], reason: farewell.reason ?? close },
  }
  replyJson(res, status, answer, { ...cors, ...retryAfter(farewell.retryAfterMs) })
}

export const later = (res: ServerResponse, status: number, ms: number, cors: Headers): void =>
  replyError(res, status, 'busy', ASK_AGAIN, { ...cors, ...retryAfter(ms) })

const ASK_AGAIN = 'Ask again in a moment.'
/** The same, for a line that is cut behind it. */
export const BUSY = JSON.stringify({ code: 'busy', message: ASK_AGAIN })

export const retryAfter = (ms: number | undefined): Headers =>
  ms === undefined ? {} : { 'retry-after': String(Math.ceil(ms / 1000)) }
