import type { ChatClient } from '@stranger-chat/core'
import type { Composer } from './composer/composer.js'
import type { AfterRoom } from './controllers/after.js'
import type { Calling } from './controllers/calling.js'
import type { Attention } from './controllers/attention.js'
import type { Chime } from './controllers/chime.js'
import type { Snapshot } from './controllers/client.js'
import type { Flow } from './controllers/flow.js'
import type { Keymap } from './controllers/keymap.js'
import type { Localize } from './controllers/localize.js'
import type { Reporting } from './controllers/reporting.js'
import type { Stick } from './controllers/stick.js'
import type { Helpline } from './report/helplines.js'

/** What a page may do with a stranger's links: ask first, open at once, or leave them text. */
export type LinkPolicy = 'ask' | 'open' | 'text'

/** All that a room needs to draw itself: state comes down here, presses go up through flow, composer and client. */
export interface View {
  readonly state: Snapshot
  readonly client: ChatClient
  readonly flow: Flow
  /** Null until it has come. */
  readonly after: AfterRoom | null
  readonly reporting: Reporting
  readonly calling: Calling
  readonly composer: Composer
  readonly stick: Stick
  readonly chime: Chime
  readonly attention: Attention
  readonly keymap: Keymap
  readonly words: Localize
  readonly now: number
  /** Rows that have just come and may rise. */
  readonly fresh: ReadonlySet<string>
  readonly interests: readonly string[]
  readonly languages: readonly string[]
  readonly maxMessages: number
  readonly disabled: boolean
  /** Esc presses Stop here: it has no panel to close. */
  readonly escEnds: boolean
  readonly forgetful: boolean
  readonly linkPolicy: LinkPolicy
  /** The operator's own; null for the built-in ones. */
  readonly helplines: readonly Helpline[] | null
  readonly setInterests: (interests: readonly string[]) => void
  readonly setLanguages: (languages: readonly string[]) => void
  readonly save: () => unknown
  readonly clear: () => void
  readonly askLink: (event: Event) => void
}
