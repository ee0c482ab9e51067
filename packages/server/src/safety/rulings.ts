import { Pace, PaceTable } from '../gate/ratelimit.js'
import { nameOf } from '../log.js'
import type { Clock, Log, Random } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import { ACTORS, type Fact } from '../rules/facts.js'
import type { Vault } from './vault.js'

/** Rulings written down: a burst, then one in so many ms. A rule that shuts everybody out fills no ledger. */
const PACE = new Pace(1_000, 100)

export interface RulingParts {
  readonly ledger: Ledger
  readonly vault: Vault
  readonly clock: Pick<Clock, 'now'>
  readonly random: Pick<Random, 'id'>
  readonly log: Log
}

/** What an automated rule of the operator's did to somebody. */
export interface Ruling {
  /** The rule's name, and what it told the person. */
  readonly by: string
  readonly message: string
  readonly until?: number
}

/**
 * Writes down that a rule shut somebody out, as a decision like any other, by a machine: so they can read why, and appeal, and
 * a person looks at it (law 9). What already keeps them out isn't written twice.
 * @returns resolves in any case: the rule holds, whether that could be written or not
 */
export function createRulings({ ledger, vault, clock, random, log }: RulingParts) {
  const paces = new PaceTable(PACE, 1)

  async function write(subject: string, { by, message, until }: Ruling): Promise<void> {
    const at = clock.now()
    if ((await ledger.sanctions(subject, at)).some(({ kind }) => kind === 'ban')) return
    if (paces.take('all', at) > 0) return log.log('warn', 'ruling.unwritten', { plugin: by })
    const open = await ledger.openCaseOf(subject)
    const [id, action] = [open?.id ?? random.id(), random.id()]
    const applied: Fact = {
      ...{ type: 'action.applied', case: id, action, subject, kind: 'ban', policies: [], ground: 'terms' },
      ...{ automated: true, rule: by, ...(until === undefined ? {} : { until }) },
    }
    // Somebody whose case waits keeps it: people decide that one.
    const facts: readonly Fact[] =
      open === undefined
        ? [
            { type: 'case.opened', case: id, subject, reason: 'other' },
            { type: 'case.decided', case: id, acted: true, policies: [] },
            applied,
          ]
        : [applied]
    const key = vault.newKey(action)
    await ledger.write({
      ...{ at, actor: ACTORS.machine, facts },
      guards: open === undefined ? [{ is: 'no_open_case', subject }] : [{ is: 'open', case: id }],
      keys: [{ drawer: action, key }],
      sealed: [vault.seal(action, key, { id: random.id(), what: 'message', of: id, at }, message)],
    })
  }

  return async (subject: string, ruling: Ruling): Promise<void> => {
    try {
      await write(subject, ruling)
    } catch (cause) {
      log.log('error', 'ruling.failed', { plugin: ruling.by, cause: nameOf(cause) })
    }
  }
}
