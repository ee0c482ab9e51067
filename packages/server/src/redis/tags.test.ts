import { expect, it } from 'vitest'
import { TAGS, tagOf } from './tags.js'

const SLOTS = 16_384

/** The slot of a key in a Cluster: CRC-16/XMODEM of what stands in braces. */
function slotOf(tag: string): number {
  let crc = 0
  for (const byte of Buffer.from(tag)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
  }
  return (crc & 0xffff) % SLOTS
}

it('lie in the middle of 64 even stretches of the slots', () => {
  expect(slotOf('123456789')).toBe(0x31c3 % SLOTS)
  expect(TAGS.map(slotOf)).toEqual(Array.from({ length: 64 }, (_, i) => i * 256 + 128))
})

it('give each of 3, 6 or 12 nodes the same number of shards, or one more', () => {
  for (const nodes of [3, 6, 12]) {
    const shares = Array.from({ length: nodes }, () => 0)
    for (const tag of TAGS) shares[Math.floor((slotOf(tag) / SLOTS) * nodes)]! += 1
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
  }
})

it('spread names evenly', () => {
  const counts = new Map<string, number>()
  const names = 64_000
  for (let i = 0; i < names; i++)
    counts.set(tagOf(`name ${i}`, TAGS), (counts.get(tagOf(`name ${i}`, TAGS)) ?? 0) + 1)
  expect(counts.size).toBe(64)
  expect(Math.max(...counts.values())).toBeLessThan((names / 64) * 1.2)
})
