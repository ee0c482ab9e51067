import type { Appended, Chats, Claimant, Fenced, Send, Unknown } from '../ports/backplane.js'
import { ENDS } from '../rules/log.js'
import type { ChatLog, Seat } from './chatlog.js'
import { counted, dropIfOver, endChat, forsake } from './ends.js'
import { seatIn, setAway, setPresent } from './seats.js'
import { type Claim, claimOf, isFenced, type State, UNKNOWN } from './state.js'

interface Seated {
  readonly chat: ChatLog
  readonly seat: Seat
}

/** The chats facet: who may act on which chat, and what that does to the others. */
export function chatsOf(state: State): Chats {
  const seated = (who: Claimant & { readonly chat: string }): Seated | Fenced | Unknown => {
    const claim = claimOf(state, who)
    if (isFenced(claim)) return claim
    const chat = state.chats.get(who.chat)
    const seat = chat === undefined || !isIn(claim, chat) ? undefined : seatIn(chat, who.sid)
    return chat === undefined || seat === undefined ? UNKNOWN : { chat, seat }
  }

  /** Written out, without the helpers of the rest: it is done for every message. */
  const append = (send: Send): Appended => {
    const claim = state.claims.get(send.sid)
    if (claim?.conn !== send.conn) return { kind: 'fenced', conn: claim?.conn ?? 0 }
    // Nearly always the one that its claim names.
    const chat = claim.chat?.id === send.chat ? claim.chat : state.chats.get(send.chat)
    const seat = chat === undefined || !isIn(claim, chat) ? undefined : seatIn(chat, send.sid)
    if (chat === undefined || seat === undefined) return UNKNOWN
    const before = chat.bytes
    chat.confirm(seat, send.seen ?? 0)
    const spare = state.limits.allLogBytes - state.logBytes + before - chat.bytes
    const appended = chat.append(seat, send.n, send.body, state.clock.now(), state.limits, spare)
    state.logBytes += chat.bytes - before
    if (appended.kind === 'appended') {
      const { entry } = appended
      for (const { sid, node, forsaken } of chat.seats) {
        if (sid !== send.sid && !forsaken)
          state.inbox.whisper(node, { type: 'entry', sid, chat: chat.id, entry })
      }
    }
    if (chat.end !== undefined) dropIfOver(state, chat)
    return appended
  }

  return {
    append: (sends) => sends.map(append),

    attach: async (who) => {
      const found = seated(who)
      if ('kind' in found) return found
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
      counted(state, chat, () => chat.confirm(seat, who.seen))
      dropIfOver(state, chat)
      return 'confirmed'
    },

    away: async (who) => {
      const found = seated(who)
      if (!('kind' in found)) setPresent(state, found.chat, found.seat, false)
    },

    look: async (who) => {
      const found = seated(who)
      if (!('kind' in found)) setAway(state, found.chat, found.seat, who.away)
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
      if (!('kind' in found)) forsake(state, found.chat, who.sid)
    },
  }
}

/** The session knows the chat as its own: one that was released and claimed again has no seat in chats of before. */
const isIn = (claim: Claim, chat: ChatLog): boolean => claim.chat === chat || claim.ended.includes(chat)
