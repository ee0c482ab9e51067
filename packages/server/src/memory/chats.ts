import type { Appended, Chats, Claimant, Fenced, Send, Unknown } from '../ports/backplane.js'
import { ENDS } from '../rules/log.js'
import type { ChatLog, Seat } from './chatlog.js'
import { counted, dropIfOver, endChat, forsake } from './ends.js'
import { follow, seatIn, setPresent } from './seats.js'
import { type Claim, claimOf, isFenced, type State, tellOthers, UNKNOWN } from './state.js'

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
    const seat = chat === undefined ? undefined : seatIn(chat, who.sid)
    return chat === undefined || seat === undefined ? UNKNOWN : { chat, seat, claim }
  }

  const append = (send: Send): Appended => {
    const found = seated(send)
    if ('kind' in found) return found
    const { chat, seat } = found
    counted(state, chat, () => chat.confirm(seat, send.seen ?? 0))
    const spare = state.limits.allLogBytes - state.logBytes
    const appended = counted(state, chat, () =>
      chat.append(seat, send.n, send.body, state.clock.now(), state.limits, spare),
    )
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
      counted(state, chat, () => chat.confirm(seat, who.seen))
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
      if (!('kind' in found)) forsake(state, found.chat, who.sid)
    },
  }
}
