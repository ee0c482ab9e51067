import { LIMITS } from '@stranger-chat/core'
import type { MakeOracle } from '../world.js'

/** I8: the log and what waits to be sent stay within their bounds, whatever happens. */
export const bounds: MakeOracle = (world) => {
  const name = 'I8 bounds'
  const { logEntries, outbox } = { ...LIMITS, ...world.server.limits }
  return {
    name,
    appended(chat) {
      void world.store.inner.chats.read(chat.id, 0).then((read) => {
        if (read.kind === 'log' && read.entries.length > logEntries)
          world.fail(name, `The log of ${chat.id} holds ${read.entries.length} entries.`)
      })
    },
    seen(tab, client) {
      let waiting = 0
      for (const { state } of client.state.messages.get()) if (state === 'pending') waiting++
      if (waiting > outbox) world.fail(name, `${tab.name} has ${waiting} words waiting to be sent.`)
    },
  }
}
