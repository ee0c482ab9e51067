import type { ShownReport } from '@stranger-chat/core/api'
import { drawn, wiped } from '../../report/canvas.js'
import type { ApiError } from '../api.js'
import type { Desk } from './desk.js'

/** A picture on its way, one that can be drawn, or one that is gone or that this browser can't read. */
export type Print = 'coming' | HTMLCanvasElement | 'broken'

/** Pictures of the case in hand, once somebody asked for them: each is written down by then. They go with the case. */
export class Gallery {
  readonly #desk: Desk
  readonly #prints = new Map<string, Print>()

  constructor(desk: Desk) {
    this.#desk = desk
  }

  of(picture: string): Print | undefined {
    return this.#prints.get(picture)
  }

  /** Fetches those of a report that aren't here yet, one after the other. */
  async fetch({ pictures = [] }: ShownReport): Promise<void> {
    const { api, host, work } = this.#desk
    const id = work.file?.row.case
    if (id === undefined) return
    const missing = pictures.filter((picture) => !this.#prints.has(picture))
    for (const picture of missing) this.#prints.set(picture, 'coming')
    host.changed()
    for (const picture of missing) {
      const answer = await api.picture(id, picture)
      const print = answer.ok ? ((await drawn(answer.value)) ?? 'broken') : lost(answer.error)
      // Another case, or none: nobody looks at this one any more.
      if (this.#prints.get(picture) !== 'coming') {
        if (print instanceof HTMLCanvasElement) wiped(print)
        return
      }
      if (print === undefined) {
        for (const one of missing) if (this.#prints.get(one) === 'coming') this.#prints.delete(one)
        if (!answer.ok) this.#desk.failed(answer.error)
        break
      }
      this.#prints.set(picture, print)
      host.changed()
    }
    host.changed()
  }

  clear(): void {
    for (const print of this.#prints.values()) if (print instanceof HTMLCanvasElement) wiped(print)
    this.#prints.clear()
  }
}

/** What isn't there won't be there later; anything else can be asked again. */
const lost = ({ status }: ApiError): Print | undefined => (status === 404 ? 'broken' : undefined)
