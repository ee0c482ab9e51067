import { isIPv4, isIPv6 } from 'node:net'
import { packFields } from '@stranger-chat/core/protocol'
import type { Clock } from '../ports/clock.js'
import { PLACE_MS } from '../rules/lifetimes.js'
import type { KeyRing } from '../session/keys.js'
import { hmacSha256 } from '../system.js'

/** The one bucket of everything that isn't an address. It is never hashed, so nobody can mistake it for a place. */
export const UNKNOWN_PREFIX = 'unknown'

/**
 * The neighbourhood of an address: IPv4 /24, IPv6 /56, as `203.0.113.0/24` or `2001:db8:12:3400::/56`. An IPv4 address in
 * IPv6 dress counts as IPv4. In clear, so for memory only. Never throws, whatever the string.
 */
export function prefixOf(address: string): string {
  if (isIPv4(address)) return ipv4Prefix(address)
  if (!isIPv6(address)) return UNKNOWN_PREFIX
  const groups = ipv6Groups(address)
  const [a = 0, b = 0, c = 0, d = 0, e, f, g = 0, h = 0] = groups
  const mapped = a === 0 && b === 0 && c === 0 && d === 0 && e === 0 && f === 0xffff
  if (mapped) return ipv4Prefix(`${g >> 8}.${g & 0xff}.${h >> 8}.${h & 0xff}`)
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`
}

const ipv4Prefix = (address: string): string => `${address.slice(0, address.lastIndexOf('.'))}.0/24`

/** The eight groups of a valid IPv6 address; a zone (`%eth0`) says nothing about the place. */
function ipv6Groups(address: string): readonly number[] {
  const [text = ''] = address.split('%')
  const [head = '', tail] = text.split('::')
  const left = groupsOf(head)
  if (tail === undefined) return left
  const right = groupsOf(tail)
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0)
  return [...left, ...zeros, ...right]
}

function groupsOf(text: string): readonly number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [(a << 8) | b, (c << 8) | d]
  })
}

/** Turns addresses into what may be kept: keyed hashes of their prefixes. */
export interface Prefixer {
  /**
   * `key id . number . hash` of the address's prefix, under the key of these 15 days and under that of the 15 before, so that
   * two of the same neighbourhood can be told within that time; nothing for what is no address. The same on every node. Who
   * hasn't the key can compare and no more, and with the key goes every way to find the place again.
   */
  readonly hashes: (address: string) => readonly string[]
}

/** Kept of the hash: enough that no two prefixes meet by chance. */
const HASH_BYTES = 16

export function createPrefixer(ring: KeyRing, clock: Pick<Clock, 'now'>): Prefixer {
  function hash(prefix: string, time: number): string {
    const key = ring.at('prefix', time * PLACE_MS)
    const fields = ['stranger-chat prefix 1', key.id, String(time), prefix]
    const mac = Buffer.from(hmacSha256(key.bytes, packFields(fields)))
    return `${key.id}.${time}.${mac.toString('base64url', 0, HASH_BYTES)}`
  }
  return {
    hashes(address) {
      const prefix = prefixOf(address)
      if (prefix === UNKNOWN_PREFIX) return []
      const time = Math.floor(clock.now() / PLACE_MS)
      return [hash(prefix, time), hash(prefix, time - 1)]
    },
  }
}
