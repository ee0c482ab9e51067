import type {
  LeaveRequest,
  AppealRow,
  AuditRow,
  CaseFile,
  CaseRow,
  Counters,
  DecideRequest,
  Me,
} from '@stranger-chat/core/api'
import type { Fetch } from '../api.js'
import { FILES, MINUTE, NOW, PRACTICE, SECOND, someone } from './cases.js'
import { APPEALS, AUDIT, COUNTERS } from './lists.js'
import { jpeg } from '../../testing/jpeg.js'

/** How long a decision of the fake can be taken back. */
export const UNDO_MS = 20 * SECOND

export interface FakeOptions {
  readonly me?: Me | null
  /** Whom an invitation lets in; else whoever is here, or Robin. */
  readonly invited?: Me
  readonly files?: readonly CaseFile[]
  readonly practice?: CaseFile
  readonly appeals?: readonly AppealRow[]
  readonly audit?: readonly AuditRow[]
  readonly counters?: Counters
  readonly passkeys?: boolean
  /** What a provider is called with whom one can sign in. */
  readonly provider?: string
  readonly now?: () => number
  /** Cases on one page of the queue. */
  readonly page?: number
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly headers: Headers
}

type Reply = readonly [status: number, body?: unknown]
const no = (status: number, code: string, message: string): Reply => [status, { code, message }]

/** The REST of moderation, in memory, with one moderator at the other end. */
export class FakeApi {
  readonly asked: Asked[] = []
  me: Me | null
  files: CaseFile[]
  appeals: AppealRow[]
  counters: Counters
  passkeys: boolean
  /** What the next request to a path gets instead; `lost` is a line that fails. */
  readonly next = new Map<string, Reply | 'lost'>()
  readonly #options: FakeOptions
  readonly #undone = new Map<string, CaseFile>()
  #lines: ReadableStreamDefaultController<Uint8Array>[] = []

  constructor(options: FakeOptions = {}) {
    this.#options = options
    this.me = options.me === undefined ? someone() : options.me
    this.files = [...(options.files ?? FILES)]
    this.appeals = [...(options.appeals ?? APPEALS)]
    this.counters = options.counters ?? COUNTERS
    this.passkeys = options.passkeys ?? false
  }

  /** Stands in for the window's own. */
  readonly fetch: Fetch = async (url, init) => {
    const path = new URL(url).pathname.replace(/^.*\/v1\/moderation/, '') + new URL(url).search
    const method = init.method ?? 'GET'
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    this.asked.push({ method, path, body, headers: new Headers(init.headers) })
    const instead = this.next.get(path)
    this.next.delete(path)
    if (instead === 'lost') throw new TypeError('Failed to fetch')
    if (path === '/live' && this.me && !instead) return this.#live(init.signal)
    if (!instead && /\/pictures\//.test(path))
      return Object.assign(new Response(), { blob: () => Promise.resolve(jpeg()) })
    const [status, answer] = instead ?? this.#answer(method, path, body)
    const text = answer === undefined ? '' : JSON.stringify(answer)
    // Read at once: a test waits for what follows from an answer, and not for a stream.
    return Object.assign(new Response(null, { status }), { text: () => Promise.resolve(text) })
  }

  /** Says something on every line that is open. */
  push(event: 'queue' | 'counters', data: unknown = {}): void {
    const bytes = new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    for (const line of this.#lines) line.enqueue(bytes)
  }

  /** Ends every line. */
  drop(): void {
    for (const line of this.#lines.splice(0)) line.close()
  }

  get lines(): number {
    return this.#lines.length
  }

  /** Bodies that were sent to a path, oldest first. */
  sent(path: string): readonly unknown[] {
    return this.asked.filter((one) => one.method === 'POST' && one.path === path).map(({ body }) => body)
  }

  row(id: string): CaseRow | undefined {
    return this.files.find(({ row }) => row.case === id)?.row
  }

  /** Somebody else takes it, reports it again, decides it: whatever happens to a case meanwhile. */
  change(id: string, change: (file: CaseFile) => CaseFile): void {
    this.files = this.files.map((file) => (file.row.case === id ? change(file) : file))
  }

  #live(signal: AbortSignal | null | undefined): Response {
    const stream = new ReadableStream<Uint8Array>({
      start: (line) => {
        this.#lines.push(line)
        signal?.addEventListener('abort', () => {
          if (!this.#lines.includes(line)) return
          this.#lines = this.#lines.filter((one) => one !== line)
          line.error(new DOMException('gone', 'AbortError'))
        })
      },
    })
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
  }

  #answer(method: string, path: string, body: unknown): Reply {
    if (path === '/signin' && method === 'GET')
      return [
        200,
        { passkeys: this.passkeys, ...(this.#options.provider && { oidc: this.#options.provider }) },
      ]
    if (path === '/signin') return this.#signIn(body as { invite: string })
    if (!this.me) return no(401, 'signed_out', 'Sign in first.')
    if (path === '/me') return [200, this.me]
    if (path === '/signout') {
      this.me = null
      return [204]
    }
    if (path.startsWith('/queue')) return this.#queue(path)
    if (path === '/counters') return [200, this.counters]
    if (path === '/next') return this.#take(this.files.find(({ row }) => this.#free(row)))
    if (path === '/practice') return [200, this.#options.practice ?? PRACTICE]
    if (path === '/appeals') return [200, { appeals: this.appeals }]
    if (path === '/audit') return [200, { events: (this.#options.audit ?? AUDIT).slice(0, 5), next: 'more' }]
    if (path.startsWith('/audit?')) return [200, { events: (this.#options.audit ?? AUDIT).slice(5) }]
    const [, kind = '', id = '', verb = ''] = path.split('/')
    if (kind === 'appeals') return this.#appeal(id)
    return kind === 'cases' ? this.#case(id, verb, body) : no(404, 'unknown', 'There is nothing here.')
  }

  #signIn({ invite }: { readonly invite: string }): Reply {
    if (invite === 'used') return no(403, 'bad_invite', 'Used.')
    this.me = this.#options.invited ?? this.me ?? someone()
    return [200, this.me]
  }

  #queue(path: string): Reply {
    const all = this.files.map(({ row }) => row).filter(({ state }) => state === 'open')
    const from = Number(new URLSearchParams(path.split('?')[1]).get('after') ?? 0)
    const to = from + (this.#options.page ?? 50)
    return [
      200,
      { cases: all.slice(from, to), waiting: all.length, ...(to < all.length ? { next: `${to}` } : {}) },
    ]
  }

  #take(found: CaseFile | undefined): Reply {
    if (!found) return [204]
    const name = this.me?.name ?? ''
    const takenUntil = this.#now() + 10 * MINUTE
    this.change(found.row.case, (file) => ({ ...file, row: { ...file.row, takenBy: name, takenUntil } }))
    return [200, this.files.find(({ row }) => row.case === found.row.case)]
  }

  #case(id: string, verb: string, body: unknown): Reply {
    if (id === PRACTICE.row.case) return this.#practised(verb)
    const found = this.files.find(({ row }) => row.case === id)
    if (!found) return no(404, 'unknown', 'There is no such case.')
    const others = found.row.takenBy !== undefined && found.row.takenBy !== this.me?.name
    if (verb === 'open')
      return others ? no(409, 'taken', `${found.row.takenBy} has this case.`) : this.#take(found)
    if (verb === 'leave') {
      const { for: wants } = body as LeaveRequest
      this.change(id, (file) => ({ ...file, row: { ...freed(file.row), ...(wants && { wants }) } }))
      return [204]
    }
    if (verb === 'hold') {
      const { hold } = body as { hold: boolean }
      this.change(id, (file) => ({ ...file, row: { ...file.row, held: hold } }))
      return [204]
    }
    if (verb === 'receipt') return [200, { case: id, signature: 'ed25519' }]
    if (verb === 'decide') return this.#decide(found, body as DecideRequest)
    return verb === 'undo' ? this.#undo(id) : no(404, 'unknown', 'There is nothing here.')
  }

  #practised(verb: string): Reply {
    if (verb === 'decide') return [200, { version: 2, undoUntil: this.#now() + UNDO_MS }]
    return verb === 'open' ? [200, PRACTICE] : [204]
  }

  #decide(found: CaseFile, { version, action }: DecideRequest): Reply {
    if (version !== found.version) return no(409, 'stale', 'This case changed meanwhile.')
    this.#undone.set(found.row.case, found)
    this.change(found.row.case, (file) => ({
      ...file,
      version: version + 1,
      row: { ...freed(file.row), state: 'decided', decidedAt: this.#now(), acted: action !== undefined },
    }))
    return [200, { version: version + 1, undoUntil: this.#now() + UNDO_MS }]
  }

  #undo(id: string): Reply {
    const before = this.#undone.get(id)
    if (!before) return no(409, 'too_late', 'It is too late to take this back.')
    this.change(id, (file) => ({ ...before, version: file.version + 1, row: freed(before.row) }))
    return [204]
  }

  #appeal(id: string): Reply {
    const found = this.appeals.find(({ action }) => action.action === id)
    if (found && !found.mine) return no(403, 'own_decision', 'You made this decision yourself.')
    this.appeals = this.appeals.filter((one) => one !== found)
    return [204]
  }

  #free({ state, takenBy = this.me?.name }: CaseRow): boolean {
    return state === 'open' && takenBy === this.me?.name
  }

  #now(): number {
    return this.#options.now?.() ?? NOW
  }
}

const freed = ({ takenBy: _by, takenUntil: _until, ...row }: CaseRow): CaseRow => row
