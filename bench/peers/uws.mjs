// uWebSockets.js, JSON checked: about as fast as a server in JavaScript can be. It isn't on npm, and no dependency of this
// bench; `UWS` names a folder with a build of it. JavaScript, since the Node that loads it may be an old one.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { serveParent } from '../support/child.mjs'
import { textIn } from './message.mjs'

const uws = createRequire(import.meta.url)(resolve(process.env.UWS ?? ''))
const decoder = new TextDecoder()
let waiting

uws
  .App()
  .ws('/*', {
    open(socket) {
      if (!waiting) {
        waiting = socket
        return
      }
      const partner = waiting
      waiting = undefined
      socket.partner = partner
      partner.partner = socket
      for (const one of [socket, partner]) one.send('{"type":"paired"}')
    },
    message(socket, data) {
      const text = textIn(decoder.decode(data))
      if (text !== undefined) socket.partner?.send(JSON.stringify({ type: 'text', text }))
    },
  })
  .listen('127.0.0.1', 0, (listening) => serveParent(uws.us_socket_local_port(listening)))
