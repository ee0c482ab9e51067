import type { MakeOracle } from '../world.js'

/** I5: a session has one ticket or one chat, and a page enters only the chat its present wish led to (P-MATCH-5). */
export const tickets: MakeOracle = (world) => {
  const name = 'I5 tickets'
  const chatOf = new Map<string, string>()
  return {
    name,
    matched(chat) {
      for (const { sid } of chat.members) {
        const before = chatOf.get(sid)
        chatOf.set(sid, chat.id)
        if (before === undefined) continue
        // Until its shard is told again who is there, a session that says nothing of its chat may take up another.
        const since = world.truth.chats.get(before)?.since ?? 0
        if ((world.truth.forgotten.get(sid) ?? -1) >= since) continue
        void world.store.inner.chats.read(before, Number.MAX_SAFE_INTEGER).then((read) => {
          if (read.kind === 'log' && !read.chat.ended)
            world.fail(name, `A session entered ${chat.id} and still sits in ${before}.`)
        })
      }
    },
    loaded(tab, client) {
      let wish: string | undefined
      client.state.search.subscribe((search) => (wish = search?.ticket ?? wish))
      client.on('match', ({ id, seat }) => {
        const ticket = world.truth.chats.get(id)?.members.find((member) => member.seat === seat)?.ticket
        if (ticket !== wish) world.fail(name, `${tab.name} entered ${id}, which came from another wish.`)
      })
    },
  }
}
