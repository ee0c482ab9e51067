import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { SUBPROTOCOL } from '@stranger-chat/core/protocol'
import { sha1Base64 } from '../system.js'

/** What every server joins to a client's key before it hashes it (RFC 6455 section 1.3). */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** Sixteen bytes in base64. */
const KEY = /^[+/0-9A-Za-z]{22}==$/
/** Names in a list of subprotocols are tokens (RFC 9110 section 5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const STATUS = {
  400: 'Bad Request',
  403: 'Forbidden',
  405: 'Method Not Allowed',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
} as const
type RefusalStatus = keyof typeof STATUS

/** Answers an `upgrade` request by HTTP instead, and hangs up. */
export function refuse(socket: Duplex, status: RefusalStatus, headers = ''): undefined {
  socket.on('error', () => undefined)
  socket.end(
    `HTTP/1.1 ${status} ${STATUS[status]}\r\nConnection: close\r\nContent-Length: 0\r\n${headers}\r\n`,
  )
}

/** What is wrong with a handshake (RFC 6455 section 4.2.1), if anything. */
function faultOf({
  method,
  headers,
  httpVersionMajor,
  httpVersionMinor,
}: IncomingMessage): RefusalStatus | undefined {
  if (method !== 'GET') return 405
  if (httpVersionMajor !== 1 || httpVersionMinor < 1) return 400
  if (headers.upgrade?.toLowerCase() !== 'websocket') return 400
  if (!listOf(headers.connection).some((word) => word.toLowerCase() === 'upgrade')) return 400
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) return 400
  return headers['sec-websocket-version'] === '13' ? undefined : 426
}

const listOf = (header: string | undefined): readonly string[] =>
  header === undefined ? [] : header.split(',').map((word) => word.trim())

/**
 * Completes a WebSocket handshake, or refuses it.
 * @returns the subprotocol agreed on, empty for none; nothing if it was refused
 */
export function shakeHands(req: IncomingMessage, socket: Duplex): string | undefined {
  const fault = faultOf(req)
  const offered = listOf(req.headers['sec-websocket-protocol'])
  if (fault !== undefined) return refuse(socket, fault, fault === 426 ? 'Sec-WebSocket-Version: 13\r\n' : '')
  if (!offered.every((name) => TOKEN.test(name)) || new Set(offered).size < offered.length)
    return refuse(socket, 400)
  // Whoever is gone already is told nothing.
  if (!socket.readable || !socket.writable) return void socket.destroy()
  // Any of them, so that whoever speaks something else can be told (P-HELLO-5).
  const protocol = offered.includes(SUBPROTOCOL) ? SUBPROTOCOL : (offered[0] ?? '')
  const accepted = sha1Base64((req.headers['sec-websocket-key'] ?? '') + GUID)
  // No extension is answered, so none is on: compression costs 29 times the memory of an idle connection.
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n${
      protocol === '' ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`
    }\r\n`,
    'latin1',
  )
  return protocol
}
