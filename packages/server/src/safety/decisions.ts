import { type ActionKind, type Decided, type DecideRequest, LASTING } from '@stranger-chat/core/api'
import type { Clock, Random } from '../ports/clock.js'
import type { ActionRecord, CaseRecord, Ledger } from '../ports/ledger.js'
import { type Fact, isNobody } from '../rules/facts.js'
import { UNDO_MS } from '../rules/lifetimes.js'
import { mayDecide } from '../rules/roles.js'
import { type Moderator, type NotThere, UNKNOWN_CASE } from './desk.js'
import type { Vault } from './vault.js'
import { unweigh, weigh } from './weighing.js'

/** For so long somebody is told of what was said to them at every hello, ms: they may have been away. */
const SHOWN_MS = 7 * 24 * 60 * 60_000

export interface DecisionParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id'>
  /** Lets what was decided reach whoever it is about, wherever they are connected. */
  readonly effect: Effect
}
/** Tells at once, as far as it can: what fails is logged, and never rejects. */
export interface Effect {
  readonly applied: (subject: string, action: Pick<ActionRecord, 'id' | 'kind' | 'until'>) => Promise<void>
  /** @param action what somebody appealed against; none for what was taken back at once */
  readonly reviewed: (subject: string, action?: string) => Promise<void>
}
export type Refusal =
  | NotThere
  /** The case changed since it was read: somebody else decided it, or somebody was reported again. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'too_late' }
  /** The case is about nobody this server knows, so nothing can be done to anybody. */
  | { readonly kind: 'nobody' }
  /** An action rests on a rule. */
  | { readonly kind: 'no_policy' }
  | { readonly kind: 'bad_duration'; readonly most: number }

/** Decides cases, and takes decisions back. */
export interface Decisions {
  readonly decide: (
    who: Moderator,
    id: string,
    request: DecideRequest,
  ) => Promise<({ readonly kind: 'decided' } & Decided) | Refusal>
  readonly undo: (
    who: Moderator,
    id: string,
    version: number,
  ) => Promise<{ readonly kind: 'undone' } | Refusal>
}

export function createDecisions({ ledger, vault, clock, random, effect }: DecisionParts): Decisions {
  return {
    async decide(who, id, { version, policies, action: kind, forMs, ground = 'terms', message = '' }) {
      const one = await ledger.case(id)
      if (one === undefined) return UNKNOWN_CASE
      if (one.version < version || one.state !== 'open') return { kind: 'stale' }
      if (one.takenBy !== who.id) return { kind: 'not_yours' }
      if (!mayDecide(who.role, kind, forMs)) return { kind: 'forbidden' }
      if (kind !== undefined && isNobody(one.subject)) return { kind: 'nobody' }
      if (kind !== undefined && policies.length === 0) return { kind: 'no_policy' }
      const at = clock.now()
      const lasts = kind === undefined ? undefined : LASTING[kind]
      const duration = forMs ?? lasts?.usual ?? 0
      if (lasts !== undefined && (duration < 1 || duration > lasts.most))
        return { kind: 'bad_duration', most: lasts.most }
      const until = untilOf(kind, at, duration)
      const action = kind === undefined || one.practice ? undefined : random.id()
      const applied: readonly Fact[] =
        kind === undefined || action === undefined
          ? []
          : [
              {
                type: 'action.applied',
                case: id,
                action,
                subject: one.subject,
                kind,
                policies,
                ground,
                automated: false,
                ...(until === undefined ? {} : { until }),
              },
            ]
      const drawer =
        message === '' || action === undefined ? undefined : { action, key: vault.newKey(action) }
      const answer = await ledger.write({
        at,
        actor: who.id,
        facts: [
          { type: 'case.decided', case: id, acted: kind !== undefined, policies },
          ...applied,
          ...(one.practice ? [] : await weigh(ledger, id, kind === undefined ? 'wrong' : 'right', version)),
        ],
        guards: [{ is: 'deciding', case: id, who: who.id, version, acts: kind !== undefined }],
        ...(drawer && {
          keys: [{ drawer: drawer.action, key: drawer.key }],
          sealed: [
            vault.seal(drawer.action, drawer.key, { id: random.id(), what: 'message', of: id, at }, message),
          ],
        }),
      })
      if (answer.kind === 'conflict') return { kind: 'stale' }
      if (kind !== undefined && action !== undefined)
        await effect.applied(one.subject, { id: action, kind, ...(until === undefined ? {} : { until }) })
      const unseen = await ledger.reportsSince(id, version)
      return {
        ...{ kind: 'decided', version: await versionOf(ledger, id), undoUntil: at + UNDO_MS },
        ...(unseen > 0 && { unseen }),
      }
    },

    async undo(who, id, version) {
      const one = await ledger.case(id)
      if (one === undefined) return UNKNOWN_CASE
      if (one.version < version || one.state !== 'decided') return { kind: 'stale' }
      if (one.decidedBy !== who.id) return { kind: 'not_yours' }
      const at = clock.now()
      const { decidedAt = 0 } = one
      if (at > decidedAt + UNDO_MS) return { kind: 'too_late' }
      const mine = await actionsOf(ledger, one)
      if (mine.some(({ appeal }) => appeal === 'upheld')) return { kind: 'stale' }
      const answer = await ledger.write({
        at,
        actor: who.id,
        facts: [
          { type: 'case.undone', case: id },
          ...mine
            .filter(({ appeal }) => appeal === 'filed')
            .map(({ id: action }): Fact => ({ type: 'appeal.decided', case: id, action, overturned: true })),
          ...mine.map(({ id: action }): Fact => ({ type: 'action.reversed', case: id, action, why: 'undo' })),
          ...(one.practice ? [] : await unweigh(ledger, id)),
        ],
        // Looks, holds and appeals may have come since: it is still the same decision.
        guards: [
          { is: 'decided', case: id, by: who.id, at: decidedAt },
          ...mine.map(({ id: action, appeal }) => ({ is: 'appeal', action, state: appeal }) as const),
        ],
      })
      if (answer.kind === 'conflict') return { kind: 'stale' }
      if (mine.length > 0) await effect.reviewed(one.subject)
      return { kind: 'undone' }
    },
  }
}

const versionOf = async (ledger: Ledger, id: string): Promise<number> => (await ledger.case(id))?.version ?? 0

/** What this decision of the case did, as long as it wasn't taken back. */
async function actionsOf(
  ledger: Ledger,
  { id, subject, decidedAt = 0 }: CaseRecord,
): Promise<readonly ActionRecord[]> {
  const all = await ledger.actionsOn(subject, 20)
  return all.filter((one) => one.case === id && one.at >= decidedAt && one.reversedAt === undefined)
}

function untilOf(kind: ActionKind | undefined, at: number, duration: number): number | undefined {
  if (kind === undefined || kind === 'end') return undefined
  return LASTING[kind] === undefined ? at + SHOWN_MS : at + duration
}
