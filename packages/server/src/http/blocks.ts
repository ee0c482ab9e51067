import type { IncomingMessage, ServerResponse } from 'node:http'
import { blockRequest } from '@stranger-chat/core/api'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import { membersOf } from '../safety/filing.js'
import { part } from '../safety/parting.js'
import type { House } from '../session/house.js'
import { openCapsule, replyTooFast, type Take } from './intake.js'
import { type Headers, replyNothing } from './reply.js'

/** A capsule and its wrapping fit easily. */
const MAX_BODY = 8 * 1024
/**
 * Blocks by one person: a burst, then one in so many milliseconds. Counted by the person, not the address: everybody behind
 * one school's or proxy's address must be able to block at any time.
 */
const PACE = new Pace(2_000, 20)
const PEOPLE = 10_000

/** `POST /v1/blocks {capsule}` (P-CAPSULE-3): the two never meet again, and a live chat between them ends as `left`. */
export function createBlocks(house: House, take: Take) {
  const paces = new PaceTable(PACE, PEOPLE)

  return async (req: IncomingMessage, res: ServerResponse, cors: Headers): Promise<void> => {
    const request = await take(req, res, blockRequest, MAX_BODY, cors)
    if (request === undefined) return
    const capsule = openCapsule(house, res, request.capsule, 'block', cors)
    if (capsule === undefined) return
    const wait = paces.take(membersOf(capsule)[0].identity, house.clock.now())
    if (wait > 0) return replyTooFast(res, wait, cors)
    await part(house, capsule)
    house.log.log('info', 'block.added')
    replyNothing(res, cors)
  }
}
