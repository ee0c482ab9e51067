// What it costs to find somebody, or nobody, while few and while many wait: CPU microseconds for each who comes.
// Beside this server's matcher runs the list that most write first. All cases take turns in rounds, forwards and
// backwards, and the median counts, so that a busy machine troubles them alike. Build core first.
//
//   node bench/match/match.mjs [--quick] [--gate RATIO] [--json FILE]
//
// Two more where nobody has anything in common: the array that clones keep, and ours with a million waiting (not with --quick).
// --json: writes the figures to a file as well.
// --gate: exit 1 if ours, in any case, costs more than RATIO times as much with 100,000 waiting as with 1,000.
import { writeFileSync } from 'node:fs'
import { clones, naive, ours } from './matchers.mjs'
import { anybody, misfit, newcomer, seed, tab } from './people.mjs'

const quick = process.argv.includes('--quick')
const gate = process.argv.includes('--gate') ? Number(process.argv[process.argv.indexOf('--gate') + 1]) : 0
const ROUNDS = quick ? 3 : 7
const FEW = 1_000
const MANY = 100_000
const MORE = [10_000, ...(quick ? [] : [1_000_000])]
const COMERS = 1_000
/** How many come in a round; to the long list fewer, or it would take all day. */
const TIMES = { ours: quick ? 5_000 : 20_000, naive: { [FEW]: 1_000, [MANY]: 20 } }

/** Who waits, and who comes. Those who meet part at once, and soon everybody has 16 recent partners. */
const CASES = [
  { name: 'nothing in common with anybody', waits: misfit, comes: misfit },
  { name: 'everything in common, nobody allowed', waits: tab, comes: newcomer },
  { name: 'Zipf interests, misfits waiting', waits: misfit, comes: anybody },
]

/** Times a case with this many waiting; a bed is made once and used in every round. */
async function prepare(make, { waits, comes }, waiting) {
  seed(7)
  const matcher = await make()
  for (let i = 0; i < waiting; i++) {
    const person = waits(`w${i}`)
    await matcher.greet(person)
    await matcher.fill(person)
  }
  const comers = Array.from({ length: COMERS }, (_, i) => comes(`c${i}`))
  for (const person of comers) await matcher.greet(person)
  const times = matcher.name === 'ours' ? TIMES.ours : (TIMES.naive[waiting] ?? TIMES.naive[MANY])
  return { matcher, waiting, times, comers, here: new Map(), next: 0, means: [], p99s: [] }
}

/** Somebody comes: meets and parts, or waits until it is their turn again and then leaves first. */
async function turn(bed) {
  const person = bed.comers[bed.next++ % bed.comers.length]
  if (bed.here.delete(person.name)) await bed.matcher.go(person)
  const chat = await bed.matcher.come(person)
  if (chat === undefined) return void bed.here.set(person.name, person)
  for (const name of chat.names) bed.here.delete(name)
  await bed.matcher.part(person, chat)
}

async function measure(bed) {
  const each = new Float64Array(bed.times)
  const before = process.cpuUsage()
  for (let i = 0; i < bed.times; i++) {
    const began = performance.now()
    await turn(bed)
    each[i] = performance.now() - began
  }
  const { user, system } = process.cpuUsage(before)
  each.sort()
  bed.means.push((user + system) / bed.times)
  bed.p99s.push((each[Math.floor(bed.times * 0.99)] ?? 0) * 1_000)
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
const shown = (number) => (number < 100 ? number.toFixed(1) : Math.round(number).toLocaleString('en'))
const line = (...cells) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(40) : cell.padStart(11))).join(''))

console.log(
  'CPU microseconds for each who comes, waits and leaves, or meets and parts (median of rounds; p99 is wall time)',
)
line('', '1k waiting', '100k', 'ratio', 'p99 at 100k')

/** Takes them in turns. The first round is for the compiler. */
async function measureAll(beds) {
  for (let round = -1; round < ROUNDS; round++) {
    for (const bed of round % 2 === 0 ? beds : beds.toReversed()) {
      await measure(bed)
      if (round < 0) bed.means.length = bed.p99s.length = 0
    }
  }
}

let steepest = 0
const figures = {}
for (const scene of CASES) {
  const beds = []
  for (const make of [ours, naive])
    for (const waiting of [FEW, MANY]) beds.push(await prepare(make, scene, waiting))
  await measureAll(beds)
  console.log(scene.name)
  const [few, many, listFew, listMany] = beds.map(({ means }) => median(means))
  line('  ours', shown(few), shown(many), shown(many / few), shown(median(beds[1].p99s)))
  line('  a list', shown(listFew), shown(listMany), shown(listMany / listFew), shown(median(beds[3].p99s)))
  line('  the list costs', `${shown(listFew / few)} x`, `${shown(listMany / many)} x`)
  steepest = Math.max(steepest, many / few)
  for (const { matcher } of beds) await matcher.close()
  const ratios = (of, by) => of.means.map((mean, i) => mean / by.means[i])
  figures[scene.name] = {
    ours1k: beds[0].means,
    ours100k: beds[1].means,
    slope: ratios(beds[1], beds[0]),
    list100k: beds[3].means,
    listOver: ratios(beds[3], beds[1]),
    p99At100k: beds[1].p99s,
  }
}

const [scene] = CASES
const sizes = [FEW, ...MORE]
const steps = []
for (const waiting of sizes) steps.push(await prepare(ours, scene, waiting))
const array = await prepare(clones, scene, MANY)
const beside = await prepare(ours, scene, MANY)
await measureAll([...steps, beside, array])
console.log(`\n${scene.name}, by how many wait`)
for (const [i, waiting] of sizes.entries())
  line(`  ours, ${waiting.toLocaleString('en')}`, shown(median(steps[i].means)))
const arrayOver = array.means.map((mean, i) => mean / beside.means[i])
line(
  `  the clones' array, ${MANY.toLocaleString('en')}`,
  shown(median(array.means)),
  `${shown(median(arrayOver))} x`,
)
figures.pool = {
  ...Object.fromEntries(sizes.map((waiting, i) => [waiting, steps[i].means])),
  array100k: array.means,
  arrayOver,
}
if (process.argv.includes('--json'))
  writeFileSync(process.argv[process.argv.indexOf('--json') + 1], JSON.stringify(figures))
console.log(`\nOurs, with a hundred times as many waiting: at most ${shown(steepest)} times the cost.`)
if (gate > 0 && steepest > gate) {
  console.error(`That is more than ${gate}.`)
  process.exitCode = 1
}
