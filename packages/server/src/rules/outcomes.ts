import type { ActionKind, Reason } from '@stranger-chat/core/api'
import type { CaseFact, LedgerEvent } from './facts.js'
import { Settling } from './settling.js'

/**
 * What came of the facts, for those who count: practice isn't in it, nor what was taken back within moments, and each outcome
 * knows of its case what it is counted by. Held are cases that wait, what may still be undone and what may still be appealed,
 * never all of a ledger.
 */
export type Outcome = { readonly at: number } & (
  | { readonly type: 'report'; readonly reason: Reason }
  /** That somebody broke the law (DSA art. 16): by a member about a chat, or by anybody. */
  | { readonly type: 'notice' }
  | { readonly type: 'decision'; readonly acted: boolean; readonly openedAt: number }
  | ({ readonly type: 'measure' } & Measure)
  | { readonly type: 'complaint'; readonly kind: ActionKind }
  | {
      readonly type: 'review'
      readonly kind: ActionKind
      readonly filedAt: number
      /** `omitted`: the decision was taken back before anybody had looked at the complaint. */
      readonly result: 'upheld' | 'reversed' | 'omitted'
    }
  | { readonly type: 'evidence'; readonly what: 'opened' | 'viewed' | 'certified' | 'shredded' }
)
export type Measure = { readonly at: number } & Pick<
  CaseFact & { type: 'action.applied' },
  'action' | 'kind' | 'policies' | 'ground' | 'automated' | 'until'
> &
  Known

/** A case as it was when something was done. */
export interface Known {
  readonly reason: Reason
  readonly openedAt: number
  /** When each notice came that the case rests on; none for one of the place's own rules. */
  readonly noticedAt: readonly number[]
  /** Reports and notices together: none for what a machine found. */
  readonly reports: number
}

const DAY_MS = 24 * 60 * 60_000
/** A decision can be taken back for half a minute by the clock of one node; clocks of nodes never differ by a day. */
const CERTAIN_MS = DAY_MS
/** Nobody can appeal any more against what was done so long ago. */
export const FORGOTTEN_MS = 366 * DAY_MS

type Review = Outcome & { type: 'review' }
interface Decided {
  readonly at: number
  readonly acted: boolean
  readonly known: Known
}

/**
 * The outcomes from `from` up to, but not including, `to`.
 * @param events from the first on; no more of them are read than is needed to know what was taken back
 */
export async function* outcomesOf(
  events: AsyncIterable<LedgerEvent> | Iterable<LedgerEvent>,
  from: number,
  to: number,
): AsyncGenerator<Outcome, void, void> {
  const reader = new Reader()
  const isIn = ({ at }: Outcome): boolean => at >= from && at < to
  for await (const event of events) {
    yield* reader.settled(event.at).filter(isIn)
    if (event.at >= to + CERTAIN_MS) return
    yield* reader.read(event).filter(isIn)
  }
  yield* reader.settled(Infinity).filter(isIn)
}

class Reader {
  readonly #practice = new Set<string>()
  readonly #cases = new Map<string, Known>()
  readonly #decided = new Settling<Decided>(CERTAIN_MS)
  readonly #measures = new Settling<Measure>(CERTAIN_MS)
  readonly #reviews = new Settling<Review>(CERTAIN_MS)
  readonly #kinds = new Settling<ActionKind>(FORGOTTEN_MS)
  readonly #filed = new Map<string, { readonly at: number; readonly kind: ActionKind }>()

  /** What this event says at once. What it does to somebody has to settle. */
  read({ at, fact }: LedgerEvent): readonly Outcome[] {
    if (!('case' in fact) || this.#practice.has(fact.case)) return []
    switch (fact.type) {
      case 'case.opened':
        if (fact.practice === true) this.#practice.add(fact.case)
        else this.#cases.set(fact.case, { reason: fact.reason, openedAt: at, noticedAt: [], reports: 0 })
        return []
      case 'notice.filed':
        return [this.#noticed(fact.case, at)]
      case 'report.filed':
        if (fact.reason === 'illegal') return [this.#noticed(fact.case, at)]
        this.#know(fact.case, at, ({ reports, ...known }) => ({ ...known, reports: reports + 1 }))
        return [{ type: 'report', at, reason: fact.reason }]
      case 'report.added':
        // More of a report is no further report; a notice by whoever had reported the same chat before is one.
        return fact.reason === 'illegal' ? [this.#noticed(fact.case, at)] : []
      case 'case.decided':
        this.#decided.add(fact.case, at, { at, acted: fact.acted, known: this.#know(fact.case, at) })
        return []
      case 'case.undone':
        this.#decided.drop(fact.case)
        return []
      case 'action.applied': {
        const { action, kind, policies, ground, automated, until } = fact
        this.#measures.add(action, at, {
          ...{ at, action, kind, policies, ground, automated },
          ...(until === undefined ? {} : { until }),
          ...this.#know(fact.case, at),
        })
        this.#kinds.add(action, at, kind)
        return []
      }
      case 'action.reversed':
        if (fact.why === 'undo') this.#undo(fact.action)
        return []
      case 'appeal.filed': {
        const kind = this.#kinds.get(fact.action)
        if (kind === undefined) return []
        this.#filed.set(fact.action, { at, kind })
        return [{ type: 'complaint', at, kind }]
      }
      case 'appeal.decided': {
        const filed = this.#filed.get(fact.action)
        if (filed === undefined) return []
        this.#filed.delete(fact.action)
        const result = fact.overturned ? 'reversed' : 'upheld'
        this.#reviews.add(fact.action, at, {
          type: 'review',
          at,
          kind: filed.kind,
          filedAt: filed.at,
          result,
        })
        return []
      }
      case 'evidence.opened':
      case 'evidence.certified':
      case 'evidence.shredded':
      case 'picture.opened':
        return [{ type: 'evidence', at, what: EVIDENCE[fact.type] }]
      default:
        return []
    }
  }

  /** What has become certain by `now`. */
  settled(now: number): readonly Outcome[] {
    this.#kinds.settled(now)
    const decisions = this.#decided.settled(now).map(([id, { at, acted, known }]): Outcome => {
      this.#cases.delete(id)
      return { type: 'decision', at, acted, openedAt: known.openedAt }
    })
    const measures = this.#measures
      .settled(now)
      .map(([, measure]): Outcome => ({ type: 'measure', ...measure }))
    return [...decisions, ...measures, ...this.#reviews.settled(now).map(([, review]) => review)]
  }

  #undo(action: string): void {
    this.#measures.drop(action)
    this.#kinds.drop(action)
    this.#reviews.change(action, (review) => ({ ...review, result: 'omitted' }))
  }

  #noticed(id: string, at: number): Outcome {
    this.#know(id, at, ({ reports, noticedAt, ...known }) => ({
      ...known,
      reports: reports + 1,
      noticedAt: [...noticedAt, at],
    }))
    return { type: 'notice', at }
  }

  #know(id: string, at: number, change: (known: Known) => Known = (known) => known): Known {
    const known = this.#cases.get(id) ?? { reason: 'other', openedAt: at, noticedAt: [], reports: 0 }
    const now = change(known)
    this.#cases.set(id, now)
    return now
  }
}

const EVIDENCE = {
  'evidence.opened': 'opened',
  'evidence.certified': 'certified',
  'evidence.shredded': 'shredded',
  'picture.opened': 'viewed',
} as const
