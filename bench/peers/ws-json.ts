/** `ws` as one writes a chat with it: JSON parsed, text checked, a new frame made. No session, no stamp, no limit. */
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { serveParent } from '../support/child.mjs'
import { textIn } from './message.mjs'

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
  for (const one of [socket, partner]) one.send('{"type":"paired"}')
})

function pass(from: WebSocket, to: WebSocket): void {
  from.on('message', (data: Buffer) => {
    const text = textIn(data.toString())
    if (text !== undefined) to.send(JSON.stringify({ type: 'text', text }))
  })
}

server.on('listening', () => serveParent((server.address() as AddressInfo).port))
