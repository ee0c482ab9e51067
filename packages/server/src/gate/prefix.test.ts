import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLACE_MS } from '../rules/lifetimes.js'
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

describe('the hashes of a prefix', () => {
  const DAY = 24 * 60 * 60_000
  const begin = 1_312 * PLACE_MS
  const prefixerAt = (time: number, byte = 1) => {
    const clock = new FakeClock(time)
    const ring = createKeyRing([{ secret: new Uint8Array(32).fill(byte), from: begin - 100 * DAY }], clock)
    return { clock, ring, prefixer: createPrefixer(ring, clock) }
  }
  const hashesAt = (time: number, address = '203.0.113.7', byte = 1) =>
    prefixerAt(time, byte).prefixer.hashes(address)
  const [now = '', before = ''] = hashesAt(begin)
  const meet = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one))

  it('are short and give no address away', () => {
    expect(now).toMatch(/^h[A-Za-z0-9_-]{8}\.1312\.[A-Za-z0-9_-]{22}$/)
    expect(before).toMatch(/^h[A-Za-z0-9_-]{8}\.1311\.[A-Za-z0-9_-]{22}$/)
    expect(now + before).not.toContain('203')
  })

  it('are the same for a whole prefix for fifteen days, on every node', () => {
    expect(hashesAt(begin + PLACE_MS - 1, '::ffff:203.0.113.250')).toEqual([now, before])
    expect(meet(hashesAt(begin, '203.0.114.7'), [now, before])).toBe(false)
    expect(meet(hashesAt(begin, '203.0.113.7', 2), [now, before])).toBe(false)
  })

  it('meet those of any time within fifteen days, and none of over thirty', () => {
    const days = fc.nat(60)
    fc.assert(
      fc.property(days, days, (a, b) => {
        const [one, other] = [hashesAt(begin + a * DAY), hashesAt(begin + b * DAY)]
        const apart = Math.abs(a - b) * DAY
        if (apart <= PLACE_MS) expect(meet(one, other)).toBe(true)
        if (apart >= 2 * PLACE_MS) expect(meet(one, other)).toBe(false)
      }),
    )
  })

  it('of a ring that is younger than its time are the same from its first day on', () => {
    const clock = new FakeClock(begin + 3 * DAY)
    const ring = createKeyRing([{ secret: new Uint8Array(32).fill(5), from: clock.now() }], clock)
    const prefixer = createPrefixer(ring, clock)
    const first = prefixer.hashes('203.0.113.7')
    for (let day = 0; day < 11; day++) {
      expect(prefixer.hashes('203.0.113.7')).toEqual(first)
      clock.advance(DAY)
      ring.turn()
    }
    clock.advance(2 * DAY)
    ring.turn()
    expect(meet(prefixer.hashes('203.0.113.7'), first)).toBe(true)
  })

  it('can be made by nobody after thirty days, since their key is destroyed then', () => {
    const { clock, ring } = prefixerAt(begin)
    const id = now.split('.')[0] ?? ''
    clock.advance(2 * PLACE_MS)
    ring.turn()
    expect(ring.byId('prefix', id)).toBeDefined()
    clock.advance(60 * 60_000)
    ring.turn()
    expect(ring.byId('prefix', id)).toBeUndefined()
  })

  it('of what is no address are none: it is nobody’s place', () => {
    expect(prefixerAt(begin).prefixer.hashes('not an address')).toEqual([])
  })
})
