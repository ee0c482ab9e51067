import { BUBBLES, type StrangerChatEvents } from '../events.js'
import { type Entering, type EnteringHost, focused, isIn } from './entering.js'

/** Who opened or closed the panel. */
export type Source = StrangerChatEvents['sc-open']['source']

/** What opening needs of the element. */
export interface OpeningHost extends EnteringHost {
  readonly layout: string
  open: boolean
  requestUpdate(): void
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
  readonly #entering: Entering
  readonly #narrow = matchMedia(SHEET)
  /** As it was shown last; null for closed. */
  #shape: Shape | null = null
  /** What had the focus before it was opened, and has it again afterwards. */
  #invoker: HTMLElement | null = null

  constructor(host: OpeningHost, entering: Entering) {
    this.#host = host
    this.#entering = entering
  }

  show(source: Source): boolean {
    return this.#set(true, source)
  }

  close(source: Source): boolean {
    return this.#set(false, source)
  }

  toggle(source: Source): boolean {
    return this.#set(!this.#host.open, source)
  }

  /** After every render: brings the top layer in line with `open`, with the window's size, and with the page. */
  sync(): void {
    const { shadowRoot, open, isConnected } = this.#host
    const dialog = this.#dialog
    // Lit draws what is in no page, too.
    if (!dialog || !isConnected) return this.release()
    const corner = shadowRoot?.querySelector<HTMLElement>('.corner')
    if (!corner?.matches(':popover-open')) corner?.showPopover()
    this.#narrow.addEventListener('change', this.#resized)
    const shape = open ? (this.#narrow.matches ? 'sheet' : 'popover') : null
    if (shape !== this.#shape) this.#turn(dialog, shape)
  }

  /** The element left the page, or is no bubble any more. */
  release(): void {
    this.#narrow.removeEventListener('change', this.#resized)
    this.#shape = null
    const dialog = this.#dialog
    if (dialog) leave(dialog)
  }

  /** Esc where there is no panel yet to hear keys. */
  readonly onKey = (event: KeyboardEvent): void => {
    if (event.type !== 'keydown' || event.key !== 'Escape' || !this.close('keyboard')) return
    event.preventDefault()
    event.stopPropagation()
  }

  /** The browser is about to close the sheet: a phone's way back. Who insists isn't asked about again. */
  readonly onCancel = (event: Event): void => {
    if (event.target !== this.#dialog || !event.cancelable) return
    event.preventDefault()
    this.close('keyboard')
  }

  /** It was closed, from here or by something else: then the element follows. */
  readonly onClosed = (): void => {
    const dialog = this.#dialog
    if (!dialog || !this.#shape || dialog.matches(':popover-open, :modal')) return
    this.#tell('sc-close', 'keyboard', false)
    this.#host.open = false
    this.#turn(dialog, null)
  }

  get #dialog(): HTMLDialogElement | null | undefined {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>('.frame')
  }

  #set(open: boolean, source: Source): boolean {
    const host = this.#host
    if (host.layout !== 'bubble' || host.open === open || !this.#tell(open ? 'sc-open' : 'sc-close', source))
      return false
    if (open) {
      this.#invoker = focused()
      if (source !== 'api' || isPressed(this.#invoker)) this.#entering.wait()
    }
    host.open = open
    return true
  }

  #turn(dialog: HTMLDialogElement, shape: Shape | null): void {
    const before = this.#shape
    const at = focused()
    const inside = isIn(dialog, at) ? at : null
    const over = [...dialog.querySelectorAll<HTMLDialogElement>('dialog[open]')]
    this.#shape = shape
    // Unseen they would still shut off the page, and lie below what is shown after them.
    for (const one of over) one.close()
    leave(dialog)
    if (!shape) return this.#giveBack(inside, before)
    // Whoever pressed something is taken in below; nobody else's focus is moved by what a dialog does by itself.
    dialog.inert = true
    if (shape === 'sheet') dialog.showModal()
    else dialog.showPopover()
    dialog.inert = false
    for (const one of over) one.showModal()
    const place = inside ?? (!before && this.#entering.waits ? dialog : null)
    place?.focus({ preventScroll: true })
  }

  /** Focus that was inside goes back to where it came from; where a sheet lay over everything it was nowhere else. */
  #giveBack(inside: HTMLElement | null, before: Shape | null): void {
    this.#entering.stop()
    const invoker = this.#invoker
    this.#invoker = null
    if (!inside && (before !== 'sheet' || focused())) return
    if (invoker?.isConnected) invoker.focus({ preventScroll: true })
    else this.#host.enter()
  }

  readonly #resized = (): void => this.#host.requestUpdate()

  #tell(type: 'sc-open' | 'sc-close', source: Source, cancelable = true): boolean {
    return this.#host.dispatchEvent(new CustomEvent(type, { ...BUBBLES, cancelable, detail: { source } }))
  }
}

/** Neither does anything to what isn't shown. */
function leave(dialog: HTMLDialogElement): void {
  dialog.hidePopover()
  dialog.close()
}

/** The page opens it because somebody pressed something, which who writes in a field of it does all the time. */
const isPressed = (at: HTMLElement | null): boolean | undefined =>
  navigator.userActivation?.isActive && !at?.matches(':read-write')
