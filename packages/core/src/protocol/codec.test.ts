import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBody, readBody } from './body.js'
import { CLOSE, closePolicy, closeReason } from './close.js'
import { decodeClient, decodeServer, encode, utf8Length } from './codec.js'
import { LIMITS } from './limits.js'

const CHAT = 'chat-0000000000000000'

describe('codec', () => {
  it('reads a frame and puts `type` first when it writes one (P-FRAME-2)', () => {
    const text = '{"chat":"chat-0000000000000000","n":1,"type":"send","body":{"kind":"text","text":"hi"}}'
    const decoded = decodeClient(text)
    expect(decoded).toEqual({
      ok: true,
      frame: { type: 'send', chat: CHAT, n: 1, body: { kind: 'text', text: 'hi' } },
    })
    if (decoded.ok) expect(encode(decoded.frame)).toMatch(/^\{"type":"send"/)
  })

  it('judges the size before the parse, as UTF-8 (P-FRAME-3)', () => {
    expect(decodeClient('{'.repeat(LIMITS.frameBytes + 1))).toEqual({ ok: false, problem: 'too_big' })
    expect(decodeClient('€'.repeat(10), 29)).toEqual({ ok: false, problem: 'too_big' })
    expect(decodeClient('€'.repeat(10), 30)).toEqual({ ok: false, problem: 'not_frame' })
  })

  it('tells a broken peer from a newer one (P-FRAME-3, P-FRAME-5)', () => {
    for (const text of ['', 'null', '[]', '"hello"', '{}', '{"type":1}', '{"type":'])
      expect(decodeClient(text)).toEqual({ ok: false, problem: 'not_frame' })
    expect(decodeClient('{"type":"wave"}')).toEqual({ ok: false, problem: 'unknown_type', type: 'wave' })
    expect(decodeClient('{"type":"constructor"}')).toEqual({
      ok: false,
      problem: 'unknown_type',
      type: 'constructor',
    })
    expect(decodeClient('{"type":"seen","chat":"x","offset":1}')).toMatchObject({
      ok: false,
      problem: 'invalid',
      type: 'seen',
      at: 'chat',
    })
  })

  it('names the field at fault, never its value', () => {
    const decoded = decodeClient(`{"type":"auth","token":"my secret!"}`)
    expect(JSON.stringify(decoded)).not.toContain('secret')
  })

  it('never throws, whatever the bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((a) => new TextDecoder().decode(a))
    const jsons = fc.json({ maxDepth: 4 })
    const nearly = fc
      .record(
        {
          type: fc.constantFrom('hello', 'join', 'send', 'end', 'chat', 'entry', 'ack', 'welcome'),
          chat: fc.anything(),
          n: fc.anything(),
          body: fc.anything(),
          acked: fc.anything(),
          ticket: fc.anything(),
        },
        { requiredKeys: ['type'] },
      )
      .map((frame) => JSON.stringify(frame, (_, v) => (typeof v === 'bigint' ? String(v) : v)) ?? '')
    fc.assert(
      fc.property(fc.oneof(bytes, jsons, nearly), (text) => {
        for (const decode of [decodeClient, decodeServer]) {
          const decoded = decode(text)
          expect(typeof decoded.ok).toBe('boolean')
          if (decoded.ok) expect(decode(encode(decoded.frame))).toEqual(decoded)
        }
      }),
    )
  })

  it('measures UTF-8 as an encoder does', () => {
    const units = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0xd800, max: 0xdfff }),
        fc.constant(65),
      ),
    )
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes)
        return utf8Length(text) === new TextEncoder().encode(text).length
      }),
    )
  })
})

describe('bodies', () => {
  const caps = ['text', 'signal']
  const text = (value: unknown) => checkBody({ kind: 'text', text: value }, caps, LIMITS)

  it('is judged by its kind (P-BODY-1, P-BODY-2)', () => {
    expect(checkBody({ kind: 'text', text: 'hi', colour: 'red' }, caps, LIMITS)).toEqual({
      kind: 'text',
      text: 'hi',
    })
    expect(checkBody({ kind: 'wink' }, caps, LIMITS)).toBe('unsupported')
    expect(checkBody({ kind: 'delete', offset: 1 }, caps, LIMITS)).toBe('unsupported')
    expect(checkBody({ kind: 'constructor' }, ['constructor'], LIMITS)).toBe('unsupported')
    expect(checkBody({ kind: 'end', reason: 'left' }, ['end'], LIMITS)).toBe('unsupported')
    expect(checkBody({}, caps, LIMITS)).toBe('unsupported')
  })

  it('takes text of 1 to 2,000 code points', () => {
    expect(text('👋'.repeat(2_000))).toMatchObject({ kind: 'text' })
    expect(text('👋'.repeat(2_001))).toBe('too_long')
    expect(text('')).toBe('ill_formed')
    expect(text(7)).toBe('ill_formed')
    expect(text('\udc00')).toBe('ill_formed')
  })

  it('never alters what it lets through (P-LOG-4)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (value) => {
        expect(text(value)).toEqual({ kind: 'text', text: value })
      }),
    )
  })

  it('reads what it knows and leaves the rest to be shown as unsupported (P-FRAME-6)', () => {
    expect(readBody({ kind: 'end', reason: 'left', by: 1 })).toEqual({ kind: 'end', reason: 'left', by: 1 })
    expect(readBody({ kind: 'hologram' })).toBeUndefined()
    expect(readBody({ kind: 'toString' })).toBeUndefined()
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (raw) => {
        readBody(raw)
        checkBody(raw, ['text', 'signal', 'consent', 'delete'], LIMITS)
      }),
    )
  })
})

describe('close codes (P-CLOSE-2)', () => {
  it('44xx stops and 45xx tries again, also for codes not yet invented', () => {
    expect([4400, 4409, 4499].map(closePolicy)).toEqual(['stop', 'stop', 'stop'])
    expect([4500, 4513, 4599].map(closePolicy)).toEqual(['retry', 'retry', 'retry'])
    expect([1000, 1002, 1003, 1007, 1009].map(closePolicy)).toEqual(Array(5).fill('stop'))
    expect([1001, 1005, 1006, 1011, 1012, 1013].map(closePolicy)).toEqual(Array(6).fill('retry'))
  })
  it('names the codes it knows', () => {
    expect(closeReason(CLOSE.superseded)).toBe('superseded')
    expect(closeReason(4499)).toBeUndefined()
  })
})
