/** What is measured. `floor` is a page by hand that does nothing but append; the element is measured in both its layouts. */
export const CHATS = ['floor', 'inline', 'bubble', 'deep-chat', 'n8n-chat'] as const
export type ChatName = (typeof CHATS)[number]

/** What of it is a file of its own on the server. */
export const FOLDER: Readonly<Record<ChatName, string>> = {
  floor: 'floor',
  inline: 'stranger-chat',
  bubble: 'stranger-chat',
  'deep-chat': 'deep-chat',
  'n8n-chat': 'n8n-chat',
}

/** Every chat shows so many rows at the end, all of them in the page. */
export const MESSAGES = 1_000

const WORDS = 'tea night trains a kettle that sings and then the rain came over all of it at once'.split(' ')
/** Of 8 to 80 letters, no two alike: plain words, so that nobody's links or markup are measured. */
export const textOf = (i: number): string => `${i} ${WORDS.slice(0, 1 + ((i * 7) % WORDS.length)).join(' ')}`
