import { readFileSync } from 'node:fs'
import { type Args, HELP, readArgs } from './args.js'
import { crew } from './crew.js'
import { breakSources, DEFECTS } from './defects.js'
import type { Job, Report } from './job.js'

const COMMAND = 'npm run sim --'
/** How often progress is told, ms. */
const TELL_MS = 10_000

/** Seeds that failed once: they always run first. */
function oldSeeds(): readonly number[] {
  const lines = readFileSync(new URL('./seeds.txt', import.meta.url), 'utf8').split('\n')
  return lines.flatMap((line) => (/^\d/.test(line) ? [Number.parseInt(line, 10)] : []))
}

function* jobsOf({ from, seeds, scenario }: Args): Generator<Job, undefined> {
  if (scenario !== undefined) return void (yield { scenario })
  for (const seed of oldSeeds()) yield { seed }
  for (let seed = from; seed < from + seeds; seed++) yield { seed }
  return undefined
}

function tell(report: Report, defect: string | undefined): void {
  if (!('failure' in report)) return
  const { job, failure } = report
  const what = 'seed' in job ? `--seed ${job.seed}` : `--scenario ${job.scenario}`
  console.error(failure.tail.join('\n'))
  console.error(`\n${failure.oracle}, broken after ${(failure.at / 1_000).toFixed(3)} virtual seconds:`)
  console.error(`  ${failure.what}`)
  console.error(`\nTo see it again: ${COMMAND} ${what}${defect === undefined ? '' : ` --defect ${defect}`}`)
}

/** One job, in this thread, line by line. */
async function watchOne(job: Job, defect: string | undefined): Promise<boolean> {
  const broken = DEFECTS.find(({ name }) => name === defect)
  if (broken !== undefined) breakSources(broken)
  // What may have a defect isn't loaded before the defect is there.
  const { runJob } = await import('./job.js')
  const report = await runJob(job, console.log)
  if ('failure' in report) tell({ ...report, failure: { ...report.failure, tail: [] } }, defect)
  else console.log(`Nothing is broken. ${report.outcome.events} events, ${report.outcome.hash}.`)
  return !('failure' in report)
}

async function runAll(args: Args): Promise<boolean> {
  const { defect } = args
  let runs = 0
  let caught = 0
  let events = 0
  let virtualMs = 0
  const oracles = new Map<string, number>()
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1_000
  let told = began
  await crew(jobsOf(args), args.workers, defect, (report) => {
    runs++
    if ('failure' in report) {
      caught++
      oracles.set(report.failure.oracle, (oracles.get(report.failure.oracle) ?? 0) + 1)
      if (defect === undefined) tell(report, defect)
      return args.all
    }
    events += report.outcome.events
    virtualMs += report.outcome.virtualMs
    if (performance.now() - told > TELL_MS) {
      told = performance.now()
      console.log(`${runs} seeds, ${seconds().toFixed(0)} s`)
    }
    return true
  })
  const rate = Math.round(events / seconds()).toLocaleString('en')
  const hours = (virtualMs / 3_600_000).toFixed(1)
  console.log(
    `${runs} seeds, ${events.toLocaleString('en')} events in ${hours} virtual hours, ${seconds().toFixed(1)} s, ${rate} events/s`,
  )
  if (defect === undefined) return caught === 0
  console.log(
    `${defect} is caught by ${caught} of ${runs} seeds: ${JSON.stringify(Object.fromEntries(oracles))}`,
  )
  return caught > 0
}

async function main(): Promise<boolean> {
  const args = readArgs(process.argv.slice(2))
  if (args.help) {
    console.log(HELP)
    return true
  }
  if (args.seed !== undefined) return watchOne({ seed: args.seed }, args.defect)
  if (args.scenario !== undefined) return watchOne({ scenario: args.scenario }, args.defect)
  return runAll(args)
}

try {
  if (!(await main())) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 2
}
