import type { IncomingMessage, ServerResponse } from 'node:http'
import { Invalid } from '@stranger-chat/core/api'
import { type Pace, PaceTable } from '../gate/ratelimit.js'
import type { Clock } from '../ports/clock.js'
import type { Capsule } from '../safety/capsule.js'
import type { House } from '../session/house.js'
import { type Headers, readBody, replyError } from './reply.js'

/** What comes in over HTTP is read and judged here; a handler gets what its schema let through, or an answer was given. */

interface Shape<T> {
  readonly check: (value: unknown) => T | Invalid
}

/** JSON of a shape; `undefined` once the caller has been told what is wrong with it. */
export async function take<T>(
  req: IncomingMessage,
  res: ServerResponse,
  shape: Shape<T>,
  max: number,
  headers: Headers = {},
): Promise<T | undefined> {
  const text = await readBody(req, max)
  if (text === undefined) {
    replyError(res, 413, 'too_big', `This takes at most ${max} bytes.`, { ...headers, connection: 'close' })
    return undefined
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    replyError(res, 400, 'bad_request', 'This takes JSON.', headers)
    return undefined
  }
  const checked = shape.check(value)
  if (!(checked instanceof Invalid)) return checked
  // The field at fault, never its value.
  replyError(
    res,
    400,
    'bad_request',
    `${checked.at === '' ? 'The body' : checked.at} ${checked.why}.`,
    headers,
  )
  return undefined
}

/** A capsule, opened; `undefined` once the caller has been told why it can't be. @param deed what it was for, as `report` */
export function openCapsule(
  { capsules }: Pick<House, 'capsules'>,
  res: ServerResponse,
  capsule: string,
  deed: string,
  headers: Headers,
): Capsule | undefined {
  const read = capsules.open(capsule)
  if (read.ok) return read.capsule
  if (read.problem === 'forged')
    replyError(
      res,
      400,
      'bad_capsule',
      `This proof of the chat was changed on its way, so it can't be used to ${deed} anybody.`,
      headers,
    )
  else replyError(res, 410, 'expired', `This chat was too long ago to ${deed} somebody from it.`, headers)
  return undefined
}

/** The neighbourhood a request comes from, as far as it is known. */
export type PlaceOf = (req: IncomingMessage) => string | undefined

const PLACES = 10_000

/** Counts requests by where they come from. @returns 0, or the milliseconds to wait; then nothing was counted */
export function paceByPlace(
  pace: Pace,
  clock: Pick<Clock, 'now'>,
  placeOf: PlaceOf,
): (req: IncomingMessage) => number {
  const paces = new PaceTable(pace, PLACES)
  // Behind a proxy nobody told us of everybody comes from here, and shares one allowance.
  return (req) => paces.take(placeOf(req) ?? 'here', clock.now())
}

/** Tells somebody who was too fast when to come again. */
export const replyTooFast = (res: ServerResponse, waitMs: number, headers: Headers): void =>
  replyError(res, 429, 'rate_limited', 'That was too fast. Wait a moment, then try again.', {
    ...headers,
    'retry-after': String(Math.ceil(waitMs / 1000)),
  })
