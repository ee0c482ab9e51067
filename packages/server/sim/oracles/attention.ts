import type { MakeOracle } from '../world.js'

/** P-AWAY: whoever looks away is known to, by the record and by the stranger, and nobody else is. */
export const attention: MakeOracle = (world) => {
  const name = 'P-AWAY attention'
  return {
    name,
    async converged() {
      const there = world.tabs.filter(
        ({ client, chat, isTwin }) => chat !== null && !isTwin && client?.state.connection.get() === 'online',
      )
      for (const { name: who, chat, isAway } of there) {
        const read = await world.store.inner.chats.read(chat?.id ?? '', Number.MAX_SAFE_INTEGER)
        if (read.kind !== 'log' || read.chat.ended) continue
        const known = read.chat.members.find(({ seat }) => seat === chat?.seat)?.away
        if (known !== isAway)
          world.fail(name, `${who} looks ${isAway ? 'away' : 'on'}, and the record says away: ${known}.`)
        const other = there.find((one) => one.chat?.id === chat?.id && one.chat?.seat !== chat?.seat)
        const seen = other?.chat?.away
        // What is told to others is a hint; one that got lost is made good by the next look at the record.
        if (other !== undefined && (seen !== null) !== isAway)
          world.fail(
            name,
            `${who} looks ${isAway ? 'away' : 'on'}, and ${other.name} reads ${JSON.stringify(seen)}.`,
          )
      }
    },
  }
}
