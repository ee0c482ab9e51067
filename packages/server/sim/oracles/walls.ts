import { RENEW_MS } from '../../src/rules/relax.js'
import type { MakeOracle } from '../world.js'

/** So long may what a node asks of the store be on its way, ms. */
const ENTERING_MS = 5_000

/** So long after a node went away its sessions may be forgotten unseen, ms. */
const ORPHANED_MS = 200_000

/** I4, P-MATCH: who never meets, never meets; who has met is told so; who shares nothing had both given way. */
export const walls: MakeOracle = (world) => {
  const name = 'I4 walls'
  /** The last partners of each session, as far as it is certain that the store remembers them. */
  const partners = new Map<string, string[]>()
  let forgot = ''
  const forget = (): void => {
    // A node or a store that goes takes memories along, which nobody promised to keep.
    const state = `${world.rollbacks} ${world.crashedAt}`
    if (state !== forgot) partners.clear()
    forgot = state
  }
  /** When a session last lost what it remembered, virtual ms. */
  const knewSince = (sid: string): number =>
    Math.max(world.truth.releases.get(sid) ?? -1, world.truth.forgotten.get(sid) ?? -1)
  return {
    name,
    matched(chat, [a, b]) {
      forget()
      if (a === undefined || b === undefined)
        return world.fail(name, `${chat.id} has a member without a ticket.`)
      const pair = `${world.owners.get(a.id)?.name ?? '?'} and ${world.owners.get(b.id)?.name ?? '?'}`
      if (a.identity === b.identity) world.fail(name, `${pair} met, and both are one person.`)
      // Whoever looks has read the blocks just before, or at a push within a renewal: one made since holds from the next look on.
      if (world.blocks.has(a.identity, b.identity, world.timeline.now - RENEW_MS - ENTERING_MS))
        world.fail(name, `${pair} met across a block.`)
      if (a.pool !== b.pool) world.fail(name, `${pair} met across the wall between two pools.`)
      const wishes = [a, b].map(({ id }) => world.owners.get(id)?.person.wish)
      if (wishes[0]?.mode !== wishes[1]?.mode) world.fail(name, `${pair} met with different modes.`)
      if (wishes[0]?.facts.age !== wishes[1]?.facts.age) world.fail(name, `${pair} met across age bands.`)
      for (const what of ['interests', 'languages'] as const) {
        const isShared = a[what].some((one) => b[what].includes(one))
        if (!isShared && !(a.relaxed.includes(what) && b.relaxed.includes(what)))
          world.fail(name, `${pair} share no ${what}, and not both had given way.`)
      }
      const haveMet =
        partners.get(a.sid)?.includes(b.identity) === true ||
        partners.get(b.sid)?.includes(a.identity) === true
      if (!haveMet) return
      if (!chat.met) world.fail('I4 rematch', `${pair} met again, and aren't told so.`)
      const began = Math.max(...[a, b].map(({ id }) => world.truth.wishedAt.get(id) ?? 0))
      const isSteady = world.hosts.every(({ skew }) => skew === 0)
      if (isSteady && world.timeline.now - began < world.recentMs - ENTERING_MS)
        world.fail('I4 rematch', `${pair} met again too soon.`)
    },
    ended(chat, { body }) {
      forget()
      if (body.kind !== 'end' || body.reason === 'no_show' || chat.isForgotten) return
      if (world.timeline.now - world.crashedAt < ORPHANED_MS) return
      for (const member of chat.members)
        for (const other of chat.members)
          if (other !== member && knewSince(member.sid) < chat.since) {
            const list = partners.get(member.sid) ?? []
            partners.set(
              member.sid,
              [...list.filter((one) => one !== other.identity), other.identity].slice(-8),
            )
          }
    },
    released: (sid) => void partners.delete(sid),
  }
}
