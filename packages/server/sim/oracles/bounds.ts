import { LIMITS, utf8Length } from '@stranger-chat/core'
import type { MakeOracle } from '../world.js'

/** A session may be there for so long after its grace: the wheel's tick, a clock that was set, a store that takes its time, ms. */
const LATE_MS = 15_000

/** I8: the log, what waits to be sent, and the tables of each node stay within their bounds, whatever happens. */
export const bounds: MakeOracle = (world) => {
  const name = 'I8 bounds'
  const { logEntries, logBytes, outbox } = { ...LIMITS, ...world.server.limits }
  const { away = 0, hidden = 0 } = world.server.grace ?? {}
  return {
    name,
    appended(chat) {
      void world.store.inner.chats.read(chat.id, 0).then((read) => {
        if (read.kind !== 'log') return
        const { length } = read.entries
        if (length > logEntries) world.fail(name, `The log of ${chat.id} holds ${length} entries.`)
        let bytes = 0
        for (const { body } of read.entries) if (body.kind === 'text') bytes += utf8Length(body.text)
        if (bytes > logBytes) world.fail(name, `The log of ${chat.id} holds ${bytes} bytes of text.`)
      })
    },
    seen(tab, client) {
      let waiting = 0
      for (const { state } of client.state.messages.get()) if (state === 'pending') waiting++
      if (waiting > outbox) world.fail(name, `${tab.name} has ${waiting} words waiting to be sent.`)
      for (const host of world.hosts) {
        const stats = host.server?.stats()
        if (stats === undefined) continue
        const { connections, sessions } = stats
        const open = host.wires.size
        if (connections > open)
          world.fail(name, `${host.name} has ${connections} connections, and ${open} lines are open.`)
        // A session has a connection, or had one until lately.
        const most = open + host.fallenWithin(Math.max(away, hidden) + LATE_MS)
        if (sessions > most)
          world.fail(name, `${host.name} has ${sessions} sessions, and could have ${most} at most.`)
      }
    },
  }
}
