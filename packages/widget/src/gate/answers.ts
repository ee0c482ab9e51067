import type { Facts, Gate } from '@stranger-chat/core'

/** What a person has answered so far. `age` is the lower end of the band chosen, 0 for below the lowest. */
export interface Answers {
  readonly age: number | null
  readonly rules: boolean
}
export const NO_ANSWERS: Answers = { age: null, rules: false }

/** What stands between the person and a start; null when nothing does. */
export type Missing = 'age' | 'too_young' | 'rules' | 'unknown' | null

/** The ages a gate tells apart, lowest first. */
export const bands = (gate: Gate): readonly number[] => [...(gate.choices ?? [])].sort((a, b) => a - b)

/** The first thing missing, in the order of the page. The server decides again at the join; this only saves a refusal. */
export function missing(gates: readonly Gate[], answers: Answers): Missing {
  for (const gate of gates) {
    if (gate.kind === 'age') {
      if (answers.age === null) return 'age'
      if (answers.age < (bands(gate)[0] ?? 0)) return 'too_young'
    } else if (gate.kind === 'rules') {
      if (!answers.rules) return 'rules'
    } else return 'unknown'
  }
  return null
}

/** The facts a join carries: only what was asked, only what was answered. */
export function facts(gates: readonly Gate[], answers: Answers): Facts {
  const age = gates.some((gate) => gate.kind === 'age') ? answers.age : null
  const version = gates.find((gate) => gate.kind === 'rules')?.version
  return {
    ...(age === null ? {} : { age }),
    ...(answers.rules && version !== undefined ? { rules: version } : {}),
  }
}
