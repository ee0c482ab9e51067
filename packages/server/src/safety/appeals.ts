import { type AppealsPage, CONSOLE, REPORT, type Statement } from '@stranger-chat/core/api'
import type { Clock, Random } from '../ports/clock.js'
import type { ActionRecord, Ledger } from '../ports/ledger.js'
import { APPEAL_MS } from '../rules/lifetimes.js'
import { may } from '../rules/roles.js'
import { ACTORS, type Fact } from '../rules/facts.js'
import { namesOf, pastOf } from './casefile.js'
import type { Effect } from './decisions.js'
import type { Moderator } from './desk.js'
import { numberOf } from './number.js'
import type { StaffRoom } from './staff.js'
import type { Vault } from './vault.js'
import { unweigh } from './weighing.js'

const DAY_MS = 24 * 60 * 60_000
/** Where there is only one moderator, they look again after so long, ms. */
const COOLING_MS = DAY_MS

export interface AppealParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id'>
  readonly effect: Pick<Effect, 'reviewed'>
  readonly staff: Pick<StaffRoom, 'crew'>
}
export type AppealRefusal = 'unknown' | 'not_open' | 'own_decision'
/** The keys that open what was written before are lost or elsewhere: nothing can be kept beside it for now. */
export type Unreadable = 'unreadable'

/** What was decided about somebody, why, and whether it was right: without an account, by the token their browser holds. */
export interface Appeals {
  /** Statements of reasons for one person, newest first. */
  readonly statements: (subject: string) => Promise<readonly Statement[]>
  readonly file: (
    subject: string,
    action: string,
    text: string,
  ) => Promise<'filed' | AppealRefusal | Unreadable>
  readonly waiting: (who: Moderator, after?: string) => Promise<AppealsPage>
  readonly decide: (who: Moderator, action: string, overturn: boolean) => Promise<'decided' | AppealRefusal>
}

export function createAppeals({ ledger, vault, clock, random, effect, staff }: AppealParts): Appeals {
  const wordsOf = async (one: ActionRecord, what: 'message' | 'appeal'): Promise<string | undefined> => {
    const { key, items } = await ledger.sealed(one.id)
    const item = items.findLast((sealed) => sealed.what === what)
    return key === undefined || item === undefined || !vault.opens(one.id, key)
      ? undefined
      : String(vault.open(one.id, key, item))
  }

  /** When this moderator may decide: another one at once, the same one after a day, and only where there is no other. */
  async function opensAt(who: Moderator, one: ActionRecord): Promise<number | undefined> {
    if (one.actor !== who.id) return 0
    const others = (await staff.crew()).filter(({ id, role }) => id !== who.id && may(role, 'appeals'))
    return others.length > 0 ? undefined : (one.appealedAt ?? 0) + COOLING_MS
  }

  async function statementOf(one: ActionRecord): Promise<Statement> {
    const message = await wordsOf(one, 'message')
    return {
      action: one.id,
      number: numberOf(one.case),
      kind: one.kind,
      policies: [...one.policies],
      ground: one.ground,
      automated: one.automated,
      at: one.at,
      appeal: appealState(one, clock.now()),
      appealUntil: one.at + APPEAL_MS,
      ...(one.until === undefined ? {} : { until: one.until }),
      ...(message === undefined ? {} : { message }),
    }
  }

  return {
    async statements(subject) {
      const now = clock.now()
      const [inForce, newest] = [
        await ledger.sanctions(subject, now),
        await ledger.actionsOn(subject, REPORT.decisions),
      ]
      // What holds is never pushed off the list by what came later and is over.
      const others = newest.filter(({ id }) => !inForce.some((one) => one.id === id))
      const all = [...inForce, ...others].slice(0, REPORT.decisions).toSorted((a, b) => b.at - a.at)
      // One that was taken back within moments was never meant.
      const meant = all.filter(
        ({ reversedAt, appeal }) => reversedAt === undefined || appeal === 'overturned',
      )
      return await Promise.all(meant.map(statementOf))
    },

    async file(subject, action, text) {
      const one = await ledger.action(action)
      if (one === undefined || one.subject !== subject) return 'unknown'
      const at = clock.now()
      if (appealState(one, at) !== 'open') return 'not_open'
      const held = await ledger.key(action)
      if (held !== undefined && !vault.opens(action, held)) return 'unreadable'
      const key = held ?? vault.newKey(action)
      const answer = await ledger.write({
        at,
        actor: ACTORS.member,
        facts: [{ type: 'appeal.filed', case: one.case, action }],
        guards: [
          { is: 'no_appeal', action },
          { is: 'drawer', drawer: action, live: held !== undefined },
        ],
        keys: held === undefined ? [{ drawer: action, key }] : [],
        sealed: [vault.seal(action, key, { id: random.id(), what: 'appeal', of: one.case, at }, text)],
      })
      return answer.kind === 'written' ? 'filed' : 'not_open'
    },

    async waiting(who, after) {
      const nameOf = await namesOf(ledger)
      const now = clock.now()
      const { rows, next } = await ledger.appeals(after, CONSOLE.page)
      const appeals = await Promise.all(
        rows.map(async (one) => {
          const from = await opensAt(who, one)
          return {
            action: pastOf(one, nameOf, now),
            filedAt: one.appealedAt ?? one.at,
            text: (await wordsOf(one, 'appeal')) ?? '(no longer kept)',
            mine: from !== undefined && from <= now,
            ...(from === undefined ? {} : { from }),
          }
        }),
      )
      return { appeals, ...(next === undefined ? {} : { next }) }
    },

    async decide(who, action, overturn) {
      const one = await ledger.action(action)
      if (one === undefined) return 'unknown'
      if (one.appeal !== 'filed') return 'not_open'
      const now = clock.now()
      const from = await opensAt(who, one)
      if (from === undefined || from > now) return 'own_decision'
      const undone = overturn && one.reversedAt === undefined
      const facts: readonly Fact[] = [
        { type: 'appeal.decided', case: one.case, action, overturned: overturn },
        ...(undone ? [{ type: 'action.reversed', case: one.case, action, why: 'appeal' } as const] : []),
        ...(undone ? await unweigh(ledger, one.case) : []),
      ]
      const guards = [{ is: 'appeal', action, state: 'filed' }] as const
      const answer = await ledger.write({ at: now, actor: who.id, facts, guards })
      if (answer.kind === 'conflict') return 'not_open'
      await effect.reviewed(one.subject, action)
      return 'decided'
    },
  }
}

/** Where an appeal stands, for the one it is about. */
function appealState(one: ActionRecord, now: number): Statement['appeal'] {
  if (one.appeal !== 'none') return one.appeal
  return now > one.at + APPEAL_MS || one.reversedAt !== undefined ? 'closed' : 'open'
}
