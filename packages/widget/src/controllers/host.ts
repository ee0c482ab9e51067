import type { AttentionHost } from './attention.js'
import type { Shortcuts } from './keymap.js'
import type { Timing } from '../timing.js'
import type { LinkPolicy, View } from '../view.js'
import type { CallingElement } from './calling.js'

/** The element, as its presenter sees it. */
export interface PresenterHost extends AttentionHost, CallingElement {
  /** A test's own clock; else the platform's. */
  readonly timing: Timing | null
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
  readonly shortcuts: Shortcuts | null
  interests: readonly string[]
  languages: readonly string[] | null
}
