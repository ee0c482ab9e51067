import { systemClock } from '../system.js'
import { aboutAll, type Engine, run, runOnChat, sessionAt } from './engine.js'
import type { Link } from './link.js'
import { SCRIPTS } from './scripts.js'
import { withdraw } from './settling.js'
import { NODE_KEYS } from './shards.js'
import { thorough } from './thorough.js'

/** A node that isn't heard of for so long is lost, ms. */
const LEASE_MS = 10_000
/** How often a node is heard of: three beats may go astray. */
export const BEAT_MS = 2_500
/** An answer to who lives holds for so long, ms: much shorter than what is judged by it, which is a grace after the loss. */
const SHARED_MS = 250
/** The nodes of all processes, by their leases, and what becomes of the sessions of those that are lost. */
export class Nodes {
  readonly #link: Link
  readonly #engine: Engine
  #seen: { readonly at: number; readonly live: Promise<readonly string[]> } | undefined

  constructor(link: Link, engine: Engine) {
    this.#link = link
    this.#engine = engine
  }

  /**
   * Says that these live.
   * @returns who else does; those that are lost, which is for the caller to see to; and which of these had been taken for lost
   */
  async live(names: readonly string[]): Promise<Beat> {
    return this.#lease('live', names)
  }

  /** Who lives, and nothing else. All partners of a big node that is lost ask at once, and share the answer. */
  look(): Promise<readonly string[]> {
    // By the machine's own clock, as leases; one that was set back is no reason to wait.
    const at = systemClock.now()
    if (this.#seen !== undefined && Math.abs(at - this.#seen.at) < SHARED_MS) return this.#seen.live
    const asked = this.#lease('look', []).then(({ live }) => live)
    const seen = { at, live: asked }
    this.#seen = seen
    asked.catch(() => {
      if (this.#seen === seen) this.#seen = undefined
    })
    return asked
  }

  /** Something changed: whoever asks from now on asks Redis. */
  forget(): void {
    this.#seen = undefined
  }

  async left(name: string): Promise<void> {
    await this.#lease('leave', [name])
  }

  /** A lost node has been seen to. */
  async buried(name: string): Promise<void> {
    await this.#lease('buried', [name])
  }

  async #lease(what: string, names: readonly string[]): Promise<Beat> {
    const rest = [String(NODE_KEYS.length), ...NODE_KEYS, String(LEASE_MS), what, ...names]
    const words = ['EVAL', SCRIPTS.lease.source, ...rest]
    const [live, lost, news] = (await this.#link.send(NODE_KEYS[0], words)) as readonly (readonly string[])[]
    if (what !== 'look') this.forget()
    return { live: live ?? [], lost: lost ?? [], news: news ?? [] }
  }

  /** A node is gone, and every connection on it: nobody there waits any more, members are away, sessions may come back. */
  async strand(node: string): Promise<void> {
    const { limits } = this.#engine
    let sessions = 0
    const strand = async (sid: string): Promise<void> => {
      sessions++
      const words = [sid, node, String(limits.orphanMs)]
      const [kind, pool, wish, sat] = await run(this.#engine, 'strand', sessionAt(sid), words)
      if (kind !== 'stranded') return
      const matched = await withdraw(this.#engine, sid, String(pool), String(wish))
      const chat = matched?.id ?? String(sat)
      if (chat !== '') await runOnChat(this.#engine, 'seat', chat, ['strand', sid, '', node])
    }
    try {
      await aboutAll(this.#engine, 'on', [node], strand)
    } finally {
      if (sessions > 0) this.#engine.log.log('info', 'node.lost', { sessions })
    }
  }

  /** A node of ours was taken for lost: its sessions are here all the same. */
  async revive(node: string): Promise<void> {
    const own = [...this.#engine.claims].filter(([, claim]) => claim.node === node)
    await thorough(own, async ([sid]) => {
      const [kind, chat] = await run(this.#engine, 'revive', sessionAt(sid), [sid, node])
      if (kind === 'alive' && chat !== '')
        await runOnChat(this.#engine, 'seat', String(chat), ['revive', sid, '', node])
    })
  }
}

export interface Beat {
  readonly live: readonly string[]
  readonly lost: readonly string[]
  readonly news: readonly string[]
}
