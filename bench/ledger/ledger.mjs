// What moderators wait for while few and while many cases lie in the store: milliseconds for each step at the console, in an
// SQLite file, through everything the server does but HTTP. Both stores take turns in rounds, forwards and backwards, so that
// a busy machine troubles them alike; every single time counts. Build core first; filling the large store takes about a minute.
//
//   node bench/ledger/ledger.mjs [--quick] [--gate]
//
// --gate: exit 1 if one in twenty (with --quick one in two) takes longer than 50 ms for a page of the queue, 20 ms for an ordinary decision, or 50 ms
// for opening a case that 500 people reported.
import { DAY, fill, LONGEST_SPAN, START } from './cases.mjs'

const quick = process.argv.includes('--quick')
const FEW = 1_000
const MANY = quick ? 5_000 : 100_000
const ROUNDS = quick ? 3 : 9
/** Times in a round; quick or not, one in twenty must be more than one or two that a busy machine held up. */
const TIMES = 40
/** Where a step is long. */
const LESS = 12
const PAGE = 50
const CROWD = 500
const ANN = { id: 'moderator-ann', role: 'senior' }
const DECISION = { policies: ['spam'], action: 'ban', message: 'You were asked to stop, and went on.' }

const must = (answer, kind) => {
  if (answer.kind !== kind)
    throw new Error(`${kind} was expected, not ${answer.kind}: nobody else works here.`)
  return answer
}
/** Opens a case, so that it is Ann's to decide. */
const opened = async ({ desk }, id) => ({ id, version: (await desk.open(ANN, id)).version })
/** The case that waits in front, of those that are no crowd's. */
const first = async ({ ledger }) =>
  (await ledger.queue({ state: 'open', limit: 5 })).rows.find(({ reports }) => reports <= 3)
const decide = ({ decisions }, { id, version }) => decisions.decide(ANN, id, { version, ...DECISION })
/** The crowd's case stays open for the next time. */
const undo = async ({ decisions }, { id }, { version }) =>
  must(await decisions.undo(ANN, id, version), 'undone')

const CROWDED = `opening a case with ${CROWD} reports`
/** What a moderator, or somebody who says hello, waits for. `before` and `after` aren't counted. */
const steps = {
  'a page of the queue': { run: ({ desk }) => desk.queue() },
  'a page in its middle': {
    before: async (place) => `60.${(await first(place)).openedAt}.case-${place.cases >> 1}`,
    run: ({ ledger }, after) => ledger.queue({ state: 'open', limit: PAGE, after }),
  },
  'the counters': { run: ({ ledger }) => ledger.counts(START + 89 * DAY) },
  'opening an ordinary case': {
    before: first,
    run: ({ desk }, { id }) => desk.open(ANN, id),
  },
  [CROWDED]: { times: LESS, run: ({ desk, crowd }) => desk.open(ANN, crowd) },
  [`and of ${LONGEST_SPAN} messages each`]: { times: LESS, run: ({ desk, loud }) => desk.open(ANN, loud) },
  'a decision, 1 report': {
    before: async (place) => opened(place, place.singles.pop()),
    run: decide,
    after: (_, __, answer) => must(answer, 'decided'),
  },
  'a decision, 1 to 3 reports': {
    before: async (place) => opened(place, (await first(place)).id),
    run: decide,
    after: (_, __, answer) => must(answer, 'decided'),
  },
  [`a decision, ${CROWD} reports`]: {
    times: LESS,
    before: (place) => opened(place, place.crowd),
    run: decide,
    after: (place, one, answer) => undo(place, one, must(answer, 'decided')),
  },
  'similar cases': {
    before: first,
    run: ({ ledger }, { id }) => ledger.similar(id, 10),
  },
  'similar ones, behind a carrier': { run: ({ ledger }) => ledger.similar('case-0', 10) },
  'a hello: what holds for somebody': { run: ({ ledger }) => ledger.sanctions('person-0', START + 91 * DAY) },
}

/** By p95 in the large store, ms; quick, by the median. */
const GATES = {
  'a page of the queue': 50,
  'a decision, 1 report': 20,
  'a decision, 1 to 3 reports': 20,
  [CROWDED]: 50,
}

/** Milliseconds of a step, each time of a round. */
async function round({ times = TIMES, before, run, after }, place) {
  const each = []
  for (let i = 0; i < times; i++) {
    const subject = await before?.(place)
    const began = performance.now()
    const answer = await run(place, subject)
    each.push(performance.now() - began)
    await after?.(place, subject, answer)
  }
  return each
}

async function prepare(cases) {
  const place = await fill(cases)
  const singles = []
  for (let i = 0; i < (ROUNDS + 1) * TIMES; i++) singles.push(await place.report(`single-${i}`, 1))
  return {
    ...{ ...place, singles },
    crowd: await place.report('crowded', CROWD),
    loud: await place.report('loud', CROWD, LONGEST_SPAN),
  }
}

const at = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)]
const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(36) : cell.padStart(11))).join(''))

const began = performance.now()
const stores = [await prepare(FEW), await prepare(MANY)]
console.log(`Filled with ${FEW} and ${MANY} cases in ${Math.round((performance.now() - began) / 1_000)} s.`)
console.log(`Milliseconds, each of at least ${ROUNDS * LESS} times`)
line('', `${FEW} cases`, '', `${MANY}`, '', 'ratio of', '')
line('', 'median', 'p95', 'median', 'p95', 'medians', 'most')
const slowest = {}
for (const [name, step] of Object.entries(steps)) {
  const found = stores.map(() => [])
  for (let turn = -1; turn < ROUNDS; turn++) {
    const order = [...stores.keys()]
    for (const i of turn % 2 ? order.reverse() : order) {
      const each = await round(step, stores[i])
      // The first turn warms up.
      if (turn >= 0) found[i].push(...each)
    }
  }
  const [few, many] = found.map((each) => ({ median: at(each, 0.5), p95: at(each, 0.95) }))
  // A machine that others use holds up one in twenty; a quick look says little more than that everything runs.
  slowest[name] = quick ? many.median : many.p95
  const figures = [
    few.median,
    few.p95,
    many.median,
    many.p95,
    many.median / few.median,
    Math.max(...found[1]),
  ]
  line(name, ...figures.map((figure) => figure.toFixed(2)))
}
for (const store of stores) await store.close()

if (process.argv.includes('--gate')) {
  for (const [name, limit] of Object.entries(GATES)) {
    if (slowest[name] <= limit) continue
    console.error(
      `Gate: one in ${quick ? 'two' : 'twenty'} takes ${slowest[name].toFixed(1)} ms for ${name}, more than ${limit}.`,
    )
    process.exitCode = 1
  }
}
