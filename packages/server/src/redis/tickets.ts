import type { ChatRecord, Queued, Ticket, Tickets } from '../ports/backplane.js'
import { type Engine, fencedBy, poolAt, run, runOnChat, sessionAt, UNKNOWN } from './engine.js'
import { cardOf, recordIn } from './records.js'
import { rise, settle, withdraw } from './settling.js'
import { textsIn } from './shards.js'

type Entered = Awaited<ReturnType<Tickets['enter']>>

/** The tickets facet: a wish goes in, and a place in the queues or a chat comes out. */
export const ticketsOf = (engine: Engine): Tickets => ({
  enter: (ticket) => begin(engine, ticket, false),

  leave: async ({ sid, conn }, ticket) => {
    const [kind, pool, wish, sat, its] = await run(engine, 'known', sessionAt(sid), [String(conn), sid])
    if (kind === 'fenced') return fencedBy(engine, sid, pool)
    if (sat !== '') {
      const chat = its === ticket ? await liveChat(engine, sid, String(sat)) : undefined
      return chat === undefined ? { kind: 'left' } : { kind: 'matched', chat }
    }
    if (wish !== ticket) return { kind: 'left' }
    const chat = await withdraw(engine, sid, String(pool), ticket)
    return chat === undefined ? { kind: 'left' } : { kind: 'matched', chat }
  },

  waiting: async (pool) =>
    Number((await run(engine, 'waiting', poolAt(pool), [pool, String(engine.limits.ticketMs)]))[0]),
})

/** The session's side of it: whether the wish may be made, and how old it is. */
async function begin(engine: Engine, ticket: Ticket, isWithdrawn: boolean): Promise<Entered> {
  const { id, sid, conn, pool, since } = ticket
  const words = [
    String(conn),
    id,
    String(since),
    pool,
    String(engine.limits.ticketMs),
    isWithdrawn ? '1' : '0',
  ]
  const [kind, first, second, node] = await run(engine, 'begin', sessionAt(sid), words)
  switch (kind) {
    case 'fenced':
      return fencedBy(engine, sid, first)
    case 'used':
      return UNKNOWN
    case 'over':
      await withdraw(engine, sid, pool, id)
      return UNKNOWN
    case 'chat': {
      const chat = await liveChat(engine, sid, String(first))
      if (chat === undefined) return begin(engine, ticket, isWithdrawn)
      return second === id ? { kind: 'matched', chat } : { kind: 'in_chat', chat: chat.id }
    }
    case 'elsewhere': {
      const chat = await withdraw(engine, sid, String(first), String(second))
      if (chat === undefined) return begin(engine, ticket, true)
      return second === id ? { kind: 'matched', chat } : { kind: 'in_chat', chat: chat.id }
    }
    default:
      return enter(engine, { ...ticket, since: Number(first), node: String(node) }, textsIn(second))
  }
}

/** The pool's side: somebody fits, or it waits. */
async function enter(engine: Engine, ticket: Ticket, recent: readonly string[]): Promise<Entered> {
  const { limits, pairing, random } = engine
  const { id, sid, conn, pool, since, identity, languages, interests, trust, relaxed, avoid } = ticket
  const judged = {
    me: JSON.stringify(identity),
    recent: JSON.stringify(recent),
    ...{ languages, interests, trust, relaxed },
  }
  const words = [
    ...[pool, sid, id, String(conn), String(since), JSON.stringify(judged), JSON.stringify(cardOf(ticket))],
    ...[avoid.length === 0 ? '' : JSON.stringify(avoid), ticket.offer ?? ''],
    ...[random.id(), random.id(), String(random.unit())],
    ...[limits.ticketMs, limits.tickets, limits.allOfferBytes, pairing.trustGap, pairing.recentMs].map(
      String,
    ),
  ]
  const [kind, first, onlyYou, offered] = await run(engine, 'enter', poolAt(pool), words)
  if (kind === 'fenced') return fencedBy(engine, sid, first)
  if (kind === 'busy') return { kind: 'busy' }
  if (kind === 'matched') {
    const chat = await settle(engine, first, sid, id)
    // That of before, or with somebody who is nowhere; it is forgotten now.
    if (chat === undefined) return begin(engine, ticket, false)
    const held = engine.claims.get(sid)
    if (held !== undefined) held.chat = chat.id
    return { kind: 'matched', chat }
  }
  return {
    kind: 'queued',
    since,
    waiting: Number(first),
    onlyYou: onlyYou === 1,
    offered: offered === 1,
  } satisfies Queued
}

/** The chat a session sits in; if it is over, the session is told. */
async function liveChat(engine: Engine, sid: string, id: string): Promise<ChatRecord | undefined> {
  const [kind, view, , reason] = await runOnChat(engine, 'read', id, [String(Number.MAX_SAFE_INTEGER)])
  const chat = kind === 'log' ? recordIn(view) : undefined
  if (chat !== undefined && !chat.ended) return chat
  await rise(engine, sid, id, reason === 'no_show')
  return undefined
}
