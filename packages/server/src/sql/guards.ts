import type { Transaction } from 'kysely'
import type { Guard } from '../ports/ledger.js'
import type { Tables } from './tables.js'

type Step = Transaction<Tables>

/** Whether a guard holds, asked behind the lock. */
export async function holds(step: Step, guard: Guard): Promise<boolean> {
  switch (guard.is) {
    case 'version':
      return (await caseOf(step, guard.case))?.version === guard.version
    case 'open':
      return (await caseOf(step, guard.case))?.state === 'open'
    case 'free': {
      const found = await caseOf(step, guard.case)
      const { taken_by: by = null, taken_until: until } = found ?? {}
      return found?.state === 'open' && (by === null || by === guard.who || (until ?? 0) <= guard.now)
    }
    case 'taken': {
      const found = await caseOf(step, guard.case)
      return found?.state === 'open' && found.taken_by === guard.who
    }
    case 'deciding': {
      const found = await caseOf(step, guard.case)
      const isMine = found?.state === 'open' && found.taken_by === guard.who
      if (!isMine || found.decisive > guard.version) return false
      return guard.acts || !(await hasReportsSince(step, guard.case, guard.version))
    }
    case 'no_open_case': {
      const found = await step
        .selectFrom('cases')
        .select('id')
        .where('subject', '=', guard.subject)
        .where('state', '=', 'open')
        .where('practice', '=', 0)
        .executeTakeFirst()
      return found === undefined
    }
    case 'drawer': {
      const found = await step
        .selectFrom('drawers')
        .select('live')
        .where('id', '=', guard.drawer)
        .executeTakeFirst()
      return (found?.live === 1) === guard.live
    }
    case 'added': {
      const found = await step
        .selectFrom('reports')
        .select('added')
        .where('id', '=', guard.report)
        .executeTakeFirst()
      return found?.added === guard.times
    }
    case 'no_report': {
      const found = await step
        .selectFrom('reports')
        .select('id')
        .where('chat', '=', guard.chat)
        .where('by_seat', '=', guard.by)
        .executeTakeFirst()
      return found === undefined
    }
    case 'no_appeal':
    case 'appeal': {
      const found = await step
        .selectFrom('actions')
        .select(['appeal', 'reversed_at'])
        .where('id', '=', guard.action)
        .executeTakeFirst()
      return guard.is === 'appeal'
        ? found?.appeal === guard.state
        : found?.appeal === 'none' && found.reversed_at === null
    }
    case 'decided': {
      const found = await caseOf(step, guard.case)
      return found?.state === 'decided' && found.decided_by === guard.by && found.decided_at === guard.at
    }
  }
}

const caseOf = (step: Step, id: string) =>
  step.selectFrom('cases').selectAll().where('id', '=', id).executeTakeFirst()

async function hasReportsSince(step: Step, id: string, seq: number): Promise<boolean> {
  const found = await step
    .selectFrom('reports')
    .select('id')
    .where('case_id', '=', id)
    .where('seq', '>', seq)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
