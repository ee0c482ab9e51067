import { LASTING } from '@stranger-chat/core/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FakeClock } from '../testing/clock.js'
import { KEY_LIFE, ROOT_MS } from '../rules/lifetimes.js'
import { createKeyRing } from './keys.js'
import { createTokens } from './token.js'

const PROTOCOL_TOKEN = /^[A-Za-z0-9_.-]{1,2048}$/
const root = (byte: number, from = 1_700_000_000_000) => ({ secret: new Uint8Array(32).fill(byte), from })

function tokensOf(...roots: readonly ReturnType<typeof root>[]) {
  const clock = new FakeClock()
  const ring = createKeyRing(roots, clock)
  return { clock, ring, tokens: createTokens(ring, clock) }
}
const HOUR = 60 * 60_000
const claims = {
  sid: 'Zq1mJ8wXn5oP2rT7yU0cVA',
  identity: 'b4Nf9GkL3sDh6Q_eR-zW1w',
  expires: 1_700_000_000_000 + HOUR,
}

describe('a session token', () => {
  const { clock, tokens } = tokensOf(root(1))
  const token = tokens.session.sign(claims)

  it('says who it is for, and fits the wire', () => {
    expect(token).toMatch(PROTOCOL_TOKEN)
    expect(tokens.session.read(token)).toEqual({ ok: true, ...claims })
  })

  it('carries its claims and nothing else of the object they came in', () => {
    const wider = { ...claims, address: '203.0.113.9' }
    expect(tokens.session.sign(wider)).toBe(token)
  })

  it('is read on every node that has the root', () => {
    expect(tokensOf(root(1)).tokens.session.read(token)).toEqual({ ok: true, ...claims })
  })

  it('is expired from its last millisecond on: the person is simply new (P-HELLO-3)', () => {
    const late = tokensOf(root(1))
    late.clock.advance(HOUR - 1)
    expect(late.tokens.session.read(token).ok).toBe(true)
    late.clock.advance(1)
    expect(late.tokens.session.read(token)).toEqual({ ok: false, problem: 'expired' })
    expect(clock.now()).toBeLessThan(late.clock.now())
  })

  it('is still good after a new root came, and unknown once its key is destroyed', () => {
    const rotated = tokensOf(root(1))
    const lasting = rotated.tokens.session.sign({ ...claims, expires: Number.MAX_SAFE_INTEGER })
    rotated.clock.advance(ROOT_MS)
    expect(rotated.tokens.session.read(lasting)).toMatchObject({ ok: true })
    rotated.clock.advance(KEY_LIFE.session)
    rotated.ring.turn()
    expect(rotated.tokens.session.read(token)).toEqual({ ok: false, problem: 'unknown_key' })
  })

  it('of another server is of an unknown key: the person is simply new (P-HELLO-3)', () => {
    expect(tokensOf(root(9)).tokens.session.read(token)).toEqual({ ok: false, problem: 'unknown_key' })
  })

  it('is not a device token, nor a device token one of these, though both name the same root', () => {
    const device = tokens.device.sign({ identity: claims.identity, issuedAt: 5 })
    expect(tokens.device.read(token)).toEqual({ ok: false, problem: 'forged' })
    expect(tokens.session.read(device)).toEqual({ ok: false, problem: 'forged' })
  })
})

describe('a device token', () => {
  it('lasts as long as its key, which is longer than any ban', () => {
    const { clock, ring, tokens } = tokensOf(root(1))
    const token = tokens.device.sign({ identity: claims.identity, issuedAt: clock.now() })
    const issuedAt = clock.now()
    clock.advance(LASTING.ban?.most ?? 0)
    ring.turn()
    expect(token).toMatch(PROTOCOL_TOKEN)
    expect(tokens.device.read(token)).toEqual({ ok: true, identity: claims.identity, issuedAt })
    clock.advance(31 * 24 * HOUR)
    ring.turn()
    expect(tokens.device.read(token)).toEqual({ ok: false, problem: 'unknown_key' })
  })
})

describe('a token that somebody changed is forged (P-HELLO-3)', () => {
  const { tokens } = tokensOf(root(1))
  const token = tokens.session.sign(claims)
  const [kid = '', payload = '', mac = ''] = token.split('.')

  it('in whatever place and letter behind the key id', () => {
    const place = fc.nat(token.length - kid.length - 2).map((at) => at + kid.length + 1)
    fc.assert(
      fc.property(place, fc.constantFrom(...'AQgw_-.=+ '), (at, letter) => {
        fc.pre(token[at] !== letter)
        const changed = token.slice(0, at) + letter + token.slice(at + 1)
        expect(tokens.session.read(changed)).toEqual({ ok: false, problem: 'forged' })
      }),
    )
  })

  it.each([
    ['cut short', token.slice(0, -1)],
    ['without its MAC', `${kid}.${payload}`],
    ['with an empty MAC', `${kid}.${payload}.`],
    ['with nothing but a key id', `${kid}.`],
    ['with an empty payload', `${kid}..${mac}`],
    ['with a part more', `${kid}.${payload}.${mac}.${mac}`],
    ['padded', `${token}=`],
    ['with claims of their own', `${kid}.${Buffer.from('{"sid":"me"}').toString('base64url')}.${mac}`],
  ])('%s', (_, forged) => {
    expect(tokens.session.read(forged)).toEqual({ ok: false, problem: 'forged' })
  })

  it('and no string at all makes reading throw', () => {
    const strings = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.string({ unit: 'binary' }).map((tail) => `${kid}.${tail}`),
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }).map((parts) => [kid, ...parts].join('.')),
      fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => kid + '.' + String.fromCharCode(...units)),
    )
    fc.assert(
      fc.property(strings, (text) => {
        expect(tokens.session.read(text).ok).toBe(false)
        expect(tokens.device.read(text).ok).toBe(false)
      }),
    )
  })
})
