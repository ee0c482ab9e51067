import '@stranger-chat/widget/types/svelte'
import type { SvelteHTMLElements } from 'svelte/elements'

// What the checker of templates reads of `<stranger-chat>`; Svelte 5 says `onsc-match`, and its older syntax `on:sc-match`.

type Props = SvelteHTMLElements['stranger-chat']

export const whole: Props = {
  server: 'https://chat.example',
  theme: 'dark',
  interests: ['tea'],
  'max-messages': 200,
  class: 'wide',
  lang: 'id',
  'onsc-match': ({ detail }) => detail.interests.join(),
  'on:sc-before-send': (event) => event.preventDefault(),
}

export const moderators: SvelteHTMLElements['stranger-moderator'] = { theme: 'auto' }

// @ts-expect-error no such theme
export const theme: Props = { theme: 'purple' }
// @ts-expect-error no such property
export const attribute: Props = { servr: 'https://chat.example' }
// @ts-expect-error no such event
export const event: Props = { 'onsc-matched': () => {} }
// @ts-expect-error the detail has no such member
export const detail: Props = { 'onsc-unread': ({ detail: { total } }) => total }
