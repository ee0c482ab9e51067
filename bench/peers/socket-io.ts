/** socket.io 4 as most chats use it: whoever waits is one slot, and a message goes to the partner's room, `io.to(id).emit`. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { serveParent } from '../support/child.mjs'
import { textOf } from './message.mjs'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
let waiting: Socket | undefined

io.on('connection', (socket) => {
  const partner = waiting
  if (!partner) {
    waiting = socket
    return
  }
  waiting = undefined
  pass(socket, partner.id)
  pass(partner, socket.id)
  for (const one of [socket, partner]) io.to(one.id).emit('paired', {})
})

function pass(from: Socket, to: string): void {
  from.on('message', (message: unknown) => {
    const text = textOf(message)
    if (text !== undefined) io.to(to).emit('message', { text })
  })
}

http.listen(0, '127.0.0.1', () => serveParent((http.address() as AddressInfo).port))
