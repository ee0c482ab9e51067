import { expect, it } from 'vitest'
import type { Log } from '../ports/clock.js'
import { createProxy } from './proxy.js'

const silent: Log = { log: () => undefined }

it('names the peer when no proxy is trusted, whatever the header claims', () => {
  const proxy = createProxy([], silent)
  expect(proxy.address('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9')
  expect(proxy.address('203.0.113.9', undefined)).toBe('203.0.113.9')
})

it('names the visitor behind a trusted proxy', () => {
  const proxy = createProxy(['127.0.0.1', '10.0.0.0/8', '::1'], silent)
  expect(proxy.address('127.0.0.1', '198.51.100.1')).toBe('198.51.100.1')
  expect(proxy.address('::ffff:127.0.0.1', '198.51.100.1')).toBe('198.51.100.1')
  expect(proxy.address('::1', '2001:db8::7')).toBe('2001:db8::7')
  expect(proxy.address('127.0.0.1', undefined)).toBe('127.0.0.1')
})

it('believes hops from the right, as far as they are ours: the left end is what the visitor wrote', () => {
  const proxy = createProxy(['127.0.0.1', '10.0.0.0/8'], silent)
  expect(proxy.address('127.0.0.1', '1.1.1.1, 198.51.100.1, 10.1.2.3')).toBe('198.51.100.1')
  expect(proxy.address('127.0.0.1', ['1.1.1.1', '198.51.100.1, 10.1.2.3'])).toBe('198.51.100.1')
  expect(proxy.address('127.0.0.1', '10.1.1.1, 10.1.2.3')).toBe('127.0.0.1')
  expect(proxy.address('127.0.0.1', 'unknown')).toBe('127.0.0.1')
  expect(proxy.address('127.0.0.1', '198.51.100.1, nonsense, 10.0.0.1')).toBe('127.0.0.1')
})

it('warns once about a proxy it was not told of, with the flag to set and no address', () => {
  const lines: string[] = []
  const proxy = createProxy([], {
    log: (_, event, fields) => void lines.push(`${event} ${JSON.stringify(fields)}`),
  })
  for (let i = 0; i < 3; i++) proxy.address('203.0.113.9', '198.51.100.1')
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('--trust-proxy')
  expect(lines[0]).not.toMatch(/203\.0\.113|198\.51/)
})

it.each(['1.2.3', '10.0.0.0/33', '10.0.0.0/-1', '::/129', 'example.org', '10.0.0.0/8/8', ''])(
  'refuses %j as an address block',
  (cidr) => {
    expect(() => createProxy([cidr], silent)).toThrow(RangeError)
  },
)
