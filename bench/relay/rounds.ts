import type { Noise } from '../support/cpu.ts'
import { DUEL, type ServerName } from '../support/servers.ts'

/** Above this share of stolen time a round says more about the neighbours than about the servers. */
const MAX_STEAL = 0.05
/** How often one measurement is taken again for that reason. */
const REDO = 2

export interface Round<T> {
  readonly bare: T
  readonly ours: T
  /** How often a side was measured again because the host stole time. */
  readonly redone: number
}

/**
 * Measures both servers in turns, the order turned round each time (A B, B A, …), so that what drifts troubles both alike.
 * A measurement during which the host stole time is taken again, at most twice; the last one then counts.
 */
export async function alternate<T>(
  rounds: number,
  measure: (server: ServerName) => Promise<T>,
  noiseOf: (result: T) => Noise,
  say: (line: string) => void,
): Promise<readonly Round<T>[]> {
  const results: Round<T>[] = []
  for (let round = 0; round < rounds; round++) {
    const found = new Map<ServerName, T>()
    let redone = 0
    for (const server of round % 2 === 0 ? DUEL : DUEL.toReversed()) {
      const { result, redone: again } = await redoing(() => measure(server), noiseOf)
      redone += again
      found.set(server, result)
      const { steal, foreign } = noiseOf(result)
      say(
        `  round ${round + 1} of ${rounds}, ${server}: steal ${percent(steal)}, foreign CPU ${percent(foreign)}`,
      )
    }
    const bare = found.get('bare')
    const ours = found.get('stranger-chat')
    if (bare !== undefined && ours !== undefined) results.push({ bare, ours, redone })
  }
  return results
}

/** Takes a measurement again while the host steals time, at most twice; the last one then counts. */
export async function redoing<T>(
  measure: () => Promise<T>,
  noiseOf: (result: T) => Noise,
): Promise<{ readonly result: T; readonly redone: number }> {
  let redone = 0
  let result = await measure()
  for (; redone < REDO && noiseOf(result).steal > MAX_STEAL; redone++) result = await measure()
  return { result, redone }
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
