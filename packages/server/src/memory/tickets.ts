import type { ChatRecord, Queued, Ticket, Tickets } from '../ports/backplane.js'
import { haveMet } from '../rules/pairing.js'
import { ChatLog, type Seat } from './chatlog.js'
import { expireChat } from './chats.js'
import { BUSY, type Claim, claimOf, isFenced, remember, type State, UNKNOWN, USED } from './state.js'
import { Waiting } from './waiting.js'

/** The tickets facet: a wish goes in, and a place in the queues or a chat comes out. */
export const ticketsOf = (state: State): Tickets => ({
  enter: async (ticket) => {
    const claim = claimOf(state, ticket)
    if (isFenced(claim)) return claim
    if (claim.chat !== undefined) {
      const isThis = ticketIn(claim.chat, claim.sid) === ticket.id
      return isThis ? { kind: 'matched', chat: claim.chat.record() } : { kind: 'in_chat', chat: claim.chat.id }
    }
    if (claim.ticket !== undefined && claim.ticket.ticket.id !== ticket.id) retire(state, claim, claim.ticket.ticket.id)
    const now = state.clock.now()
    if (now - ticket.since >= state.limits.ticketMs) retire(state, claim, ticket.id)
    if (claim.used.includes(ticket.id)) return UNKNOWN

    const waiting = renewed(state, claim, ticket)
    const partner = state.pools.find(waiting, now)
    const partnerClaim = partner === undefined ? undefined : state.claims.get(partner.ticket.sid)
    if (partner !== undefined && partnerClaim !== undefined) {
      return { kind: 'matched', chat: match(state, [partnerClaim, partner], [claim, waiting], now) }
    }
    if (claim.ticket === undefined && state.pools.size >= state.limits.tickets) return BUSY
    return queue(state, claim, waiting, now)
  },

  leave: async (who, id) => {
    const claim = claimOf(state, who)
    if (isFenced(claim)) return claim
    if (claim.chat !== undefined && ticketIn(claim.chat, claim.sid) === id) {
      return { kind: 'matched', chat: claim.chat.record() }
    }
    retire(state, claim, id)
    return { kind: 'left' }
  },

  waiting: async (pool) => state.pools.waiting(pool),
})

/** Takes a wish back for good, even one that never came in: a join still on its way must not leave a ghost behind. */
export function retire(state: State, claim: Claim, id: string): void {
  if (!claim.used.includes(id)) remember(claim.used, id, USED)
  if (claim.ticket?.ticket.id === id) unqueue(state, claim)
}

function unqueue(state: State, claim: Claim): void {
  if (claim.ticket === undefined) return
  state.pools.remove(claim.ticket)
  state.sweep.clear(claim.ticket)
  claim.ticket = undefined
}

/** The ticket as it stands now, still in its queues if it was there and keeps its place. */
function renewed(state: State, claim: Claim, ticket: Ticket): Waiting {
  const waiting = claim.ticket
  if (waiting === undefined) return new Waiting(ticket, claim.recent, () => retire(state, claim, ticket.id))
  if (!waiting.covers(ticket)) state.pools.remove(waiting)
  waiting.ticket = ticket
  return waiting
}

function queue(state: State, claim: Claim, waiting: Waiting, now: number): Queued {
  state.pools.put(waiting)
  claim.ticket = waiting
  state.sweep.set(waiting, state.limits.ticketMs - (now - waiting.since))
  return { kind: 'queued', waiting: state.pools.waiting(waiting.pool), onlyYou: state.pools.isOnlyYou(waiting) }
}

type Half = readonly [Claim, Waiting]

/** Both tickets go and the chat is there: nothing can happen in between. The one who waited has seat 0 and is told. */
function match(state: State, first: Half, second: Half, now: number): ChatRecord {
  const seats = [seatOf(0, first, second[1]), seatOf(1, second, first[1])]
  const chat = new ChatLog(
    {
      id: state.random.id(),
      epoch: state.random.id(),
      mode: second[1].ticket.mode,
      startedAt: now,
      met: haveMet(first[1], second[1]),
      seats,
    },
    (over) => expireChat(state, over),
  )
  state.chats.set(chat.id, chat)
  for (const [claim] of [first, second]) {
    unqueue(state, claim)
    claim.chat = chat
  }
  const record = chat.record()
  state.inbox.whisper(first[0].node, { type: 'matched', sid: first[0].sid, chat: record })
  return record
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
    confirmed: false,
    forsaken: false,
    ...(language === undefined ? {} : { language }),
    shared: ticket.labels.filter((_, i) => other.interests.includes(ticket.interests[i] ?? '')),
    accepted: 0,
    seen: 0,
  }
}

const ticketIn = (chat: ChatLog, sid: string): string | undefined => chat.seats.find((seat) => seat.sid === sid)?.ticket
