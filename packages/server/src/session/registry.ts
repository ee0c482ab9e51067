import { nameOf } from '../log.js'
import type { Action, Push } from '../ports/backplane.js'
import type { Log } from '../ports/clock.js'
import type { Connection } from './connection.js'
import type { Session } from './session.js'

/** How many are held at once whose claim nobody is sure of. */
export const HELD = 1_000

/** Who is on this node: connections, and the sessions behind them or waiting for them to come back. */
export class Registry {
  readonly connections = new Set<Connection>()
  readonly #sessions = new Map<string, Session>()
  /** By person: one session, as nearly everybody has, or several. */
  readonly #identities = new Map<string, Session | Set<Session>>()
  /** Those whose claim may have been refused: they take nobody's place here. */
  readonly #held = new Set<Session>()
  readonly #log: Log

  constructor(log: Log) {
    this.#log = log
  }

  get size(): number {
    return this.#sessions.size + this.#held.size
  }

  /** Everybody here, those who only wait for their grace to be over left out. */
  get sessions(): Iterable<Session> {
    return this.#sessions.values()
  }

  get(sid: string): Session | undefined {
    return this.#sessions.get(sid)
  }

  /**
   * Counts a session that only waits for its grace to be over. Nothing is told to it: a ban or a newer connection meets its
   * person at the next hello.
   * @returns whether there was room
   */
  hold(session: Session): boolean {
    if (this.#held.size >= HELD) return false
    this.#held.add(session)
    return true
  }

  /** Puts a session in its place. @returns the one that held it before, which is not registered any more */
  add(session: Session): Session | undefined {
    const before = this.#sessions.get(session.sid)
    if (before !== undefined) this.remove(before)
    this.#sessions.set(session.sid, session)
    const same = this.#identities.get(session.identity)
    if (same === undefined) this.#identities.set(session.identity, session)
    else if (same instanceof Set) same.add(session)
    else this.#identities.set(session.identity, new Set([same, session]))
    return before
  }

  /** Idempotent; one that was replaced meanwhile doesn't take its successor along. */
  remove(session: Session): void {
    this.#held.delete(session)
    if (this.#sessions.get(session.sid) !== session) return
    this.#sessions.delete(session.sid)
    const same = this.#identities.get(session.identity)
    if (same instanceof Set) same.delete(session)
    if (same === session || (same instanceof Set && same.size === 0))
      this.#identities.delete(session.identity)
  }

  /** Everybody here behind one identity. */
  of(identity: string): readonly Session[] {
    const same = this.#identities.get(identity)
    return same instanceof Set ? [...same] : same === undefined ? [] : [same]
  }

  /** The backplane's word reaches whom it is for. It is a hint: whoever isn't here doesn't miss it. */
  readonly push = (push: Push): void => {
    if (push.type === 'command') return this.command(push.identity, push.action)
    const session = this.#sessions.get(push.sid)
    if (session !== undefined) this.#deliver(push, session)
  }

  /** How many commands came: whoever was asked about before one of them may stand otherwise since. */
  commands = 0

  /** Something is done to everybody here behind one identity. */
  readonly command = (identity: string, action: Action): void => {
    this.commands++
    for (const session of this.of(identity)) this.#deliver({ type: 'command', identity, action }, session)
  }

  /** A node is gone: its members' partners here wait for them from now on. */
  readonly nodeLost = (node: string): void => {
    for (const session of this.#sessions.values()) session.seat?.watch(node)
  }

  #deliver(push: Push, session: Session): void {
    try {
      deliver(push, session)
    } catch (cause) {
      // The next push is for somebody else, and must arrive.
      this.#log.log('error', 'session.failed', { cause: nameOf(cause) })
      session.connection?.goodbye('internal')
    }
  }
}

function deliver(push: Push, session: Session): void {
  switch (push.type) {
    case 'entry':
      return session.entry(push.chat, push.entry)
    case 'typing':
      return session.seatIn(push.chat)?.typing(push.seat, push.on)
    case 'presence':
      return session.seatIn(push.chat)?.presence(push)
    case 'matched':
      return session.search.found()
    case 'command':
      // A decision may come twice, from the node that made it and from the ledger.
      return session.standing.knows(push.action) ? undefined : session.command(push.action)
    case 'superseded':
      if (push.conn > session.conn) session.superseded(push.conn)
  }
}
