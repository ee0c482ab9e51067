import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CLOSE, SUBPROTOCOL } from '@stranger-chat/core/protocol'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import type { Door } from '../gate/door.js'
import type { Socket, SocketEvents } from '../ports/socket.js'
import type { Visit } from '../session/connection.js'
import { goodbyeText } from '../session/frames.js'
import { writeText } from './frame.js'

/** A message over this is refused by the transport itself, with 1009, before any of it is kept (P-FRAME-3). */
const MAX_PAYLOAD = 64 * 1024

export interface WsHost {
  readonly door: Pick<Door, 'receive'>
  /** Takes a connection in; what it returns hears the socket. */
  readonly accept: (socket: Socket, visit: Visit) => SocketEvents
}

/** The WebSocket transport on `ws`: a handler for an http server's `upgrade` requests, whatever their path. */
export function createWs({
  door,
  accept,
}: WsHost): (req: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression costs 29 times the memory of an idle connection.
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD,
    // Any of them, so that whoever speaks something else can be told (P-HELLO-5).
    handleProtocols: (protocols) =>
      protocols.has(SUBPROTOCOL) ? SUBPROTOCOL : (protocols.values().next().value ?? false),
    WebSocket: Line,
  })

  return (req, socket, head) => {
    const reception = door.receive({ remote: req.socket.remoteAddress, headers: req.headers })
    if (reception.kind === 'http') return refuse(socket, reception.status, reception.retryAfterMs)
    server.handleUpgrade(req, socket, head, (line) => {
      if (reception.kind === 'enter') return line.open(socket, accept(line, reception.visit))
      const { close, farewell } = reception
      line.on('error', () => undefined)
      line.send(goodbyeText(close, farewell))
      line.close(CLOSE[close], farewell.reason ?? close)
    })
  }
}

/** A `ws` socket that is our port: no wrapper and no listener of its own for each connection. */
class Line extends WebSocket implements Socket {
  #events: SocketEvents | undefined
  #wire: Duplex | undefined

  buffered(): number {
    return this.bufferedAmount
  }

  /** Writes a text frame as one piece (ADR 0007): `ws` would hand header and payload to the kernel apart. */
  override send(text: string): void {
    if (this.#wire === undefined) super.send(text)
    else if (this.readyState === WebSocket.OPEN) writeText(this.#wire, text)
  }

  open(wire: Duplex, events: SocketEvents): void {
    this.#wire = wire
    this.#events = events
    this.on('message', Line.#onMessage)
    this.on('close', Line.#onClose)
    this.on('error', Line.#onError)
  }

  static #onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
    const events = (this as Line).#events
    if (isBinary) events?.unreadable('binary')
    // A server's messages come as one buffer.
    else events?.text((data as Buffer).toString())
  }

  static #onClose(this: WebSocket, code: number): void {
    ;(this as Line).#events?.closed(code)
  }

  static #onError(this: WebSocket, error: Error & { readonly code?: string }): void {
    if (error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') (this as Line).#events?.unreadable('too_big')
  }
}

const STATUS = { 403: 'Forbidden', 429: 'Too Many Requests', 503: 'Service Unavailable' } as const

function refuse(socket: Duplex, status: keyof typeof STATUS, retryAfterMs: number): void {
  socket.on('error', () => undefined)
  const retryAfter = Math.ceil(retryAfterMs / 1000)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS[status]}\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: ${retryAfter}\r\n\r\n`,
  )
}
