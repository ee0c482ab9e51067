/** A Colyseus 0.18 room of two: its matchmaking finds the room, its messages are MessagePack. */
import { type Client, Room, Server } from '@colyseus/core'
import { WebSocketTransport } from '@colyseus/ws-transport'
import { createServer, type AddressInfo } from 'node:net'
import { serveParent } from '../support/child.mjs'
import { textOf } from './message.mjs'

class Pair extends Room {
  override maxClients = 2
  override patchRate = null

  override onCreate(): void {
    this.onMessage('message', (from, message: unknown) => {
      const text = textOf(message)
      if (text === undefined) return
      this.clients.find((client) => client !== from)?.send('message', { text })
    })
  }

  override onJoin(client: Client): void {
    if (this.clients.length < 2) return
    for (const one of this.clients) one.send('paired', {})
  }
}

/** It wants to be told a port. */
const probe = createServer().listen(0, '127.0.0.1')
await new Promise((listening) => probe.once('listening', listening))
const { port } = probe.address() as AddressInfo
await new Promise((closed) => probe.close(closed))

const server = new Server({ transport: new WebSocketTransport(), greet: false })
server.define('pair', Pair)
await server.listen(port, '127.0.0.1')
serveParent(port)
