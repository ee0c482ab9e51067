// What moderators wait for while few and while many cases lie in the store: milliseconds for each step at the console, in an
// SQLite file. Both stores take turns in rounds, forwards and backwards, and the median counts, so that a busy machine
// troubles them alike. Build core first; filling the large store takes about a minute.
//
//   node bench/ledger/ledger.mjs [--quick] [--gate]
//
// --gate: exit 1 if a page of the queue takes longer than 50 ms, or a decision longer than 20 ms.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import '../../packages/server/scripts/sources.mjs'

const { REASONS } = await import('@stranger-chat/core/api')
const { openStore } = await import('../../packages/server/src/sql/store.ts')

const quick = process.argv.includes('--quick')
const FEW = 1_000
const MANY = quick ? 5_000 : 100_000
const ROUNDS = quick ? 3 : 9
const TIMES = quick ? 10 : 40
const PAGE = 50
const DAY = 24 * 60 * 60_000
const START = 1_750_000_000_000
/** Cases that come from the same place: one in so many shares the mark of a carrier with thousands behind it. */
const CARRIER = 20

/** The same numbers each time, from 0 to below 1. */
let state = 7
const dice = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
const roll = (sides) => Math.floor(dice() * sides)

/** Facts and words of one case: one to three reports, and a third of them decided. */
function story(i) {
  const id = `case-${i}`
  const reason = REASONS[roll(REASONS.length)]
  const facts = [{ type: 'case.opened', case: id, subject: `person-${i}`, reason }]
  for (let r = roll(3); r >= 0; r--) {
    const report = `report-${i}-${r}`
    const about = { case: id, report, reason, chat: `chat-${i}-${r}`, reporter: `person-${roll(MANY)}` }
    facts.push({ type: 'report.filed', ...about, by: 0, of: 1, weight: roll(100), entries: 12 })
  }
  if (i % 3 === 0) facts.push(...decision(id, `person-${i}`, i))
  const mark = i % CARRIER === 0 ? 'carrier' : `place-${roll(MANY)}`
  return {
    facts,
    keys: [{ drawer: id, key: new Uint8Array(60) }],
    sealed: [{ id: `words-${i}`, drawer: id, what: 'span', of: id, at: START, blob: new Uint8Array(1_500) }],
    marks: [{ case: id, mark }],
  }
}

const decision = (id, subject, n) => [
  { type: 'case.decided', case: id, acted: true, policies: ['spam'] },
  {
    ...{ type: 'action.applied', case: id, action: `action-${n}`, subject, kind: 'ban' },
    ...{ policies: ['spam'], ground: 'terms', automated: false, until: START + 400 * DAY },
  },
]

async function fill(cases) {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-'))
  const store = await openStore({ path: join(folder, 'store.db') })
  const TOGETHER = 100
  for (let from = 0; from < cases; from += TOGETHER) {
    const stories = Array.from({ length: Math.min(TOGETHER, cases - from) }, (_, i) => story(from + i))
    await store.ledger.write({
      ...{ at: START + Math.floor((from / cases) * 90 * DAY), actor: '@member' },
      ...Object.fromEntries(
        ['facts', 'keys', 'sealed', 'marks'].map((what) => [what, stories.flatMap((each) => each[what])]),
      ),
    })
  }
  return {
    ledger: store.ledger,
    cases,
    close: () => store.close().then(() => rmSync(folder, { recursive: true })),
  }
}

let decided = 0
/** What a moderator, or somebody who says hello, waits for. Each gets the ledger and some case of its queue. */
const steps = {
  'a page of the queue': (ledger) => ledger.queue({ state: 'open', limit: PAGE }),
  'a page in its middle': (ledger, { middle }) => ledger.queue({ state: 'open', limit: PAGE, after: middle }),
  'the counters': (ledger) => ledger.counts(START + 89 * DAY),
  'opening a case': async (ledger, { row }) => {
    await ledger.write({
      ...{
        at: START + 91 * DAY,
        actor: 'moderator',
        guards: [{ is: 'version', case: row.id, version: row.version }],
      },
      facts: [
        { type: 'case.taken', case: row.id, until: START + 92 * DAY },
        { type: 'evidence.opened', case: row.id },
      ],
    })
    await ledger.reports(row.id)
    await ledger.sealed(row.id)
    await ledger.actionsOn(row.subject, PAGE)
  },
  'similar cases': (ledger, { row }) => ledger.similar(row.id, 10),
  'similar ones, behind a carrier': (ledger) => ledger.similar('case-0', 10),
  'a decision': async (ledger, { row }) => {
    const answer = await ledger.write({
      ...{
        at: START + 91 * DAY,
        actor: 'moderator',
        guards: [{ is: 'version', case: row.id, version: row.version }],
      },
      facts: decision(row.id, row.subject, `now-${decided++}`),
    })
    if (answer.kind !== 'written') throw new Error('Nobody else decides here.')
  },
  'a hello: what holds for somebody': (ledger) => ledger.sanctions('person-0', START + 91 * DAY),
}

/** Milliseconds of a step, the median of a round. */
async function round(name, { ledger, cases }) {
  const each = []
  for (let i = 0; i < TIMES; i++) {
    const { rows } = await ledger.queue({ state: 'open', limit: 1 })
    const { openedAt } = rows[0]
    const some = { row: rows[0], middle: `60.${openedAt}.case-${Math.floor(cases / 2)}` }
    const began = performance.now()
    await steps[name](ledger, some)
    each.push(performance.now() - began)
  }
  return median(each)
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(36) : cell.padStart(12))).join(''))

const began = performance.now()
const stores = [await fill(FEW), await fill(MANY)]
console.log(`Filled with ${FEW} and ${MANY} cases in ${Math.round((performance.now() - began) / 1_000)} s.`)
console.log('Milliseconds (median of rounds; most: the slowest round)')
line('', `${FEW} cases`, `${MANY}`, 'ratio', `most`)
const results = {}
for (const name of Object.keys(steps)) {
  const found = stores.map(() => [])
  for (let turn = -1; turn < ROUNDS; turn++) {
    const order = [...stores.keys()]
    for (const i of turn % 2 ? order.reverse() : order) {
      const ms = await round(name, stores[i])
      // The first turn warms up.
      if (turn >= 0) found[i].push(ms)
    }
  }
  const [few, many] = found.map(median)
  results[name] = many
  const most = Math.max(...found[1])
  line(name, few.toFixed(2), many.toFixed(2), (many / few).toFixed(2), most.toFixed(2))
}
for (const store of stores) await store.close()

if (process.argv.includes('--gate')) {
  for (const [name, limit] of [
    ['a page of the queue', 50],
    ['a decision', 20],
  ]) {
    if (results[name] <= limit) continue
    console.error(`Gate: ${name} takes ${results[name].toFixed(1)} ms, more than ${limit}.`)
    process.exitCode = 1
  }
}
