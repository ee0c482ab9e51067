import type { Sessions } from '../ports/backplane.js'
import { endChat, forsake } from './ends.js'
import { follow, seatIn, setPresent } from './seats.js'
import { BUSY, Claim, claimOf, isFenced, type State } from './state.js'
import { unqueue } from './wishes.js'

/** The sessions facet: one claim for each session, held by its newest connection. */
export function sessionsOf(state: State): Sessions {
  const expired = (claim: Claim): void => release(state, claim)
  return {
    claim: async ({ sid, conn, identity, node }) => {
      const known = state.claims.get(sid)
      if (known !== undefined && conn <= known.conn) return { kind: 'fenced', conn: known.conn }
      if (known === undefined && isFull(state, identity)) return BUSY
      const claim = known ?? newClaim(state, sid, identity, expired)
      if (known !== undefined) state.inbox.whisper(known.node, { type: 'superseded', sid, conn })
      // The connection that entered it is superseded; the next one enters it again if the wish still stands.
      unqueue(state, claim)
      claim.conn = conn
      claim.node = node
      state.sweep.clear(claim)
      follow(claim)
      return claim.chat === undefined ? { kind: 'claimed' } : { kind: 'claimed', chat: claim.chat.id }
    },

    release: async (who) => {
      const claim = claimOf(state, who)
      if (!isFenced(claim)) release(state, claim)
    },
  }
}

const isFull = (state: State, identity: string): boolean =>
  state.claims.size >= state.limits.claims || (state.held.get(identity) ?? 0) >= state.limits.sockets

function newClaim(state: State, sid: string, identity: string, expired: (claim: Claim) => void): Claim {
  const claim = new Claim(sid, identity, expired)
  state.claims.set(sid, claim)
  state.held.set(identity, (state.held.get(identity) ?? 0) + 1)
  return claim
}

/** Leaves nothing of a session behind: no ticket, no chat that still thinks it has a member, no log kept for it. */
function release(state: State, claim: Claim): void {
  unqueue(state, claim)
  const { chat } = claim
  if (chat !== undefined) {
    const seat = seatIn(chat, claim.sid)
    endChat(state, chat, seat?.present === false ? 'lost' : 'left', seat)
  }
  for (const ended of claim.ended) forsake(state, ended, claim.sid)
  state.sweep.clear(claim)
  state.claims.delete(claim.sid)
  const held = (state.held.get(claim.identity) ?? 0) - 1
  if (held > 0) state.held.set(claim.identity, held)
  else state.held.delete(claim.identity)
}

/** A node is gone, and every connection on it: nobody there waits any more, members are away, sessions may come back. */
export function loseNode(state: State, node: string): void {
  for (const claim of state.claims.values()) {
    if (claim.node !== node) continue
    unqueue(state, claim)
    const seat = claim.chat === undefined ? undefined : seatIn(claim.chat, claim.sid)
    if (claim.chat !== undefined && seat !== undefined) setPresent(state, claim.chat, seat, false)
    state.sweep.set(claim, state.limits.orphanMs)
  }
}
