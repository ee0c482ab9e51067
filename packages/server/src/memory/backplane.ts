import type { Backplane } from '../ports/backplane.js'
import type { Clock, Random } from '../ports/clock.js'
import { PAIRING, type PairingRules } from '../rules/pairing.js'
import { chatsOf } from './chats.js'
import { MemoryInbox } from './inbox.js'
import { Pools } from './pool.js'
import { loseNode, sessionsOf } from './sessions.js'
import { MEMORY_LIMITS, type MemoryLimits, type State, SWEEP_MS } from './state.js'
import { Sweep } from '../sweep.js'
import { ticketsOf } from './tickets.js'

export interface MemoryBackplaneOptions {
  readonly clock: Clock
  readonly random: Random
  readonly limits?: Partial<MemoryLimits>
  readonly pairing?: Partial<PairingRules>
}

/**
 * The backplane of a single process: everything in memory, nothing kept. Several servers in one process may share one.
 *
 * It has one timer, a clean-up every 5 s that runs only while something could outlive its time: tickets (`ticketMs`),
 * ended chats (`endedMs`), live chats in which nobody is present and sessions of a lost node (`orphanMs`).
 */
export function createMemoryBackplane(options: MemoryBackplaneOptions): Backplane {
  return memoryOn(emptyState(options))
}

/** What a backplane holds before anybody came. */
export function emptyState(options: MemoryBackplaneOptions): State {
  const { clock, random } = options
  const limits = { ...MEMORY_LIMITS, ...options.limits }
  const inbox = new MemoryInbox(limits.inbox, (node) => loseNode(state, node))
  const state: State = {
    clock,
    random,
    limits,
    claims: new Map(),
    held: new Map(),
    chats: new Map(),
    pools: new Pools({ ...PAIRING, ...options.pairing }, random.unit),
    inbox,
    sweep: new Sweep(clock, SWEEP_MS),
    logBytes: 0,
    offerBytes: 0,
  }
  return state
}

/** The backplane of what is held there, which the simulator also loses parts of. */
export function memoryOn(state: State): Backplane {
  const { inbox } = state
  return {
    sessions: sessionsOf(state),
    tickets: ticketsOf(state),
    chats: chatsOf(state),
    inbox,
    command: async (identity, action) => inbox.broadcast({ type: 'command', identity, action }),
    close: async () => {
      inbox.close()
      state.sweep.close()
      state.claims.clear()
      state.held.clear()
      state.chats.clear()
      state.pools.clear()
    },
  }
}
