import { loadavg } from 'node:os'
import { digits } from '../support/numbers.ts'
import { type Way, WAYS } from './ways.ts'
import { type Meeting, Stage } from './stage.ts'

export type Round = Readonly<Record<Way, Meeting>>

export interface Called {
  readonly chromium: string
  readonly rounds: readonly Round[]
  /** The system's own, before and after. */
  readonly load: readonly (readonly number[])[]
}

/**
 * Has two people call each other in every way, in turns, the order moved on each time, so that what drifts troubles all alike.
 * The first rounds only warm up.
 */
export async function callRounds(rounds: number, warm: number, say: (line: string) => void): Promise<Called> {
  const stage = await Stage.open()
  try {
    const before = loadavg()
    const results: Round[] = []
    for (let round = -warm; round < rounds; round++) {
      const found = new Map<Way, Meeting>()
      for (const way of order(round + warm)) found.set(way, await stage.meet(way))
      const seen = Object.fromEntries(found) as Record<Way, Meeting>
      if (round >= 0) results.push(seen)
      const name = round < 0 ? 'to warm up' : `round ${round + 1} of ${rounds}`
      const foreign = Math.max(...WAYS.map((way) => seen[way].foreign))
      say(
        `  ${name}: ${WAYS.map((way) => `${way} ${digits(seen[way].ms)} ms`).join(', ')}; others' CPU ${(foreign * 100).toFixed(0)} %`,
      )
    }
    return { chromium: stage.chromium, rounds: results, load: [before, loadavg()] }
  } finally {
    await stage.close()
  }
}

/** A B C, B C A, C A B, … */
function order(round: number): readonly Way[] {
  const by = round % WAYS.length
  return [...WAYS.slice(by), ...WAYS.slice(0, by)]
}
