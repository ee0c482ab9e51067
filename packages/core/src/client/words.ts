/** Half a surrogate pair, which no encoding can carry. */
const LONE_SURROGATE = /\p{Surrogate}/gu

/**
 * A text as it is sent: one form for every letter, one kind of line end, no blank edges. Done here, since a server never
 * alters a body (P-LOG-4).
 */
export const tidy = (text: string): string =>
  text.replace(/\r\n?/g, '\n').replace(LONE_SURROGATE, '\uFFFD').normalize('NFC').trim()
