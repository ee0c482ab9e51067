import type { Sessions } from '../ports/backplane.js'
import { aboutAll, type Engine, fencedBy, type Held, identityAt, run, sessionAt } from './engine.js'
import { BEAT_MS } from './nodes.js'
import { follow, leaveFor, resit, rise, withdraw } from './settling.js'
import { textsIn } from './shards.js'
import { thorough } from './thorough.js'

/** The sessions facet: one claim for each session, held by its newest connection. */
export function sessionsOf(engine: Engine): Sessions {
  const makeRoom = roomMaker(engine)
  return {
    claim: async ({ sid, conn, identity, node }) => {
      const before = engine.claims.get(sid)
      const isKnownHere = before !== undefined
      const hasPlace = await hold(engine, identity, sid)
      // At the bound, sessions of lost nodes that were not given up yet go first.
      if (isFull(engine) && !isKnownHere) await makeRoom()
      const mayBeNew = hasPlace && (isKnownHere || !isFull(engine))
      const words = [sid, String(conn), identity, node, mayBeNew ? '1' : '0']
      const [kind, pool, wish, sat, ended] = await run(engine, 'claim', sessionAt(sid), words)
      if (kind === 'fenced') return fencedBy(engine, sid, pool)
      if (kind === 'busy') {
        if (hasPlace) await run(engine, 'unhold', identityAt(identity), [sid])
        return { kind: 'busy' }
      }
      const held: Held = { ...before, conn, node, identity }
      engine.claims.set(sid, held)
      // The connection that entered it is superseded; the next one enters it again if the wish still stands.
      const matched = await withdraw(engine, sid, String(pool), String(wish))
      const known = matched?.id ?? String(sat)
      const chat = known === '' && (await sitsAgain(engine, sid, held)) ? String(held.chat) : known
      const followed = (id: string) => follow(engine, id, { sid, conn }, node)
      const [[state, reason]] = await Promise.all([
        chat === '' ? [] : followed(chat),
        ...textsIn(ended).map((id) => followed(id)),
      ])
      // Where it was seen last, and is no more: nobody else would leave it.
      if (before?.chat !== undefined && ![chat, ...textsIn(ended)].includes(before.chat))
        await leaveFor(engine, before.chat, sid, String(before.conn))
      if (state === 'live') {
        held.chat = chat
        return { kind: 'claimed', chat }
      }
      delete held.chat
      // It ended, or its shard began anew, and nobody could tell the session.
      if (chat !== '') await rise(engine, sid, chat, reason === 'no_show')
      return { kind: 'claimed' }
    },

    release: async ({ sid, conn }) => {
      // Nobody says it again: what fails now is done at a later beat.
      engine.leaving.set(sid, conn)
      await release(engine, sid, String(conn))
      engine.leaving.delete(sid)
    },
  }
}

/** A session whose shard forgot it sits again where this process saw it last. @returns whether it does */
const sitsAgain = async (engine: Engine, sid: string, { conn, chat }: Held): Promise<boolean> =>
  chat !== undefined && resit(engine, { sid, conn, chat })

const isFull = ({ claims, limits }: Engine): boolean => claims.size >= limits.claims

/** Gives orphans up once a beat at most: a look asks every shard, and at the bound there is one hello after the other. */
function roomMaker(engine: Engine): () => Promise<void> {
  let last: { readonly at: number; readonly done: Promise<void> } | undefined
  return () => {
    const at = engine.clock.now()
    // A clock that was set back is no reason to wait.
    if (last === undefined || Math.abs(at - last.at) >= BEAT_MS) {
      // What a shard can't answer for makes no room, and is told of by the look at every so many beats.
      const done = releaseOrphans(engine).catch(() => undefined)
      last = { at, done }
    }
    return last.done
  }
}

/** Takes one of the identity's places. Sessions that hold one and are no more give it back first. */
async function hold(engine: Engine, identity: string, sid: string): Promise<boolean> {
  const words = [sid, String(engine.limits.sockets)]
  const [kind, sids] = await run(engine, 'hold', identityAt(identity), words)
  if (kind === 'held') return true
  const known = await Promise.all(
    textsIn(sids).map(async (other) =>
      (await run(engine, 'known', sessionAt(other), ['0', other]))[1] === '0' ? other : '',
    ),
  )
  const gone = known.filter((other) => other !== '')
  if (gone.length === 0) return false
  await run(engine, 'unhold', identityAt(identity), gone)
  return (await run(engine, 'hold', identityAt(identity), words))[0] === 'held'
}

/**
 * Leaves nothing of a session behind: no ticket, no chat that still thinks it has a member, no log kept for it. The session itself
 * goes last: what is cut short is found again by whoever clears up after its node.
 * @param by the claim's number; none for a session whose node is lost, which goes if its time is over
 */
async function release(engine: Engine, sid: string, by: string): Promise<void> {
  const [kind, pool, wish, sat, , , ended, conn, identity] = await run(engine, 'known', sessionAt(sid), [
    by,
    sid,
  ])
  if (kind === 'fenced') return leaveUnknown(engine, sid, by, String(pool))
  const matched = await withdraw(engine, sid, String(pool), String(wish))
  const chats = new Set([matched?.id ?? '', String(sat), ...textsIn(ended)])
  chats.delete('')
  await Promise.all([...chats].map((id) => leaveFor(engine, id, sid, String(conn))))
  await run(engine, 'unhold', identityAt(String(identity)), [sid])
  await run(engine, 'release', sessionAt(sid), [String(conn)])
  engine.claims.delete(sid)
}

/**
 * The session is another connection's now, or its shard began anew and knows nothing of it: then it leaves what it was seen in last,
 * which a newer claim that was made since knows nothing of either.
 */
async function leaveUnknown(engine: Engine, sid: string, by: string, conn: string): Promise<void> {
  const held = engine.claims.get(sid)
  if (held === undefined || String(held.conn) !== by) return
  if (conn === '0') await run(engine, 'unhold', identityAt(held.identity), [sid])
  if (held.chat !== undefined) {
    const [kind, newer, , sat, , , ended] = await run(engine, 'known', sessionAt(sid), [conn, sid])
    if (kind === 'fenced' && newer !== conn) return leaveUnknown(engine, sid, by, String(newer))
    // A seat that a newer claim took along has that one's number; one that it is about to take is known to it.
    const isTaken = kind === 'known' && (sat === held.chat || textsIn(ended).includes(held.chat))
    if (!isTaken) await leaveFor(engine, held.chat, sid, by)
  }
  if (engine.claims.get(sid) === held) engine.claims.delete(sid)
}

/** Does again what failed when sessions left. */
export const leaveAgain = (engine: Engine): Promise<void> =>
  thorough(engine.leaving, async ([sid, conn]) => {
    await release(engine, sid, String(conn))
    if (engine.leaving.get(sid) === conn) engine.leaving.delete(sid)
  })

/** A shard of sessions began anew: those that are here say again that they are. */
export const claimAgain = (engine: Engine, tag: string): Promise<void> =>
  thorough(engine.claims, async ([sid, held]) => {
    if (engine.shards.tagOf(sid) !== tag || engine.claims.get(sid) !== held || engine.leaving.has(sid)) return
    const { conn, node, identity, chat } = held
    await hold(engine, identity, sid)
    const [kind] = await run(engine, 'claim', sessionAt(sid), [sid, String(conn), identity, node, '1'])
    if (kind !== 'claimed') return
    // It said bye meanwhile, and found nothing to take back.
    if (!engine.claims.has(sid)) return release(engine, sid, String(conn))
    if (chat !== undefined) await resit(engine, { sid, conn, chat })
  })

/** Gives up the sessions of lost nodes that nobody came back to in time: a bounded number in each go. */
export async function releaseOrphans(engine: Engine): Promise<void> {
  let gone: number
  let failure: { readonly cause: unknown } | undefined
  do {
    gone = 0
    const giveUp = async (sid: string): Promise<void> => {
      await release(engine, sid, '')
      gone++
    }
    await aboutAll(engine, 'orphans', [], giveUp).catch((cause: unknown) => (failure ??= { cause }))
  } while (gone > 0)
  if (failure !== undefined) throw failure.cause
}
