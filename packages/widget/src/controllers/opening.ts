import { BUBBLES, type StrangerChatEvents } from '../events.js'

/** Who opened or closed the panel. */
export type Source = StrangerChatEvents['sc-open']['source']

/** What opening needs of the element. */
export interface OpeningHost extends EventTarget {
  readonly shadowRoot: ShadowRoot | null
  readonly layout: string
  open: boolean
  requestUpdate(): void
  /** Focus goes to where the room on screen begins; false while there is none. */
  enter(): boolean
}

/** Windows smaller than this have no room beside a panel: it becomes a sheet over all of it. */
const SHEET = '(max-width: 599px), (max-height: 449px)'

type Shape = 'popover' | 'sheet'

/**
 * Opens and closes a bubble's panel. One `<dialog>` in the top layer, where no style of the page clips or covers it: beside the
 * page's own content it is a popover, on a small window a modal sheet; never both.
 */
export class Opening {
  readonly #host: OpeningHost
  #narrow: MediaQueryList | null = null
  #shape: Shape | null = null
  /** What had the focus before the person opened it, and has it again afterwards. */
  #invoker: HTMLElement | null = null
  /** The person opened it, and what they came for isn't on screen yet. */
  #entering = false

  constructor(host: OpeningHost) {
    this.#host = host
  }

  show(source: Source): boolean {
    const host = this.#host
    if (host.layout !== 'bubble' || host.open || !this.#tell('sc-open', source)) return false
    this.#invoker = focused(document)
    this.#entering = source !== 'api'
    host.open = true
    return true
  }

  close(source: Source): boolean {
    const host = this.#host
    if (host.layout !== 'bubble' || !host.open || !this.#tell('sc-close', source)) return false
    host.open = false
    return true
  }

  toggle(source: Source): boolean {
    return this.#host.open ? this.close(source) : this.show(source)
  }

  /** After every render: brings the top layer in line with `open`, with the window's size, and with the page. */
  sync(): void {
    const { shadowRoot, open, layout } = this.#host
    const corner = shadowRoot?.querySelector<HTMLElement>('.corner')
    if (corner?.isConnected && !corner.matches(':popover-open')) corner.showPopover()
    const dialog = this.#dialog
    if (layout !== 'bubble' || !dialog?.isConnected) return this.release()
    this.#narrow ??= listen(this.#resized)
    const shape = open ? (this.#narrow.matches ? 'sheet' : 'popover') : null
    if (shape !== this.#shape) this.#turn(dialog, shape)
    if (this.#entering && this.#host.enter()) this.#entering = false
  }

  /** The element left the page, or is no bubble any more. */
  release(): void {
    this.#narrow?.removeEventListener('change', this.#resized)
    this.#narrow = null
    const dialog = this.#dialog
    if (dialog) leave(dialog)
    this.#shape = null
  }

  /** The browser closed the sheet by itself: a phone's way back. */
  readonly onCancel = (event: Event): void => {
    if (event.target !== this.#dialog) return
    event.preventDefault()
    this.close('keyboard')
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>('dialog.frame') ?? null
  }

  #turn(dialog: HTMLDialogElement, shape: Shape | null): void {
    const before = this.#shape
    const inside = focused(this.#host.shadowRoot)
    this.#shape = shape
    if (before) leave(dialog)
    if (shape === null) return this.#giveBack(inside)
    // Whoever pressed something is taken in below; nobody else's focus is moved by what a dialog does by itself.
    dialog.inert = true
    if (shape === 'sheet') dialog.showModal()
    else dialog.showPopover()
    dialog.inert = false
    if (before) inside?.focus({ preventScroll: true })
    else if (this.#entering) dialog.focus({ preventScroll: true })
  }

  /** Focus that was inside goes back to where it came from. */
  #giveBack(inside: HTMLElement | null): void {
    this.#entering = false
    const launcher = this.#host.shadowRoot?.querySelector<HTMLElement>('.launcher') ?? null
    const place = this.#invoker?.isConnected ? this.#invoker : launcher
    this.#invoker = null
    if (inside || focused(document) === null) place?.focus({ preventScroll: true })
  }

  readonly #resized = (): void => this.#host.requestUpdate()

  #tell(type: 'sc-open' | 'sc-close', source: Source): boolean {
    return this.#host.dispatchEvent(
      new CustomEvent(type, { ...BUBBLES, cancelable: true, detail: { source } }),
    )
  }
}

function listen(changed: () => void): MediaQueryList {
  const narrow = matchMedia(SHEET)
  narrow.addEventListener('change', changed)
  return narrow
}

function leave(dialog: HTMLDialogElement): void {
  if (dialog.matches(':popover-open')) dialog.hidePopover()
  if (dialog.open) dialog.close()
}

/** What has the focus in a tree, down to the innermost shadow root it may look into; null for the page itself. */
function focused(root: DocumentOrShadowRoot | null): HTMLElement | null {
  let at = root?.activeElement ?? null
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at instanceof HTMLElement && at !== document.body ? at : null
}
