import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PictureRing } from './ring.js'

const picture = (length: number, fill = 1) => new Uint8Array(length).fill(fill)

it('keeps the last ones, oldest first', () => {
  const ring = new PictureRing({ count: 2 })
  for (const at of [1, 2, 3]) expect(ring.keep(picture(10), at)).toBe(true)
  expect(ring.pictures.map(({ at }) => at)).toEqual([2, 3])
})

it('lets the oldest go when they grow too big together', () => {
  const ring = new PictureRing({ count: 3, bytes: 100 })
  ring.keep(picture(40), 1)
  ring.keep(picture(40), 2)
  ring.keep(picture(60), 3)
  expect(ring.pictures.map(({ at }) => at)).toEqual([2, 3])
})

it('one that is too big alone, or empty, costs no other its place', () => {
  const ring = new PictureRing({ bytes: 100 })
  ring.keep(picture(40), 1)
  expect(ring.keep(picture(101), 2)).toBe(false)
  expect(ring.keep(picture(0), 3)).toBe(false)
  expect(ring.pictures.map(({ at }) => at)).toEqual([1])
})

it('keeps a copy: what the view does with its own bytes later changes nothing', () => {
  const ring = new PictureRing()
  const bytes = picture(3)
  ring.keep(bytes, 1)
  bytes.fill(9)
  expect([...(ring.pictures[0]?.bytes ?? [])]).toEqual([1, 1, 1])
})

it('forgets on demand; what was handed out for a report stays whole', () => {
  const ring = new PictureRing()
  ring.keep(picture(3), 1)
  const handed = ring.pictures
  ring.clear()
  expect(ring.pictures).toEqual([])
  expect([...(handed[0]?.bytes ?? [])]).toEqual([1, 1, 1])
})

it('never more than its count and bytes, always the newest that fit, in order', () => {
  fc.assert(
    fc.property(
      fc.nat(5),
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.nat(120), { maxLength: 40 }),
      (count, bytes, lengths) => {
        const ring = new PictureRing({ count, bytes })
        const taken = lengths.flatMap((length, at) => (ring.keep(picture(length), at) ? [at] : []))
        const kept = ring.pictures
        const sum = kept.reduce((all, one) => all + one.bytes.length, 0)
        expect(kept.length).toBeLessThanOrEqual(count)
        expect(sum).toBeLessThanOrEqual(bytes)
        expect(kept.map(({ at }) => at)).toEqual(kept.length ? taken.slice(-kept.length) : [])
        const next = taken.at(-kept.length - 1)
        const isFull = kept.length === count || next === undefined
        expect(isFull || sum + (lengths[next] ?? 0) > bytes).toBe(true)
      },
    ),
  )
})
