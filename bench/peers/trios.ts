import type { Noise } from '../support/cpu.ts'
import { redoing } from '../relay/rounds.ts'

/** A candidate beside the reference that ran right before or after it. */
export interface Beside<T> {
  readonly own: T
  readonly bare: T
}

/**
 * Measures candidates in threes with the reference in the middle (A bare B, C bare D), so that each has it as a neighbour in
 * time; every second round backwards.
 */
export async function trios<Name extends string, T>(
  candidates: readonly Name[],
  rounds: number,
  measure: (name: Name | 'bare') => Promise<T>,
  noiseOf: (result: T) => Noise,
  say: (line: string) => void,
): Promise<ReadonlyMap<Name, readonly Beside<T>[]>> {
  const found = new Map<Name, Beside<T>[]>(candidates.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? candidates : candidates.toReversed()
    for (let at = 0; at < order.length; at += 2) {
      const [first, second] = [order[at], order[at + 1]]
      const take = async <N extends Name | 'bare'>(name: N): Promise<T> => {
        const { result, redone } = await redoing(() => measure(name), noiseOf)
        const { steal, foreign } = noiseOf(result)
        const again = redone > 0 ? `, taken again ${redone} x` : ''
        say(
          `  round ${round + 1} of ${rounds}, ${name}: steal ${percent(steal)}, foreign CPU ${percent(foreign)}${again}`,
        )
        return result
      }
      const one = first === undefined ? undefined : await take(first)
      const bare = await take('bare')
      if (first !== undefined && one !== undefined) found.get(first)?.push({ own: one, bare })
      if (second !== undefined) found.get(second)?.push({ own: await take(second), bare })
    }
  }
  return found
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
