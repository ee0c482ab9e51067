import { type CaseFile, CONSOLE, type QueuePage, type Role } from '@stranger-chat/core/api'
import type { Clock } from '../ports/clock.js'
import type { CaseRecord } from '../ports/ledger.js'
import type { CaseFact } from '../rules/facts.js'
import { isFor } from '../rules/roles.js'
import { type FileParts, namesOf, readFile, rowOf } from './casefile.js'

/** How long a case is somebody's after they looked at it, ms: the others leave it alone meanwhile. */
const TAKEN_MS = 15 * 60_000
/** How long evidence is held for the law, ms (a preservation duty of a year). */
const HELD_MS = 365 * 24 * 60 * 60_000
/** Cases looked at for one that is free. */
const LOOKS = 200
const TRIES = 5
/** For so long a case isn't offered again to whoever put it back, unless they open it themselves, ms; and how many are remembered. */
const PUT_BACK_MS = 60 * 60_000
const PUT_BACK = 10_000

export interface Moderator {
  readonly id: string
  readonly role: Role
}
export interface DeskParts extends FileParts {
  readonly clock: Pick<Clock, 'now'>
}
/** Somebody else has it. */
export interface Taken {
  readonly kind: 'taken'
  readonly by: string
}
export interface NotThere {
  readonly kind: 'unknown'
}
export const UNKNOWN_CASE: NotThere = { kind: 'unknown' }

/** Where cases wait and are taken, so that two people never work on the same one. */
export interface Desk {
  readonly queue: (after?: string) => Promise<QueuePage>
  /** The first free case; nothing when none waits. */
  readonly next: (who: Moderator) => Promise<CaseFile | undefined>
  /** Takes a case, unless it is decided, and opens its evidence, which is written down. */
  readonly open: (who: Moderator, id: string) => Promise<CaseFile | Taken | NotThere>
  /** @param wanted for somebody of this role at least: others aren't offered it any more, though they may open it */
  readonly leave: (who: Moderator, id: string, wanted?: Role) => Promise<void>
  /** @returns whether there is such a case */
  readonly hold: (who: Moderator, id: string, isHeld: boolean) => Promise<boolean>
}

export function createDesk(parts: DeskParts): Desk {
  const { ledger, clock } = parts
  /** What somebody put back isn't theirs again at once: it is for somebody else now. By moderator and case, until when. */
  const putBack = new Map<string, number>()
  const isPutBack = (who: Moderator, id: string): boolean =>
    (putBack.get(`${who.id} ${id}`) ?? 0) > clock.now()
  const isFree = (one: CaseRecord, who: Moderator): boolean =>
    one.takenBy === undefined || one.takenBy === who.id || (one.takenUntil ?? 0) <= clock.now()

  async function open(who: Moderator, id: string): Promise<CaseFile | Taken | NotThere> {
    for (let i = 0; i < TRIES; i++) {
      const one = await ledger.case(id)
      if (one === undefined) return UNKNOWN_CASE
      if (one.state === 'open' && !isFree(one, who))
        return { kind: 'taken', by: (await namesOf(ledger))(one.takenBy ?? '') }
      const now = clock.now()
      const taken: CaseFact = { type: 'case.taken', case: id, until: now + TAKEN_MS }
      const answer = await ledger.write({
        at: now,
        actor: who.id,
        facts: [...(one.state === 'open' ? [taken] : []), { type: 'evidence.opened', case: id }],
        guards:
          one.state === 'open'
            ? [{ is: 'free', case: id, who: who.id, now }]
            : [{ is: 'version', case: id, version: one.version }],
      })
      if (answer.kind === 'conflict') continue
      const after = await ledger.case(id)
      return after === undefined ? UNKNOWN_CASE : await readFile(parts, after, now)
    }
    throw new Error('The ledger was too busy.')
  }

  return {
    open,
    async queue(after) {
      const now = clock.now()
      const nameOf = await namesOf(ledger)
      const page = await ledger.queue({
        state: 'open',
        limit: CONSOLE.page,
        ...(after === undefined ? {} : { after }),
      })
      const { waiting } = await ledger.counts(now)
      return {
        cases: page.rows.map((one) => rowOf(one, nameOf, now)),
        waiting,
        ...(page.next === undefined ? {} : { next: page.next }),
      }
    },

    async next(who) {
      let after: string | undefined
      for (let looked = 0; looked < LOOKS; looked += CONSOLE.page) {
        const page = await ledger.queue({
          state: 'open',
          limit: CONSOLE.page,
          ...(after === undefined ? {} : { after }),
        })
        for (const one of page.rows) {
          if (!isFree(one, who) || isPutBack(who, one.id) || !isFor(who.role, one.wants)) continue
          const file = await open(who, one.id)
          if (!('kind' in file)) return file
        }
        if (page.next === undefined) return undefined
        after = page.next
      }
      return undefined
    },

    async leave(who, id, wanted) {
      const one = await ledger.case(id)
      if (one?.takenBy !== who.id || one.state !== 'open') return
      const guards = [{ is: 'taken', case: id, who: who.id }] as const
      const at = clock.now()
      const left: CaseFact = { type: 'case.left', case: id, ...(wanted === undefined ? {} : { for: wanted }) }
      await ledger.write({ at, actor: who.id, facts: [left], guards })
      for (const [key, until] of putBack) if (until <= at || putBack.size >= PUT_BACK) putBack.delete(key)
      putBack.set(`${who.id} ${id}`, at + PUT_BACK_MS)
    },

    async hold(who, id, isHeld) {
      if ((await ledger.case(id)) === undefined) return false
      const at = clock.now()
      const fact: CaseFact = isHeld
        ? { type: 'hold.placed', case: id, until: at + HELD_MS }
        : { type: 'hold.released', case: id }
      await ledger.write({ at, actor: who.id, facts: [fact] })
      return true
    },
  }
}
