import type { Writable } from 'node:stream'

/** FIN and the opcode of text (RFC 6455 section 5.2). A server's frames are never masked. */
const TEXT = 0x81
/** Lengths that fit the header's short form, and its middle one. */
const SHORT = 125
const MIDDLE = 0xffff

/** Writes one unfragmented WebSocket text frame in one piece. */
export function writeText(wire: Writable, text: string): void {
  const length = Buffer.byteLength(text)
  const head = header(length)
  // All ASCII, as most frames are: a string goes to the kernel without a buffer of its own.
  if (length === text.length) return void wire.write(head + text, 'latin1')
  const frame = Buffer.allocUnsafe(head.length + length)
  frame.write(head, 'latin1')
  frame.write(text, head.length)
  wire.write(frame)
}

/** The frame's header as a string of bytes. */
function header(length: number): string {
  if (length <= SHORT) return String.fromCharCode(TEXT, length)
  if (length <= MIDDLE) return String.fromCharCode(TEXT, SHORT + 1, length >> 8, length & 0xff)
  // Eight bytes of length, of which no frame of ours needs more than four.
  const [a, b, c, d] = [length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]
  return String.fromCharCode(TEXT, SHORT + 2, 0, 0, 0, 0, a, b, c, d)
}
