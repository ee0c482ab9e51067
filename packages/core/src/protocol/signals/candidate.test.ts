import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterCandidate } from './candidate.js'
import type { SignalPolicy } from './limits.js'

const relay = { mode: 'relay', relays: [] } as const
const named = { mode: 'relay', relays: ['192.0.2.44', '2001:db8::44'] } as const
const all = { mode: 'all', relays: [] } as const
const at = (address: string, type = 'host'): string =>
  `candidate:1 1 udp 2122194687 ${address} 60338 typ ${type}`
const blank = ' raddr 0.0.0.0 rport 0'

describe('a candidate, where only relays may be named', () => {
  it('passes as a relay’s', () => {
    const text = `${at('192.0.2.44', 'relay')}${blank} generation 0 ufrag faXR`
    expect(filterCandidate(text, relay)).toBe(text)
    expect(filterCandidate(text, named)).toBe(text)
  })

  it.each(['host', 'srflx', 'prflx', 'RELAY', ''])('does not pass as %j', (type) =>
    expect(filterCandidate(`${at('192.0.2.44', type)}${blank}`, relay)).toBeUndefined(),
  )

  it('does not tell where the relay was asked from', () => {
    const text = `${at('192.0.2.44', 'relay')} raddr 198.51.100.7 rport 51000`
    expect(filterCandidate(text, named)).toBe(at('192.0.2.44', 'relay') + blank)
    const six = `${at('2001:db8::44', 'relay')} raddr 198.51.100.7 rport 51000`
    expect(filterCandidate(six, named)).toBe(`${at('2001:db8::44', 'relay')} raddr :: rport 0`)
  })

  it('is a claim: what isn’t one of the operator’s relays doesn’t pass', () => {
    expect(filterCandidate(at('198.51.100.7', 'relay') + blank, named)).toBeUndefined()
    expect(filterCandidate(at('198.51.100.7', 'relay') + blank, relay)).toBeDefined()
  })

  it.each(['::ffff:192.0.2.44', '0:0:0:0:0:ffff:c000:022c', '2001:DB8:0::0:44'])(
    'knows a relay by any spelling of its address, and writes the one: %s',
    (spelling) => {
      const six = spelling.startsWith('2001')
      const written = filterCandidate(at(spelling, 'relay') + blank, named)
      expect(written).toBe(
        six ? `${at('2001:db8::44', 'relay')} raddr :: rport 0` : at('192.0.2.44', 'relay') + blank,
      )
      expect(filterCandidate(at('192.0.2.44', 'relay'), { mode: 'relay', relays: [spelling] })).toBe(
        six ? undefined : at('192.0.2.44', 'relay') + blank,
      )
    },
  )

  it('passes at no name, and nowhere if the operator’s relays are no addresses', () => {
    const mine = { mode: 'relay', relays: ['turn.example'] } as const
    for (const policy of [relay, mine]) {
      expect(filterCandidate(at('turn.example', 'relay') + blank, policy)).toBeUndefined()
      expect(
        filterCandidate(at('479d6038-1f73-4b60-a662-67af6b09c28d.local', 'relay') + blank, policy),
      ).toBeUndefined()
    }
    expect(filterCandidate(at('192.0.2.44', 'relay') + blank, mine)).toBeUndefined()
  })

  it('may be on this machine only where the operator says so, as in a try-out, and never everywhere at once', () => {
    const local = { mode: 'relay', relays: ['127.0.0.1'] } as const
    expect(filterCandidate(at('127.0.0.1', 'relay') + blank, local)).toBeDefined()
    expect(filterCandidate(at('127.0.0.1', 'relay') + blank, relay)).toBeUndefined()
    expect(filterCandidate(at('169.254.169.254', 'relay') + blank, relay)).toBeUndefined()
    expect(filterCandidate(at('0.0.0.0', 'relay') + blank, relay)).toBeUndefined()
    expect(filterCandidate(at('ff02::fb', 'relay') + blank, relay)).toBeUndefined()
  })
})

describe('a candidate, where addresses may be shown', () => {
  it.each([
    [at('192.0.2.2')],
    [at('10.0.0.7')],
    [at('2001:db8::2')],
    [at('479d6038-1f73-4b60-a662-67af6b09c28d.local')],
    [at('192.0.2.2', 'srflx') + blank],
    ['candidate:2566304790 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active generation 0 ufrag Nkfw'],
  ])('passes as it is: %s', (text) => expect(filterCandidate(text, all)).toBe(text))

  it('has one spelling', () => {
    expect(filterCandidate('candidate:0 2 UDP 2122187006 2001:DB8::0:2 34623 typ host', all)).toBe(
      'candidate:0 2 udp 2122187006 2001:db8::2 34623 typ host',
    )
    const pairs = 'ufrag Nkfw network-id 2 generation 0 network-cost 999 tcptype so'
    expect(filterCandidate(`candidate:0 1 TCP 1 192.0.2.2 9 typ host ${pairs}`, all)).toBe(
      'candidate:0 1 tcp 1 192.0.2.2 9 typ host tcptype so generation 0 ufrag Nkfw',
    )
  })

  it('does not tell the address behind another', () =>
    expect(filterCandidate(`${at('192.0.2.2', 'srflx')} raddr 10.0.0.7 rport 5000`, all)).toBe(
      at('192.0.2.2', 'srflx') + blank,
    ))

  it.each([
    '127.0.0.1',
    '::1',
    '::ffff:127.0.0.1',
    '169.254.1.1',
    'fe80::1',
    '224.0.0.251',
    'ff02::fb',
    '0.0.0.0',
    '::',
  ])('passes at no address that means another machine to each who reads it: %s', (address) =>
    expect(filterCandidate(at(address), all)).toBeUndefined(),
  )

  it.each([
    'printer.local',
    'peer.example',
    'localhost',
    '479d6038-1f73-4b60-a662-67af6b09c28d.local.example',
    'fe80::1%2',
  ])('passes at no name but those that browsers make up: %s', (host) =>
    expect(filterCandidate(at(host), all)).toBeUndefined(),
  )
})

describe('a candidate (P-FORM-5)', () => {
  it('that is empty is the end of them', () => expect(filterCandidate('', relay)).toBe(''))

  it.each([
    'candidate:',
    `a=${at('192.0.2.2')}`,
    at('192.0.2.2').replace(' udp', ' sctp'),
    at('192.0.2.2').replace(' udp', ' tcp'),
    at('192.0.2.2').replace('60338', '0'),
    at('192.0.2.2').replace('60338', '65536'),
    at('192.0.2.2').replace('60338', '080'),
    at('192.0.2.2').replace('2122194687', '4294967296'),
    at('192.0.2.2').replace(':1 1', ':1 3'),
    at('192.0.2.2').replace(':1 1', ': 1'),
    at('192.0.2.2').replace(' typ', '  typ'),
    `${at('192.0.2.2')} `,
    `${at('192.0.2.2')} generation`,
    `${at('192.0.2.2')} generation 0 generation 1`,
    `${at('192.0.2.2')} ufrag 192.0.2.9`,
    `${at('192.0.2.2')} tcptype active`,
    `${at('192.0.2.2')}\r\na=candidate:2`,
    `${at('192.0.2.2')} name Zoë`,
    `${at('192.0.2.2')} pad ${'x'.repeat(500)}`,
  ])('that is written otherwise does not pass: %j', (text) =>
    expect(filterCandidate(text, all)).toBeUndefined(),
  )

  const host = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.domain(),
    fc.uuid().map((uuid) => `${uuid}.local`),
  )
  const words = fc.constantFrom(
    'raddr',
    'rport',
    'tcptype',
    'generation',
    'ufrag',
    'network-id',
    'active',
    '0',
    'abcd',
  )
  const near = fc
    .record({
      protocol: fc.constantFrom('udp', 'UDP', 'tcp', 'TCP', 'sctp'),
      host,
      type: fc.constantFrom('host', 'srflx', 'prflx', 'relay'),
      tail: fc.array(fc.oneof(words, host), { maxLength: 8 }),
    })
    .map(({ protocol, host, type, tail }) =>
      [`candidate:1 1 ${protocol} 1 ${host} 9 typ ${type}`, ...tail].join(' '),
    )
  const policy: fc.Arbitrary<SignalPolicy> = fc.oneof(
    fc.constant(all),
    fc.record({ mode: fc.constant('relay' as const), relays: fc.array(host, { maxLength: 2 }) }),
  )

  it('passes again as it passed, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), policy, (text, under) => {
        const once = filterCandidate(text, under)
        if (once !== undefined) expect(filterCandidate(once, under)).toBe(once)
      }),
    )
  })
})
