import type { ChatRecord, Claimant } from '../ports/backplane.js'
import { entryBytes, hasRoom } from '../rules/log.js'
import { type Engine, poolAt, run, runOnChat, sessionAt } from './engine.js'
import { fixedOf, madeOf, type Match, matchIn, recordIn } from './records.js'
import { type Answer, textsIn } from './shards.js'

// A match is decided in one step, in its pool. What follows from it happens elsewhere, in as many steps: the log is opened, both
// sessions are seated. Whoever comes upon a match does all of them again, each of which changes nothing the second time; so it is
// no matter where the first one stopped.

/**
 * Carries a match through.
 * @returns the chat; or nothing if it is over already, or one of both is nowhere any more. Then the match is forgotten, and whoever
 * asked may look again with the same ticket.
 */
export async function settle(
  engine: Engine,
  text: unknown,
  sid: string,
  ticket: string,
): Promise<ChatRecord | undefined> {
  const match = matchIn(text)
  const { chat, first } = match
  const [state, view] = await runOnChat(engine, 'open', chat, openingOf(engine, match))
  const record = state === 'over' ? undefined : recordIn(view)
  const isThere = record !== undefined && !record.ended && (await seated(engine, match, state === 'made'))
  if (!isThere) {
    await run(engine, 'unmatch', poolAt(first.pool), [first.pool, sid, ticket, chat])
    return undefined
  }
  if (state === 'made') engine.whisper(first.node, { type: 'matched', sid: first.sid, chat: record })
  return record
}

/** Seats both. A session that is gone, or went on, leaves no ghost in a chat that was just made: nobody has come to it. */
async function seated(engine: Engine, { chat, first, second }: Match, isNew: boolean): Promise<boolean> {
  const [one, other] = await Promise.all([
    run(engine, 'sit', sessionAt(first.sid), [chat, first.ticket, second.identity]),
    run(engine, 'sit', sessionAt(second.sid), [chat, second.ticket, first.identity]),
  ])
  const ghosts = [one[0] === 'sits' ? [] : [first], other[0] === 'sits' ? [] : [second]].flat()
  if (!isNew || ghosts.length === 0) return true
  for (const { sid } of ghosts) {
    const [kind, , sids, reason, isOver] = await runOnChat(engine, 'end', chat, [sid, '', 'no_show'])
    if (kind === 'ended') await freed(engine, chat, textsIn(sids), String(reason), isOver === 1)
    await runOnChat(engine, 'seat', chat, ['waive', sid])
  }
  return false
}

function openingOf({ limits }: Engine, match: Match): readonly string[] {
  const { chat, first, second, offer } = match
  const body =
    offer === undefined ? undefined : ({ kind: 'signal', call: 1, signal: 'offer', data: offer } as const)
  const bytes = entryBytes(body)
  const fits = body !== undefined && hasRoom(0, 0, bytes, limits)
  return [
    ...[chat, JSON.stringify(madeOf(match)), fits ? JSON.stringify(body) : '', String(bytes)],
    ...[first.sid, String(first.conn), first.node, JSON.stringify(fixedOf(0, first, second))],
    ...[second.sid, String(second.conn), second.node, JSON.stringify(fixedOf(1, second, first))],
  ]
}

/** A session that goes leaves its chat: it ends, or isn't kept for it any longer. */
export async function leaveFor(engine: Engine, chat: string, sid: string, conn: string): Promise<void> {
  const [kind, , sids, reason, isOver] = await runOnChat(engine, 'end', chat, [sid, conn, ''])
  if (kind === 'ended') await freed(engine, chat, textsIn(sids), String(reason), isOver === 1)
}

/** A chat has ended: its members' sessions are free, and those who go on from chat to chat aren't waited for in the oldest. */
export async function freed(
  engine: Engine,
  chat: string,
  sids: readonly string[],
  reason: string,
  isOver: boolean,
): Promise<void> {
  await Promise.all(sids.map((sid) => rise(engine, sid, chat, reason === 'no_show')))
  if (isOver) await forgotten(engine, chat, sids)
}

/** The session's chat is over. @param keepsTicket its wish may be made again */
export async function rise(engine: Engine, sid: string, chat: string, keepsTicket = false): Promise<void> {
  const [, older] = await run(engine, 'rise', sessionAt(sid), [chat, keepsTicket ? '1' : '0'])
  if (older === '' || older === undefined) return
  const [kind, sids] = await runOnChat(engine, 'seat', String(older), ['waive', sid])
  if (kind === 'done') await forgotten(engine, String(older), textsIn(sids))
}

/** A chat is gone; its members' sessions wait for its end no more. */
export async function forgotten(engine: Engine, chat: string, sids: readonly string[]): Promise<void> {
  await Promise.all(sids.map((sid) => run(engine, 'forget', sessionAt(sid), [chat])))
}

/** Takes a session's ticket out of its pool, for good or for now. @returns the chat if it had been matched, which is settled then */
export async function withdraw(
  engine: Engine,
  sid: string,
  pool: string,
  ticket: string,
): Promise<ChatRecord | undefined> {
  if (pool === '' || ticket === '') return undefined
  const [kind, match] = await run(engine, 'withdraw', poolAt(pool), [pool, sid, ticket])
  if (kind !== 'matched') return undefined
  return (await settle(engine, match, sid, ticket)) ?? withdraw(engine, sid, pool, ticket)
}

/** A seat follows its session's claim, so that its pushes find it. @returns whether the chat is `live`, and why it isn't */
export const follow = (
  engine: Engine,
  chat: string,
  { sid, conn }: Claimant,
  node: string,
): Promise<Answer> => runOnChat(engine, 'seat', chat, ['follow', sid, String(conn), node])

/** A session that lost its memory with its shard takes its seat in a live chat again. @returns whether it sits there now */
export async function resit(engine: Engine, { sid, conn, chat: id }: Claimant & { readonly chat: string }) {
  const [kind, view] = await runOnChat(engine, 'read', id, [String(Number.MAX_SAFE_INTEGER)])
  const chat = kind === 'log' ? recordIn(view) : undefined
  const own = chat?.members.find((member) => member.sid === sid)
  const other = chat?.members.find((member) => member.sid !== sid)
  if (chat === undefined || chat.ended || own === undefined || own.conn > conn) return false
  const words = [String(conn), id, own.ticket, other?.identity ?? '', String(chat.startedAt)]
  return (await run(engine, 'resit', sessionAt(sid), words))[0] === 'sits'
}

/**
 * Says of members whose node lives no more that they are away. Whoever sees to a lost node does it for the sessions found there;
 * those whose shard began anew a moment before are found nowhere but in their chats. @returns whether there were any
 */
export async function strandLost(engine: Engine, { id, members }: ChatRecord): Promise<boolean> {
  const living = await engine.living()
  const lost = members.filter(({ node, present }) => present && !living.includes(node))
  await Promise.all(lost.map(({ sid, node }) => runOnChat(engine, 'seat', id, ['strand', sid, '', node])))
  return lost.length > 0
}
