import { describe, expect, it } from 'vitest'
import { type Expected, STALL_MS, Watchdog } from './watchdog.js'

const BOTH: Expected = { sound: true, picture: true }
const NONE: Expected = { sound: false, picture: false }

/** Looks every half a second at what `count` says; the verdicts, in order. */
function watch(looks: readonly (readonly [bytes: number, frames: number, expected: Expected])[]) {
  const dog = new Watchdog()
  dog.begin(0)
  return looks.map(([bytes, frames, expected], i) => dog.look({ bytes, frames }, expected, i * 500))
}

describe('the watchdog', () => {
  it('says that it flows while more comes', () => {
    expect(
      watch([
        [0, 0, BOTH],
        [10, 1, BOTH],
        [20, 2, BOTH],
      ]),
    ).toEqual([undefined, 'flowing', 'flowing'])
  })

  it('says that it stalls once nothing has come for two seconds, and not before', () => {
    const still = Array.from({ length: 5 }, () => [20, 2, BOTH] as const)
    expect(watch([[10, 1, BOTH], [20, 2, BOTH], ...still])).toEqual([
      ...[undefined, 'flowing', undefined, undefined, undefined, 'stalled', 'stalled'],
    ])
    expect(STALL_MS).toBe(2_000)
  })

  it('expects nothing of what is switched off', () => {
    expect(watch(Array.from({ length: 9 }, () => [20, 2, NONE] as const))).toEqual(
      Array.from({ length: 9 }, () => undefined),
    )
  })

  it('gives what is switched on a moment to begin', () => {
    const off = Array.from({ length: 8 }, () => [20, 2, NONE] as const)
    const on = Array.from({ length: 5 }, () => [20, 2, BOTH] as const)
    expect(watch([...off, ...on]).slice(8)).toEqual([undefined, undefined, undefined, undefined, 'stalled'])
  })

  it('counts a picture that stands still while sound comes as no stall', () => {
    const talk = Array.from({ length: 8 }, (_, i) => [20 + i, 2, BOTH] as const)
    expect(watch(talk)).not.toContain('stalled')
  })

  it('counts a picture that stands still while only packets come as a stall', () => {
    const only: Expected = { sound: false, picture: true }
    expect(watch(Array.from({ length: 6 }, (_, i) => [20 + i, 2, only] as const)).at(-1)).toBe('stalled')
  })
})
