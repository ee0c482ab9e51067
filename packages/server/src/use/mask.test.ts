import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unmask } from './mask.js'

it('takes a mask off wherever the payload lies, and tells ASCII from all else', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4, maxLength: 4 }),
      fc.oneof(
        fc.uint8Array({ maxLength: 600 }),
        fc.uint8Array({ maxLength: 600, max: 0x7f }),
        fc.uint8Array({ minLength: 256, maxLength: 600, max: 0x7f }),
      ),
      fc.nat({ max: 7 }),
      (mask, plain, offset) => {
        const room = Buffer.alloc(offset + 4 + plain.length + 8, 0xaa)
        room.set(mask, offset)
        room.set(
          plain.map((byte, i) => byte ^ (mask[i & 3] ?? 0)),
          offset + 4,
        )
        const around = (): string =>
          room.toString('hex', 0, offset + 4) + room.toString('hex', offset + 4 + plain.length)
        const before = around()
        const seen = unmask(room, offset + 4, offset + 4 + plain.length)
        expect([...room.subarray(offset + 4, offset + 4 + plain.length)]).toEqual([...plain])
        expect(seen < 0x80).toBe(plain.every((byte) => byte < 0x80))
        expect(around()).toBe(before)
      },
    ),
    { numRuns: 500 },
  )
})
