import type { ActionKind, Policy, Reason, Role } from '@stranger-chat/core/api'
import type { Catalogue, Catalogues } from '../controllers/phrases.js'
import { Wording } from '../controllers/wording.js'
import en from './locales/en.js'

export type ConsoleKey = keyof typeof en
/** The console's whole catalogue: plain data. */
export type ConsoleMessages = Catalogue<ConsoleKey>

const CATALOGUES: Catalogues<ConsoleKey> = { id: () => import('./locales/id.js') }

const SECOND = 1_000
/** In milliseconds, largest first. A year is what the longest ban calls one. */
const UNITS = [
  ['year', 365 * 86_400 * SECOND],
  ['day', 86_400 * SECOND],
  ['hour', 3_600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
] as const

/** The words of one console. */
export class Words extends Wording<ConsoleKey> {
  readonly #machine = new Intl.DateTimeFormat('sv', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: 'UTC',
  })
  readonly #formats = new Map<string, Intl.DateTimeFormat>()

  constructor() {
    super(en, async (lang) => CATALOGUES[lang]?.())
  }

  readonly reason = (reason: Reason): string => this.t(`reason_${reason}`)
  readonly policy = (policy: Policy): string => this.t(`policy_${policy}`)
  readonly role = (role: Role): string => this.t(`role_${role}`)
  readonly action = (kind: ActionKind): string => this.t(`action_${kind}`)

  /** `Ban for 7 days`, or the action alone where it is done at once. */
  readonly deed = (kind: ActionKind, forMs?: number): string =>
    forMs === undefined
      ? this.action(kind)
      : this.t('deedFor', { deed: this.action(kind), time: this.span(forMs) })

  /** `7 days`: a length in the largest unit that says it whole. */
  readonly span = (ms: number): string => {
    const [unit, size] =
      UNITS.find(([, size]) => ms >= size && ms % size === 0) ?? (['second', SECOND] as const)
    return this.#count(Math.round(ms / size), unit, 'long')
  }

  /** `12 min`: about how long ago; a word for less than a minute. */
  readonly age = (ms: number): string => {
    const [unit, size] = UNITS.find(([, size]) => ms >= size) ?? (['second', SECOND] as const)
    return unit === 'second' ? this.t('justNow') : this.#count(Math.floor(ms / size), unit, 'short')
  }

  /** `12 minutes ago`. */
  readonly ago = (ms: number): string => {
    const [unit, size] = UNITS.find(([, size]) => ms >= size) ?? (['second', SECOND] as const)
    return unit === 'second'
      ? this.t('justNow')
      : new Intl.RelativeTimeFormat(this.lang).format(-Math.floor(ms / size), unit)
  }

  readonly seconds = (ms: number): string => {
    const left = Math.max(0, Math.ceil(ms / SECOND))
    return left < 90
      ? this.#count(left, 'second', 'long')
      : this.#count(Math.round(left / 60), 'minute', 'long')
  }

  /** With its seconds, for the order of what was said. */
  readonly moment = (at: number): string => this.#format('moment', { timeStyle: 'medium' }).format(at)
  readonly day = (at: number): string =>
    this.#format('day', { dateStyle: 'medium', timeStyle: 'short' }).format(at)

  /** For machines: `2026-11-22T14:20:00Z`. */
  readonly iso = (at: number): string => `${this.#machine.format(at).replace(' ', 'T')}Z`

  #count(n: number, unit: string, unitDisplay: 'long' | 'short'): string {
    return new Intl.NumberFormat(this.lang, { style: 'unit', unit, unitDisplay }).format(n)
  }

  /** Made once: hundreds of entries have a time each. */
  #format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = `${this.lang} ${name}`
    const format = this.#formats.get(key) ?? new Intl.DateTimeFormat(this.lang, options)
    this.#formats.set(key, format)
    return format
  }
}
