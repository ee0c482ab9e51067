import '@stranger-chat/widget/types/vue'
import type { StrangerChatEventMap } from '@stranger-chat/widget/element.js'
import type { GlobalComponents } from 'vue'

// What the checker of templates reads of `<stranger-chat>`: `@sc-match` is `onScMatch` to it.

type Props = InstanceType<GlobalComponents['stranger-chat']>['$props']

export const whole: Props = {
  server: 'https://chat.example',
  theme: 'dark',
  interests: ['tea'],
  maxMessages: 200,
  class: 'wide',
  ref: 'chat',
  lang: 'id',
  onScMatch: ({ detail }) => detail.interests.join(),
  onScBeforeSend: (event: StrangerChatEventMap['sc-before-send']) => event.preventDefault(),
}

export const moderators: InstanceType<GlobalComponents['stranger-moderator']>['$props'] = { theme: 'auto' }

// @ts-expect-error no such theme
export const theme: Props = { theme: 'purple' }
// @ts-expect-error no such property
export const attribute: Props = { servr: 'https://chat.example' }
// @ts-expect-error no such event
export const event: Props = { onScMatched: () => {} }
// @ts-expect-error the detail has no such member
export const detail: Props = { onScUnread: ({ detail: { total } }) => total }
