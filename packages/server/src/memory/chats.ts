import type { Appended, Chats, Claimant, Fenced, Send, Unknown } from '../ports/backplane.js'
import { ENDS } from '../rules/log.js'
import { RECENT } from '../rules/pairing.js'
import type { EndReason } from '@stranger-chat/core/protocol'
import type { ChatLog, Seat } from './chatlog.js'
import { type Claim, claimOf, ENDED, isFenced, remember, type State, tellOthers, UNKNOWN, USED } from './state.js'

interface Seated {
  readonly chat: ChatLog
  readonly seat: Seat
  readonly claim: Claim
}

/** The chats facet: who may act on which chat, and what that does to the others. */
export function chatsOf(state: State): Chats {
  const seated = (who: Claimant & { readonly chat: string }): Seated | Fenced | Unknown => {
    const claim = claimOf(state, who)
    if (isFenced(claim)) return claim
    const chat = state.chats.get(who.chat)
    const seat = chat?.seats.find(({ sid }) => sid === who.sid)
    return chat === undefined || seat === undefined ? UNKNOWN : { chat, seat, claim }
  }

  const append = (send: Send): Appended => {
    const found = seated(send)
    if ('kind' in found) return found
    const { chat, seat } = found
    const { bytes } = chat
    chat.confirm(seat, send.seen ?? 0)
    const spare = state.limits.allLogBytes - state.logBytes
    const appended = chat.append(seat, send.n, send.body, state.clock.now(), state.limits, spare)
    state.logBytes += chat.bytes - bytes
    if (appended.kind === 'appended') {
      const { entry } = appended
      tellOthers(state, chat, seat, (sid) => ({ type: 'entry', sid, chat: chat.id, entry }))
    }
    dropIfOver(state, chat)
    return appended
  }

  return {
    append: async (sends) => sends.map(append),

    attach: async (who) => {
      const found = seated(who)
      if ('kind' in found) return found
      found.claim.node = who.node
      follow(found.claim)
      setPresent(state, found.chat, found.seat, true)
      return { kind: 'attached', chat: found.chat.record(), entries: found.chat.after(who.offset) }
    },

    read: async (id, after) => {
      const chat = state.chats.get(id)
      return chat === undefined ? UNKNOWN : { kind: 'log', chat: chat.record(), entries: chat.after(after) }
    },

    confirm: async (who) => {
      const found = seated(who)
      if ('kind' in found) return found
      const { chat, seat } = found
      const { bytes } = chat
      chat.confirm(seat, who.seen)
      state.logBytes += chat.bytes - bytes
      dropIfOver(state, chat)
      return 'confirmed'
    },

    away: async (who) => {
      const found = seated(who)
      if (!('kind' in found)) setPresent(state, found.chat, found.seat, false)
    },

    end: async (who) => {
      const found = seated(who)
      if ('kind' in found) return found
      const { chat, seat } = found
      if (chat.end !== undefined) return { kind: 'ended', entry: chat.end }
      if (!ENDS[who.reason].holds(chat.seats)) return { kind: 'kept', chat: chat.record() }
      return { kind: 'ended', entry: endChat(state, chat, who.reason, seat) }
    },

    forsake: async (who) => {
      const found = seated(who)
      if (!('kind' in found)) forsake(state, found.chat, found.seat)
    },
  }
}

/** Ends a live chat: the end entry, the members free again, the others told. */
export function endChat(state: State, chat: ChatLog, reason: EndReason, caller: Seat | undefined) {
  const { bytes } = chat
  const entry = chat.finish(reason, caller?.seat ?? -1, state.clock.now())
  state.logBytes += chat.bytes - bytes
  for (const seat of chat.seats) {
    const claim = state.claims.get(seat.sid)
    if (claim?.chat !== chat) continue
    claim.chat = undefined
    if (!ENDS[reason].ticketsLive) {
      remember(claim.used, seat.ticket, USED)
      for (const other of chat.seats) if (other !== seat) rememberPartner(claim, other.identity)
    }
    const older = remember(claim.ended, chat, ENDED)
    if (older !== undefined) forsakeAs(state, older, seat.sid)
  }
  tellOthers(state, chat, caller, (sid) => ({ type: 'entry', sid, chat: chat.id, entry }))
  state.sweep.set(chat, state.limits.endedMs)
  dropIfOver(state, chat)
  return entry
}

export function setPresent(state: State, chat: ChatLog, seat: Seat, present: boolean): void {
  if (seat.present === present) return
  seat.present = present
  tellOthers(state, chat, seat, (sid) => ({ type: 'presence', sid, chat: chat.id, seat: seat.seat, present }))
  if (chat.end !== undefined) return
  if (chat.seats.some((member) => member.present)) state.sweep.clear(chat)
  else state.sweep.set(chat, state.limits.orphanMs)
}

/** Nobody waits for this member's confirmations any more. */
export function forsake(state: State, chat: ChatLog, seat: Seat): void {
  seat.forsaken = true
  const { bytes } = chat
  chat.trim()
  state.logBytes += chat.bytes - bytes
  dropIfOver(state, chat)
}

export function forsakeAs(state: State, chat: ChatLog, sid: string): void {
  const seat = chat.seats.find((member) => member.sid === sid)
  if (seat !== undefined) forsake(state, chat, seat)
}

/** The time of a chat is over, whether or not anybody confirmed its end. */
export function expireChat(state: State, chat: ChatLog): void {
  if (chat.end === undefined) endChat(state, chat, 'lost', undefined)
  drop(state, chat)
}

/** Lets a session's seats follow its newest connection. */
export function follow(claim: Claim): void {
  for (const chat of claim.chat === undefined ? claim.ended : [claim.chat, ...claim.ended]) {
    const seat = chat.seats.find(({ sid }) => sid === claim.sid)
    if (seat === undefined) continue
    seat.conn = claim.conn
    seat.node = claim.node
  }
}

function dropIfOver(state: State, chat: ChatLog): void {
  if (chat.isOver) drop(state, chat)
}

function drop(state: State, chat: ChatLog): void {
  if (!state.chats.delete(chat.id)) return
  state.sweep.clear(chat)
  state.logBytes -= chat.bytes
  for (const { sid } of chat.seats) {
    const ended = state.claims.get(sid)?.ended
    const index = ended?.indexOf(chat) ?? -1
    if (index >= 0) ended?.splice(index, 1)
  }
}

/** A partner met again moves to the end of the memory instead of taking a second place in it. */
function rememberPartner(claim: Claim, identity: string): void {
  const known = claim.recent.indexOf(identity)
  if (known >= 0) claim.recent.splice(known, 1)
  remember(claim.recent, identity, RECENT)
}
