import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReachable, isUnicast, readAddress } from './address.js'

describe('an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::', '::'],
    ['1::', '1::'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['0:0:0:0:0:ffff:192.0.2.1', '192.0.2.1'],
  ])('%s has one spelling, %s', (text, spelling) => expect(readAddress(text)?.text).toBe(spelling))

  it.each([
    '',
    'localhost',
    'peer.example',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '0x7f.0.0.1',
    '3221225985',
    '192.0.2.1.',
    '192.0.2.1:3478',
    '[::1]',
    'fe80::1%eth0',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    ':1:2:3:4:5:6:7',
    '192.0.2.1::',
    '::192.0.2.1:1',
    '::12345',
    '::g',
    '1'.repeat(10_000),
  ])('%s is none', (text) => expect(readAddress(text)).toBeUndefined())

  it('is what Node takes for one, zones apart; and its spelling spells itself', () => {
    const texts = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.stringMatching(/^[\da-f:.]{0,45}$/),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const address = readAddress(text)
        expect(address !== undefined).toBe(isIP(text) !== 0 && !text.includes('%'))
        if (address) expect(readAddress(address.text)).toEqual(address)
      }),
    )
  })
})

describe('what another machine can reach', () => {
  const judge = (text: string) => {
    const address = readAddress(text)
    return address && { one: isUnicast(address), far: isReachable(address) }
  }
  it.each([
    '192.0.2.1',
    '10.0.0.1',
    '192.168.1.5',
    '2001:db8::1',
    'fd00::2',
    '64:ff9b::c000:201',
    '2002:c000:201::1',
  ])('is %s', (text) => expect(judge(text)).toEqual({ one: true, far: true }))
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback in IPv6 dress'],
    ['::127.0.0.1', 'the same, of old'],
    ['64:ff9b::127.0.0.1', 'loopback through NAT64'],
    ['2002:7f00:1::', 'loopback through 6to4'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['febf::1', 'link-local'],
  ])('is not %s, %s', (text) => expect(judge(text)).toEqual({ one: true, far: false }))
  it.each(['0.0.0.0', '0.1.2.3', '224.0.0.251', '239.1.1.1', '255.255.255.255', '::', 'ff02::fb'])(
    'is not %s, which is no single machine at all',
    (text) => expect(judge(text)).toEqual({ one: false, far: false }),
  )
})
