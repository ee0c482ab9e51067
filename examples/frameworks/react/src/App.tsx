import '@stranger-chat/widget'
import '@stranger-chat/widget/jsx/react'
import type { StrangerChat } from '@stranger-chat/widget'
import { useRef, useState, useSyncExternalStore } from 'react'
import { client } from './client.ts'

// React sets a property where the element has one: lists, objects and a client go in as they are.
const interests = ['tea', 'chess']
const words = { welcomeTitle: 'Talk to somebody in React.' }

export function App() {
  const [shown, setShown] = useState(true)
  const [shared, setShared] = useState<readonly string[]>([])
  const [heard, setHeard] = useState('')
  const chat = useRef<StrangerChat>(null)
  const phase = useSyncExternalStore(client.state.phase.subscribe, client.state.phase.get)

  return (
    <>
      <h1>React</h1>
      {shown && (
        <stranger-chat
          ref={chat}
          client={client}
          interests={interests}
          i18n={words}
          theme="light"
          onsc-match={({ detail }) => setShared(detail.interests)}
          onsc-message={({ detail }) => setHeard(detail.message.text)}
        />
      )}
      <p>
        <button onClick={() => chat.current?.send('Hello from React')}>Say hello</button>
        <button onClick={() => setShown(!shown)}>{shown ? 'Hide' : 'Show'} the chat</button>
      </p>
      <p id="phase">{phase}</p>
      <p id="shared">{shared.join(', ')}</p>
      <p id="heard">{heard}</p>
    </>
  )
}
