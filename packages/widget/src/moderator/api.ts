import {
  type LeaveRequest,
  type AppealsPage,
  appealsPage,
  type AuditPage,
  auditPage,
  type CaseFile,
  caseFile,
  type Counters,
  counters,
  type Decided,
  decided,
  type DecideRequest,
  Invalid,
  type Me,
  me,
  type QueuePage,
  queuePage,
  signInWays,
} from '@stranger-chat/core/api'
import type { Timing } from '../timing.js'

/** Why a request wasn't done. */
export interface ApiError {
  /** The server's own word, or `unreachable`, `bad_answer`. */
  readonly code: string
  /** A sentence for a person; empty for the two codes above, whose words are the console's. */
  readonly message: string
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
}
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ApiError }

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** No request waits longer, ms: past it somebody presses the button again anyway. */
export const PATIENCE_MS = 15_000
/** What a page has to say for itself beside its cookie: no form and no other site's script can add it unasked (CSRF). */
const OURS = { 'x-stranger-moderator': '1' } as const

type Check<T> = (value: unknown) => T | Invalid
type Read<T> = (answer: Response) => Promise<Answer<T>>
const anything: Check<unknown> = (value) => value
const nothing: Check<null> = () => null
const orNone =
  <T>(check: Check<T>): Check<T | null> =>
  (value) =>
    value === null ? null : check(value)

const part = encodeURIComponent
const after = (path: string, next?: string) => (next === undefined ? path : `${path}?after=${part(next)}`)

export type PasskeyStep = 'register' | 'signin'

/** The REST under `/v1/moderation`. Nothing throws: what went wrong is a value, and no answer is believed unchecked. */
export class ModerationApi {
  readonly base: string
  readonly #fetch: Fetch
  readonly #timing: Timing

  /** @param server the server's http(s) address, absolute */
  constructor(server: string, fetch: Fetch, timing: Timing) {
    this.base = `${server.replace(/[?#].*$/, '').replace(/\/+$/, '')}/v1/moderation`
    this.#fetch = fetch
    this.#timing = timing
  }

  me = (): Promise<Answer<Me>> => this.#get('/me', me.check)
  ways = () => this.#get('/signin', signInWays.check)
  signIn = (invite: string): Promise<Answer<Me>> => this.#post('/signin', { invite }, me.check)
  signOut = () => this.#post('/signout', {}, nothing)
  passkeyOptions = (step: PasskeyStep) => this.#post(`/passkey/${step}/options`, {}, anything)
  passkeyVerify = (step: PasskeyStep, credential: unknown) =>
    this.#post(`/passkey/${step}/verify`, credential, anything)

  queue = (next?: string): Promise<Answer<QueuePage>> => this.#get(after('/queue', next), queuePage.check)
  counters = (): Promise<Answer<Counters>> => this.#get('/counters', counters.check)
  appeals = (next?: string): Promise<Answer<AppealsPage>> =>
    this.#get(after('/appeals', next), appealsPage.check)
  audit = (next?: string): Promise<Answer<AuditPage>> => this.#get(after('/audit', next), auditPage.check)

  /** Takes the first case that is free; null when none waits. */
  next = (): Promise<Answer<CaseFile | null>> => this.#post('/next', {}, orNone(caseFile.check))
  practice = (): Promise<Answer<CaseFile>> => this.#post('/practice', {}, caseFile.check)
  open = (id: string): Promise<Answer<CaseFile>> => this.#post(`/cases/${part(id)}/open`, {}, caseFile.check)
  /** A picture that a reporter handed in; that it was looked at is written down. */
  picture = (id: string, picture: string): Promise<Answer<Blob>> =>
    this.#ask(
      `/cases/${part(id)}/pictures/${part(picture)}`,
      { method: 'GET', headers: { accept: 'image/jpeg' } },
      async (answer) => ({ ok: true, value: await answer.blob() }),
    )
  leave = (id: string, request: LeaveRequest = {}) => this.#post(`/cases/${part(id)}/leave`, request, nothing)
  decide = (id: string, decision: DecideRequest): Promise<Answer<Decided>> =>
    this.#post(`/cases/${part(id)}/decide`, decision, decided.check)
  undo = (id: string, version: number) => this.#post(`/cases/${part(id)}/undo`, { version }, nothing)
  hold = (id: string, hold: boolean) => this.#post(`/cases/${part(id)}/hold`, { hold }, nothing)
  /** What the server signs about a report's evidence, for somebody outside. */
  receipt = (id: string, report: string) => this.#post(`/cases/${part(id)}/receipt`, { report }, anything)
  decideAppeal = (action: string, overturn: boolean) =>
    this.#post(`/appeals/${part(action)}/decide`, { overturn }, nothing)

  /** Where signing in with the provider begins. */
  get providerUrl(): string {
    return `${this.base}/oidc/start`
  }

  decisionsUrl = (form: 'csv' | 'json'): string => `${this.base}/export/decisions.${form}`

  #get<T>(path: string, check: Check<T>): Promise<Answer<T>> {
    return this.#ask(path, { method: 'GET' }, told(check))
  }

  #post<T>(path: string, body: unknown, check: Check<T>): Promise<Answer<T>> {
    const headers = { 'content-type': 'application/json' }
    return this.#ask(path, { method: 'POST', headers, body: JSON.stringify(body) }, told(check))
  }

  async #ask<T>(path: string, init: RequestInit, read: Read<T>): Promise<Answer<T>> {
    const abort = new AbortController()
    const stop = this.#timing.after(PATIENCE_MS, () => abort.abort())
    try {
      const answer = await this.#fetch(this.base + path, {
        ...init,
        headers: { accept: 'application/json', ...init.headers, ...OURS },
        credentials: 'same-origin',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: abort.signal,
      })
      if (answer.ok) return await read(answer)
      return { ok: false, error: refusal(answer.status, await answer.text()) }
    } catch {
      return { ok: false, error: { code: 'unreachable', message: '', status: 0, retryable: true } }
    } finally {
      stop()
    }
  }
}

const told =
  <T>(check: Check<T>): Read<T> =>
  async (answer) => {
    const text = await answer.text()
    const value = check(text === '' ? null : parsed(text))
    if (!(value instanceof Invalid)) return { ok: true, value }
    const { status } = answer
    return { ok: false, error: { code: 'bad_answer', message: '', status, retryable: false } }
  }

/** `{code, message}`, or whatever stood in its place: a proxy in between may speak HTML. */
function refusal(status: number, text: string): ApiError {
  const said = parsed(text)
  const { code, message } = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>
  const retryable = status === 429 || status >= 500
  const known = typeof code === 'string' && typeof message === 'string'
  return known
    ? { code, message: message.slice(0, 500), status, retryable }
    : { code: retryable ? 'unreachable' : 'bad_answer', message: '', status, retryable }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
