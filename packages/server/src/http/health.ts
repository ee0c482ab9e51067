import type { ServerResponse } from 'node:http'
import { replyJson } from './reply.js'
import type { Clock } from '../ports/clock.js'

/** Something a server can't do without: resolves if it answers. */
export type Probe = () => Promise<unknown>

export interface Health {
  /** Whether people may be sent here. Asks what it stands on, at most once a second, however often somebody wants to know. */
  readonly look: () => Promise<Finding>
  /** What was found last. */
  readonly reachable: () => Readonly<Record<string, boolean>>
}
export interface Finding {
  readonly isReady: boolean
  readonly status: 'ready' | 'draining' | 'unready'
  /** What doesn't answer. */
  readonly missing: readonly string[]
}

/** An answer holds for so long, ms. */
const FRESH_MS = 1_000
/** What doesn't answer by then doesn't answer. */
const PATIENCE_MS = 2_000
/** What answered this lately may stumble once: a failover takes about as long. */
const LATELY_MS = 10_000

/** Whether a process is ready: it takes people, and what it needs for that is there, or was a moment ago. */
export function createHealth(
  probes: Readonly<Record<string, Probe>>,
  { isDraining, clock }: { readonly isDraining: () => boolean; readonly clock: Clock },
): Health {
  const names = Object.keys(probes)
  const answered = new Map<string, number>(names.map((name) => [name, clock.now()]))
  const found = new Map<string, boolean>(names.map((name) => [name, true]))
  const under = new Map<string, Promise<boolean>>()
  let looked = -Infinity
  let looking: Promise<void> | undefined

  /** One question at a time: a second one wouldn't be answered sooner. */
  const ask = (name: string): Promise<boolean> => {
    const asked =
      under.get(name) ??
      (async () => probes[name]?.())()
        .then(
          () => true,
          () => false,
        )
        .finally(() => under.delete(name))
    under.set(name, asked)
    return asked
  }
  const lookAt = async (name: string): Promise<void> => {
    let cancel: () => void = () => undefined
    const late = new Promise<boolean>((resolve) => {
      cancel = clock.after(PATIENCE_MS, () => resolve(false))
    })
    const isThere = await Promise.race([ask(name), late])
    cancel()
    if (isThere) answered.set(name, clock.now())
    found.set(name, isThere)
  }
  const lookAll = async (): Promise<void> => {
    await Promise.all(names.map(lookAt))
    looked = clock.now()
    looking = undefined
  }

  return {
    reachable: () => Object.fromEntries(found),
    async look() {
      if (isDraining()) return { isReady: false, status: 'draining', missing: [] }
      if (Math.abs(clock.now() - looked) >= FRESH_MS) await (looking ??= lookAll())
      const now = clock.now()
      const missing = names.filter(
        (name) => found.get(name) === false && now - (answered.get(name) ?? 0) >= LATELY_MS,
      )
      if (isDraining()) return { isReady: false, status: 'draining', missing: [] }
      return { isReady: missing.length === 0, status: missing.length === 0 ? 'ready' : 'unready', missing }
    },
  }
}

/** 200 where people may be sent, else 503. Nothing in it is worth hiding. */
export const replyReadiness = (res: ServerResponse, { isReady, status, missing }: Finding): void =>
  replyJson(res, isReady ? 200 : 503, { status, ...(missing.length === 0 ? {} : { missing }) })
