import { isIP } from 'node:net'
import { FIELD, type IceServer } from '@stranger-chat/core/protocol'

/** Addresses of one server, and characters of one text in it, as the protocol carries them. */
export const URLS = 4
const TEXT = 256

/** What a provider or a config file may say of servers: as `RTCConfiguration.iceServers` takes them. */
export interface ServerLike {
  readonly urls: string | readonly string[]
  readonly username?: string
  readonly credential?: string
}

const HOST = String.raw`(?:\[[\da-f:.]{2,45}\]|[\w.-]{1,200})(?::\d{1,5})?`
const TURN = new RegExp(String.raw`^turns?:${HOST}(?:\?transport=(?:udp|tcp))?$`, 'i')
const STUN = new RegExp(String.raw`^stuns?:${HOST}$`, 'i')

/** As RFC 7065 writes it. */
export const isTurnUrl = (url: string): boolean => TURN.test(url)
export const TURN_RULE =
  'is no address of a TURN server. Write turn:turn.example.org:3478?transport=udp, or turns: for TLS.'

/** @throws RangeError for anything that isn't a list of servers for media, with a sentence that says why, without secrets */
export function readServers(servers: unknown): readonly IceServer[] {
  if (!Array.isArray(servers) || servers.length > FIELD.servers)
    throw new RangeError(`The servers for media must be a list of ${FIELD.servers} at most.`)
  return servers.map(readServer)
}

function readServer(server: unknown): IceServer {
  if (typeof server !== 'object' || server === null)
    throw new RangeError('A server for media is {"urls", "username"?, "credential"?}.')
  const { urls, username, credential } = server as Readonly<Record<string, unknown>>
  return {
    urls: readUrls(typeof urls === 'string' ? [urls] : urls),
    ...(username === undefined ? {} : { username: readText('username', username) }),
    ...(credential === undefined ? {} : { credential: readText('credential', credential) }),
  }
}

function readUrls(urls: unknown): readonly string[] {
  if (!Array.isArray(urls) || urls.length === 0 || urls.length > URLS)
    throw new RangeError(`A server for media has 1 to ${URLS} urls.`)
  return urls.map((url: unknown) => {
    if (typeof url === 'string' && (TURN.test(url) || STUN.test(url))) return url
    throw new RangeError(`"${String(url).slice(0, 80)}" is no address of a TURN or STUN server.`)
  })
}

function readText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '' && value.length <= TEXT) return value
  throw new RangeError(`The ${name} of a server for media must be a text of 1 to ${TEXT} characters.`)
}

/** @throws RangeError for what isn't a short list of IP addresses */
export function readRelays(relays: readonly string[]): readonly string[] {
  if (relays.length > FIELD.servers) throw new RangeError(`There may be ${FIELD.servers} relays at most.`)
  for (const relay of relays)
    if (isIP(relay) === 0)
      throw new RangeError(
        `"${relay.slice(0, 80)}" is no IP address. Name in relays those from which the TURN servers relay.`,
      )
  return relays
}
