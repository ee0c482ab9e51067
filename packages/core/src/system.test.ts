import { expect, it, vi } from 'vitest'
import { system } from './system.js'

it('ids are long, of the alphabet of tickets, and never the same', () => {
  const ids = Array.from({ length: 100 }, () => system.id())
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(ids).size).toBe(100)
})

it('a unit is below one', () => {
  const unit = system.unit()
  expect(unit).toBeGreaterThanOrEqual(0)
  expect(unit).toBeLessThan(1)
})

it('hashes where the platform does, and says so where it does not', async () => {
  const bytes = await system.sha256?.(new TextEncoder().encode('abc'))
  // The vector of FIPS 180-4.
  expect(Buffer.from(bytes ?? []).toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
  vi.stubGlobal('crypto', {})
  expect(system.sha256).toBeUndefined()
  vi.unstubAllGlobals()
})

it('timers run once, can be cancelled, and wait however long a server asks', () => {
  vi.useFakeTimers()
  const seen: string[] = []
  system.after(10, () => seen.push('ran'))
  system.after(10, () => seen.push('never'))()
  system.after(Number.MAX_SAFE_INTEGER, () => seen.push('far too early'))
  vi.advanceTimersByTime(1_000)
  expect(seen).toEqual(['ran'])
  expect(system.now()).toBe(Date.now())
  vi.useRealTimers()
})
