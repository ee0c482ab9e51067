import { parseArgs } from 'node:util'
import { moreSteps, steps } from './lib/steps.mjs'
import { closing } from './lib/tally.mjs'

// `npm test`, and with --more `npm run test:more`: every step in order, whatever became of the others; the last line
// counts. For work on one thing: `pnpm verify --only unit,browser-tests`.

const { values } = parseArgs({
  options: { only: { type: 'string' }, more: { type: 'boolean', default: false } },
})
const list = values.more ? moreSteps : steps
const only = values.only?.split(',')
const unknown = only?.find((name) => !list.some((step) => step.name === name))
if (unknown !== undefined) {
  console.error(`There is no step '${unknown}'. Steps: ${list.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`
const began = performance.now()
const results = new Map()

for (const { name, title, needs = [], run } of list) {
  if (only && !only.includes(name)) continue
  console.log(`--- ${title}`)
  const missing = needs.find((need) => results.has(need) && !results.get(need).good)
  if (missing) {
    const { title: cause } = list.find((step) => step.name === missing)
    results.set(name, {
      passed: 0,
      failed: 0,
      notRun: [{ name: title, reason: `failed before: ${cause}` }],
      good: false,
    })
    console.log(`    not run: '${cause}' failed`)
    continue
  }
  const start = performance.now()
  const result = await run()
  results.set(name, { ...result, good: result.failed === 0 })
  if (result.failed > 0) {
    console.log(result.output.trimEnd())
    console.log(`    FAILED: ${title}: ${result.passed} passed, ${result.failed} failed, ${seconds(start)}`)
  } else {
    console.log(`    ok: ${result.passed} passed, ${seconds(start)}`)
  }
}

const failing = [...results].filter(([, { failed }]) => failed > 0).map(([name]) => name)
const { lines, failed } = closing([...results.values()], Boolean(process.env.CI))
console.log(`--- done in ${seconds(began)}${failing.length ? `; failed: ${failing.join(', ')}` : ''}`)
for (const line of lines) console.log(line)
process.exitCode = failed > 0 ? 1 : 0
