import type { Appended, Chats, Claimant, Fenced, Send, Unknown } from '../ports/backplane.js'
import { appendedIn, Appends } from './appends.js'
import { type Engine, fencedBy, run, runOnChat, sessionAt, UNKNOWN } from './engine.js'
import { entriesIn, entryIn, recordIn } from './records.js'
import { follow, forgotten, freed, resit, strandLost } from './settling.js'
import { type Answer, textsIn } from './shards.js'

type OfChat = Claimant & { readonly chat: string }

/** The chats facet. Each deed is one step in the chat's shard; what it means for the members' sessions follows. */
export function chatsOf(engine: Engine): Chats {
  const appends = new Appends(engine)

  /**
   * Does something as a member. A chat that isn't there says nothing about who asks, which the session knows; and a seat whose
   * number is another may not have followed its session yet, if the claim's node died: then it does so now.
   */
  const asMember = async (who: OfChat, act: () => Promise<Answer>): Promise<Answer | Fenced | Unknown> => {
    for (let isAgain = false; ; isAgain = true) {
      const answer = await act()
      if (answer[0] !== 'unknown' && answer[0] !== 'fenced') {
        const held = engine.claims.get(who.sid)
        if (held !== undefined) held.chat = who.chat
        return answer
      }
      const [kind, by, , sat, , node, ended] = await run(engine, 'known', sessionAt(who.sid), [
        String(who.conn),
        who.sid,
      ])
      if (kind === 'fenced') return fencedBy(engine, who.sid, by)
      if (isAgain || answer[0] === 'unknown') return UNKNOWN
      const isIn = who.chat === sat || textsIn(ended).includes(who.chat)
      if (!isIn && !(await resit(engine, who))) return UNKNOWN
      await follow(engine, who.chat, who, String(node))
    }
  }

  const deed = async (what: string, who: OfChat, word = ''): Promise<Answer | Fenced | Unknown> => {
    const words = [what, who.sid, String(who.conn), word]
    const answer = await asMember(who, () => runOnChat(engine, 'seat', who.chat, words))
    if (!('kind' in answer) && what !== 'attach') await forgotten(engine, who.chat, textsIn(answer[1]))
    return answer
  }

  const append = async (send: Send): Promise<Appended> => {
    const answer = await asMember(send, () => appends.append(send))
    if ('kind' in answer) return answer
    await forgotten(engine, send.chat, textsIn(answer[2]))
    return appendedIn(answer)
  }

  return {
    append: (sends) => Promise.all(sends.map(append)),

    attach: async (who) => {
      const answer = await deed('attach', who, String(who.offset))
      if ('kind' in answer) return answer
      const [, view, entries] = answer
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
      const words = [sid, String(conn), reason]
      const ask = () => asMember(who, () => runOnChat(engine, 'end', chat, words))
      let answer = await ask()
      if (reason === 'lost' && !('kind' in answer) && answer[0] === 'kept') {
        if (await strandLost(engine, recordIn(answer[1]))) answer = await ask()
      }
      if ('kind' in answer) return answer
      const [kind, word, sids, why, isOver] = answer
      if (kind === 'kept') return { kind, chat: recordIn(word) }
      await freed(engine, chat, textsIn(sids), String(why), isOver === 1)
      return word === '' ? { kind: 'ended' } : { kind: 'ended', entry: entryIn(word) }
    },
  }
}
