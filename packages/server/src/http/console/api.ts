import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  appealDecision,
  type CaseFile,
  type Counters,
  decideRequest,
  leaveRequest,
  Invalid,
  type SignInRequest,
  signInRequest,
} from '@stranger-chat/core/api'
import { Pace, PaceTable } from '../../gate/ratelimit.js'
import type { ModeratorRecord } from '../../ports/ledger.js'
import { type Deed, may } from '../../rules/roles.js'
import { auditOf } from '../../safety/audit.js'
import type { Moderation } from '../../safety/moderation.js'
import { meOf } from '../../safety/staff.js'
import type { House } from '../../session/house.js'
import type { Take } from '../intake.js'
import { csvFile, jsonFile, sendJpeg, stream } from './download.js'
import { refuse } from './refusals.js'
import { replyError, replyJson, replyNothing } from '../reply.js'
import { type CookiePlace, cookieOf, isOurs, isScripted, noCookie, secretIn, signedIn } from './gate.js'
import { Live } from './live.js'
import { createOidcApi } from './oidc.js'
import { createPasskeyApi } from './passkeys.js'

const MAX_BODY = 16 * 1024
/** Tries to sign in from one neighbourhood. */
const SIGN_INS = new Pace(10_000, 10)
const PLACES = 10_000
const DAY_MS = 24 * 60 * 60_000

export interface ConsoleParts {
  readonly house: House
  readonly moderation: Moderation
  readonly take: Take
  /** What is known of where a request came from. */
  readonly about: (req: IncomingMessage) => {
    /** The host as the browser named it. */
    readonly host: string | undefined
    readonly place: string | undefined
    /** What stands before every path. */
    readonly prefix: string
    readonly cookie: CookiePlace
  }
}
interface Ask {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly who: ModeratorRecord
  /** What stands in the path for `{…}`, for a second one, and after `?after=`. */
  readonly id: string
  readonly part: string
  readonly after: string | undefined
}
interface Route {
  readonly deed: Deed
  readonly run: (ask: Ask) => Promise<void>
}

/** Everything under `/v1/moderation`. A path that isn't there and a case that isn't there are the same 404. */
export function createConsoleApi({ house, moderation, take, about }: ConsoleParts) {
  const { ledger, desk, gallery, decisions, appeals, staff } = moderation
  const signIns = new PaceTable(SIGN_INS, PLACES)
  const placeOf = (req: IncomingMessage) => {
    const { host = '', prefix, cookie } = about(req)
    return { origin: `${cookie.isHttps ? 'https' : 'http'}://${host}`, prefix, cookie }
  }
  const passkeys = createPasskeyApi(moderation.passkeys, placeOf, house.log, take)
  const oidc = moderation.oidc && createOidcApi(moderation.oidc, placeOf, house.log)
  /** Too many tries from one neighbourhood; it has been told so. */
  const isTooFast = (req: IncomingMessage, res: ServerResponse): boolean => {
    if (signIns.take(about(req).place ?? 'here', house.clock.now()) === 0) return false
    replyError(res, 429, 'rate_limited', 'That were many tries. Wait a minute, then try again.')
    return true
  }

  async function count(): Promise<Counters> {
    const now = house.clock.now()
    // The last hour ends now, so what was opened in this very moment is in it.
    const { waiting, oldestAt, appeals: open, decided, opened } = await ledger.counts(now - DAY_MS + 1)
    const hours = Array.from({ length: 24 }, (_, i) => opened.find(({ hour }) => hour === i)?.cases ?? 0)
    return { waiting, oldestAt, appeals: open, decidedToday: decided, online: live.size, hours }
  }
  const live = new Live(ledger, house.clock, count)

  const show = ({ res }: Ask, file: CaseFile | undefined): void =>
    file === undefined ? replyNothing(res) : replyJson(res, 200, file)

  const routes: Readonly<Record<string, Route>> = {
    'GET /me': {
      deed: 'read',
      run: async ({ req, res, who }) => replyJson(res, 200, meOf(who, await passkeys.works(req))),
    },
    'POST /passkey/register/options': {
      deed: 'read',
      run: ({ req, res, who }) => passkeys.registerOptions(who, req, res),
    },
    'POST /passkey/register/verify': {
      deed: 'read',
      run: ({ req, res, who }) => passkeys.register(who, req, res),
    },
    'GET /queue': {
      deed: 'read',
      run: async ({ res, after }) => replyJson(res, 200, await desk.queue(after)),
    },
    'GET /counters': { deed: 'read', run: async ({ res }) => replyJson(res, 200, await count()) },
    'GET /live': {
      deed: 'read',
      async run({ req, res }) {
        const isOpen = async (): Promise<boolean> => (await staff.who(secretIn(req) ?? '')) !== undefined
        if (!(await live.watch(res, isOpen)))
          replyError(res, 503, 'busy', 'Too many consoles are open at once.')
      },
    },
    'GET /audit': {
      deed: 'read',
      run: async ({ res, who, after }) => replyJson(res, 200, await auditOf(ledger, who.role, after)),
    },
    'GET /appeals': {
      deed: 'appeals',
      run: async ({ res, who, after }) => replyJson(res, 200, await appeals.waiting(who, after)),
    },
    'GET /export/decisions.csv': {
      deed: 'export',
      run: ({ res }) => stream(res, 'decisions.csv', 'text/csv; charset=utf-8', csvFile(ledger)),
    },
    'GET /export/decisions.json': {
      deed: 'export',
      run: ({ res }) => stream(res, 'decisions.json', 'application/json; charset=utf-8', jsonFile(ledger)),
    },
    'POST /next': { deed: 'take', run: async (ask) => show(ask, await desk.next(ask.who)) },
    'POST /practice': { deed: 'take', run: async (ask) => show(ask, await moderation.practise(ask.who)) },
    'POST /cases/{}/open': {
      deed: 'take',
      async run(ask) {
        const answer = await desk.open(ask.who, ask.id)
        if (!('kind' in answer)) return show(ask, answer)
        if (answer.kind === 'unknown') return notThere(ask.res)
        replyError(ask.res, 409, 'taken', `${answer.by} is working on this case.`)
      },
    },
    'GET /cases/{}/pictures/{}': {
      deed: 'take',
      async run({ req, res, who, id, part }) {
        if (!isScripted(req))
          return replyError(res, 403, 'forbidden', 'Only the console itself may ask this.')
        const answer = await gallery.open(who, id, part)
        if (answer.kind === 'opened') return sendJpeg(res, answer.jpeg)
        if (answer.kind === 'unknown') return notThere(res)
        if (answer.kind === 'taken')
          return replyError(res, 409, 'taken', `${answer.by} is working on this case.`)
        const words = 'Somebody may be under age in this case, so a senior looks at its pictures.'
        replyError(res, 403, 'forbidden', words)
      },
    },
    'POST /cases/{}/leave': {
      deed: 'take',
      async run({ req, res, who, id }) {
        const request = await take(req, res, leaveRequest, MAX_BODY)
        if (request === undefined) return
        await desk.leave(who, id, request.for)
        replyNothing(res)
      },
    },
    'POST /cases/{}/decide': {
      deed: 'take',
      async run({ req, res, who, id }) {
        const request = await take(req, res, decideRequest, MAX_BODY)
        if (request === undefined) return
        const answer = await decisions.decide(who, id, request)
        if (answer.kind !== 'decided') return refuse(res, answer)
        const { kind: _, ...decided } = answer
        replyJson(res, 200, decided)
      },
    },
    'POST /cases/{}/undo': {
      deed: 'take',
      async run({ req, res, who, id }) {
        const request = await take(req, res, one('version', isCount), MAX_BODY)
        if (request === undefined) return
        const answer = await decisions.undo(who, id, request)
        if (answer.kind !== 'undone') return refuse(res, answer)
        replyNothing(res)
      },
    },
    'POST /cases/{}/receipt': {
      deed: 'export',
      async run({ req, res, who, id }) {
        const report = await take(req, res, one('report', isText), MAX_BODY)
        if (report === undefined) return
        const certificate = await moderation.certify(who, id, report)
        if (certificate === undefined) notThere(res)
        else replyJson(res, 200, certificate)
      },
    },
    'POST /cases/{}/hold': {
      deed: 'hold',
      async run({ req, res, who, id }) {
        const hold = await take(req, res, one('hold', isFlag), MAX_BODY)
        if (hold === undefined) return
        if (await desk.hold(who, id, hold)) replyNothing(res)
        else notThere(res)
      },
    },
    'POST /appeals/{}/decide': {
      deed: 'appeals',
      async run({ req, res, who, id }) {
        const request = await take(req, res, appealDecision, MAX_BODY)
        if (request === undefined) return
        const answer = await appeals.decide(who, id, request.overturn)
        if (answer === 'decided') return replyNothing(res)
        if (answer === 'unknown') return notThere(res)
        if (answer === 'not_open') return replyError(res, 409, 'stale', 'This appeal is no longer open.')
        const words =
          'This was your own decision, so somebody else looks at it; where there is nobody else, you can after a day.'
        replyError(res, 403, 'own_decision', words)
      },
    },
  }

  async function signIn(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (isTooFast(req, res)) return
    const request: SignInRequest | undefined = await take(req, res, signInRequest, MAX_BODY)
    if (request === undefined) return
    const signed = await staff.signIn(request.invite)
    if (signed === undefined) {
      house.log.log('warn', 'signin.refused')
      const words =
        'This link was used before, or is too old. Ask for another: stranger-chat moderator invite'
      return replyError(res, 403, 'bad_invite', words)
    }
    house.log.log('info', 'signin.done')
    const cookie = cookieOf(signed.secret, about(req).cookie)
    replyJson(res, 200, meOf(signed.who, await passkeys.works(req)), { 'set-cookie': cookie })
  }

  async function signOut(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const secret = secretIn(req)
    if (secret !== undefined) await staff.signOut(secret)
    replyNothing(res, { 'set-cookie': noCookie(about(req).cookie) })
  }

  return {
    close: () => live.close(),
    /** @param path what follows `/v1/moderation` */
    async handle(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
      const method = req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET')
      // A browser comes back from the provider's site; what it brings along says whether we sent it.
      if (oidc && path === '/oidc/callback' && method === 'GET') {
        if (isTooFast(req, res)) return
        const isIn = await oidc.callback(req, res)
        return house.log.log(isIn ? 'info' : 'warn', isIn ? 'signin.done' : 'signin.refused')
      }
      if (!isOurs(req, about(req).host))
        return replyError(res, 403, 'forbidden', 'Only the console itself may ask this.')
      if (path === '/signin' && method === 'POST') return await signIn(req, res)
      if (path === '/signin')
        return replyJson(res, 200, { passkeys: await passkeys.works(req), ...(oidc && { oidc: oidc.name }) })
      if (oidc && path === '/oidc/start' && method === 'GET') return await oidc.start(req, res)
      if (path === '/passkey/signin/options' && method === 'POST')
        return await passkeys.signInOptions(req, res)
      if (path === '/passkey/signin/verify' && method === 'POST') {
        if (isTooFast(req, res)) return
        const isIn = await passkeys.signIn(req, res)
        return house.log.log(isIn ? 'info' : 'warn', isIn ? 'signin.done' : 'signin.refused')
      }
      if (path === '/signout' && method === 'POST') return await signOut(req, res)
      const who = await signedIn(staff, req, res)
      if (who === undefined) return
      const [, kind = '', id = '', deed = '', part = ''] = ID_PATH.exec(path) ?? []
      const key = `${method} ${deed === '' ? path : `/${kind}/{}/${deed}${part && '/{}'}`}`
      const route = Object.hasOwn(routes, key) ? routes[key] : undefined
      if (route === undefined) return notThere(res)
      if (!may(who.role, route.deed)) return replyError(res, 403, 'forbidden', `A ${who.role} can't do this.`)
      const after = new URLSearchParams(req.url?.split('?')[1] ?? '').get('after') ?? undefined
      await route.run({ req, res, who, id, part, after: after?.slice(0, 200) })
    },
  }
}

const ID_PATH = /^\/(cases|appeals)\/([A-Za-z0-9_-]{8,64})\/([a-z]{1,20})(?:\/([A-Za-z0-9_-]{8,64}))?$/

const notThere = (res: ServerResponse): void =>
  replyError(res, 404, 'unknown', 'There is no such thing here.')

/** A body of one field. */
const one = <T>(key: string, fits: (value: unknown) => value is T) => ({
  check: (value: unknown): T | Invalid => {
    const found =
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
    return fits(found) ? found : new Invalid('is missing or of the wrong kind', key)
  },
})
const isCount = (value: unknown): value is number => Number.isSafeInteger(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= 64
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
