import type { Sizes } from './measure.ts'

export const FULL: Sizes = {
  rounds: 8,
  // Few enough that an answer comes within the 100 ms an ack waits for it, also on a busy machine.
  people: 1_000,
  warm: 60_000,
  messages: 150_000,
  textBytes: 40,
  window: 1,
  paceMs: 4_000,
  paceSeconds: 10,
  memoryRounds: 4,
  memoryPeople: 5_000,
}

/** Shows that everything runs; says little about how fast. */
export const QUICK: Sizes = {
  ...FULL,
  rounds: 2,
  people: 200,
  warm: 10_000,
  messages: 20_000,
  paceSeconds: 2,
  memoryRounds: 2,
  memoryPeople: 500,
}
