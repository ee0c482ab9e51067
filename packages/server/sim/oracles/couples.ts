import { LIMITS } from '@stranger-chat/core'
import type { Ticket } from '../../src/ports/backplane.js'
import type { Tab } from '../tab.js'
import type { MakeOracle } from '../world.js'

/** A wish is dropped by the store's clean-up and missed at the next renewal: so much around its time, ms. */
const TIRED_MS = 12_000

/** I3, I6: both sides of a live chat are in it; no chat and no ticket is left of anybody who is gone. */
export const couples: MakeOracle = (world) => {
  const name = 'I3 I6 couples'
  const isLive = async (chat: string): Promise<boolean> => {
    const read = await world.store.inner.chats.read(chat, Number.MAX_SAFE_INTEGER)
    return read.kind === 'log' && !read.chat.ended
  }
  const searching = () =>
    world.tabs.filter(
      ({ client }) => client?.state.phase.get() === 'searching' && client.state.connection.get() === 'online',
    )
  const waiting = async (): Promise<number> => {
    const pools = new Set([...world.truth.tickets.values()].map(({ pool }) => pool))
    let sum = 0
    for (const pool of pools) sum += await world.store.inner.tickets.waiting(pool)
    return sum
  }
  return {
    name,
    async converged() {
      for (const tab of world.tabs) {
        const { client, chat } = tab
        const line = client?.state.connection.get()
        const phase = client?.state.phase.get()
        const needsLine = phase === 'searching' || phase === 'chatting'
        if (client !== undefined && needsLine && line !== 'online' && !(tab.isTwin && line === 'closed'))
          world.fail(name, `${tab.name} is ${phase} with its line ${line}.`)
        if (chat === null || line !== 'online') continue
        if (!(await isLive(chat.id))) world.fail(name, `${tab.name} sits in ${chat.id}, which is over.`)
        const other = world.tabs.some(
          (one) => one.chat?.id === chat.id && one.chat.seat !== chat.seat && one.isOpen,
        )
        if (!other) world.fail(name, `${tab.name} sits in ${chat.id} alone.`)
      }
      for (const { id, members } of world.truth.chats.values()) {
        if (!(await isLive(id))) continue
        for (const { seat } of members)
          if (!world.tabs.some(({ chat }) => chat?.id === id && chat.seat === seat))
            world.fail(name, `The chat ${id} lives on and nobody sits in seat ${seat}.`)
      }
      // Copies of a tab whose store began anew may be one session with one number, and take each other's place for ever.
      if (world.rollbacks > 0 && world.tabs.some(({ isTwin }) => isTwin)) return
      const tickets = await waiting()
      const people = searching()
      // A page learns within moments that its wish is too old.
      const tired = people.filter((tab) => isOld(tab)).length
      if (tickets > people.length || tickets < people.length - tired)
        world.fail(name, `${tickets} tickets wait for ${people.length} people who search.`)
      // With clocks apart nobody can say when somebody has waited long enough.
      if (world.hosts.some(({ skew }) => skew !== 0)) return
      for (const [i, one] of people.entries())
        for (const other of people.slice(i + 1))
          if (fits(one, other)) world.fail(name, `${one.name} and ${other.name} could talk, and both wait.`)
    },
    async emptied() {
      if ((await waiting()) > 0) world.fail(name, 'Everybody left and a ticket still waits.')
      for (const id of world.truth.chats.keys()) {
        const read = await world.store.inner.chats.read(id, 0)
        if (read.kind === 'log') world.fail(name, `Everybody left and the log of ${id} is kept.`)
      }
      for (const host of world.hosts) {
        const stats = host.server?.stats()
        if (stats !== undefined && stats.connections + stats.sessions > 0)
          world.fail(name, `Everybody left and ${host.name} still has ${JSON.stringify(stats)}.`)
      }
    },
  }

  function ticketOf({ client }: Tab): Ticket | undefined {
    return [...world.truth.tickets.values()].findLast(({ id }) => id === client?.state.search.get()?.ticket)
  }

  function isOld(tab: Tab): boolean {
    const { ticketMs = LIMITS.ticketMs } = world.server.limits ?? {}
    const since = ticketOf(tab)?.since ?? 0
    return world.start + world.timeline.now - since > ticketMs - TIRED_MS
  }

  function fits(one: Tab, other: Tab): boolean {
    const [a, b] = [ticketOf(one), ticketOf(other)]
    if (a === undefined || b === undefined) return false
    return a.pool === b.pool && a.identity !== b.identity && !world.blocks.has(a.identity, b.identity)
  }
}
