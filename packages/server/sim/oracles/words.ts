import type { Message } from '@stranger-chat/core'
import type { MakeOracle } from '../world.js'

/** I2, I9: what a person says is in the log once, in their order, in their seat; or they are told that it isn't. */
export const words: MakeOracle = (world) => {
  const counts = new Map<string, number>()
  const relayed = new Map<string, number>()
  const lastOf = new Map<string, number>()
  const fates = new Map<string, Message>()
  const shown = new WeakMap<object, readonly Message[]>()
  const name = 'I2 words'
  return {
    name,
    matched({ id, members }, tickets) {
      for (const [i, { seat, accepted, ticket }] of members.entries()) {
        counts.set(`${id} ${seat}`, accepted)
        // The offer of whoever waited is the first send of its maker, and no other is one (P-CALL-5).
        const isCaller = i === 0 && tickets.find((one) => one.id === ticket)?.offer !== undefined
        if (accepted !== (isCaller ? 1 : 0))
          world.fail('I9 numbers', `Seat ${seat} of ${id} begins with ${accepted} accepted.`)
      }
    },
    appended(chat, { body, seat, offset }, { n }) {
      const by = `${chat.id} ${seat}`
      const before = counts.get(by) ?? 0
      if (n !== before + 1)
        world.fail('I9 numbers', `Seat ${seat} of ${chat.id} has n ${n} behind ${before}.`)
      counts.set(by, n)
      if (body.kind !== 'text') return
      const said = world.said.get(body.text)
      if (said === undefined) return world.fail(name, `Nobody said '${body.text}'.`)
      if (said.chat !== chat.id || said.seat !== seat)
        return world.fail(name, `'${said.text}' was said to ${said.chat}, not as seat ${seat} of ${chat.id}.`)
      // A copy of a tab is a copy of what waits there to be sent: both may say it, each in its own time.
      if (said.tab.isTwin) return void relayed.set(said.text, offset)
      if (relayed.has(said.text)) return world.fail(name, `'${said.text}' is in the log of ${chat.id} twice.`)
      relayed.set(said.text, offset)
      const index = said.tab.said.indexOf(said)
      const key = `${said.tab.name} ${chat.id}`
      if (index <= (lastOf.get(key) ?? -1))
        world.fail(name, `'${said.text}' came behind what ${said.tab.name} said later.`)
      lastOf.set(key, index)
    },
    seen(tab, client) {
      const messages = client.state.messages.get()
      if (shown.get(client) === messages) return
      shown.set(client, messages)
      for (const message of messages) {
        if (message.from !== 'me' || message.kind !== 'text') continue
        const said = world.said.get(message.text)
        if (said?.tab !== tab) continue
        fates.set(message.text, message)
        if (message.state === 'sent' && !relayed.has(message.text))
          world.fail(name, `${tab.name} shows '${message.text}' as sent, and it never was.`)
        // Whoever leaves doesn't wait for the answer to their last words; and a copied tab says its copy's words too.
        const isTold =
          message.state === 'failed' && message.why === 'ended' && !tab.left.has(message.chat) && !tab.isTwin
        if (isTold && relayed.has(message.text))
          world.fail(name, `${tab.name} shows '${message.text}' as never sent, and it was.`)
      }
    },
    converged() {
      for (const { client, name: who } of world.tabs) {
        const isThere = client?.state.connection.get() === 'online'
        for (const { state, text, from } of client?.state.messages.get() ?? [])
          if (isThere && from === 'me' && state === 'pending')
            world.fail(name, `${who} still waits to hear what became of '${text}'.`)
      }
      for (const said of world.said.values())
        if (!fates.has(said.text)) world.fail(name, `'${said.text}' was said and never shown.`)
    },
  }
}
