import type { Writable } from 'node:stream'

/** A frame's first byte: FIN, no reserved bits, and what it is (RFC 6455 section 5.2). A server's frames are never masked. */
const TEXT = 0x81
const CLOSE = 0x88
const PONG = 0x8a
/** Lengths that fit the header's short form, and its middle one. */
const SHORT = 125
const MIDDLE = 0xffff
/** What a close frame has left for its reason. */
const REASON_BYTES = SHORT - 2
/** No status: a close frame without a body. */
export const NO_STATUS = 1005

/** Headers as strings of bytes, by the text's length, each made when first needed: most frames are short. */
const headers: string[] = []
const KEPT = 2_048

/** Writes one unfragmented WebSocket text frame in one piece. */
export function writeText(wire: Writable, text: string): void {
  const { length } = text
  const head = (length < KEPT ? headers[length] : undefined) ?? header(length)
  if (length < KEPT) headers[length] = head
  // All ASCII, as most frames are: a string goes to the kernel without a buffer of its own. Counted with the header already
  // in front, since joining strings is free until somebody looks at what they hold.
  const frame = head + text
  if (Buffer.byteLength(frame) === bytesOf(head) + length) return void wire.write(frame, 'latin1')
  const bytes = Buffer.byteLength(text)
  const long = header(bytes)
  const buffer = Buffer.allocUnsafe(long.length + bytes)
  buffer.write(long, 'latin1')
  buffer.write(text, long.length)
  wire.write(buffer)
}

/** What a header is long in UTF-8, in which a character from 0x80 on is two bytes. */
function bytesOf(head: string): number {
  let bytes = head.length
  for (let i = 0; i < head.length; i++) if (head.charCodeAt(i) > 0x7f) bytes++
  return bytes
}

/** The frame's header as a string of bytes. */
function header(length: number): string {
  if (length <= SHORT) return String.fromCharCode(TEXT, length)
  if (length <= MIDDLE) return String.fromCharCode(TEXT, SHORT + 1, length >> 8, length & 0xff)
  // Eight bytes of length, of which no frame of ours needs more than four.
  const [a, b, c, d] = [length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff]
  return String.fromCharCode(TEXT, SHORT + 2, 0, 0, 0, 0, a, b, c, d)
}

/** Answers a ping with its own payload, which is at most 125 bytes. */
export function writePong(wire: Writable, payload: Uint8Array): void {
  wire.write(Buffer.concat([Uint8Array.of(PONG, payload.length), payload]))
}

/** @param reason cut to what a close frame carries */
export function writeClose(wire: Writable, code: number, reason: string): void {
  if (code === NO_STATUS) return void wire.write(Uint8Array.of(CLOSE, 0))
  let said = reason
  while (Buffer.byteLength(said) > REASON_BYTES) said = said.slice(0, -1)
  const payload = Buffer.from(said)
  wire.write(Buffer.concat([Uint8Array.of(CLOSE, 2 + payload.length, code >> 8, code & 0xff), payload]))
}
