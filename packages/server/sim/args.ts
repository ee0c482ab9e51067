import { parseArgs } from 'node:util'
import { DEFECTS } from './defects.js'

export const HELP = `Runs the whole system under a virtual clock, many times over, and watches its promises.

  npm run sim -- [options]

  --seeds N        how many seeds to run (200); those in sim/seeds.txt come first
  --from S         the first of them (1)
  --workers N      threads (2)
  --seed S         one seed, and everything that happens in it
  --scenario NAME  one scenario, likewise
  --forever        seed after seed, until one fails
  --all            go on after a failure
  --defect NAME    with a defect in the sources; counts how many seeds see it
  --help           this

Defects, each with a scenario of the same name:
  ${DEFECTS.map(({ name }) => name).join(', ')}
`

export interface Args {
  readonly help: boolean
  readonly seeds: number
  readonly from: number
  readonly workers: number
  readonly seed: number | undefined
  readonly scenario: string | undefined
  readonly defect: string | undefined
  /** Whether a failure doesn't end the run. */
  readonly all: boolean
}

/** @throws Error with a sentence for whoever typed it */
export function readArgs(args: readonly string[]): Args {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '200' },
      from: { type: 'string', default: '1' },
      workers: { type: 'string', default: '2' },
      seed: { type: 'string' },
      scenario: { type: 'string' },
      forever: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      defect: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const { defect, scenario } = values
  for (const name of [defect, scenario])
    if (name !== undefined && !DEFECTS.some((one) => one.name === name))
      throw new Error(`There is no defect ${name}. There are: ${DEFECTS.map((one) => one.name).join(', ')}.`)
  return {
    help: values.help,
    seeds: values.forever ? Infinity : whole('--seeds', values.seeds),
    from: whole('--from', values.from),
    workers: whole('--workers', values.workers),
    seed: values.seed === undefined ? undefined : whole('--seed', values.seed),
    scenario,
    defect,
    all: values.all || defect !== undefined,
  }
}

function whole(flag: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`${flag} takes a whole number from 1 on, not '${text}'.`)
  return value
}
