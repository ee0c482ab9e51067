import { chatting, ended } from './cast.js'
import type { Scene } from './show.js'

/** Nobody brings the panel. */
const fetchPanel = () => Promise.reject(new TypeError('Failed to fetch'))

/** The bubble, closed and open, and the whole window; what is there where the panel can't be had. */
export const LAYOUT_SCENES: readonly Scene[] = [
  { name: 'bubble', options: { layout: 'bubble' } },
  {
    name: 'bubble-unread',
    options: { layout: 'bubble', open: true },
    client: () => chatting(),
    play: async (element, client) => {
      element.open = false
      await element.updateComplete
      client.receive('Still there?', 'Take your time.')
    },
  },
  { name: 'bubble-welcome', options: { layout: 'bubble', open: true } },
  {
    name: 'bubble-theirs-closed',
    options: { layout: 'bubble', open: true },
    client: () => {
      const client = chatting()
      const chat = client.state.chat.get()
      if (chat) client.set({ chat: { ...chat, away: { since: client.now - 6_000, graceMs: null } } })
      return client
    },
  },
  { name: 'bubble-chatting', options: { layout: 'bubble', open: true }, client: () => chatting() },
  {
    name: 'bubble-start-ended',
    options: { layout: 'bubble', open: true, placement: 'bottom-start' },
    client: () => ended('left'),
  },
  { name: 'bubble-absent', options: { layout: 'bubble', open: true, fetchPanel } },
  { name: 'absent', options: { fetchPanel } },
  { name: 'page-chatting', options: { layout: 'page' }, client: () => chatting() },
]
