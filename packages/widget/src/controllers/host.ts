import type { Timing } from '../timing.js'
import type { LinkPolicy, View } from '../view.js'
import type { CallingElement } from './calling.js'

/** The element, as its presenter sees it. */
export interface PresenterHost extends EventTarget, CallingElement {
  /** A test's own clock; else the platform's. */
  readonly timing: Timing | null
  /** The person can see it: it isn't a closed bubble. */
  readonly visible: boolean
  readonly layout: string
  /** Closes the bubble by a key; false where there is none to close. */
  readonly dismiss: () => boolean
  readonly shadowRoot: ShadowRoot | null
  readonly disabled: boolean
  readonly withoutTyping: boolean
  readonly maxLength: number
  readonly storage: string
  readonly maxMessages: number
  readonly linkPolicy: LinkPolicy
  readonly helplines: View['helplines']
  interests: readonly string[]
  languages: readonly string[] | null
  requestUpdate(): void
}
