import { BlockList, isIP } from 'node:net'
import type { Log } from '../ports/clock.js'

/** Who is really calling, when a reverse proxy stands in front. */
export interface Proxy {
  /** The caller's address, without the IPv4-in-IPv6 disguise. Empty when there is none. */
  readonly address: (remote: string | undefined, forwarded: string | readonly string[] | undefined) => string
  /** Whether the peer itself is a proxy whose headers count. */
  readonly trusts: (remote: string | undefined) => boolean
}

/**
 * @param trusted CIDR blocks or single addresses; `X-Forwarded-For` counts only when it comes from one of them
 * @throws {RangeError} if one can't be read, naming it
 */
export function createProxy(trusted: readonly string[], log: Log): Proxy {
  const list = new BlockList()
  for (const cidr of trusted) addTo(list, cidr)
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && list.check(address, family(address))
  let warned = false
  return {
    trusts: (remote) => isTrusted(plain(remote)),
    address(remote, forwarded) {
      const peer = plain(remote)
      if (forwarded === undefined) return peer
      if (!isTrusted(peer)) {
        if (!warned) {
          warned = true
          log.log('warn', 'proxy.untrusted', {
            hint: 'A proxy in front of this server sends X-Forwarded-For, but it is not trusted, so all its visitors count as one. Add --trust-proxy with its address, e.g. --trust-proxy 127.0.0.1',
          })
        }
        return peer
      }
      // From the right: each hop was written by the one behind it, and the first that isn't ours is the visitor.
      const hops = (typeof forwarded === 'string' ? forwarded : forwarded.join(',')).split(',')
      for (let i = hops.length - 1; i >= 0; i--) {
        const hop = plain(hops[i]?.trim())
        if (isIP(hop) === 0) return peer
        if (!isTrusted(hop)) return hop
      }
      return peer
    },
  }
}

function addTo(list: BlockList, cidr: string): void {
  const [address = '', bits, ...more] = cidr.trim().split('/')
  const max = isIP(address) === 6 ? 128 : 32
  const prefix = bits === undefined ? max : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
  if (isIP(address) === 0 || prefix < 0 || prefix > max || more.length > 0) {
    throw new RangeError(
      `"${cidr.slice(0, 80)}" is no address block; write one like 10.0.0.0/8 or 127.0.0.1.`,
    )
  }
  list.addSubnet(address, prefix, family(address))
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
