import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CLOSE } from '@stranger-chat/core/protocol'
import type { Door } from '../gate/door.js'
import type { Socket, SocketEvents } from '../ports/socket.js'
import type { Visit } from '../session/connection.js'
import { goodbyeText } from '../session/frames.js'
import { refuse, shakeHands } from './handshake.js'
import { Line } from './line.js'

export interface WsHost {
  readonly door: Pick<Door, 'receive'>
  /** Takes a connection in; what it returns hears the socket. */
  readonly accept: (socket: Socket, visit: Visit) => SocketEvents
}

/** The WebSocket transport: a handler for an http server's `upgrade` requests, whatever their path. */
export function createWs({
  door,
  accept,
}: WsHost): (req: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (req, socket, head) => {
    const reception = door.receive({ remote: req.socket.remoteAddress, headers: req.headers })
    if (reception.kind === 'http') {
      const seconds = Math.ceil(reception.retryAfterMs / 1000)
      return refuse(socket, reception.status, `Retry-After: ${seconds}\r\n`)
    }
    const protocol = shakeHands(req, socket)
    if (protocol === undefined) return
    const line = new Line(socket, protocol)
    if (reception.kind === 'enter') return line.open(head, accept(line, reception.visit))
    const { close, farewell } = reception
    line.open(head)
    line.send(goodbyeText(close, farewell))
    line.close(CLOSE[close], farewell.reason ?? close)
  }
}
