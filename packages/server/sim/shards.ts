import type { Claimant } from '../src/ports/backplane.js'
import type { Seat } from '../src/memory/chatlog.js'
import { endChat, forsake } from '../src/memory/ends.js'
import { follow, seatIn, setPresent } from '../src/memory/seats.js'
import { remembered, type State } from '../src/memory/state.js'
import { retire, unqueue } from '../src/memory/wishes.js'
import { RECENT } from '../src/rules/pairing.js'

// A store in parts, as a Redis Cluster is: each session, pool and chat lies in the shard of its own name (ADR 0017). The memory
// engine holds everything in one piece, so what is done here is what the Redis engine does about a shard that began anew, in terms
// of what its callers can see. A failover that rolled back is no other thing: there, too, the whole shard begins anew.

/** Masters, each with a part of all names. */
export const SHARDS = 3

/** The shard in which a thing of that name lies. */
export function shardOf(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return (hash >>> 0) % SHARDS
}

/** A session as the process it was claimed from knows it, whatever the store forgets. */
export interface Held {
  readonly conn: number
  readonly node: string
  readonly identity: string
  /** Where it was seen sitting last. */
  readonly chat?: string
}

/** Everything in one shard is gone. @returns which chats and sessions were there */
export function loseShard(
  state: State,
  shard: number,
): { readonly chats: readonly string[]; readonly sids: readonly string[] } {
  const isLost = (name: string): boolean => shardOf(name) === shard
  const sids = [...state.claims.keys()].filter(isLost)
  for (const claim of [...state.claims.values()]) {
    // A ticket is in the shard of its pool; one whose session is nowhere is matched with nobody.
    if (isLost(claim.sid) || (claim.waiting !== undefined && isLost(claim.waiting.pool)))
      unqueue(state, claim)
    if (!isLost(claim.sid)) continue
    state.sweep.clear(claim)
    state.claims.delete(claim.sid)
    const held = (state.held.get(claim.identity) ?? 0) - 1
    if (held > 0) state.held.set(claim.identity, held)
    else state.held.delete(claim.identity)
  }
  return { sids, chats: [...state.chats.keys()].filter((id) => isLost(id) && loseChat(state, id)) }
}

/** A chat is gone. Its members' sessions learn of it when they next look: they are free, and their tickets used. */
function loseChat(state: State, id: string): boolean {
  const chat = state.chats.get(id)
  if (chat === undefined) return false
  state.chats.delete(id)
  state.sweep.clear(chat)
  state.logBytes -= chat.bytes
  for (const { sid, ticket } of chat.seats) {
    const claim = state.claims.get(sid)
    if (claim === undefined) continue
    claim.ended = claim.ended.filter((held) => held !== chat)
    if (claim.chat !== chat) continue
    claim.chat = undefined
    retire(state, claim, ticket)
    for (const other of chat.seats)
      if (other.sid !== sid && !claim.recent.includes(other.identity))
        claim.recent = remembered(claim.recent, other.identity, RECENT)
  }
  return true
}

/** Members of a chat whose node isn't among the living are away. @returns whether there were any */
export function strandLost(state: State, id: string, living: readonly string[]): boolean {
  const chat = state.chats.get(id)
  const lost = chat?.seats.filter(({ node, present }) => present && !living.includes(node)) ?? []
  if (chat !== undefined) for (const seat of lost) setPresent(state, chat, seat, false)
  return lost.length > 0
}

/** The seat of whoever speaks by the number the chat knows it by, as long as it may come. */
export function seatOf(state: State, { sid, conn }: Claimant, id: string): Seat | undefined {
  const chat = state.chats.get(id)
  const seat = chat === undefined ? undefined : seatIn(chat, sid)
  return seat?.conn === conn && !seat.forsaken && chat?.end === undefined ? seat : undefined
}

/** A session that lost its memory takes its seat in a live chat again (`lua/resit.lua`). @returns whether it sits there now */
export function resit(state: State, { sid, conn }: Claimant, id: string): boolean {
  const claim = state.claims.get(sid)
  const chat = state.chats.get(id)
  const seat = chat === undefined ? undefined : seatIn(chat, sid)
  if (claim?.conn !== conn || chat === undefined || seat === undefined) return false
  if (chat.end !== undefined || seat.conn > conn || claim.chat !== undefined) return false
  if (claim.waiting !== undefined || claim.used.includes(seat.ticket) || claim.ended.includes(chat))
    return false
  claim.chat = chat
  claim.wish = { id: seat.ticket, since: chat.record().startedAt }
  follow(claim)
  return true
}

/** Whoever goes without having its claim leaves what it was seen in last, unless a newer claim took that seat along (`leaveUnknown`). */
export function leaveUnknown(state: State, { sid, conn }: Claimant, id: string): void {
  const chat = state.chats.get(id)
  const seat = chat === undefined ? undefined : seatIn(chat, sid)
  if (state.claims.get(sid)?.conn === conn || chat === undefined || seat?.conn !== conn) return
  if (chat.end === undefined) endChat(state, chat, seat.present ? 'left' : 'lost', seat)
  forsake(state, chat, sid)
}
