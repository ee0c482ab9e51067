/** From so many bytes on, whole words are worth the view they take. */
const WORDS_FROM = 256

/**
 * Takes the mask, which is the four bytes in front, off a payload where it lies (RFC 6455 section 5.3).
 * @returns all its bytes joined by OR: below 0x80 if it is ASCII
 */
export function unmask(bytes: Buffer, from: number, to: number): number {
  const mask = [
    bytes[from - 4] ?? 0,
    bytes[from - 3] ?? 0,
    bytes[from - 2] ?? 0,
    bytes[from - 1] ?? 0,
  ] as const
  if (to - from < WORDS_FROM) return bytewise(bytes, from, to, mask)
  // Words lie where the memory has them, so the mask is turned to fit.
  const lead = (4 - ((bytes.byteOffset + from) & 3)) & 3
  const count = (to - from - lead) >> 2
  const turned = [0, 1, 2, 3].map((i) => mask[(lead + i) & 3] ?? 0) as [number, number, number, number]
  const word = new Int32Array(Uint8Array.from(turned).buffer)[0] ?? 0
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + from + lead, count)
  let seen = 0
  for (let i = 0; i < count; i++) {
    const clear = (words[i] ?? 0) ^ word
    words[i] = clear
    seen |= clear
  }
  const tail = from + lead + 4 * count
  return (
    ((seen | (seen >>> 8) | (seen >>> 16) | (seen >>> 24)) & 0xff) |
    bytewise(bytes, from, from + lead, mask) |
    bytewise(bytes, tail, to, turned)
  )
}

type Mask = readonly [number, number, number, number]

function bytewise(bytes: Buffer, from: number, to: number, [a, b, c, d]: Mask): number {
  let seen = 0
  let i = from
  for (const whole = to - 3; i < whole; i += 4) {
    seen |=
      (bytes[i] = (bytes[i] ?? 0) ^ a) |
      (bytes[i + 1] = (bytes[i + 1] ?? 0) ^ b) |
      (bytes[i + 2] = (bytes[i + 2] ?? 0) ^ c) |
      (bytes[i + 3] = (bytes[i + 3] ?? 0) ^ d)
  }
  if (i < to) seen |= bytes[i] = (bytes[i] ?? 0) ^ a
  if (i + 1 < to) seen |= bytes[i + 1] = (bytes[i + 1] ?? 0) ^ b
  if (i + 2 < to) seen |= bytes[i + 2] = (bytes[i + 2] ?? 0) ^ c
  return seen
}
