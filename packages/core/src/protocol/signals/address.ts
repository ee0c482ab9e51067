/** An IP address, in the one spelling of RFC 5952. An IPv4 address in IPv6 dress is an IPv4 address. */
export interface Address {
  readonly family: 4 | 6
  readonly text: string
  /** Four octets, or eight groups. */
  readonly parts: readonly number[]
}

/** The longest spelling of an address: six groups and a dotted quad. */
const LONGEST = 45

/** Reads an address literal. Names, zones (`%eth0`), brackets and shortened or octal octets are none. Never throws. */
export function readAddress(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined
  if (!text.includes(':')) {
    const octets = readOctets(text)
    return octets && ipv4(octets)
  }
  const groups = readGroups(text)
  if (!groups) return undefined
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff)
    return ipv4(embedded(groups, 6))
  return { family: 6, text: spell(groups), parts: groups }
}

const ipv4 = (octets: readonly number[]): Address => ({ family: 4, text: octets.join('.'), parts: octets })

function readOctets(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const octets = parts.map((part) => (/^(?:0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256))
  return octets.every((octet) => octet < 256) ? octets : undefined
}

function readGroups(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = '', tail] = halves
  // The dotted quad stands at the end, so left of a gap there is none.
  const left = readHalf(head, tail === undefined)
  const right = readHalf(tail ?? '', true)
  if (!left || !right) return undefined
  const missing = 8 - left.length - right.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...left, ...Array.from({ length: missing }, () => 0), ...right]
}

function readHalf(text: string, mayEndInQuad: boolean): readonly number[] | undefined {
  if (text === '') return []
  const parts = text.split(':')
  const groups: number[] = []
  for (const [i, part] of parts.entries()) {
    if (/^[\da-f]{1,4}$/i.test(part)) {
      groups.push(Number.parseInt(part, 16))
      continue
    }
    const octets = mayEndInQuad && i === parts.length - 1 ? readOctets(part) : undefined
    if (!octets) return undefined
    const [a = 0, b = 0, c = 0, d = 0] = octets
    groups.push((a << 8) | b, (c << 8) | d)
  }
  return groups
}

/** The longest run of two or more zeros is left out, the first of equals. */
function spell(groups: readonly number[]): string {
  let [start, length] = [0, 1]
  for (let i = 0; i < groups.length; i++) {
    let end = i
    while (groups[end] === 0) end++
    if (end - i > length) [start, length] = [i, end - i]
  }
  const hex = groups.map((group) => group.toString(16))
  if (length === 1) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

/** The IPv4 address in two groups of an IPv6 address. */
function embedded(groups: readonly number[], at: number): readonly number[] {
  const [high = 0, low = 0] = groups.slice(at)
  return [high >> 8, high & 0xff, low >> 8, low & 0xff]
}

/** Whether an address means one machine at all: not "any", not a group of them, not reserved. */
export function isUnicast({ family, parts }: Address): boolean {
  const [first = 0] = parts
  if (family === 4) return first > 0 && first < 224
  return first < 0xff00 && parts.some((group) => group !== 0)
}

/**
 * Whether an address may be reached from another machine: a unicast one that is neither the machine itself nor valid on one
 * cable only. What tunnels to IPv4 (NAT64, 6to4) is judged by where it leads.
 */
export function isReachable(address: Address): boolean {
  if (!isUnicast(address)) return false
  const { family, parts } = address
  const [first = 0, second = 0] = parts
  if (family === 4) return first !== 127 && !(first === 169 && second === 254)
  // ::1, and the IPv4-compatible addresses of old.
  if (parts.slice(0, 6).every((group) => group === 0)) return false
  if ((first & 0xffc0) === 0xfe80) return false
  if (first === 0x2002) return isReachable(ipv4(embedded(parts, 1)))
  if (first === 0x64 && second === 0xff9b) return isReachable(ipv4(embedded(parts, 6)))
  return true
}
