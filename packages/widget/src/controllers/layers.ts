import type { Asking } from './asking.js'
import type { Calling } from './calling.js'
import type { Flow } from './flow.js'
import type { KeyHandler } from './keys.js'
import type { Keymap } from './keymap.js'
import type { Reporting } from './reporting.js'

/** What it needs of the presenter. */
interface LayersHost {
  readonly element: { readonly layout: string; readonly dismiss: () => boolean }
  readonly keymap: Keymap
  readonly asking: Asking
  readonly calling: Calling
  readonly flow: Flow
  readonly reporting: Reporting
  readonly escEnds: boolean
  readonly save: () => boolean
}

/** What lies over what; a key goes to the topmost thing first. */
export class Layers implements KeyHandler {
  readonly #host: LayersHost

  constructor(host: LayersHost) {
    this.#host = host
  }

  get keymap(): Keymap {
    return this.#host.keymap
  }

  get modal(): boolean {
    const { asking, reporting, calling } = this.#host
    return asking.link !== null || reporting.modal || calling.room?.modal === true
  }

  /** Closes the topmost thing. In a bubble that is the panel in the end: there it never ends a chat. */
  escape(): boolean {
    const { calling, flow, element, escEnds } = this.#host
    if (calling.room?.escape()) return true
    if (element.layout !== 'bubble') return flow.escape(escEnds)
    return flow.calm() || element.dismiss()
  }

  /** The page's own key for what Esc does at first. */
  step(): boolean {
    return this.#host.flow.take()
  }

  save(): boolean {
    return this.#host.save()
  }
}
