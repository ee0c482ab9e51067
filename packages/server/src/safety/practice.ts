import type { CaseFile } from '@stranger-chat/core/api'
import type { Clock, Random } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { ACTORS } from '../rules/facts.js'
import type { Desk, Moderator } from './desk.js'
import type { SealedSpan } from './filing.js'
import type { Vault } from './vault.js'

export interface PracticeParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly desk: Desk
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id'>
}

/** Said by nobody to nobody: what a moderator learns on, instead of on victims. */
const LINES: readonly (readonly [seat: number, text: string])[] = [
  [0, 'hey'],
  [1, 'hi! how are you?'],
  [0, 'send me your number or I will find out where you live'],
  [1, 'please stop'],
  [0, 'I am serious'],
]
const EVERY_MS = 4_000

/** Makes a labelled practice case and opens it for whoever asked. It is about nobody and changes nothing. */
export const createPractice =
  ({ ledger, vault, desk, clock, random }: PracticeParts) =>
  async (who: Moderator): Promise<CaseFile> => {
    const subject = `@practice.${who.id}`
    // One at a time: whoever comes back finds the one they left.
    const left = await ledger.openCaseOf(subject, true)
    const again = left && (await desk.open(who, left.id))
    if (again && !('kind' in again)) return again
    const at = clock.now()
    const [id, report] = [random.id(), random.id()]
    const key = vault.newKey(id)
    const since = at - LINES.length * EVERY_MS
    const span: SealedSpan = {
      picked: [3],
      entries: LINES.map(([seat, text], i) => ({
        offset: i + 1,
        seat,
        at: since + i * EVERY_MS,
        stamp: '',
        body: { kind: 'text', text },
      })),
    }
    await ledger.write({
      at,
      actor: ACTORS.machine,
      facts: [
        { type: 'case.opened', case: id, subject, reason: 'threat', practice: true },
        {
          type: 'report.filed',
          case: id,
          report,
          reason: 'threat',
          chat: `@practice.${id}`,
          reporter: '@practice',
          by: 1,
          of: 0,
          weight: 30,
          entries: LINES.length,
        },
      ],
      keys: [{ drawer: id, key }],
      sealed: [vault.seal(id, key, { id: random.id(), what: 'span', of: report, at }, span)],
    })
    const file = await desk.open(who, id)
    if ('kind' in file) throw new Error('A practice case was taken by somebody else.')
    return file
  }
