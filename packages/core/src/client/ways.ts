import { platformFetch, platformSocket } from './address.js'
import type { ClientOptions } from './client.js'
import { system as platform } from '../system.js'
import { lateTransport } from '../transports/late.js'
import type { Transport } from '../transports/transport.js'
import { Upgrades } from '../transports/upgrades.js'
import { webSocketTransport } from '../transports/websocket.js'

/**
 * How a client reaches its server: by a WebSocket, and by polls where there is no way for one (P-POLL-10). The code of polls
 * is fetched with the first of them. The platform's parts are looked for only now.
 * @param base the server's address
 * @param key where the choice of polls is kept for the next page of this tab
 * @throws TypeError where the platform has neither
 */
export function wayTo(base: string, key: string, options: ClientOptions): Transport {
  const { transport, WebSocket: Socket = platformSocket(), system = platform, storage } = options
  if (transport) return transport
  const fetch = options.fetch ?? platformFetch()
  const socket = Socket && webSocketTransport(`${base.replace(/^http/i, 'ws')}/ws`, Socket, system.after)
  const url = `${base}/poll`
  if (!fetch && !socket)
    throw new TypeError('There is neither WebSocket nor fetch here: pass one as an option.')
  if (!fetch) return socket as Transport
  const load = () => import('../transports/polls.js')
  if (!socket) return lateTransport(async () => (await load()).pollTransport(url, fetch, system))
  const kept = storage?.session
  const upgrades = new Upgrades(socket, system, {
    get: () => kept?.get(key) ?? null,
    set: (value) => (value === null ? kept?.remove(key) : kept?.set(key, value)),
  })
  const polls = lateTransport(async () => {
    const { pollsBeside, pollTransport } = await load().catch((error: unknown) => {
      upgrades.forgive()
      throw error
    })
    return pollsBeside(upgrades, pollTransport(url, fetch, system), system)
  })
  return (events) => (upgrades.areBlocked ? polls : upgrades.dial)(events)
}
