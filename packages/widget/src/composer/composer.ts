import type { ChatClient } from '@stranger-chat/core'
import { composing } from '../controllers/composing.js'
import { chord, type Keymap } from '../controllers/keymap.js'
import type { Timing } from '../timing.js'
import { codePoints, roomFor } from './count.js'
import { Handover } from './handover.js'

/** What the composer needs of the element. */
export interface ComposerHost {
  readonly timing: Timing
  readonly client: ChatClient | null
  readonly keymap: Keymap
  readonly element: {
    readonly withoutTyping: boolean
    /** The page's own limit, in characters. */
    readonly maxLength: number
  }
  readonly shadowRoot: ShadowRoot | null
  /** Asks the page (`sc-before-send`), then the client; true when the text is on its way. */
  send(text: string): boolean
  requestUpdate(): void
}

/** A key that puts a character into a field; a phone's keyboard and an IME only say that something was pressed. */
const types = (event: KeyboardEvent): boolean =>
  [...event.key].length === 1 || event.key === 'Process' || event.key === 'Unidentified'

/** Line breaks that the browser makes by itself, so that it can undo them. */
const BREAKS: ReadonlySet<string> = new Set(['Enter', 'Shift+Enter'])

/**
 * The text a person is writing. The field belongs to the browser while it is typed in; this reads it when it is sent
 * and empties it, in the client's own turn, whenever the stranger at the other end changes (law 2).
 */
export class Composer {
  readonly #host: ComposerHost
  readonly #handover = new Handover()
  #composing = false
  /** A composition that began for the stranger before: thrown away when it ends. */
  #stale = false
  /** What was left unsent when the last chat was over. */
  restorable = ''

  constructor(host: ComposerHost) {
    this.#host = host
  }

  get field(): HTMLTextAreaElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLTextAreaElement>('.compose textarea') ?? null
  }

  get text(): string {
    return this.field?.value ?? ''
  }

  /** Characters as the limit counts them. */
  get length(): number {
    return codePoints(this.text.trim())
  }

  /** How many more characters fit into the message; below zero for those too many. */
  get room(): number {
    const { client, element } = this.#host
    const limit = client?.state.limits.get().textLength ?? 0
    return roomFor(this.text, Math.min(limit, element.maxLength || limit))
  }

  set text(text: string) {
    const { field } = this
    if (!field) return
    field.value = text
    this.#changed()
  }

  /** A new stranger, or none: the field is empty, the words are kept for "Restore". */
  handOver(): void {
    const unsent = this.text.trim()
    if (unsent !== '') this.restorable = unsent
    this.text = ''
    this.#stale = this.#composing
  }

  /** A new stranger is there. */
  matched(): void {
    this.handOver()
    this.#handover.matched(this.#host.timing.now())
  }

  restore(): void {
    const text = this.restorable
    this.restorable = ''
    this.insert(text)
    this.field?.focus()
  }

  /** A first line to begin with: it fills the field, is never sent, and displaces nothing for good. */
  use(text: string): void {
    if (this.text.trim() !== '') this.handOver()
    this.text = text
    this.#typing()
    this.field?.focus()
  }

  dismiss(): void {
    this.restorable = ''
    this.#host.requestUpdate()
  }

  forget(): void {
    this.restorable = ''
    this.text = ''
  }

  /** Puts text where the caret is, as if it had been typed. */
  insert(text: string): void {
    const { field } = this
    if (!field || field.readOnly) return
    field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
    this.#changed()
    this.#typing()
  }

  submit(): void {
    const text = this.text.trim()
    if (text === '' || this.room < 0 || !this.#host.send(text)) return
    this.text = ''
    this.#host.requestUpdate()
  }

  readonly onKeydown = (event: KeyboardEvent): void => {
    const now = this.#host.timing.now()
    if (types(event)) this.#handover.key(now)
    if (composing(event)) return
    const { keymap } = this.#host
    if (keymap.hears('send', event)) {
      event.preventDefault()
      if (this.#handover.mayEnter(now)) this.submit()
    } else if (keymap.hears('newline', event)) {
      if (BREAKS.has(chord(event))) return
      event.preventDefault()
      this.insert('\n')
    } else if (event.key === 'Enter' && keymap.keys.newline === null) event.preventDefault()
  }

  readonly onBeforeInput = (event: InputEvent): void => {
    const now = this.#host.timing.now()
    if (!this.#handover.holds(now) || !event.cancelable) return
    // Keyboards on glass may type without a key going down.
    if (event.inputType === 'insertText') this.#handover.key(now)
    event.preventDefault()
    this.restorable += event.data ?? ''
    this.#host.requestUpdate()
  }

  readonly onInput = (): void => {
    this.#changed()
    this.#typing()
  }

  readonly onComposition = (event: CompositionEvent): void => {
    this.#composing = event.type === 'compositionstart'
    if (this.#composing || !this.#stale) return
    this.#stale = false
    this.text = ''
  }

  #typing(): void {
    if (!this.#host.element.withoutTyping) this.#host.client?.setTyping(this.text.trim() !== '')
  }

  /** The field grows with a hidden copy of its text in the same grid cell. */
  #changed(): void {
    const { field } = this
    field?.parentElement?.setAttribute('data-text', field.value)
    this.#host.requestUpdate()
  }
}
