import type { Chat, ClientError, Connection, End, Message, Phase, Report } from '@stranger-chat/core'
import type { CallView, DeviceProblem, LadderView } from '@stranger-chat/core/media'

/**
 * The details of every event the element fires. The two with words in them don't bubble: a page script that records
 * whatever passes must not collect a private conversation.
 */
export interface StrangerChatEvents {
  readonly 'sc-open': { readonly source: 'user' | 'keyboard' | 'api' }
  readonly 'sc-close': { readonly source: 'user' | 'keyboard' | 'api' }
  readonly 'sc-phase': { readonly value: Phase; readonly previous: Phase }
  readonly 'sc-connection': { readonly value: Connection; readonly previous: Connection }
  readonly 'sc-match': { readonly chat: Chat['id']; readonly interests: readonly string[] }
  readonly 'sc-end': { readonly chat: End['chat']; readonly reason: End['reason'] }
  readonly 'sc-before-send': { readonly text: string }
  readonly 'sc-message': { readonly message: Message }
  readonly 'sc-unread': { readonly count: number }
  readonly 'sc-report': Pick<Report, 'chat' | 'reason'>
  readonly 'sc-call': Pick<CallView, 'phase' | 'end'>
  readonly 'sc-consent': Pick<LadderView, 'holds'>
  readonly 'sc-media-error': { readonly code: DeviceProblem; readonly device: 'camera' | 'microphone' }
  readonly 'sc-error': Pick<ClientError, 'code' | 'message' | 'retryable'>
}

export type StrangerChatEventMap = {
  readonly [K in keyof StrangerChatEvents]: CustomEvent<StrangerChatEvents[K]>
}

declare global {
  // Typed listeners on the element and on whatever the bubbling ones pass.
  interface HTMLElementEventMap extends StrangerChatEventMap {}
}

/** How most events travel. The two with words in them don't: `sc-before-send` and `sc-message` stay where they are. */
export const BUBBLES: EventInit = { bubbles: true, composed: true }
