import { isRecord, Kept, type Shelf } from './device.js'
import { Keymap } from './keymap.js'

interface View {
  covered: boolean
  grey: boolean
  stop: boolean
}

/** What the moderator set for themselves. Colours and words are the page's; this is for hands and eyes. */
export class Prefs {
  readonly keymap: Keymap
  /** Of this tab: what isn't decided yet. */
  readonly drafts: Kept
  readonly #kept: Kept
  readonly #view: View

  constructor(device: () => Shelf, tab: () => Shelf) {
    this.#kept = new Kept(device, 'view')
    this.keymap = new Keymap(new Kept(device, 'keys'))
    this.drafts = new Kept(tab, 'drafts')
    const before = this.#kept.read()
    const kept = isRecord(before) ? before : {}
    this.#view = {
      covered: kept['covered'] === true,
      grey: kept['grey'] !== false,
      stop: kept['stop'] === true,
    }
  }

  /** Whether other people's words stay blurred until they are asked for. */
  get covered(): boolean {
    return this.#view.covered
  }

  set covered(covered: boolean) {
    this.#keep({ covered })
  }

  /** Whether other people's words have no colours. */
  get grey(): boolean {
    return this.#view.grey
  }

  set grey(grey: boolean) {
    this.#keep({ grey })
  }

  /** Whether no other case is opened by itself after a decision. */
  get stop(): boolean {
    return this.#view.stop
  }

  set stop(stop: boolean) {
    this.#keep({ stop })
  }

  #keep(changes: Partial<View>): void {
    this.#kept.write(Object.assign(this.#view, changes))
  }
}
