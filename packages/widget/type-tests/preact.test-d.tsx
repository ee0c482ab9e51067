import '@stranger-chat/widget/jsx/preact'
import type { StrangerChat } from '@stranger-chat/widget/element.js'
import type { Ref } from 'preact'

// Preact sets a property where the element has one, else an attribute, and listens to what follows `on`.

declare const ref: Ref<StrangerChat>

export const whole = (
  <stranger-chat
    ref={ref}
    key="one"
    class="wide"
    server="https://chat.example"
    theme="dark"
    interests={['tea']}
    maxMessages={200}
    max-messages="200"
    without-typing
    storage-key="second"
    lang="id"
    i18n={{ welcomeTitle: 'Hi' }}
    onsc-match={({ detail }) => detail.interests.join()}
    onsc-before-send={(event) => event.detail.text === '' && event.preventDefault()}
    onsc-end={({ detail }) => detail.reason satisfies string}
  >
    <p slot="intro">Be kind.</p>
  </stranger-chat>
)

export const moderators = <stranger-moderator server="https://chat.example" theme="auto" />

// @ts-expect-error no such theme
export const theme = <stranger-chat theme="purple" />
// A list may come as its attribute's text.
export const list = <stranger-chat interests="tea, chess" modes="text voice" layout="bubble" />
// @ts-expect-error a layout is one word
export const layout = <stranger-chat layout="bubble page" />
// @ts-expect-error what can only be read
export const phase = <stranger-chat phase="idle" />
// @ts-expect-error no such attribute
export const attribute = <stranger-chat servr="https://chat.example" />
// @ts-expect-error not a handler; a name with a dash that nobody knows goes unchecked in JSX
export const event = <stranger-chat onsc-match="start" />
// @ts-expect-error the detail has no such member
export const detail = <stranger-chat onsc-unread={({ detail: { total } }) => total} />
