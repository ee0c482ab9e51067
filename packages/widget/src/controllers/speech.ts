import type { ClientEvents, ClientState, Message } from '@stranger-chat/core'
import { roomWords, tightness } from '../composer/footer.js'
import { lookingFor, matchSentence } from '../search/search.js'
import { here } from '../status/place.js'
import { awayWords } from '../status/trouble.js'
import type { Timing } from '../timing.js'
import type { View } from '../view.js'
import type { After } from './after.js'
import { Announcer, regions } from './announcer.js'
import type { Localize } from './localize.js'

/** What speaks for an element; behind a closed panel nobody asked to hear the words themselves. */
export const voice = (
  host: { readonly shadowRoot: ShadowRoot | null; readonly visible: boolean },
  timing: Timing,
  { t }: Localize,
): Announcer =>
  new Announcer(timing, () => regions(host.shadowRoot, host.visible), {
    one: (text) => (host.visible ? t('saysStranger') + text : t('newMessages', { n: 1 })),
    many: (n) => t('newMessages', { n }),
  })

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
  #waiting: readonly string[] = []
  #tight = 0

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
    else if (type === 'error' && !this.#outage) {
      const { code } = detail as ClientEvents['error']
      if (code !== 'unreachable' && code !== 'over_capacity') return
      this.#outage = true
      this.#alert(({ words }) => words.t(code === 'unreachable' ? code : 'busy'))
    }
  }

  /** Another client: what it brings along is no news. */
  begin(): void {
    const state = this.#view()?.state
    this.#failed = state ? failures(state.messages) : 0
    this.#told = state?.chat?.away?.graceMs
    this.#outage = false
    this.#waiting = []
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
    const waiting = (view.state.phase === 'searching' && view.after?.told(view)) || []
    const line = waiting.filter((one) => !this.#waiting.includes(one)).join(' ')
    if (line !== '') this.#say(() => line)
    this.#waiting = waiting
    const tight = tightness(view.composer.room)
    if (tight > this.#tight) this.#say(({ words, composer }) => roomWords(composer.room, words.t))
    this.#tight = tight
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
    // By the time it is said somebody may be there.
    if (value === 'searching') this.#say((view) => (view.state.phase === value ? lookingFor(view) : ''))
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
    if (this.#after.found) say()
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
const ended = (view: View): string => {
  const { phase, end } = view.state
  // What one has just reported says so by its sheet, where the focus is.
  if (phase !== 'ended' || view.reporting.has(end?.chat)) return ''
  return view.after?.endSentence(view) ?? view.words.t('stateEnded')
}

const failures = (messages: readonly Message[]): number =>
  messages.filter(({ state }) => state === 'failed').length
