import type { EndReason } from '@stranger-chat/core/protocol'
import type { LogEntry } from '../ports/backplane.js'
import { ENDS } from '../rules/log.js'
import { RECENT } from '../rules/pairing.js'
import type { ChatLog, Seat } from './chatlog.js'
import { seatIn } from './seats.js'
import { type Claim, ENDED, remembered, type State, tellOthers } from './state.js'
import { retire } from './wishes.js'

/** Does something to a log and counts what all logs hold together. */
export function counted<T>(state: State, chat: ChatLog, change: () => T): T {
  const before = chat.bytes
  const result = change()
  state.logBytes += chat.bytes - before
  return result
}

/** Ends a live chat: the end entry, the members free again, the others told (P-END). */
export function endChat(state: State, chat: ChatLog, reason: EndReason, caller: Seat | undefined): LogEntry {
  const entry = counted(state, chat, () => chat.finish(reason, caller?.seat ?? -1, state.clock.now()))
  for (const seat of chat.seats) {
    const claim = state.claims.get(seat.sid)
    if (claim?.chat !== chat) continue
    claim.chat = undefined
    if (!ENDS[reason].ticketsLive) {
      retire(state, claim, seat.ticket)
      for (const other of chat.seats) if (other !== seat) rememberPartner(claim, other.identity)
    }
    const older = claim.ended.length < ENDED ? undefined : claim.ended[0]
    claim.ended = remembered(claim.ended, chat, ENDED)
    if (older !== undefined) forsake(state, older, claim.sid)
  }
  tellOthers(state, chat, caller, (sid) => ({ type: 'entry', sid, chat: chat.id, entry }))
  state.sweep.set(chat, state.limits.endedMs)
  // Both may have been given up before.
  dropIfOver(state, chat)
  return entry
}

/** The time of a chat is over, whether or not anybody confirmed its end. */
export function expireChat(state: State, chat: ChatLog): void {
  if (chat.end === undefined) endChat(state, chat, 'lost', undefined)
  drop(state, chat)
}

/** Nobody waits for this member's confirmations any more. */
export function forsake(state: State, chat: ChatLog, sid: string): void {
  const seat = seatIn(chat, sid)
  if (seat === undefined) return
  seat.forsaken = true
  counted(state, chat, () => chat.trim())
  dropIfOver(state, chat)
}

/** Forgets a chat that has served: not one of its words is kept (P-GRACE-3). */
export function dropIfOver(state: State, chat: ChatLog): void {
  if (chat.isOver) drop(state, chat)
}

function drop(state: State, chat: ChatLog): void {
  if (!state.chats.delete(chat.id)) return
  state.sweep.clear(chat)
  state.logBytes -= chat.bytes
  for (const { sid } of chat.seats) {
    const claim = state.claims.get(sid)
    if (claim?.ended.includes(chat) === true) claim.ended = claim.ended.filter((held) => held !== chat)
  }
}

/** A partner met again moves to the end of the memory instead of taking a second place in it. */
function rememberPartner(claim: Claim, identity: string): void {
  const others = claim.recent.filter((held) => held !== identity)
  claim.recent = remembered(others, identity, RECENT)
}
