import type { CaseRow } from '@stranger-chat/core/api'
import type { DeskHost } from './desk.js'

/** New cases are told together, so that a bad evening doesn't become a monologue; ms. */
const NEWS_MS = 15_000
/** So many cases are remembered as told. */
const MOST = 1_000

/** Says how many cases came since the last time. Nobody needs to hear about those that were there before. */
export class News {
  readonly #host: Pick<DeskHost, 'system' | 'say' | 'words'>
  #known: ReadonlySet<string> | null = null
  #count = 0
  #telling: (() => void) | null = null

  constructor(host: Pick<DeskHost, 'system' | 'say' | 'words'>) {
    this.#host = host
  }

  /** Whether a queue was ever seen here. */
  get known(): boolean {
    return this.#known !== null
  }

  hear(rows: readonly CaseRow[]): void {
    const free = rows.filter(({ takenBy }) => takenBy === undefined).map((row) => row.case)
    if (this.#known) this.#count += free.filter((id) => !this.#known?.has(id)).length
    this.#known = new Set([...(this.#known ?? []), ...rows.map((row) => row.case)].slice(-MOST))
    if (this.#count > 0) this.#telling ??= this.#host.system.after(NEWS_MS, () => this.#tell())
  }

  stop(): void {
    this.#telling?.()
    this.#telling = null
  }

  #tell(): void {
    const n = this.#count
    this.#count = 0
    this.#telling = null
    this.#host.say(() => this.#host.words.t('newCases', { n }))
  }
}
