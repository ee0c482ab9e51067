import type { MakeOracle } from '../world.js'

/** P-RESUME-2, P-ACK-2: on one connection each offset comes once, and nothing comes before what lies below it. */
export const order: MakeOracle = (world) => {
  const cursors = new WeakMap<object, Map<string, number | undefined>>()
  return {
    name: 'order on the wire',
    heard(tab, wire, frame) {
      let chats = cursors.get(wire)
      if (chats === undefined) cursors.set(wire, (chats = new Map()))
      // Where a client that comes back stands is known from the first thing it hears.
      if (frame.type === 'chat') chats.set(frame.chat, frame.offset === 0 ? 0 : undefined)
      if (frame.type !== 'entry' && frame.type !== 'ack') return
      const { chat } = frame
      const wrong = (offset: number, cursor: number): void =>
        world.fail(this.name, `${tab.name} heard ${frame.type} ${offset} of ${chat} behind ${cursor}.`)
      for (const [, offset] of frame.acked ?? []) {
        const cursor = chats.get(chat) ?? offset - 1
        // A repeated send is acked again.
        if (offset <= cursor) continue
        if (offset > cursor + 1) return wrong(offset, cursor)
        chats.set(chat, offset)
      }
      if (frame.type === 'ack') return
      const cursor = chats.get(chat) ?? frame.offset - 1
      if (frame.offset !== cursor + 1) return wrong(frame.offset, cursor)
      chats.set(chat, frame.offset)
    },
  }
}
