import { describe, expect, it } from 'vitest'
import { Watchdog } from './watchdog.js'

/** Looks every half a second; the verdicts, in order. */
function watch(looks: readonly (readonly [bytes: number, isExpecting: boolean])[]) {
  const dog = new Watchdog()
  return looks.map(([bytes, isExpecting], i) => dog.look(bytes, isExpecting, i * 500))
}
const still = (count: number, isExpecting: boolean): (readonly [number, boolean])[] =>
  Array.from({ length: count }, () => [20, isExpecting] as const)

describe('the watchdog', () => {
  it('says that it flows while more comes', () => {
    const looks = [
      [0, true],
      [10, true],
      [20, true],
    ] as const
    expect(watch(looks)).toEqual([undefined, 'flowing', 'flowing'])
  })

  it('says that it stalls once nothing has come for two seconds, and not before', () => {
    expect(watch([[10, true], [20, true], ...still(5, true)])).toEqual([
      ...[undefined, 'flowing', undefined, undefined, undefined, 'stalled', 'stalled'],
    ])
  })

  it('waits less while there is reason to look', () => {
    const dog = new Watchdog()
    dog.look(10, true, 0)
    dog.look(20, true, 500)
    dog.hurry(600)
    expect([dog.look(20, true, 1_000), dog.look(20, true, 1_500)]).toEqual([undefined, 'stalled'])
  })

  it('says that it flows again', () => {
    expect(watch([...still(6, true), [30, true]]).at(-1)).toBe('flowing')
  })

  it('expects nothing of what is switched off', () => {
    expect(watch(still(9, false))).toEqual(Array.from({ length: 9 }, () => undefined))
  })

  it('gives what is switched on a moment to begin', () => {
    expect(watch([...still(8, false), ...still(5, true)]).slice(8)).toEqual([
      ...[undefined, undefined, undefined, undefined, 'stalled'],
    ])
  })
})
