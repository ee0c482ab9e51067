// What every peer does with a message: the same check, and a new object for the partner.

/** As many characters as the product takes by default. */
const MAX_TEXT = 2_000

/**
 * @param {unknown} message
 * @returns {string | undefined} the text, if it is one
 */
export function textOf(message) {
  if (typeof message !== 'object' || message === null || !('text' in message)) return undefined
  const { text } = message
  return typeof text === 'string' && text.length > 0 && text.length <= MAX_TEXT ? text : undefined
}

/**
 * The same from a frame of JSON.
 * @param {string} json
 */
export function textIn(json) {
  try {
    return textOf(JSON.parse(json))
  } catch {
    return undefined
  }
}
