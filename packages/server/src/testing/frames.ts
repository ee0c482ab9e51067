/** A client's WebSocket frame, byte by byte, for tests: whatever it may not be, too. */
export interface Framing {
  readonly isLast?: boolean
  readonly isMasked?: boolean
  /** Bits 1 to 3 of the first byte. */
  readonly reserved?: number
  /** Bytes the length is written in behind the first two: 0, 2 or 8. The shortest that fits unless given. */
  readonly lengthBytes?: 0 | 2 | 8
}

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const
const MASK = [0x37, 0xfa, 0x21, 0x3d] as const

export function clientFrame(
  opcode: number,
  payload: Uint8Array | string = '',
  { isLast = true, isMasked = true, reserved = 0, lengthBytes }: Framing = {},
): Buffer {
  const bytes = Buffer.from(payload as string)
  const form = lengthBytes ?? (bytes.length < 126 ? 0 : bytes.length < 65_536 ? 2 : 8)
  const head = Buffer.alloc(2 + form)
  head[0] = (isLast ? 0x80 : 0) | (reserved << 4) | opcode
  head[1] = (isMasked ? 0x80 : 0) | (form === 0 ? bytes.length : form === 2 ? 126 : 127)
  if (form === 2) head.writeUInt16BE(bytes.length, 2)
  if (form === 8) head.writeBigUInt64BE(BigInt(bytes.length), 2)
  if (!isMasked) return Buffer.concat([head, bytes])
  return Buffer.concat([head, Uint8Array.from(MASK), bytes.map((byte, i) => byte ^ (MASK[i & 3] ?? 0))])
}

/** A close frame's payload. */
export const closing = (code: number, reason: Uint8Array | string = ''): Buffer =>
  Buffer.concat([Uint8Array.of(code >> 8, code & 0xff), Buffer.from(reason as string)])
