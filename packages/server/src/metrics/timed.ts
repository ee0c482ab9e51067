import type { Backplane } from '../ports/backplane.js'
import { seconds } from '../system.js'
import { Spread } from './spread.js'

/** Seconds of a call: beside Redis a tenth of a millisecond, in trouble as long as anybody waits. */
const CALL_S = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5]

/** After an answer that came at once so many calls aren't watched: an engine answers all of them alike, and it is about every message. */
const UNWATCHED = 63

/** How long the calls of a backplane took, those that failed included, and how many failed. */
export interface Calls {
  readonly times: ReadonlyMap<string, Spread>
  readonly failures: ReadonlyMap<string, number>
}

/** The same backplane, and every call that isn't answered at once is timed. */
export function timed(backplane: Backplane): { readonly backplane: Backplane; readonly calls: Calls } {
  const times = new Map<string, Spread>()
  const failures = new Map<string, number>()

  const watch = <A extends readonly unknown[], T>(name: string, call: (...args: A) => T) => {
    const spread = new Spread(CALL_S)
    times.set(name, spread)
    failures.set(name, 0)
    let atOnce = 0
    return (...args: A): T => {
      if (atOnce > 0) {
        atOnce--
        return call(...args)
      }
      const began = seconds()
      const answer = call(...args)
      if (!(answer instanceof Promise)) {
        atOnce = UNWATCHED
        return answer
      }
      const fail = (): void => {
        spread.observe(seconds() - began)
        failures.set(name, (failures.get(name) ?? 0) + 1)
      }
      answer.then(() => spread.observe(seconds() - began), fail)
      return answer
    }
  }

  const { sessions, tickets, chats, inbox } = backplane
  return {
    calls: { times, failures },
    backplane: {
      sessions: {
        claim: watch('claim', (claim) => sessions.claim(claim)),
        release: watch('release', (who) => sessions.release(who)),
      },
      tickets: {
        enter: watch('enter', (ticket) => tickets.enter(ticket)),
        leave: watch('leave', (who, ticket) => tickets.leave(who, ticket)),
        waiting: watch('waiting', (pool) => tickets.waiting(pool)),
      },
      chats: {
        attach: watch('attach', (who) => chats.attach(who)),
        append: watch('append', (sends) => chats.append(sends)),
        read: watch('read', (chat, after) => chats.read(chat, after)),
        confirm: watch('confirm', (who) => chats.confirm(who)),
        away: watch('away', (who) => chats.away(who)),
        look: watch('look', (who) => chats.look(who)),
        end: watch('end', (end) => chats.end(end)),
        forsake: watch('forsake', (who) => chats.forsake(who)),
      },
      inbox: {
        on: (node, handler) => inbox.on(node, handler),
        whisper: (node, push) => inbox.whisper(node, push),
        nodes: watch('nodes', () => inbox.nodes()),
        onNodeLost: (handler) => inbox.onNodeLost(handler),
      },
      command: watch('command', (identity, action) => backplane.command(identity, action)),
      close: () => backplane.close(),
    },
  }
}
