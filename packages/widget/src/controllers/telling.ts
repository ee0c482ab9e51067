import { BUBBLES, type StrangerChatEvents } from '../events.js'

/** Events with words in them stay where they are: what records all that passes through a page gets nothing. */
const STAYS: { readonly [K in keyof StrangerChatEvents]?: EventInit } = {
  'sc-before-send': { cancelable: true },
  'sc-message': {},
}

/** Fires an event; false when the page prevented it. */
export const tell = <K extends keyof StrangerChatEvents>(
  host: EventTarget,
  type: K,
  detail: StrangerChatEvents[K],
): boolean => host.dispatchEvent(new CustomEvent(type, { ...(STAYS[type] ?? BUBBLES), detail }))
