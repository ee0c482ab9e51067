/**
 * The design of popular open-source clones: socket.io, an array of users, an array as queue, rooms by number. Written from a
 * description of several, none of their code; two bugs that such arrays had are left out, since it couldn't be measured with
 * them (one who leaves took everybody else out of the queue; two who arrive together both waited).
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import { serveParent } from '../support/child.mjs'
import { textOf } from './message.mjs'

interface User {
  readonly id: string
  readonly socket: Socket
}

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
let users: User[] = []
let queue: string[] = []
const rooms = new Map<string, readonly [User, User]>()
let nextRoom = 1

function pairUp(): void {
  while (queue.length >= 2) {
    const [first, second] = [queue.shift(), queue.shift()]
    const one = users.find(({ id }) => id === first)
    const two = users.find(({ id }) => id === second)
    if (!one || !two) continue
    const room = String(nextRoom++)
    rooms.set(room, [one, two])
    for (const { id } of [one, two]) io.to(id).emit('paired', { room })
  }
}

io.on('connection', (socket) => {
  users.push({ id: socket.id, socket })
  queue.push(socket.id)
  socket.on('message', (message: unknown) => {
    const text = textOf(message)
    const room = (message as { readonly room?: unknown }).room
    const pair = typeof room === 'string' ? rooms.get(room) : undefined
    if (text === undefined || !pair) return
    const to = pair[0].id === socket.id ? pair[1] : pair[0]
    io.to(to.id).emit('message', { text })
  })
  socket.on('disconnect', () => {
    users = users.filter(({ id }) => id !== socket.id)
    queue = queue.filter((id) => id !== socket.id)
  })
  pairUp()
})

http.listen(0, '127.0.0.1', () => serveParent((http.address() as AddressInfo).port))
