import type { ClientEvents, ClientState, Message } from '@stranger-chat/core'
import { lookingFor, matchSentence } from '../search/search.js'
import { here } from '../status/place.js'
import { awayWords } from '../status/trouble.js'
import type { Timing } from '../timing.js'
import type { View } from '../view.js'
import type { After } from './after.js'
import { Announcer } from './announcer.js'
import type { Localize } from './localize.js'

/** What speaks for an element; behind a closed panel nobody asked to hear the words themselves. */
export const voice = (
  host: { readonly shadowRoot: ShadowRoot | null; readonly visible: boolean },
  timing: Timing,
  { t }: Localize,
): Announcer =>
  new Announcer(
    timing,
    () => [...(host.shadowRoot?.querySelectorAll(host.visible ? '.panel > .live' : '.corner > .live') ?? [])],
    {
      one: (text) => (host.visible ? t('saysStranger') + text : t('newMessages', { n: 1 })),
      many: (n) => t('newMessages', { n }),
    },
  )

/** Whoever comes and goes in haste is spoken of once in this time, ms. */
export const HUSH_MS = 5_000

/** Turns what happens into what is said aloud: each thing once, and nothing that only ticks. */
export class Speech {
  readonly #announcer: Announcer
  readonly #view: () => View | null
  readonly #after: After
  readonly #timing: Timing
  #failed = 0
  /** The grace of the stranger's absence that was last spoken of, ms; null for one without a deadline, undefined for none. */
  #told: number | null | undefined
  #hush: (() => void) | null = null
  #outage = false
  #bad = ''

  constructor(announcer: Announcer, view: () => View | null, after: After, timing: Timing) {
    this.#announcer = announcer
    this.#view = view
    this.#after = after
    this.#timing = timing
  }

  event<K extends keyof ClientEvents>(type: K, detail: ClientEvents[K]): void {
    if (type === 'message') this.#announcer.message((detail as Message).text)
    else if (type === 'match') this.#say((view) => `${matchSentence(view)} ${view.words.t('sayHello')}`)
    else if (type === 'end') this.#afterwards(() => this.#say(ended))
    else if (type === 'phase') this.#phase(detail as ClientEvents['phase'])
    else if (type === 'connection') this.#connection(detail as ClientEvents['connection'])
    else if (type === 'error' && (detail as ClientEvents['error']).code === 'unreachable' && !this.#outage) {
      this.#outage = true
      this.#alert(({ words }) => words.t('unreachable'))
    }
  }

  /** Another client: what it brings along is no news. */
  begin(): void {
    const state = this.#view()?.state
    this.#failed = state ? failures(state.messages) : 0
    this.#told = state?.chat?.away?.graceMs
    this.#outage = false
    this.#bad = ''
  }

  changed(store: keyof ClientState): void {
    const view = this.#view()
    if (!view) return
    if (store === 'messages') {
      const failed = failures(view.state.messages)
      if (failed > this.#failed) this.#alert(({ words }) => words.t('notSent'))
      this.#failed = failed
    } else if (store === 'chat') this.#company(view)
  }

  /** After a render: some things happen only because time passes. */
  rendered(view: View): void {
    const line = (view.state.phase === 'searching' && view.after?.bad(view)?.join(' ')) || ''
    if (line !== this.#bad && line !== '') this.#say(() => line)
    this.#bad = line
  }

  /** Falls silent, and lets go of every timer. */
  rest(): void {
    this.#announcer.stop()
    this.#hush?.()
    this.#hush = null
  }

  /** The stranger went, or is back. What changes within the hush is said after it, if it is still so. */
  #company({ state }: View): void {
    const away = state.chat?.away
    if (this.#hush || state.phase !== 'chatting' || away?.graceMs === this.#told) return
    this.#told = away?.graceMs
    this.#say((view) => (away ? awayWords(away, view.words, view.now) : view.words.t('backAgain')))
    this.#hush = this.#timing.after(HUSH_MS, () => {
      this.#hush = null
      const view = this.#view()
      if (view) this.#company(view)
    })
  }

  #phase({ value }: ClientEvents['phase']): void {
    if (value !== 'chatting') this.#told = undefined
    if (value === 'searching') this.#say(lookingFor)
  }

  #connection({ value, previous }: ClientEvents['connection']): void {
    if (value === 'reconnecting' && !this.#outage) {
      this.#outage = true
      this.#alert(({ words, state, now }) => {
        const rest = state.hold ? state.hold.since + state.hold.graceMs - now : 0
        return rest > 0 ? words.t('hold', { time: words.time(rest) }) : words.t('holdOver')
      })
    } else if (value === 'online') {
      if (this.#outage && previous !== 'closed') this.#say(({ words }) => words.t('connected'))
      this.#outage = false
    } else if (value === 'closed') {
      this.#afterwards(() =>
        this.#alert(({ after, state, words }) => {
          const stop = after?.stopped(state, here(), words)
          return stop ? [stop.title, ...stop.lines].join(' ') : ''
        }),
      )
    }
  }

  /** As soon as there are words for it; at once where they are here, or can't be had. */
  #afterwards(say: () => void): void {
    if (this.#after.room) say()
    else this.#after.load().then(say, say)
  }

  #say(line: (view: View) => string): void {
    this.#announcer.say(() => this.#spoken(line))
  }

  #alert(line: (view: View) => string): void {
    this.#announcer.alert(() => this.#spoken(line))
  }

  #spoken(line: (view: View) => string): string {
    const view = this.#view()
    return view ? line(view) : ''
  }
}

/** The next stranger may be there by now. */
const ended = (view: View): string =>
  view.state.phase === 'ended' ? (view.after?.endSentence(view) ?? view.words.t('stateEnded')) : ''

const failures = (messages: readonly Message[]): number =>
  messages.filter(({ state }) => state === 'failed').length
