import type { System } from '@stranger-chat/core'
import { type Counters, counters, Invalid } from '@stranger-chat/core/api'
import type { Fetch } from './api.js'

export type LiveState = 'off' | 'connecting' | 'on' | 'waiting' | 'refused'

/** What `GET /live` tells. */
export interface Listener {
  readonly counters: (now: Counters) => void
  /** The queue is another one than before. */
  readonly queue: () => void
  /** `refused`: the cookie is no longer good. */
  readonly state: (state: LiveState) => void
}

/** A line that isn't over by now is no line of ours; characters. */
const LONGEST = 64 * 1024
/** First and longest wait before the next try, and how long silence is believed; ms. */
const FIRST_MS = 1_000
const LONGEST_MS = 30_000
const SILENCE_MS = 90_000

/**
 * Server-sent events, read from a plain `fetch`: `EventSource` can't tell a refused cookie from a lost line. The line is tried
 * again for ever, later each time and not all consoles at once.
 */
export class Live {
  readonly #url: string
  readonly #fetch: Fetch
  readonly #system: Pick<System, 'now' | 'after' | 'unit'>
  readonly #listener: Listener
  #abort: AbortController | null = null
  #cancel: () => void = () => {}
  #tries = 0

  constructor(url: string, fetch: Fetch, system: Pick<System, 'now' | 'after' | 'unit'>, listener: Listener) {
    this.#url = url
    this.#fetch = fetch
    this.#system = system
    this.#listener = listener
  }

  start(): void {
    if (this.#abort) return
    this.#tries = 0
    void this.#run()
  }

  stop(): void {
    this.#cancel()
    this.#abort?.abort()
    this.#abort = null
    this.#listener.state('off')
  }

  async #run(): Promise<void> {
    const abort = new AbortController()
    this.#abort = abort
    this.#listener.state('connecting')
    const refused = await this.#listen(abort).catch(() => false)
    if (this.#abort !== abort) return
    this.#cancel()
    abort.abort()
    if (refused) {
      this.#abort = null
      this.#listener.state('refused')
      return
    }
    this.#listener.state('waiting')
    const most = Math.min(FIRST_MS * 2 ** this.#tries++, LONGEST_MS)
    this.#cancel = this.#system.after(most * (0.5 + this.#system.unit() / 2), () => void this.#run())
  }

  /** Resolves at the end of the line: true if the server doesn't want us. */
  async #listen(abort: AbortController): Promise<boolean> {
    this.#watch(abort)
    const answer = await this.#fetch(this.#url, {
      headers: { accept: 'text/event-stream', 'x-stranger-moderator': '1' },
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      signal: abort.signal,
    })
    if (answer.status === 401 || answer.status === 403) return true
    if (!answer.ok || !answer.body) return false
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
    this.#tries = 0
    this.#listener.state('on')
    let rest = ''
    const event = { name: '', data: '' }
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.#abort !== abort) return false
      this.#watch(abort)
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      for (const line of lines) this.#line(line, event)
      if (rest.length > LONGEST || event.data.length > LONGEST) return false
    }
  }

  /** A line that says nothing for so long, not even a comment, is gone without anybody having been told. */
  #watch(abort: AbortController): void {
    this.#cancel()
    this.#cancel = this.#system.after(SILENCE_MS, () => abort.abort())
  }

  #line(line: string, event: { name: string; data: string }): void {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?)?(.*)$/s.exec(line) ?? []
    if (field === 'event') event.name = value
    else if (field === 'data') event.data += value
    else if (line === '') {
      this.#tell(event.name, event.data)
      event.name = event.data = ''
    }
  }

  #tell(name: string, data: string): void {
    if (name === 'queue') this.#listener.queue()
    if (name !== 'counters') return
    try {
      const now = counters.check(JSON.parse(data))
      if (!(now instanceof Invalid)) this.#listener.counters(now)
    } catch {
      // Not JSON: the next one counts.
    }
  }
}
