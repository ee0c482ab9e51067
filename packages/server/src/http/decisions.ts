import type { IncomingMessage, ServerResponse } from 'node:http'
import { appealRequest, decisionsRequest } from '@stranger-chat/core/api'
import { Pace, PaceTable } from '../gate/ratelimit.js'
import type { Moderation } from '../safety/moderation.js'
import type { House } from '../session/house.js'
import { replyTooFast, type Take } from './intake.js'
import { type Headers, replyError, replyJson, replyNothing } from './reply.js'

const MAX_BODY = 32 * 1024
const PACE = new Pace(2_000, 20)
const PEOPLE = 10_000

/** `POST /v1/decisions` and `POST /v1/appeals` (P-DECISION): by the token the browser holds, since nobody has an account. */
export function createDecisionsApi(house: House, { appeals }: Moderation, take: Take) {
  const paces = new PaceTable(PACE, PEOPLE)

  /** Whose token it is; `undefined` once the caller has been told that it can't be read, or to wait. */
  function whose(res: ServerResponse, token: string, cors: Headers): string | undefined {
    const read = house.tokens.device.read(token)
    if (!read.ok) {
      replyError(
        res,
        403,
        'bad_token',
        'This browser isn’t known here, so there is nothing decided about it.',
        cors,
      )
      return undefined
    }
    const wait = paces.take(read.identity, house.clock.now())
    if (wait === 0) return read.identity
    replyTooFast(res, wait, cors)
    return undefined
  }

  return {
    async decisions(req: IncomingMessage, res: ServerResponse, cors: Headers): Promise<void> {
      const request = await take(req, res, decisionsRequest, MAX_BODY, cors)
      const identity = request === undefined ? undefined : whose(res, request.device, cors)
      if (identity === undefined) return
      replyJson(res, 200, { decisions: await appeals.statements(identity) }, cors)
    },

    async appeal(req: IncomingMessage, res: ServerResponse, cors: Headers): Promise<void> {
      const request = await take(req, res, appealRequest, MAX_BODY, cors)
      const identity = request === undefined ? undefined : whose(res, request.device, cors)
      if (request === undefined || identity === undefined) return
      const answer = await appeals.file(identity, request.action, request.text)
      if (answer === 'filed') return replyNothing(res, cors)
      if (answer === 'unknown')
        return replyError(res, 404, 'unknown', 'There is no such decision about you.', cors)
      if (answer === 'unreadable') {
        house.log.log('error', 'appeal.unreadable')
        return replyError(res, 503, 'unavailable', 'Appeals can’t be taken right now. Try again later.', cors)
      }
      replyError(res, 409, 'not_open', 'This decision can’t be appealed (any more).', cors)
    },
  }
}
