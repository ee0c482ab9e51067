import type { ServerFrameOf } from '@stranger-chat/core/protocol'
import type { Check } from './check.js'
import { CHECKS, UNTRIED } from './checks.js'
import { Deviation, NotRun } from './deviation.js'
import { STANDING, type Standing, type Violation } from './ledger.js'
import { groupOf, isNamed, readSpec } from './spec.js'
import { type Server, Stage } from './stage.js'
import { type Clock, systemClock } from './system.js'

export interface ConformanceOptions {
  /** Clauses or groups, such as `P-N-3` or `P-ACK`. Default: all. */
  readonly only?: readonly string[]
  /** Also what takes long: up to 16 minutes. */
  readonly slow?: boolean
  /** Nobody else is on the server: also what waits so long that it might meet a visitor. */
  readonly alone?: boolean
  /** How long an answer may take on its way, ms. Default 5,000. */
  readonly patienceMs?: number
  /** A group of clauses is through. */
  readonly onGroup?: (group: string, results: readonly Result[]) => void
  /** The server asked to wait, ms. */
  readonly onWait?: (ms: number) => void
  readonly clock?: Clock
}

export interface Result {
  readonly clause: string
  readonly title: string
  readonly status: 'passed' | 'failed' | 'not run'
  /** Why it wasn't run. */
  readonly why?: string
  readonly failure?: Failure
}

export interface Failure {
  /** What the clause says. */
  readonly sentence: string
  readonly expected: string
  readonly instead: string
  /** The last frames of either direction, each with the name of its line. */
  readonly sent: readonly string[]
  readonly came: readonly string[]
}

export interface Report {
  readonly url: string
  readonly passed: number
  readonly failed: number
  readonly notRun: number
  readonly results: readonly Result[]
  /** Clauses that can't be seen from outside, and why. */
  readonly untried: Readonly<Record<string, string>>
}

/** Checks that run side by side; those that only wait for long don't count. */
const LANES = 6
/** How often a check is begun again when the server asked to come later, and the longest time it may ask for, ms. */
const TRIES = 8
const LONGEST_WAIT_MS = 60_000
/** Once it has asked, dials keep this distance, ms. */
const PACE_MS = 150

/** What there is to run; everything about one run is in here. */
class Run {
  readonly #options: ConformanceOptions
  readonly #server: Server
  readonly #spec = readSpec()
  readonly #results: Result[] = []
  readonly #violations: Violation[] = []
  readonly #seen = new Map<Standing, number>()
  #nextDial = 0
  #isPaced = false

  constructor(base: string, options: ConformanceOptions) {
    this.#options = options
    const { clock = systemClock, patienceMs = 5_000, alone = false } = options
    this.#server = { base, clock, patienceMs, isAlone: alone, welcome: NOBODY, pace: () => this.#pace() }
  }

  async all(): Promise<readonly Result[]> {
    const server = await this.#meet()
    if (server === undefined) return this.#results
    const wanted = CHECKS.filter(({ clause, also = [] }) =>
      [clause, ...also].some((one) => this.#isWanted(one)),
    )
    const left = new Map<string, number>()
    for (const { clause } of wanted) left.set(groupOf(clause), (left.get(groupOf(clause)) ?? 0) + 1)
    const go = async (check: Check): Promise<void> => {
      this.#results.push(await this.#try(check, server))
      const group = groupOf(check.clause)
      const more = (left.get(group) ?? 0) - 1
      left.set(group, more)
      if (more === 0) this.#tell(group)
    }
    const lane = async (checks: Check[]): Promise<void> => {
      for (let check = checks.shift(); check !== undefined; check = checks.shift()) await go(check)
    }
    const quick = wanted.filter(({ slow }) => slow === undefined)
    // Those who wait for anybody would meet each other: one after the other.
    const alone = wanted.filter((check) => check.slow !== undefined && check.alone === true)
    const waiting = wanted.filter((check) => check.slow !== undefined && check.alone !== true)
    const lanes = Array.from({ length: LANES }, () => lane(quick))
    await Promise.all([...lanes, lane(alone), ...waiting.map(go)])
    this.#judgeStanding()
    return this.#results
  }

  /** The first hello: whoever doesn't welcome it has nothing more to show. */
  async #meet(): Promise<Server | undefined> {
    let welcome: ServerFrameOf<'welcome'> | undefined
    const hello: Check = {
      clause: 'P-HELLO-4',
      title: 'hello is answered by welcome',
      run: async (stage) => {
        welcome = (await stage.enter()).welcome
      },
    }
    const result = await this.#try(hello, this.#server)
    this.#results.push(result)
    if (welcome !== undefined) return { ...this.#server, welcome }
    this.#judgeStanding()
    this.#tell('P-HELLO')
    return undefined
  }

  async #try(check: Check, server: Server): Promise<Result> {
    const { clause, title, slow, alone } = check
    const notRun = (why: string): Result => ({ clause, title, status: 'not run', why })
    if (slow !== undefined && this.#options.slow !== true)
      return notRun(`takes ${slow}: ask for it with --slow`)
    if (alone === true && !server.isAlone)
      return notRun('might meet a visitor: ask for it with --alone where there are none')
    for (let tries = 1; ; tries++) {
      const stage = new Stage(server)
      try {
        await check.run(stage)
        return { clause, title, status: 'passed' }
      } catch (cause) {
        if (cause instanceof NotRun) return notRun(cause.message)
        if (stage.turnedAway > LONGEST_WAIT_MS || (stage.turnedAway > 0 && tries === TRIES))
          return notRun(`the server asked to come back after ${Math.ceil(stage.turnedAway / 1_000)} s`)
        if (stage.turnedAway > 0) await this.#wait(stage.turnedAway)
        else return this.#failed(check, stage, cause)
      } finally {
        await stage.close()
        // What came while the server was full says nothing, and nothing of it is wrong.
        this.#violations.push(...stage.ledger.violations)
        for (const [standing, count] of stage.ledger.seen)
          this.#seen.set(standing, (this.#seen.get(standing) ?? 0) + count)
      }
    }
  }

  #failed({ clause, title }: Check, { journal }: Stage, cause: unknown): Result {
    if (!(cause instanceof Deviation)) throw cause
    const { expected, instead, clause: at = clause } = cause
    const failure = {
      sentence: this.#spec.get(at) ?? '',
      expected,
      instead,
      sent: journal.last('sent'),
      came: journal.last('came'),
    }
    return { clause: at, title, status: 'failed', failure }
  }

  /** What was watched all along; a clause is reported once, with its first violation. */
  #judgeStanding(): void {
    for (const clause of Object.keys(STANDING) as Standing[]) {
      const title = `${STANDING[clause]}, in all frames of the run`
      const violation = this.#violations.find((one) => one.clause === clause)
      if (violation !== undefined) {
        const { expected, instead, sent, came } = violation
        const failure = { sentence: this.#spec.get(clause) ?? '', expected, instead, sent, came }
        this.#results.push({ clause, title, status: 'failed', failure })
      } else if (this.#isWanted(clause)) {
        const isSeen = (this.#seen.get(clause) ?? 0) > 0
        this.#results.push(
          isSeen
            ? { clause, title, status: 'passed' }
            : { clause, title, status: 'not run', why: 'nothing of the kind came' },
        )
      }
    }
    this.#options.onGroup?.(
      'always',
      this.#results.filter(({ title }) => title.endsWith('of the run')),
    )
  }

  #isWanted(clause: string): boolean {
    const { only } = this.#options
    return only === undefined || isNamed(clause, only)
  }

  #tell(group: string): void {
    this.#options.onGroup?.(
      group,
      this.#results.filter(({ clause }) => groupOf(clause) === group),
    )
  }

  async #wait(ms: number): Promise<void> {
    this.#isPaced = true
    this.#options.onWait?.(ms)
    await new Promise<void>((resolve) => void this.#server.clock.after(ms, () => resolve()))
  }

  async #pace(): Promise<void> {
    if (!this.#isPaced) return
    const now = this.#server.clock.now()
    this.#nextDial = Math.max(this.#nextDial, now) + PACE_MS
    await new Promise<void>((resolve) => void this.#server.clock.after(this.#nextDial - now, () => resolve()))
  }
}

/** Before the first welcome nothing is known. */
const NOBODY = { gates: [], caps: [] } as unknown as ServerFrameOf<'welcome'>

/**
 * Tries a server from outside, clause by clause. Never throws for what the server does wrong.
 * @param url its base, as `http:` or `https:`, without a slash at the end
 */
export async function runConformance(url: string, options: ConformanceOptions = {}): Promise<Report> {
  const results = await new Run(url, options).all()
  const count = (status: Result['status']): number =>
    results.filter((result) => result.status === status).length
  const { only } = options
  const untried = Object.fromEntries(
    Object.entries(UNTRIED).filter(([clause]) => only === undefined || isNamed(clause, only)),
  )
  return {
    url,
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('not run'),
    results,
    untried,
  }
}
