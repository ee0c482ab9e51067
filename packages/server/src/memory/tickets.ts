import type { ChatRecord, Queued, Ticket, Tickets } from '../ports/backplane.js'
import { haveMet } from '../rules/pairing.js'
import { ChatLog, type Seat } from './chatlog.js'
import { counted, expireChat } from './ends.js'
import { seatIn } from './seats.js'
import { BUSY, type Claim, claimOf, isFenced, type State, UNKNOWN } from './state.js'
import { Waiting } from './waiting.js'
import { retire, unqueue } from './wishes.js'

/** The tickets facet: a wish goes in, and a place in the queues or a chat comes out. */
export function ticketsOf(state: State): Tickets {
  const expired = (chat: ChatLog): void => expireChat(state, chat)
  return {
    enter: async (ticket) => {
      const claim = claimOf(state, ticket)
      if (isFenced(claim)) return claim
      if (claim.chat !== undefined) {
        const isThis = seatIn(claim.chat, claim.sid)?.ticket === ticket.id
        return isThis
          ? { kind: 'matched', chat: claim.chat.record() }
          : { kind: 'in_chat', chat: claim.chat.id }
      }
      const now = state.clock.now()
      if (claim.used.includes(ticket.id)) return UNKNOWN
      if (claim.wish !== undefined && claim.wish.id !== ticket.id) retire(state, claim, claim.wish.id)
      const since = Math.min(ticket.since, claim.wish?.since ?? ticket.since)
      claim.wish = { id: ticket.id, since }
      if (now - since >= state.limits.ticketMs) {
        retire(state, claim, ticket.id)
        return UNKNOWN
      }
      const waiting = renewed(state, claim, affordable(state, claim, { ...ticket, since }))
      const partner = state.pools.find(waiting, now)
      const partnerClaim = partner === undefined ? undefined : state.claims.get(partner.ticket.sid)
      if (partner !== undefined && partnerClaim !== undefined) {
        return {
          kind: 'matched',
          chat: match(state, expired, [partnerClaim, partner], [claim, waiting], now),
        }
      }
      if (claim.waiting === undefined && state.pools.size >= state.limits.tickets) return BUSY
      return queue(state, claim, waiting, now)
    },

    leave: async (who, id) => {
      const claim = claimOf(state, who)
      if (isFenced(claim)) return claim
      if (claim.chat !== undefined && seatIn(claim.chat, claim.sid)?.ticket === id) {
        return { kind: 'matched', chat: claim.chat.record() }
      }
      if (claim.waiting?.ticket.id === id) unqueue(state, claim)
      return { kind: 'left' }
    },

    waiting: async (pool) => state.pools.waiting(pool),
  }
}

/** The ticket as it stands now, still in its queues if it was there and keeps its place. */
function renewed(state: State, claim: Claim, ticket: Ticket): Waiting {
  const { waiting } = claim
  if (waiting === undefined) return new Waiting(ticket, claim.recent, () => retire(state, claim, ticket.id))
  if (!waiting.covers(ticket)) state.pools.remove(waiting)
  state.offerBytes -= waiting.offerBytes
  waiting.ticket = ticket
  state.offerBytes += waiting.offerBytes
  return waiting
}

/** Without its offer, if those of all who wait take their bound already: the call is then offered at the match. */
function affordable(state: State, claim: Claim, ticket: Ticket): Ticket {
  const { offer, ...rest } = ticket
  const others = state.offerBytes - (claim.waiting?.offerBytes ?? 0)
  return offer === undefined || others + offer.length <= state.limits.allOfferBytes ? ticket : rest
}

function queue(state: State, claim: Claim, waiting: Waiting, now: number): Queued {
  state.pools.put(waiting)
  if (claim.waiting === undefined) state.offerBytes += waiting.offerBytes
  claim.waiting = waiting
  state.sweep.set(waiting, state.limits.ticketMs - (now - waiting.since))
  const { pool, since } = waiting
  return {
    kind: 'queued',
    since,
    waiting: state.pools.waiting(pool),
    onlyYou: state.pools.isOnlyYou(waiting),
    offered: waiting.ticket.offer !== undefined,
  }
}

type Half = readonly [Claim, Waiting]

/** Both tickets go and the chat is there: nothing can happen in between. The one who waited has seat 0 and is told. */
function match(
  state: State,
  expired: (chat: ChatLog) => void,
  first: Half,
  second: Half,
  now: number,
): ChatRecord {
  const seats: readonly [Seat, Seat] = [seatOf(0, first, second[1]), seatOf(1, second, first[1])]
  const chat = new ChatLog(
    {
      id: state.random.id(),
      epoch: state.random.id(),
      mode: second[1].ticket.mode,
      startedAt: now,
      met: haveMet(first[1], second[1]),
      seats,
    },
    expired,
  )
  state.chats.set(chat.id, chat)
  open(state, chat, seats[0], first[1].ticket.offer, now)
  for (const [claim] of [first, second]) {
    unqueue(state, claim)
    claim.chat = chat
  }
  const record = chat.record()
  state.inbox.whisper(first[0].node, { type: 'matched', sid: first[0].sid, chat: record })
  return record
}

/** The log begins with the offer of whoever waited, if there is one and it fits. Nobody is confirmed by it (P-CALL-5). */
function open(state: State, chat: ChatLog, seat: Seat, offer: string | undefined, now: number): void {
  if (offer === undefined) return
  const spare = state.limits.allLogBytes - state.logBytes
  const body = { kind: 'signal', call: 1, signal: 'offer', data: offer } as const
  counted(state, chat, () => chat.append(seat, 1, body, now, state.limits, spare))
}

function seatOf(seat: number, [claim, own]: Half, other: Waiting): Seat {
  const { ticket } = own
  const language = ticket.languages.find((key) => other.languages.includes(key)) ?? ticket.languages[0]
  return {
    seat,
    role: 'stranger',
    sid: claim.sid,
    conn: claim.conn,
    node: claim.node,
    identity: ticket.identity,
    prefixes: ticket.prefixes,
    ticket: ticket.id,
    present: true,
    away: false,
    confirmed: false,
    forsaken: false,
    ...(language === undefined ? {} : { language }),
    shared: ticket.labels.filter((_, i) => other.interests.includes(ticket.interests[i] ?? '')),
    accepted: 0,
    seen: 0,
  }
}
