import type { IncomingMessage, ServerResponse } from 'node:http'
import { Invalid } from '@stranger-chat/core/api'
import type { Log } from '../../ports/clock.js'
import type { ModeratorRecord } from '../../ports/ledger.js'
import type { Passkeys, Place } from '../../safety/passkeys.js'
import { meOf } from '../../safety/staff.js'
import type { Take } from '../intake.js'
import { replyError, replyJson, replyNothing } from '../reply.js'
import { type CookiePlace, cookieOf } from './gate.js'

/** An attestation with a long key fits. */
const MAX_BODY = 32 * 1024

export interface PasskeyPlace extends Place {
  readonly cookie: CookiePlace
}
/** Any object: the library judges it. */
const answerShape = {
  check: (value: unknown): object | Invalid =>
    typeof value === 'object' && value !== null ? value : new Invalid('must be an object'),
}
const noPasskeys = (res: ServerResponse): void =>
  replyError(res, 404, 'no_passkeys', 'There are no passkeys in this place: they need https.')

/** `POST /passkey/{signin,register}/{options,verify}`, in WebAuthn's own JSON. */
export function createPasskeyApi(
  passkeys: Passkeys,
  placeOf: (req: IncomingMessage) => PasskeyPlace,
  log: Log,
  take: Take,
) {
  return {
    works: (req: IncomingMessage) => passkeys.work(placeOf(req)),

    async signInOptions(req: IncomingMessage, res: ServerResponse): Promise<void> {
      const place = placeOf(req)
      if (!(await passkeys.work(place))) return noPasskeys(res)
      replyJson(res, 200, await passkeys.signingIn(place))
    },

    /** @returns whether somebody came in */
    async signIn(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
      const place = placeOf(req)
      if (!(await passkeys.work(place))) {
        noPasskeys(res)
        return false
      }
      const answer = await take(req, res, answerShape, MAX_BODY)
      if (answer === undefined) return false
      const signed = await passkeys.signIn(place, answer)
      if (signed === undefined) {
        replyError(
          res,
          403,
          'bad_passkey',
          'This passkey isn’t known here. Ask for a link, then add it again.',
        )
        return false
      }
      log.log('info', 'passkey.used')
      replyJson(res, 200, meOf(signed.who), { 'set-cookie': cookieOf(signed.secret, place.cookie) })
      return true
    },

    async registerOptions(who: ModeratorRecord, req: IncomingMessage, res: ServerResponse): Promise<void> {
      const place = placeOf(req)
      if (!(await passkeys.work(place))) return noPasskeys(res)
      replyJson(res, 200, await passkeys.registration(who, place))
    },

    async register(who: ModeratorRecord, req: IncomingMessage, res: ServerResponse): Promise<void> {
      const place = placeOf(req)
      if (!(await passkeys.work(place))) return noPasskeys(res)
      const answer = await take(req, res, answerShape, MAX_BODY)
      if (answer === undefined) return
      const isAdded = await passkeys.register(who, place, answer)
      if (isAdded) log.log('info', 'passkey.added')
      else log.log('warn', 'passkey.refused')
      if (isAdded) replyNothing(res)
      else replyError(res, 400, 'bad_passkey', 'This passkey couldn’t be added. Try again.')
    },
  }
}
