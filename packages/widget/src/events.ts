import type { Chat, ClientError, Connection, End, Message, Phase } from '@stranger-chat/core'

/** The details of every event the element fires. The two with words in them don't bubble: no page script that records everything should collect a private conversation. */
export interface StrangerChatEvents {
  /** Bubbles. The person's place changed. */
  'sc-phase': { readonly value: Phase; readonly previous: Phase }
  /** Bubbles. The line's state changed. */
  'sc-connection': { readonly value: Connection; readonly previous: Connection }
  /** Bubbles. A stranger is there. */
  'sc-match': { readonly chat: Chat['id']; readonly interests: readonly string[] }
  /** Bubbles. The chat is over. */
  'sc-end': { readonly chat: End['chat']; readonly reason: End['reason'] }
  /** Cancelable, doesn't bubble. `preventDefault()` keeps the text in the composer. */
  'sc-before-send': { readonly text: string }
  /** Doesn't bubble. A message of the stranger's. */
  'sc-message': { readonly message: Message }
  /** Bubbles. Messages nobody has seen yet. */
  'sc-unread': { readonly count: number }
  /** Bubbles. Something was refused or failed. */
  'sc-error': Pick<ClientError, 'code' | 'message' | 'retryable'>
}

export type StrangerChatEventMap = { readonly [K in keyof StrangerChatEvents]: CustomEvent<StrangerChatEvents[K]> }

/** How an event travels; words stay where they are. */
export const eventInit = (type: keyof StrangerChatEvents): EventInit =>
  type === 'sc-before-send'
    ? { cancelable: true }
    : type === 'sc-message'
      ? {}
      : { bubbles: true, composed: true }
