import { REPORT } from '@stranger-chat/core/api'
import type { PictureSource } from '../controllers/reporting.js'
import { drawn, wiped } from './canvas.js'
import type { Draft } from './draft.js'

/** One picture of the call, to be looked at before anything is sent. */
export interface Shot {
  readonly blob: Blob
  readonly canvas: HTMLCanvasElement
}

/** What a call can show of its last seconds, as long as the report of it is open and no longer. */
export class Shots {
  #list: readonly Shot[] = []
  /** Which chat they are of: no report of another takes them along. */
  #chat: string | null = null
  /** Those that somebody uncovered. */
  readonly #bare = new Set<Blob>()

  /** @param most how many the server takes */
  async ask(chat: string, source: PictureSource | null, most: number): Promise<void> {
    this.drop()
    if (!source || most === 0) return
    this.#chat = chat
    const blobs = await source(chat).catch(() => [])
    const fitting = blobs.filter(({ size, type }) => type === 'image/jpeg' && size <= REPORT.pictureBytes)
    const all = fitting.slice(0, most).map(async (blob) => ({ blob, canvas: await drawn(blob) }))
    const shots = (await Promise.all(all)).flatMap(({ blob, canvas }) => (canvas ? [{ blob, canvas }] : []))
    // Closed meanwhile, or opened for another.
    if (this.#chat === chat && this.#list.length === 0) this.#list = shots
    else for (const { canvas } of shots) wiped(canvas)
  }

  /** Those that may go along with a report as it stands: of its own chat, and none of somebody under age. */
  of({ chat, reason }: Draft): readonly Shot[] {
    return chat === this.#chat && reason !== 'underage' ? this.#list : []
  }

  isBare({ blob }: Shot): boolean {
    return this.#bare.has(blob)
  }

  turn({ blob }: Shot): void {
    if (!this.#bare.delete(blob)) this.#bare.add(blob)
  }

  drop(): void {
    for (const { canvas } of this.#list) wiped(canvas)
    this.#list = []
    this.#chat = null
    this.#bare.clear()
  }
}
