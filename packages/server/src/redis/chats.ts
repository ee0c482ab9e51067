import type { Chats, Claimant, Fenced, Unknown } from '../ports/backplane.js'
import { Appends } from './appends.js'
import { type Engine, fencedBy, run, runOnChat, sessionAt, UNKNOWN } from './engine.js'
import { entriesIn, entryIn, recordIn } from './records.js'
import { forgotten, freed } from './settling.js'
import { type Answer, textsIn } from './shards.js'

type OfChat = Claimant & { readonly chat: string }

/** The chats facet. Each deed is one step in the chat's shard; what it means for the members' sessions follows. */
export function chatsOf(engine: Engine): Chats {
  const appends = new Appends(engine)

  /** A chat that isn't there says nothing about who asks: that the session knows. */
  const unknownTo = async ({ sid, conn }: Claimant): Promise<Fenced | Unknown> => {
    const [kind, by] = await run(engine, 'wish', sessionAt(sid), [String(conn)])
    return kind === 'fenced' ? fencedBy(by) : UNKNOWN
  }

  const deed = async (
    what: string,
    who: OfChat,
    first = '',
    second = '',
  ): Promise<Answer | Fenced | Unknown> => {
    const words = [what, who.sid, String(who.conn), first, second]
    const answer = await runOnChat(engine, 'seat', who.chat, words)
    if (answer[0] === 'unknown') return unknownTo(who)
    if (answer[0] === 'fenced') return fencedBy(answer[1])
    if (what !== 'attach') await forgotten(engine, who.chat, textsIn(answer[1]))
    return answer
  }

  return {
    append: (sends) =>
      Promise.all(
        sends.map(async (send) => {
          const answer = await appends.append(send)
          return answer.kind === 'unknown' ? unknownTo(send) : answer
        }),
      ),

    attach: async (who) => {
      const answer = await deed('attach', who, who.node, String(who.offset))
      if ('kind' in answer) return answer
      const [, view, entries, moved] = answer
      if (moved === 1) await move(engine, who)
      return { kind: 'attached', chat: recordIn(view), entries: entriesIn(entries) }
    },

    read: async (id, after) => {
      const [kind, view, entries] = await runOnChat(engine, 'read', id, [String(after)])
      return kind === 'log' ? { kind, chat: recordIn(view), entries: entriesIn(entries) } : UNKNOWN
    },

    confirm: async (who) => {
      const answer = await deed('confirm', who, String(who.seen))
      return 'kind' in answer ? answer : 'confirmed'
    },

    away: async (who) => void (await deed('present', who, '0')),
    look: async (who) => void (await deed('look', who, who.away ? '1' : '0')),
    forsake: async (who) => void (await deed('forsake', who)),

    end: async (who) => {
      const { sid, conn, chat, reason } = who
      const [kind, word, sids, why, isOver] = await runOnChat(engine, 'end', chat, [
        sid,
        String(conn),
        reason,
      ])
      switch (kind) {
        case 'ended':
          await freed(engine, chat, textsIn(sids), String(why), isOver === 1)
          return word === '' ? { kind } : { kind, entry: entryIn(word) }
        case 'kept':
          return { kind, chat: recordIn(word) }
        case 'fenced':
          return fencedBy(word)
        default:
          return unknownTo(who)
      }
    },
  }
}

/** The session's pushes go elsewhere from now on, those about chats that ended as well. */
async function move(
  engine: Engine,
  { sid, conn, node }: Claimant & { readonly node: string },
): Promise<void> {
  const [kind, ended] = await run(engine, 'move', sessionAt(sid), [String(conn), node])
  if (kind !== 'moved') return
  engine.claims.set(sid, { conn, node })
  await Promise.all(
    textsIn(ended).map((id) => runOnChat(engine, 'seat', id, ['follow', sid, String(conn), node])),
  )
}
