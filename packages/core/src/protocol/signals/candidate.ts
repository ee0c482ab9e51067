import { type Address, isReachable, readAddress } from './address.js'
import { SIGNAL_LIMITS, type SignalPolicy } from './limits.js'

/** What ICE writes its names and secrets in (RFC 8839). No dot and no colon: no address fits in. */
export const ICE_UFRAG = /^[A-Za-z\d+/]{4,256}$/
const FOUNDATION = /^[A-Za-z\d+/]{1,32}$/
const PRINTABLE = /^[\x20-\x7e]*$/
/** The name a browser puts in the place of an address of its own network (mDNS). */
const VEILED = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.local$/i
const TYPES = ['host', 'srflx', 'relay'] as const

/** A place as it is written out; `family` is that of the address, where there is one. */
interface Place {
  readonly text: string
  readonly family: 4 | 6
}

/**
 * One candidate as browsers write it (`candidate:…`, without `a=`), in its one spelling: the address it was gathered from
 * blanked, pairs that tell of the network left out. The empty text, which ends the candidates, passes.
 * @returns undefined if it may not pass
 */
export function filterCandidate(text: string, policy: SignalPolicy): string | undefined {
  if (text === '') return ''
  if (text.length > SIGNAL_LIMITS.candidateBytes || !text.startsWith('candidate:') || !PRINTABLE.test(text))
    return undefined
  const words = text.slice('candidate:'.length).split(' ')
  const [foundation = '', component, transport = '', priority = '', host = '', port = '', typ, type = ''] =
    words
  const pairs = readPairs(words.slice(8))
  if (!pairs || typ !== 'typ' || !FOUNDATION.test(foundation)) return undefined
  if (component !== '1' && component !== '2') return undefined
  if (!isNumber(priority, 2 ** 32 - 1) || !isNumber(port, 65_535) || port === '0') return undefined
  const protocol = transport.toLowerCase()
  const tail = protocol === 'udp' || protocol === 'tcp' ? tailOf(protocol, pairs) : undefined
  const place = admit(host, type, policy)
  if (tail === undefined || !place) return undefined
  // A candidate of the host itself was gathered nowhere else.
  const related = type === 'host' ? '' : ` raddr ${place.family === 6 ? '::' : '0.0.0.0'} rport 0`
  const line = `candidate:${foundation} ${component} ${protocol} ${priority} ${place.text} ${port} typ ${type}${related}${tail}`
  return line.length > SIGNAL_LIMITS.candidateBytes ? undefined : line
}

/** Pairs of a name and a value, each name once. */
function readPairs(words: readonly string[]): ReadonlyMap<string, string> | undefined {
  const pairs = new Map<string, string>()
  for (let i = 0; i < words.length; i += 2) {
    const [name, value] = [words[i], words[i + 1]]
    if (!name || !value || pairs.has(name)) return undefined
    pairs.set(name, value)
  }
  return pairs
}

/** The pairs that are kept; all others (`network-id`, `network-cost`) tell about a person's devices. */
function tailOf(protocol: 'udp' | 'tcp', pairs: ReadonlyMap<string, string>): string | undefined {
  const tcptype = pairs.get('tcptype')
  const generation = pairs.get('generation')
  const ufrag = pairs.get('ufrag')
  if (protocol === 'tcp' ? !/^(?:active|passive|so)$/.test(tcptype ?? '') : tcptype !== undefined)
    return undefined
  if (generation !== undefined && !isNumber(generation, 65_535)) return undefined
  if (ufrag !== undefined && !ICE_UFRAG.test(ufrag)) return undefined
  const kept = Object.entries({ tcptype, generation, ufrag }).filter(([, value]) => value !== undefined)
  return kept.map(([name, value]) => ` ${name} ${value}`).join('')
}

/** A whole number in its one spelling. */
export const isNumber = (text: string, max: number): boolean =>
  /^(?:0|[1-9]\d{0,19})$/.test(text) && Number(text) <= max

function admit(host: string, type: string, policy: SignalPolicy): Place | undefined {
  if (!TYPES.some((known) => known === type)) return undefined
  const address = readAddress(host)
  if (policy.mode === 'relay')
    return address && type === 'relay' && isRelay(address, policy.relays) ? address : undefined
  if (address) return isReachable(address) ? address : undefined
  return type === 'host' && VEILED.test(host) ? { text: host.toLowerCase(), family: 4 } : undefined
}

/** `typ relay` is a claim anybody can make: it has to be at one of the operator's addresses, or, where none are named, on another machine. */
const isRelay = (address: Address, relays: readonly string[]): boolean =>
  relays.length === 0
    ? isReachable(address)
    : relays.some((relay) => readAddress(relay)?.text === address.text)
