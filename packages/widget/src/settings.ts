import type { ChatClient } from '@stranger-chat/core'
import type { ChatMedia, FrameClassifier } from '@stranger-chat/core/media'
import { LitElement, type PropertyDeclaration } from 'lit'
import type { Shortcuts } from './controllers/keymap.js'
import type { Messages } from './messages.js'
import type { Helpline } from './report/helplines.js'
import type { LinkPolicy } from './view.js'
import { interestList, languageList, listConverter, readingText, wordList } from './welcome/wishes.js'

/**
 * Everything a page can set: attributes for words and numbers, properties alone for the rest. A default isn't written to the
 * tag (`useDefault`): who hydrates a page that a server rendered compares attributes.
 */
export class Settings extends LitElement {
  static override properties = {
    server: {},
    layout: { reflect: true, useDefault: true },
    open: { type: Boolean, reflect: true },
    placement: { reflect: true, useDefault: true },
    withoutLauncher: { attribute: 'without-launcher', type: Boolean, reflect: true },
    modes: { converter: listConverter(wordList) },
    theme: { reflect: true, useDefault: true },
    look: { reflect: true, useDefault: true },
    languages: { converter: listConverter(languageList) },
    interests: { converter: listConverter(interestList) },
    storage: {},
    storageKey: { attribute: 'storage-key' },
    label: {},
    maxLength: { attribute: 'max-length', type: Number },
    maxMessages: { attribute: 'max-messages', type: Number },
    disabled: { type: Boolean, reflect: true },
    withoutTyping: { attribute: 'without-typing', type: Boolean },
    titleBadge: { attribute: 'title-badge', type: Boolean },
    sounds: { type: Boolean },
    client: { attribute: false },
    media: { attribute: false },
    classifier: { attribute: false },
    i18n: { attribute: false },
    linkPolicy: { attribute: false },
    helplines: { attribute: false },
    shortcuts: { attribute: false },
  }

  /** Frameworks set a property where HTML sets the attribute: a list may come as its text. */
  protected static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: PropertyDeclaration,
  ): PropertyDescriptor | undefined {
    return readingText(super.getPropertyDescriptor(name, key, options), options)
  }

  /** The server's http(s) address, absolute or relative to the page; else the folder the script came from. None from npm. */
  declare server: string | null
  /** `inline`: where it stands in the page. `bubble`: a launcher in a corner of the window, and a panel. `page`: the whole window. */
  declare layout: 'inline' | 'bubble' | 'page'
  /** The bubble's panel is open. Setting it fires no event. */
  declare open: boolean
  /** The bubble's corner. */
  declare placement: 'bottom-end' | 'bottom-start'
  /** The page opens the bubble itself. */
  declare withoutLauncher: boolean
  /** What a person may choose of what the server has: `text`, `voice`, `video`. The first named is chosen to begin with. */
  declare modes: readonly string[]
  /** Light or dark; `auto` follows the page's own `color-scheme`. */
  declare theme: 'auto' | 'light' | 'dark'
  /** `lamplight`, or `classic`: plain and square, as it was in 2009. */
  declare look: 'lamplight' | 'classic'
  /** What the person speaks: `en id`, at most three; else what the browser says. The person can change it. */
  declare languages: readonly string[] | null
  /** What to look for at first: `tea, chess`, at most eight. The person can change them. */
  declare interests: readonly string[]
  /** `device`: the identity stays in this browser, the chat in this tab. `session`: both until the tab closes. `none`: nothing. */
  declare storage: 'device' | 'session' | 'none'
  /** Separates the people of two elements on one site; else the server's address. */
  declare storageKey: string | null
  /** Accessible name; else in the interface's language. */
  declare label: string | null
  /** How long a message may be, in characters; the server's own limit if that is lower. */
  declare maxLength: number
  /** How many messages stay in the page. */
  declare maxMessages: number
  /** Nobody can start. */
  declare disabled: boolean
  /** Don't tell the stranger when one is writing. */
  declare withoutTyping: boolean
  /** How many messages nobody has seen stands before the page's title, `(2) `, while the page is hidden or the bubble closed. */
  declare titleBadge: boolean
  /** A soft note for somebody who came, and for a message that nobody looks at. The person can turn it off. */
  declare sounds: boolean
  /** A client of one's own, of `@stranger-chat/core`. The element never closes it. */
  declare client: ChatClient | null
  /** Voice and video of one's own, of `@stranger-chat/core/media`. The element never closes it. */
  declare media: ChatMedia | null
  /** Makes a check of pictures on this device: it warns before a search, and covers what a person may not want to see. */
  declare classifier: (() => Promise<FrameClassifier>) | null
  /** Words of one's own, over the language's catalogue, over English. */
  declare i18n: Partial<Messages> | null
  /** What becomes of a stranger's links: `ask` before opening, `open` at once, or stay `text`. */
  declare linkPolicy: LinkPolicy
  /** Whom to call in a crisis, in the place of the built-in lines. */
  declare helplines: readonly Helpline[] | null
  /** Keys of one's own: `{ send: 'Ctrl+Enter', step: null }`; null switches one off. */
  declare shortcuts: Shortcuts | null

  constructor() {
    super()
    this.server = null
    this.layout = 'inline'
    this.open = false
    this.placement = 'bottom-end'
    this.withoutLauncher = false
    this.modes = ['text']
    this.theme = 'auto'
    this.look = 'lamplight'
    this.languages = null
    this.interests = []
    this.storage = 'device'
    this.storageKey = null
    this.label = null
    this.maxLength = 2_000
    this.maxMessages = 500
    this.disabled = false
    this.withoutTyping = false
    this.titleBadge = false
    this.sounds = false
    this.client = null
    this.media = null
    this.classifier = null
    this.i18n = null
    this.linkPolicy = 'ask'
    this.helplines = null
    this.shortcuts = null
  }
}
