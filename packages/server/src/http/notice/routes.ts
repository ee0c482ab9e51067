import type { IncomingMessage, ServerResponse } from 'node:http'
import { Invalid, statusRequest } from '@stranger-chat/core/api'
import type { House } from '../../session/house.js'
import type { Notices } from '../notices.js'
import type { Outcomes } from '../outcomes.js'
import type { Intake, Unread } from '../intake.js'
import type { Headers } from '../reply.js'
import { BLANK, type Form, judge, readForm } from './form.js'
import { chooseLanguage } from './language.js'
import type { Markup } from './markup.js'
import { askSheet, doneSheet, noticeSheet, refusalSheet, type Setting, statusSheet } from './page.js'
import { NOTICE_CSS } from './styles.js'
import { fill, type Words, WORDS } from './words.js'

/** The longest text, of signs that a form writes with twelve bytes each, and half as much again. */
const MAX_BODY = 96 * 1024

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** What somebody is told whose form wasn't read to its end. */
const UNREAD: Readonly<Record<Unread, 'tooBig' | 'tooMuch' | 'tooSlow'>> = {
  too_big: 'tooBig',
  busy: 'tooMuch',
  late: 'tooSlow',
}

export interface NoticePageParts {
  readonly house: Pick<House, 'random'>
  readonly notices: Notices
  readonly outcomes: Outcomes
  readonly intake: Intake
  /** Our own host, as the browser named it. */
  readonly hostOf: (req: IncomingMessage) => string | undefined
}

/** Somebody at the page: what they asked, and how to answer them. */
interface Visit {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly setting: Setting
  readonly words: Words
  readonly show: (status: number, page: Markup, headers?: Headers) => void
}
type Handler = (visit: Visit) => void | Promise<void>
type Route = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>

/** `/notice`: the way for legal notices (DSA art. 16) that needs no chat, no account and no script. */
export function createNoticePage({ house, notices, outcomes, intake, hostOf }: NoticePageParts) {
  const at =
    (base: Setting['base'], handler: Handler): Route =>
    (req, res) =>
      handler(receive(req, res, base))

  /** What was posted; `undefined` once somebody has been told why it isn't taken. */
  async function formIn({ req, res, setting, words, show }: Visit): Promise<Form | undefined> {
    const isForm = (req.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
    if (!isForm || isFromElsewhere(req, hostOf(req))) {
      show(isForm ? 403 : 415, refusalSheet(setting, words.elsewhere))
      return undefined
    }
    const body = await intake.read(req, res, MAX_BODY)
    if (body.kind === 'arrived') return readForm(body.text)
    if (body.kind !== 'gone') {
      const page = refusalSheet(setting, words[UNREAD[body.kind]])
      intake.refuse(req, res, body.kind, headersFor(req), page.toString())
    }
    return undefined
  }

  const open: Handler = ({ setting, show }) =>
    show(200, noticeSheet(setting, { typed: BLANK, secret: house.random.id() }))

  async function send(visit: Visit): Promise<void> {
    const { req, setting, words, show } = visit
    const form = await formIn(visit)
    if (form === undefined) return
    const { typed, secret = house.random.id() } = form
    const request = judge(typed)
    if (!('text' in request)) return show(400, noticeSheet(setting, { typed, secret, wrong: request }))
    const wait = (await notices.knows(request, secret)) ? 0 : notices.wait(req)
    if (wait > 0) {
      const trouble = fill(words.tooFast, { time: timeIn(setting, wait) })
      return show(429, noticeSheet(setting, { typed, secret, trouble }), retryAfter(wait))
    }
    const { number, receipt } = await notices.file(request, secret)
    show(201, doneSheet(setting, number, receipt))
  }

  async function ask(visit: Visit): Promise<void> {
    const { req, setting, words, show } = visit
    const form = await formIn(visit)
    if (form === undefined) return
    const { receipt } = form
    const wait = outcomes.wait(req)
    if (wait > 0) {
      const trouble = fill(words.tooFastAsk, { time: timeIn(setting, wait) })
      return show(429, askSheet(setting, receipt, trouble), retryAfter(wait))
    }
    const request = statusRequest.check({ receipts: [receipt] })
    const [status] = request instanceof Invalid ? [] : await outcomes.of(request.receipts)
    if (status === undefined) show(400, askSheet(setting, receipt, words.unknown))
    else show(200, statusSheet(setting, receipt, status))
  }

  return {
    '/notice': { GET: at('', open), POST: at('', send) },
    '/notice/status': {
      GET: at('../', ({ setting, show }) => show(200, askSheet(setting))),
      POST: at('../', ask),
    },
    '/notice.css': { GET: noticeCss },
  }
}

function receive(req: IncomingMessage, res: ServerResponse, base: Setting['base']): Visit {
  const wanted = new URLSearchParams(req.url?.split('?')[1] ?? '').get('lang')
  const language = chooseLanguage(wanted, req.headers['accept-language'])
  return {
    ...{ req, res },
    setting: { language, base },
    words: WORDS[language],
    show(status, page, headers = {}) {
      res.writeHead(status, { ...headersFor(req), ...headers })
      res.end(page.toString())
    },
  }
}

const headersFor = ({ method }: IncomingMessage): Headers => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  // Under `no-referrer` a browser says `Origin: null` with a form, and ours would look like anybody's.
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  // What was posted shows what somebody typed, or their receipt.
  'cache-control': method === 'POST' ? 'no-store' : 'no-cache',
  vary: 'accept-language',
})

/**
 * Whether a browser says that a page of somebody else's sent this (CSRF). Nobody is signed in, so there is nothing to steal;
 * but any page could have its visitors file notices without knowing, each from a neighbourhood of their own, and so bury
 * the moderators past every pace. What says nothing is no browser, and could file them by itself.
 */
function isFromElsewhere({ headers }: IncomingMessage, host: string | undefined): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  // `none` is a person's own doing, such as a reload. Whoever sends this header knows better than we whether it is the same.
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return origin !== undefined && URL.parse(origin)?.host !== host
}

function noticeCss(_: IncomingMessage, res: ServerResponse): void {
  res.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' })
  res.end(NOTICE_CSS)
}

const retryAfter = (waitMs: number): Headers => ({ 'retry-after': String(Math.ceil(waitMs / 1000)) })

/** `40 seconds`, `2 minutes`. */
function timeIn({ language }: Setting, ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const [n, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(n)
}
