import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LIMITS } from '@stranger-chat/core/protocol'
import { createGates } from '../gate/gates.js'
import type { Ledger } from '../ports/ledger.js'
import type { LedgerEvent } from '../rules/facts.js'
import { APPEAL_MS, REPORT_WINDOW_MS, RETENTION } from '../rules/lifetimes.js'
import { tallyOf } from '../rules/tally.js'
import { CSV_HEAD, csvOf, decisionsOf } from '../safety/exports.js'
import { type PaperFacts, recordOf, tablesOf } from '../safety/papers.js'
import { CONSOLE_MS } from '../safety/staff.js'
import { GRACE } from '../session/house.js'
import { dayTime, isoTime, systemClock } from '../system.js'
import { makeFolders } from './folder.js'
import { withStore } from './records.js'
import { type Environment, type Settings } from './settings.js'
import { readOptions } from './options.js'
import { Trouble } from './trouble.js'

const HELP = `Writes down what this server did and how it is set up: a record of processing and retention (record.md), tables for a
transparency report (*.csv), and every decision with its reasons (statements.csv). Drafts, made from the records.

Usage
  stranger-chat papers --out FOLDER [--from DAY] [--to DAY]

Options
  --out FOLDER    Where to write; made if need be.
  --from DAY      First day of the period, such as 2026-01-01. Default: the first of this year.
  --to DAY        Last day of the period. Default: today.
  --data FOLDER   The server's data folder. Default ./stranger-chat-data. The server may be running.
  --config FILE   The server's settings.
`
const OPTIONS = {
  out: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  data: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
const DAY_MS = 24 * 60 * 60_000
const PAGE = 1_000

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
  const to = dayOf('--to', values.to ?? isoTime(now).slice(0, 10)) + DAY_MS
  if (from >= to) throw new Trouble(2, 'The period ends before it begins.')
  await withStore(values, env, async ({ ledger }, settings) => {
    const tally = tallyOf(await allOf(ledger), from, to)
    const files: Record<string, string> = {
      'record.md': recordOf(factsOf(settings), now),
      ...tablesOf(tally),
    }
    let statements = CSV_HEAD
    const [first, end] = [isoTime(from), isoTime(to)]
    for await (const row of decisionsOf(ledger)) if (row.at >= first && row.at < end) statements += csvOf(row)
    files['statements.csv'] = statements
    try {
      makeFolders(folder)
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    } catch (cause) {
      throw new Trouble(
        1,
        `The papers can't be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      )
    }
    out(`Wrote ${Object.keys(files).join(', ')} to ${folder}.\n`)
  })
  return 0
}

async function allOf(ledger: Ledger): Promise<readonly LedgerEvent[]> {
  const all: LedgerEvent[] = []
  for (;;) {
    const page = await ledger.events(all.at(-1)?.seq ?? 0, PAGE)
    if (page.length === 0) return all
    all.push(...page)
  }
}

/** What the papers speak of, as this server is set up. */
function factsOf({ limits, grace, gates, modes = ['text'], plugins = [] }: Settings): PaperFacts {
  const { list } = createGates(gates)
  const age = list.find(({ kind }) => kind === 'age')
  const rules = list.find(({ kind }) => kind === 'rules')
  return {
    logEntries: limits?.logEntries ?? LIMITS.logEntries,
    logBytes: limits?.logBytes ?? LIMITS.logBytes,
    graceMs: Math.max(grace?.hidden ?? GRACE.hidden, grace?.away ?? GRACE.away),
    reportWindowMs: REPORT_WINDOW_MS,
    evidenceMs: RETENTION.evidence,
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
