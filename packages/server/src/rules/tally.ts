import type { ActionKind, Policy, Reason } from '@stranger-chat/core/api'
import type { Measure, Outcome } from './outcomes.js'

/** What happened in a period, in numbers: nothing in it is about anybody. Times in ms. */
export interface Tally {
  /** Of the place's own rules, by what they said. */
  readonly reports: Readonly<Partial<Record<Reason, number>>>
  /** That the law was broken, and how long each took that something was done about. */
  readonly notices: { readonly received: number; readonly waits: readonly number[] }
  /** Cases decided, with and without an action, and how long each had waited. */
  readonly cases: { readonly acted: number; readonly dismissed: number; readonly waits: readonly number[] }
  readonly measures: readonly MeasureCount[]
  readonly complaints: Complaints
  /** Of these, the ones against what restricts somebody; the rest is about a nudge or a warning. */
  readonly complaintsOfRestrictions: Complaints
  /** `viewed` are pictures that reporters handed in. */
  readonly evidence: Readonly<Record<'opened' | 'viewed' | 'certified' | 'shredded', number>>
}
export interface Complaints {
  readonly filed: number
  readonly upheld: number
  readonly reversed: number
  /** Nobody decided them, since the decision was taken back before. */
  readonly omitted: number
  readonly waits: readonly number[]
}
export interface MeasureCount extends Grouped {
  readonly count: number
}
interface Grouped {
  readonly kind: ActionKind
  /** The first rule named that says what it was about; none if only the law as such was named, or nothing. */
  readonly policy?: Exclude<Policy, 'illegal'>
  /** What its case was about. */
  readonly reason: Reason
  readonly ground: 'terms' | 'legal'
  /** Whether a notice came before it. */
  readonly noticed: boolean
  readonly automated: boolean
  /** Whether it names an end. */
  readonly ends: boolean
}

/** Only says something to somebody, and keeps them from nothing. */
const WORDS: ReadonlySet<ActionKind> = new Set<ActionKind>(['nudge', 'warn'])
export const restricts = (kind: ActionKind): boolean => !WORDS.has(kind)

/** The rule that a measure is counted under; the law as such says too little where a closer one is named. */
export const closestOf = (policies: readonly Policy[]): Grouped['policy'] =>
  policies.find((policy) => policy !== 'illegal')

/** Counts outcomes of a period. What was overturned on appeal is counted in both places. */
export class Counter {
  readonly #reports: Partial<Record<Reason, number>> = {}
  #notices = 0
  readonly #noticeWaits: number[] = []
  readonly #cases = { acted: 0, dismissed: 0, waits: [] as number[] }
  readonly #measures = new Map<string, MeasureCount>()
  readonly #complaints = newComplaints()
  readonly #ofRestrictions = newComplaints()
  readonly #evidence = { opened: 0, viewed: 0, certified: 0, shredded: 0 }

  add(outcome: Outcome): void {
    switch (outcome.type) {
      case 'report':
        this.#reports[outcome.reason] = (this.#reports[outcome.reason] ?? 0) + 1
        break
      case 'notice':
        this.#notices++
        break
      case 'decision':
        this.#cases[outcome.acted ? 'acted' : 'dismissed']++
        this.#cases.waits.push(outcome.at - outcome.openedAt)
        break
      case 'measure':
        for (const since of outcome.noticedAt) this.#noticeWaits.push(outcome.at - since)
        this.#group(outcome)
        break
      case 'complaint':
        for (const some of this.#against(outcome.kind)) some.filed++
        break
      case 'review':
        for (const some of this.#against(outcome.kind)) {
          some[outcome.result]++
          // What wasn't decided took no time to decide.
          if (outcome.result !== 'omitted') some.waits.push(outcome.at - outcome.filedAt)
        }
        break
      case 'evidence':
        this.#evidence[outcome.what]++
        break
      default:
        outcome satisfies never
    }
  }

  tally(): Tally {
    return {
      reports: this.#reports,
      notices: { received: this.#notices, waits: this.#noticeWaits },
      cases: this.#cases,
      measures: [...this.#measures.entries()]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, group]) => group),
      complaints: this.#complaints,
      complaintsOfRestrictions: this.#ofRestrictions,
      evidence: this.#evidence,
    }
  }

  #group({ kind, policies, reason, ground, noticedAt, automated, until }: Measure): void {
    const policy = closestOf(policies)
    const [noticed, ends] = [noticedAt.length > 0, until !== undefined]
    const key = [kind, policy ?? '', reason, ground, noticed, automated, ends].join(' ')
    const count = (this.#measures.get(key)?.count ?? 0) + 1
    const group = { kind, reason, ground, noticed, automated, ends, count }
    this.#measures.set(key, policy === undefined ? group : { ...group, policy })
  }

  #against(kind: ActionKind): readonly ReturnType<typeof newComplaints>[] {
    return restricts(kind) ? [this.#complaints, this.#ofRestrictions] : [this.#complaints]
  }
}

const newComplaints = () => ({ filed: 0, upheld: 0, reversed: 0, omitted: 0, waits: [] as number[] })

/** The middle one; of an even number the mean of the two in the middle. `undefined` of nothing. */
export function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return lower === undefined || upper === undefined ? undefined : (lower + upper) / 2
}
