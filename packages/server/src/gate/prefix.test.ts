import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEY_LIFE } from '../rules/lifetimes.js'
import { createKeyRing } from '../session/keys.js'
import { FakeClock } from '../testing/clock.js'
import { createPrefixer, prefixOf, UNKNOWN_PREFIX } from './prefix.js'

describe('the prefix of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['203.0.113.255', '203.0.113.0/24'],
    ['2001:db8:12:3456:7890:abcd:ef01:2345', '2001:db8:12:3400::/56'],
    ['2001:DB8:12:34ff::1', '2001:db8:12:3400::/56'],
    ['2001:db8::', '2001:db8:0:0::/56'],
    ['::1', '0:0:0:0::/56'],
    ['::', '0:0:0:0::/56'],
    ['1::8', '1:0:0:0::/56'],
    ['1:2:3:4:5:6:7::', '1:2:3:0::/56'],
    ['fe80::1234%eth0', 'fe80:0:0:0::/56'],
  ])('of %s is %s', (address, prefix) => expect(prefixOf(address)).toBe(prefix))

  it.each([
    '::ffff:203.0.113.7',
    '::FFFF:cb00:7107',
    '0:0:0:0:0:ffff:203.0.113.200',
    '0000::ffff:cb00:71c8',
    '::ffff:203.0.113.7%1',
  ])('of %s, an IPv4 address in IPv6 dress, is that of the IPv4 address', (address) =>
    expect(prefixOf(address)).toBe('203.0.113.0/24'),
  )

  it('is one for all addresses that share 56 bits, however they are written', () => {
    const group = fc.nat(0xffff)
    fc.assert(
      fc.property(fc.tuple(group, group, group, group, group, group, group, group), (groups) => {
        const long = groups.map((g) => g.toString(16).padStart(4, '0')).join(':')
        const neighbour = [...groups.slice(0, 3), (groups[3] & 0xff00) | 0x5a, 1, 2, 3, 4]
          .map((g) => g.toString(16))
          .join(':')
        fc.pre(!long.startsWith('0000:0000:0000:0000:0000:ffff'))
        expect(prefixOf(long)).toBe(prefixOf(neighbour))
        const other = [groups[0] ^ 1, ...groups.slice(1)].map((g) => g.toString(16)).join(':')
        expect(prefixOf(other)).not.toBe(prefixOf(long))
        expect(isIPv6(prefixOf(long).replace('/56', ''))).toBe(true)
      }),
    )
  })

  it.each([
    '',
    'localhost',
    '203.0.113',
    '203.0.113.256',
    '0x7f.1',
    '1:2:3',
    '::g',
    '[::1]',
    '203.0.113.7:443',
    '203.0.113.7, 10.0.0.1',
    '/tmp/socket',
  ])('of %j is unknown', (hostile) => expect(prefixOf(hostile)).toBe(UNKNOWN_PREFIX))

  it('is never a throw, and at most one bucket for all that is no address', () => {
    const strings = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[0-9a-f:.%]{0,50}$/),
      fc.ipV6(),
      fc.ipV4(),
    )
    fc.assert(
      fc.property(strings, (text) => /^([\d.]+\/24|[0-9a-f:]+\/56|unknown)$/.test(prefixOf(text))),
      { numRuns: 1_000 },
    )
  })
})

describe('the hash of a prefix', () => {
  const DAY = 24 * 60 * 60_000
  const startOfDay = 19_675 * DAY
  const prefixerAt = (time: number, byte = 1) => {
    const clock = new FakeClock(time)
    const ring = createKeyRing(
      [{ secret: new Uint8Array(32).fill(byte), from: startOfDay - 10 * DAY }],
      clock,
    )
    return { clock, ring, prefixer: createPrefixer(ring, clock) }
  }
  const hash = prefixerAt(startOfDay).prefixer.hash('203.0.113.7')

  it('is short and gives no address away', () => {
    expect(hash).toMatch(/^h[A-Za-z0-9_-]{8}\.19675\.[A-Za-z0-9_-]{22}$/)
    expect(hash).not.toContain('203')
  })

  it('is the same for a whole prefix all day long, on every node', () => {
    expect(prefixerAt(startOfDay + DAY - 1).prefixer.hash('::ffff:203.0.113.250')).toBe(hash)
    expect(prefixerAt(startOfDay).prefixer.hash('203.0.114.7')).not.toBe(hash)
  })

  it('is another every day, and another under another key', () => {
    const macOf = (text: string) => text.split('.')[2]
    expect(macOf(prefixerAt(startOfDay + DAY).prefixer.hash('203.0.113.7'))).not.toBe(macOf(hash))
    expect(macOf(prefixerAt(startOfDay, 2).prefixer.hash('203.0.113.7'))).not.toBe(macOf(hash))
  })

  it('can be made by nobody an hour after its day, since its key is destroyed then', () => {
    const { clock, ring } = prefixerAt(startOfDay)
    const { id } = ring.current('prefix')
    clock.advance(DAY + KEY_LIFE.prefix - 1)
    expect(ring.byId('prefix', id)).toBeDefined()
    clock.advance(1)
    ring.turn()
    expect(ring.byId('prefix', id)).toBeUndefined()
  })

  it("of what is no address is the word unknown, which is nobody's prefix", () => {
    expect(prefixerAt(startOfDay).prefixer.hash('not an address')).toBe(UNKNOWN_PREFIX)
  })
})
