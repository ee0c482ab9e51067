import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Spread } from '../support/numbers.ts'
import type { MeasuredName } from './index.ts'
import type { Measure, Measures } from './suite.ts'

/** What a suite measured last, where, and by which command. */
export interface Entry {
  readonly date: string
  readonly command: string
  readonly about: Readonly<Record<string, string>>
  readonly measures: Measures
}
export type Measured = Partial<Readonly<Record<MeasuredName, Entry>>>

const FILE = new URL('../measured.json', import.meta.url)

export const readRecord = (): Measured =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Measured) : {}

/** Suites that weren't run keep what they measured before. @returns what was written: pages made of it later are the same */
export function writeRecord(fresh: Measured): Measured {
  const all = { ...readRecord(), ...fresh }
  writeFileSync(
    FILE,
    `${JSON.stringify(all, (_, value) => (typeof value === 'number' ? rounded(value) : value), 2)}\n`,
  )
  return readRecord()
}

/** All measures under one roof: their names don't repeat. */
export const measuresOf = (record: Measured): Measures =>
  Object.assign({}, ...Object.values(record).map(({ measures }) => measures)) as Measures

/** @throws when it was never measured */
export function spreadOf(measures: Measures, name: string): Spread {
  const found: Measure | undefined = measures[name]
  if (found === undefined)
    throw new Error(`bench/measured.json lacks "${name}": run \`npm run bench -- --gates --write\` first.`)
  return found.value
}

const rounded = (value: number): number => Number(value.toPrecision(4))
