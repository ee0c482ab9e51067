import type { IncomingMessage, ServerResponse } from 'node:http'
import { Invalid } from '@stranger-chat/core/api'
import { type Pace, PaceTable } from '../gate/ratelimit.js'
import type { Clock } from '../ports/clock.js'
import type { Capsule } from '../safety/capsule.js'
import type { House } from '../session/house.js'
import { FULL_MS, type Reading } from './reading.js'
import { hangUp, type Headers, JSON_HEADERS, replyError } from './reply.js'

/** What comes in over HTTP is read and judged here; a handler gets what its schema let through, or an answer was given. */

interface Shape<T> {
  readonly check: (value: unknown) => T | Invalid
}

/** JSON of a shape; `undefined` once the caller has been told what is wrong with it, or went away. */
export type Take = <T>(
  req: IncomingMessage,
  res: ServerResponse,
  shape: Shape<T>,
  max: number,
  headers?: Headers,
) => Promise<T | undefined>

/** Why a body wasn't read to its end; whoever sent it is still there. */
export type Unread = 'too_big' | 'busy' | 'late'

export interface Intake {
  readonly take: Take
  /** A body of at most `max` bytes, and the room it takes until it is answered; else why there is none. */
  readonly read: (
    req: IncomingMessage,
    res: ServerResponse,
    max: number,
  ) => Promise<{ readonly kind: 'arrived'; readonly text: string } | { readonly kind: Unread | 'gone' }>
  /** Tells whoever sent it why it wasn't read, in words of the caller's, and then cuts the line. */
  readonly refuse: (
    req: IncomingMessage,
    res: ServerResponse,
    why: Unread,
    headers: Headers,
    text: string,
  ) => void
}

export interface IntakeParts {
  /** The room that everybody's bodies share. */
  readonly reading: Reading
  readonly clock: Pick<Clock, 'after'>
  readonly placeOf: PlaceOf
}

export function createIntake({ reading, clock, placeOf }: IntakeParts): Intake {
  const read: Intake['read'] = async (req, res, max) => {
    const arrival = await reading.read(req, max, placeOf(req))
    // What was read is in memory until it was answered.
    if (arrival.kind === 'arrived') res.once('finish', arrival.done).once('close', arrival.done)
    return arrival
  }
  const refuse: Intake['refuse'] = (req, res, why, headers, text) => {
    const retry = why === 'busy' ? { 'retry-after': String(FULL_MS / 1_000) } : {}
    hangUp(req, res, clock, STATUS[why], { ...headers, ...retry }, text)
  }
  return {
    read,
    refuse,
    async take(req, res, shape, max, headers = {}) {
      const body = await read(req, res, max)
      if (body.kind === 'arrived') return judge(res, shape, body.text, headers)
      if (body.kind !== 'gone') {
        const message = body.kind === 'too_big' ? `This takes at most ${max} bytes.` : SENTENCES[body.kind]
        // A client knows this code, and that it may try again.
        const code = body.kind === 'late' ? 'unavailable' : body.kind
        refuse(req, res, body.kind, { ...JSON_HEADERS, ...headers }, JSON.stringify({ code, message }))
      }
      return undefined
    },
  }
}

const STATUS: Readonly<Record<Unread, number>> = { too_big: 413, busy: 503, late: 408 }
const SENTENCES = {
  busy: 'Too much is being sent here at once. Try again in a moment.',
  late: 'This took too long to arrive. Try again on a better line.',
} as const

function judge<T>(res: ServerResponse, shape: Shape<T>, text: string, headers: Headers): T | undefined {
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
  const message = `${checked.at === '' ? 'The body' : checked.at} ${checked.why}.`
  replyError(res, 400, 'bad_request', message, headers)
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
