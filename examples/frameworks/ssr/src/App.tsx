import '@stranger-chat/widget'
import '@stranger-chat/widget/jsx/react'
import type { StrangerChatEventMap } from '@stranger-chat/widget'
import { useEffect, useState } from 'react'

const interests = ['tea', 'chess']
const words = { welcomeTitle: 'Talk to somebody on a page made by a server.' }

/** The same on the server, where the import does nothing and the tag is only a tag, and in the browser. */
export function App({ chatServer }: { readonly chatServer: string }) {
  const [heard, setHeard] = useState('')

  // React takes over what HTML can carry, and no property or listener of such a tag: those follow when it is awake.
  const [awake, setAwake] = useState(false)
  useEffect(() => setAwake(true), [])
  const bound = awake && {
    interests,
    i18n: words,
    'onsc-message': ({ detail }: StrangerChatEventMap['sc-message']) => setHeard(detail.message.text),
  }

  return (
    <>
      <h1>React, made by a server</h1>
      <stranger-chat server={chatServer} theme="light" {...bound}>
        <p>The chat needs JavaScript.</p>
      </stranger-chat>
      <p id="heard">{heard}</p>
    </>
  )
}
