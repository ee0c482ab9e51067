import { html, nothing, type TemplateResult } from 'lit'
import { Chime } from '../controllers/chime.js'
import type { AttentionHost } from '../controllers/attention.js'
import type { Timing } from '../timing.js'
import type { View } from '../view.js'
import { alone } from './alone.js'
import { pageTitle } from './title.js'

/** One soft note for a message; two for somebody who came. */
const NOTES = { message: [659.25], match: [523.25, 783.99] } as const
/** After a sound there is none for this long, in any tab: a burst is one note; in ms. */
export const QUIET_MS = 1_000

/** Tells of what nobody has seen where a page asked for it: in its title, and by a sound. */
export class Notify {
  readonly #host: AttentionHost
  readonly #timing: () => Timing
  readonly #chime = new Chime()
  #wanted = false
  #quietUntil = -Infinity

  constructor(host: AttentionHost, timing: () => Timing) {
    this.#host = host
    this.#timing = timing
  }

  badge(count: number): void {
    pageTitle.count(this, count)
  }

  /** A browser makes a sound only after a press: the first one in here, if there was none in the page. */
  listen(wanted: boolean): void {
    if (wanted === this.#wanted) return
    this.#wanted = wanted
    for (const type of ['pointerup', 'keydown'] as const)
      if (wanted) this.#host.addEventListener(type, this.#pressed)
      else this.#host.removeEventListener(type, this.#pressed)
    if (!wanted) this.#chime.set(false)
    else if ((navigator as Partial<Navigator>).userActivation?.hasBeenActive) this.#pressed()
  }

  sound(what: keyof typeof NOTES): void {
    const timing = this.#timing()
    if (!this.#chime.ready || timing.now() < this.#quietUntil) return
    this.#quietUntil = timing.now() + QUIET_MS
    const { storageKey, address } = this.#host
    alone(`stranger-chat:${storageKey ?? address ?? ''}:sound`, () => {
      this.#chime.play(NOTES[what])
      return new Promise((resolve) => void timing.after(QUIET_MS, () => resolve()))
    })
  }

  /** The switch that turns the sound off where it is on. */
  switch({ attention, words: { t } }: View): TemplateResult | typeof nothing {
    if (!this.#host.sounds) return nothing
    return html`<button
      type="button"
      class="slim bare sounds"
      part="button button-sounds"
      title=${t('sounds')}
      aria-label=${t('sounds')}
      aria-pressed=${!attention.muted}
      @click=${() => attention.mute(!attention.muted)}
    >
      <span aria-hidden="true">♪</span>
    </button>`
  }

  /** The element left the page, or has another client. */
  rest(): void {
    this.badge(0)
    this.listen(false)
  }

  readonly #pressed = (): void => this.#chime.set(true)
}
