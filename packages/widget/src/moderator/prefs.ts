import { isRecord, Kept, type Shelf } from './device.js'
import { Keymap } from './keymap.js'

/** What the moderator set for themselves. Colours and words are the page's; this is for hands and eyes. */
export class Prefs {
  readonly keymap: Keymap
  /** Of this tab: what isn't decided yet. */
  readonly drafts: Kept
  readonly #kept: Kept
  #covered: boolean

  constructor(device: () => Shelf, tab: () => Shelf) {
    this.#kept = new Kept(device, 'view')
    this.keymap = new Keymap(new Kept(device, 'keys'))
    this.drafts = new Kept(tab, 'drafts')
    const before = this.#kept.read()
    this.#covered = isRecord(before) && before['covered'] === true
  }

  /** Whether other people's words stay blurred until they are asked for. */
  get covered(): boolean {
    return this.#covered
  }

  set covered(covered: boolean) {
    this.#covered = covered
    this.#kept.write({ covered })
  }
}
