import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyFields, canonical, type Field, packFields, STAMP_BYTES, stampFields } from './stamp.js'

interface Vectors {
  readonly keyId: string
  readonly vectors: readonly {
    readonly name: string
    readonly chat: string
    readonly epoch: string
    readonly offset: number
    readonly seat: number
    readonly at: number
    readonly body: Readonly<Record<string, unknown>> & { readonly kind: string }
    readonly bodyBytes: string
    readonly hash: string
    readonly preimage: string
    readonly stamp: string
  }[]
}
const { keyId, vectors } = JSON.parse(
  readFileSync(new URL('./stamp.vectors.json', import.meta.url), 'utf8'),
) as Vectors

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Reads packed bytes back, as a verifier in another language would. */
function unpack(packed: Uint8Array): readonly string[] {
  const bytes = Buffer.from(packed)
  const fields: string[] = []
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    fields.push(bytes.toString('hex', at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}

describe('the layout of a stamp, by its test vectors (P-STAMP-2, P-STAMP-3, P-STAMP-6)', () => {
  for (const vector of vectors) {
    it(`of ${vector.name}`, () => {
      const { chat, epoch, offset, seat, at, body } = vector
      expect(hex(packFields(bodyFields(body)))).toBe(vector.bodyBytes)
      const hash = Buffer.from(vector.hash, 'hex')
      const fields = stampFields({ key: keyId, chat, epoch, offset, seat, kind: body.kind, at, hash })
      expect(hex(packFields(fields))).toBe(vector.preimage)
      expect(Buffer.from(vector.stamp.slice(keyId.length + 1), 'base64url')).toHaveLength(STAMP_BYTES)
    })
  }

  it('has vectors for every kind of body', () => {
    const kinds = new Set(vectors.map(({ body }) => body.kind))
    expect([...kinds].sort()).toEqual(['consent', 'delete', 'end', 'signal', 'text', 'void'])
  })
})

describe('packed fields', () => {
  const field = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 40 }))
  const fieldHex = (value: Field) =>
    typeof value === 'string' ? Buffer.from(value).toString('hex') : hex(value)

  it('can be read back one by one, so no two lists share an encoding', () => {
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        expect(unpack(packFields(fields))).toEqual(fields.map(fieldHex))
      }),
    )
  })

  it('keep what a shift of a letter from one field to the next would hide', () => {
    expect(packFields(['ab', 'c'])).not.toEqual(packFields(['a', 'bc']))
    expect(packFields(['ab', ''])).not.toEqual(packFields(['ab']))
  })
})

describe('canonical JSON', () => {
  it('sorts keys by code unit, at every depth, and leaves no spaces', () => {
    expect(canonical({ b: [1, { z: true, a: 'x' }], a: 'é', B: '' })).toBe(
      '{"B":"","a":"é","b":[1,{"a":"x","z":true}]}',
    )
  })

  it('drops keys without a value, as JSON does', () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}')
    expect(bodyFields({ kind: 'end', reason: 'left', by: undefined })).toEqual(
      bodyFields({ reason: 'left', kind: 'end' }),
    )
  })

  it('reads back as the same value, and is the same however the keys were ordered', () => {
    const body = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string())),
    )
    fc.assert(
      fc.property(body, (value) => {
        const backwards = Object.fromEntries(Object.entries(value).toReversed())
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonical(backwards)).toBe(canonical(value))
      }),
    )
  })

  it('never puts `kind` into the body hash: the stamp names it itself', () => {
    expect(bodyFields({ kind: 'void' })).toEqual(bodyFields({}))
  })
})
