import { chatting, ended } from './cast.js'
import { type Scene, settled } from './show.js'

/** What people expect of a chat beside the words. */
export const COMFORT_SCENES: readonly Scene[] = [
  {
    name: 'chatting-emoji',
    client: () =>
      chatting([
        ['stranger', '👋🏿', 0],
        ['me', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🇮🇩🏳️‍🌈', 10],
        ['stranger', '1️⃣2️⃣3️⃣', 20],
        ['me', '3 🫖', 30],
        ['stranger', '‏🌿‏ 👩‍👩‍👧‍👦', 40],
        ['me', '©', 50],
      ]),
    play: (element) => element.insertText(`${'word '.repeat(399)}12345👩‍👩‍👧‍👦👩‍👩‍👧‍👦`),
  },
  { name: 'chatting-sounds', options: { sounds: true, lang: 'id' }, client: () => chatting() },
  {
    name: 'chatting-sounds-off',
    options: { sounds: true },
    client: () => chatting(),
    play: async (element) => {
      await settled()
      element.shadowRoot?.querySelector<HTMLElement>('.sounds')?.click()
    },
  },
  {
    name: 'chatting-sounds-block',
    options: { sounds: true, lang: 'id' },
    client: () => chatting(),
    play: async (element) => {
      await settled()
      element.shadowRoot?.querySelector<HTMLElement>("[part~='button-block']")?.click()
    },
  },
  { name: 'chatting-keys', options: { shortcuts: { step: 'Ctrl+E' } }, client: () => chatting() },
  {
    name: 'ended-copied',
    client: () => ended('left'),
    play: (element) => {
      Object.defineProperty(navigator, 'clipboard', {
        configurable: true,
        value: { writeText: () => Promise.resolve() },
      })
      const buttons = element.shadowRoot?.querySelectorAll<HTMLElement>('.end button') ?? []
      ;[...buttons].find((button) => button.textContent === 'Copy')?.click()
      return settled()
    },
  },
]
