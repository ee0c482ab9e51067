import type { Message } from '@stranger-chat/core'
import type { TrueChat } from '../truth.js'
import type { MakeOracle } from '../world.js'

/** Near the most entries a client keeps. */
const MANY = 480

/** No line of the conversation: a call's signals are in the log, and not on the page. */
const isSilent = (log: TrueChat | undefined, offset: number): boolean =>
  log?.entries.get(offset)?.body.kind === 'signal'

/** I1: what a page shows of a chat is the log from its first entry on: in order, once, word for word. */
export const transcript: MakeOracle = (world) => {
  const shown = new WeakMap<object, readonly Message[]>()
  const jumped = new Set<string>()
  return {
    name: 'I1 transcript',
    heard(tab, _wire, frame) {
      if (frame.type !== 'chat' || frame.complete) return
      // Moved between two lines a page may hold more than its hello said: then nothing is missing.
      const offsets = tab.client?.state.messages
        .get()
        .map(({ chat, offset }) => (chat === frame.chat ? (offset ?? 0) : 0))
      if (Math.max(0, ...(offsets ?? [])) >= frame.offset) return
      jumped.add(`${tab.name} ${frame.chat}`)
      const log = world.truth.chats.get(frame.chat)
      const sid = log?.members.find(({ seat }) => seat === frame.you)?.sid ?? ''
      // Nothing is kept for whoever was given up; and a copy of the tab may have confirmed more than the tab holds.
      const isGivenUp = (world.truth.releases.get(sid) ?? -1) > (log?.since ?? 0)
      if (!tab.isTwin && !isGivenUp)
        world.fail(this.name, `${tab.name} came back and the log no longer reached back.`)
    },
    seen(tab, client) {
      const messages = client.state.messages.get()
      if (shown.get(client) === messages) return
      shown.set(client, messages)
      let last = 0
      for (const { offset, chat, from, kind, text } of messages) {
        if (offset === null) continue
        const log = world.truth.chats.get(chat)
        // The oldest lines of a very long chat have been let go.
        const isCut = last === 0 && messages.length > MANY
        while (isSilent(log, last + 1) && last + 1 < offset) last++
        const mayJump = tab.isTwin || jumped.has(`${tab.name} ${chat}`)
        if (offset <= last || (!mayJump && !isCut && offset !== last + 1))
          return world.fail(this.name, `${tab.name} shows offset ${offset} of ${chat} behind ${last}.`)
        last = offset
        const entry = log?.entries.get(offset)
        if (entry === undefined)
          return world.fail(this.name, `${tab.name} shows offset ${offset} of ${chat}, which isn't there.`)
        const { body, seat } = entry
        const isServer = seat === -1
        const isSame =
          kind === body.kind
            ? body.kind !== 'text' || body.text === text
            : body.kind === 'void' && from === 'me'
        if (!isSame || isServer !== (from === 'server'))
          return world.fail(
            this.name,
            `${tab.name} shows ${from} ${kind} '${text}' where ${seat} said ${JSON.stringify(body)}.`,
          )
        if (kind === 'text' && from !== 'server') {
          const own = client.state.chat.get()
          const isOwn = own?.id !== chat ? from === 'me' : world.said.get(text)?.seat === own.seat
          if (isOwn !== (from === 'me'))
            return world.fail(this.name, `${tab.name} shows '${text}' as said by ${from}.`)
        }
      }
    },
    async converged() {
      for (const tab of world.tabs) {
        const { chat, client } = tab
        if (client === undefined || chat === null || client.state.connection.get() !== 'online') continue
        const log = world.truth.chats.get(chat.id)
        const top = Math.max(0, ...(log?.entries.keys() ?? []))
        const shownTo = Math.max(0, ...client.state.messages.get().map(({ offset }) => offset ?? 0))
        const last = shownTo === 0 && isSilent(log, 1) ? 1 : shownTo
        if (last !== top && !tab.isTwin)
          world.fail(this.name, `${tab.name} shows ${chat.id} up to ${last} of ${top}.`)
      }
    },
  }
}
