import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { LIMITS } from '@stranger-chat/core/protocol'
import { createGates } from '../gate/gates.js'
import type { Ledger } from '../ports/ledger.js'
import { APPEAL_MS, KEY_LIFE, REPORT_WINDOW_MS, RETENTION, REWRAP_MS, ROOT_MS } from '../rules/lifetimes.js'
import { outcomesOf } from '../rules/outcomes.js'
import { Counter, type Tally } from '../rules/tally.js'
import { eventsOf } from '../rules/walk.js'
import { filesOf } from '../safety/dsa/report.js'
import { statementLine, statementOf, STATEMENTS_HEAD } from '../safety/dsa/statements.js'
import { retentionOf } from '../safety/keeping.js'
import { CLAIMS, type PaperFacts, recordOf } from '../safety/papers.js'
import { CONSOLE_MS } from '../safety/staff.js'
import { GRACE } from '../session/house.js'
import { dayTime, isoTime, systemClock } from '../system.js'
import { makeFolders } from './folder.js'
import { withStore } from './records.js'
import { type Environment, type Settings } from './settings.js'
import { readOptions, WHERE } from './options.js'
import { Trouble } from './trouble.js'

const HELP = `Writes down what this server did and how it is set up: a transparency report in the templates of the EU (1_….csv to
11_….csv), a statement of reasons for each restriction (statements.csv), what is kept for how long (retention.csv), and a record of
processing (record.md). guide.md beside them says what is left for you to fill in. Drafts, made from the records.

Usage
  stranger-chat papers --out FOLDER [--from DAY] [--to DAY] [--service NAME]

Options
  --out FOLDER     Where to write; made if need be.
  --from DAY       First day of the period, such as 2026-01-01. Default: the first of this year.
  --to DAY         Last day of the period. Default: today.
  --service NAME   What your service is called, for the tables.
  --data FOLDER    The server's data folder. Default ./stranger-chat-data. The server may be running.
  --config FILE    The server's settings.
`
const OPTIONS = {
  out: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  service: { type: 'string' },
  ...WHERE,
} as const
const DAY_MS = 24 * 60 * 60_000
const STATEMENTS = 'statements.csv'
const dayAt = (ms: number): string => isoTime(ms).slice(0, 10)

/** `stranger-chat papers`. @returns the exit code */
export async function papers(
  args: readonly string[],
  env: Environment,
  out: (text: string) => void,
): Promise<number> {
  const { values } = readOptions({ args: [...args], options: OPTIONS }, 'stranger-chat papers --help')
  if (values.help === true) {
    out(HELP)
    return 0
  }
  if (values.out === undefined) throw new Trouble(2, 'Where to? Try: stranger-chat papers --out papers')
  const folder = values.out
  const now = systemClock.now()
  const from = dayOf('--from', values.from ?? `${isoTime(now).slice(0, 4)}-01-01`)
  const to = dayOf('--to', values.to ?? dayAt(now)) + DAY_MS
  if (from >= to) throw new Trouble(2, 'The period ends before it begins.')
  await withStore(values, env, async ({ ledger }, settings) => {
    const facts = factsOf(settings)
    try {
      makeFolders(folder)
      const tally = await tallyInto(join(folder, STATEMENTS), ledger, from, to)
      const files = {
        ...filesOf({
          service: values.service ?? '',
          first: dayAt(from),
          last: dayAt(to - DAY_MS),
          tally,
          automation: automationOf(facts),
        }),
        'retention.csv': retentionOf(facts),
        'record.md': recordOf(facts, now),
      }
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
      out(`Wrote ${[...Object.keys(files), STATEMENTS].join(', ')} to ${folder}. Read guide.md first.\n`)
    } catch (cause) {
      throw new Trouble(
        1,
        `The papers can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      )
    }
  })
  return 0
}

/** Counts a period, and writes its statements of reasons as they come: neither they nor the ledger are ever held as a whole. */
async function tallyInto(path: string, ledger: Ledger, from: number, to: number): Promise<Tally> {
  const file = openSync(path, 'w')
  try {
    const counter = new Counter()
    writeSync(file, STATEMENTS_HEAD)
    for await (const outcome of outcomesOf(eventsOf(ledger), from, to)) {
      counter.add(outcome)
      const statement = outcome.type === 'measure' ? statementOf(outcome) : undefined
      if (statement !== undefined) writeSync(file, statementLine(statement))
    }
    return counter.tally()
  } finally {
    closeSync(file)
  }
}

/** What the record says of rules that judge by themselves. */
const automationOf = (facts: PaperFacts) => ({
  says: CLAIMS.filter(({ setting }) => setting === 'plugins')
    .map(({ say }) => say(facts))
    .join(' '),
  isUsed: facts.plugins.length > 0,
})

/** What the papers speak of, as this server is set up. */
function factsOf(settings: Settings): PaperFacts {
  const { limits, grace, gates, modes = ['text'], plugins = [] } = settings
  const { list } = createGates(gates)
  const age = list.find(({ kind }) => kind === 'age')
  const rules = list.find(({ kind }) => kind === 'rules')
  return {
    logEntries: limits?.logEntries ?? LIMITS.logEntries,
    logBytes: limits?.logBytes ?? LIMITS.logBytes,
    graceMs: Math.max(grace?.hidden ?? GRACE.hidden, grace?.away ?? GRACE.away),
    reportWindowMs: REPORT_WINDOW_MS,
    evidenceMs: RETENTION.evidence,
    reportPictures: settings.reportPictures ?? limits?.reportPictures ?? 0,
    statementsMs: RETENTION.statements,
    evidenceKeyMs: ROOT_MS + KEY_LIFE.stamp,
    rewrapMs: ROOT_MS + REWRAP_MS,
    marksMs: RETENTION.marks,
    appealMs: APPEAL_MS,
    consoleMs: CONSOLE_MS,
    ages: age?.choices ?? false,
    rules: rules?.version ?? false,
    modes,
    plugins: plugins.map(({ name }) => name),
  }
}

function dayOf(flag: string, text: string): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? dayTime(text) : NaN
  if (Number.isNaN(at))
    throw new Trouble(2, `${flag} takes a day such as 2026-01-31, not "${text.slice(0, 40)}".`)
  return at
}
