/** Everything the house says, in one place. */

/** @param {readonly string[]} items @param {string} word */
const list = (items, word) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`

/** @param {readonly string[]} interests */
export const looking = (interests) =>
  interests.length > 0 ? `Looking for someone who likes ${list(interests, 'or')}.` : 'Looking for someone.'

/** @param {import('@stranger-chat/core').Chat} chat */
export const met = (chat) =>
  [
    'You are talking to a stranger.',
    ...(chat.shared.length > 0 ? [`You both like ${list(chat.shared, 'and')}.`] : []),
    ...(chat.met ? ['You two have met before.'] : []),
  ].join(' ')

/** @type {Record<import('@stranger-chat/core').End['reason'], string>} */
export const ENDINGS = {
  you: 'You left.',
  left: 'They left. Your words went with them.',
  lost: "Their connection was lost and didn't come back.",
  no_show: "They weren't really there.",
  idle: 'Nobody said anything for a long time, so the chat ended.',
  closed: 'The server ended this chat.',
  server_lost: 'The server lost this chat. What was said before stands above.',
}

/** @param {number} ms */
export const seconds = (ms) => `${Math.max(1, Math.round(ms / 1_000))} seconds`
