/**
 * The reference: `ws` and nothing else. Two sockets in the order they arrive are a pair, and what one says goes to the other
 * as the bytes it came in: no parse, no check, no state. Whoever does anything at all must cost more than this.
 */
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { serveParent } from '../support/child.mjs'

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
let waiting: WebSocket | undefined

server.on('connection', (socket) => {
  const partner = waiting
  if (!partner) {
    waiting = socket
    return
  }
  waiting = undefined
  pass(socket, partner)
  pass(partner, socket)
})

function pass(from: WebSocket, to: WebSocket): void {
  from.on('message', (data) => to.send(data, { binary: false }))
}

server.on('listening', () => serveParent((server.address() as AddressInfo).port))
