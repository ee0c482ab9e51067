import fc, { type Arbitrary } from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Backplane, Push, Relaxation, Ticket } from '../ports/backplane.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { createRedisBackplane } from './backplane.js'
import { empty, settled } from '../testing/redis-state.js'

// Any sequence of calls, sensible or not, on memory and on Redis: every answer and every push must be the same. The rules are
// written twice, in TypeScript and in Lua; this is what holds them equal.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const PEOPLE = 6
/** A longer time is one in which everything that may end ends. */
const SHORT_MS = 1_000
const NODES = ['north', 'south']
/** Small numbers; what there isn't is taken modulo what there is. */
type Call =
  | { readonly do: 'claim'; readonly who: number; readonly more: number; readonly node: number }
  | {
      readonly do: 'enter'
      readonly who: number
      readonly wish: Wish
      readonly age: number
      readonly stale: boolean
    }
  | {
      readonly do: 'leave' | 'away' | 'attach' | 'forsake' | 'release'
      readonly who: number
      readonly which: number
      readonly stale: boolean
    }
  | { readonly do: 'look'; readonly who: number; readonly which: number; readonly away: boolean }
  | {
      readonly do: 'say'
      readonly who: number
      readonly which: number
      readonly ns: readonly number[]
      readonly seen: number
      readonly refused: boolean
    }
  | { readonly do: 'confirm' | 'read'; readonly who: number; readonly which: number; readonly seen: number }
  | {
      readonly do: 'end'
      readonly who: number
      readonly which: number
      readonly reason: number
      readonly stale: boolean
    }
  | { readonly do: 'waiting' }
  | { readonly do: 'lose'; readonly node: number }
  | { readonly do: 'pass'; readonly ms: number }

interface Wish {
  /** 0 the same again, else a new one; higher: one of before. */
  readonly ticket: number
  readonly pool: number
  readonly languages: readonly string[]
  readonly interests: readonly string[]
  readonly trust: number
  readonly relaxed: readonly Relaxation[]
  readonly avoid: readonly number[]
  readonly offer: boolean
}

const who = fc.nat(PEOPLE - 1)
/** Mostly the last. */
const which = fc.nat(9).map((n) => Math.max(0, n - 6))
const seldom = fc.nat(9).map((n) => n === 0)
const wish: Arbitrary<Wish> = fc.record({
  ticket: fc.nat(5),
  pool: fc.nat(9).map((n) => (n === 0 ? 1 : 0)),
  languages: fc.subarray(['en', 'id'], { minLength: 1 }),
  interests: fc.subarray(['tea', 'go', 'x']),
  trust: fc.nat(2),
  relaxed: fc.subarray<Relaxation>(['interests', 'languages', 'trust']),
  avoid: fc.nat(4).chain((n) => fc.array(fc.nat(4), { maxLength: n === 0 ? 2 : 0 })),
  offer: fc.boolean(),
})
const call: Arbitrary<Call> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('claim'), who, more: fc.nat(2), node: fc.nat(1) }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('enter'), who, wish, age: fc.nat(40), stale: seldom }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('leave', 'away', 'attach', 'attach', 'forsake', 'release'),
      ...{ who, which, stale: seldom },
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('look'), who, which, away: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('say'),
      ...{ who, which, ns: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 1, maxLength: 3 }) },
      ...{ seen: fc.nat(9), refused: seldom },
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('confirm', 'confirm', 'read'), who, which, seen: fc.nat(9) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('end'), who, which, reason: fc.nat(4), stale: seldom }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('waiting') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lose'), node: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(1, 40, 300, 300, 400_000) }),
  },
) as Arbitrary<Call>

/** Everybody is there at first. */
const ARRIVALS = Array.from({ length: PEOPLE }, (_, person): Call => ({
  do: 'claim',
  who: person,
  more: 1,
  node: person % 2,
}))
const REASONS = ['left', 'lost', 'no_show', 'idle', 'closed'] as const

/** One engine with what a test knows of it: answers name chats by the order in which they appeared. */
class Bench {
  readonly clock = new FakeClock()
  readonly backplane: Backplane
  readonly #conns = Array.from({ length: PEOPLE }, () => 0)
  readonly #tickets: string[][] = Array.from({ length: PEOPLE }, () => [])
  readonly #ns = new Map<string, number>()
  readonly #chats: string[] = []
  readonly #epochs: string[] = []
  readonly #heard: Push[][] = NODES.map(() => [])

  constructor(make: (clock: FakeClock) => Backplane) {
    this.backplane = make(this.clock)
    for (const node of NODES.keys()) this.#join(node)
  }

  #leaves: (() => void)[] = []
  #join(node: number): void {
    const name = NODES[node] as string
    this.#leaves[node] = this.backplane.inbox.on(name, (push) => void this.#heard[node]?.push(push))
  }

  /** Plays a call. @returns the answer and every push, with ids by order */
  async play(one: Call): Promise<unknown> {
    const answer = await this.#ask(one)
    await settled(this.backplane)
    await new Promise((turn) => setImmediate(turn))
    const heard = this.#heard.map((list) => list.splice(0))
    // What a lost node leaves behind is seen to in any order.
    if (one.do === 'lose') for (const list of heard) list.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
    // Whoever falls out of everything at once is told of in no order, or not any more.
    const isLong = one.do === 'pass' && one.ms > SHORT_MS
    return this.#named({ answer, heard: isLong ? [] : heard })
  }

  async #ask(one: Call): Promise<unknown> {
    const { sessions, tickets, chats } = this.backplane
    switch (one.do) {
      case 'claim': {
        const conn = (this.#conns[one.who] ?? 0) + one.more
        const { sid } = this.#who(one.who)
        const answer = await sessions.claim({
          sid,
          conn,
          identity: identityOf(one.who),
          node: NODES[one.node] ?? '',
        })
        if (answer.kind === 'claimed') this.#conns[one.who] = conn
        return answer
      }
      case 'release':
        return sessions.release(this.#who(one.who, one.stale))
      case 'enter':
        return tickets.enter(this.#ticket(one))
      case 'leave':
        return tickets.leave(
          this.#who(one.who, one.stale),
          this.#tickets[one.who]?.at(-1 - one.which) ?? 'none',
        )
      case 'waiting':
        return Promise.all(['pool0', 'pool1'].map((pool) => tickets.waiting(pool)))
      case 'attach':
        return chats.attach({ ...this.#at(one), offset: one.which })
      case 'away':
        return chats.away(this.#at(one))
      case 'forsake':
        return chats.forsake(this.#at(one))
      case 'look':
        return chats.look({ ...this.#at({ ...one, stale: false }), away: one.away })
      case 'say': {
        const at = this.#at({ ...one, stale: false })
        const key = `${at.sid} ${at.chat}`
        const sends = one.ns.map((more) => {
          const n = Math.max(1, (this.#ns.get(key) ?? 0) + more)
          this.#ns.set(key, n)
          const body = one.refused ? ('too_long' as const) : ({ kind: 'text', text: `"${n}" \\ é/` } as const)
          return { ...at, n, body, ...(one.seen < 5 ? { seen: one.seen } : {}) }
        })
        return chats.append(sends)
      }
      case 'confirm':
        return chats.confirm({ ...this.#at({ ...one, stale: false }), seen: one.seen })
      case 'read':
        return chats.read(this.#chat(one.which), one.seen)
      case 'end':
        return chats.end({ ...this.#at(one), reason: REASONS[one.reason] ?? 'left' })
      case 'lose': {
        this.#leaves[one.node]?.()
        await settled(this.backplane)
        this.#join(one.node)
        return undefined
      }
      case 'pass':
        // What outlives its time may have something else begin to: the longest in two steps, and one to be sure.
        for (let left = one.ms > SHORT_MS ? 3 : 1; left > 0; left--) {
          this.clock.advance(one.ms)
          await settled(this.backplane)
        }
        return undefined
    }
  }

  #who(person: number, stale = false) {
    return { sid: `s${person}`, conn: (this.#conns[person] ?? 0) - (stale ? 1 : 0) }
  }
  #at({ who: person, which: back, stale }: { who: number; which: number; stale: boolean }) {
    return { ...this.#who(person, stale), chat: this.#chat(back) }
  }
  /** One of the last chats. */
  #chat(back: number): string {
    return this.#chats.at(-1 - back) ?? 'none'
  }

  #ticket({
    who: person,
    wish: { ticket, pool, avoid, offer, ...traits },
    age,
    stale,
  }: Extract<Call, { do: 'enter' }>): Ticket {
    const own = this.#tickets[person] ?? []
    // The last one again, more often than not; a new one; or one of before.
    if (own.length === 0 || ticket === 4) own.push(`t${person}-${own.length}`)
    const id = (ticket === 5 ? own.at(-2) : own.at(-1)) ?? 'none'
    return {
      ...this.#who(person, stale),
      ...traits,
      id,
      node: NODES[person % 2] ?? '',
      identity: identityOf(person),
      pool: `pool${pool}`,
      mode: 'text',
      labels: traits.interests.map((key) => key.toUpperCase()),
      avoid: avoid.map((other) => `i${other}`),
      prefixes: [`p${person}`],
      since: this.clock.now() - age * 10,
      ...(offer ? { offer: `offer of ${person}` } : {}),
    }
  }

  /** Ids that an engine makes up are its own affair: they are named by the order in which they come up. */
  #named(value: unknown): unknown {
    const name = (id: string, known: string[], what: string): string => {
      if (!known.includes(id)) known.push(id)
      return `${what} ${known.indexOf(id)}`
    }
    return JSON.parse(JSON.stringify(value ?? null), (key, held: unknown) => {
      if (key === 'epoch') return name(String(held), this.#epochs, 'epoch')
      if (isOver(held))
        return { ...held, members: held.members.map((one) => ({ ...one, conn: 0, node: '' })) }
      const isChat = typeof held === 'string' && /^id\d{20}$/.test(held)
      return isChat ? name(held, this.#chats, 'chat') : held
    }) as unknown
  }
}

const orderOf = (push: Push): string => ('sid' in push ? push.sid : '')

/** Where the members of a chat that is over are is nobody's business: a session that came back as a new one may still be asked. */
const isOver = (held: unknown): held is { readonly members: readonly { conn: number; node: string }[] } =>
  typeof held === 'object' && held !== null && 'members' in held && 'ended' in held && held.ended === true

/** The first two are one person in two tabs. */
const identityOf = (person: number): string => `i${Math.max(0, person - 1)}`

const OPTIONS = {
  limits: { sockets: 8, logEntries: 8, ticketMs: 200_000, endedMs: 200_000, orphanMs: 200_000 },
  pairing: { recentMs: 500 },
}

/** Each case asks a server some thousand times; on a busy machine that takes long. */
const PATIENCE_MS = 120_000 * Number(process.env['FC_RUNS'] ?? 1)

it(
  'answers every call as memory does, and tells the same to the same nodes',
  { timeout: PATIENCE_MS },
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 120, size: 'max' }), async (calls) => {
        await empty(redis)
        const memory = new Bench((clock) =>
          createMemoryBackplane({ ...OPTIONS, clock, random: seededRandom(1) }),
        )
        const made = await createRedisBackplane({
          ...OPTIONS,
          ...{
            urls: [redis.url],
            clock: { now: () => bench.clock.now(), after: (ms, fn) => bench.clock.after(ms, fn) },
            now: () => bench.clock.now(),
          },
          ...{ random: seededRandom(1), log: { log: () => undefined } },
        })
        const bench: Bench = new Bench(() => made)
        try {
          for (const [i, one] of [...ARRIVALS, ...calls].entries()) {
            const [expected, found] = [await memory.play(one), await bench.play(one)]
            expect(found, `call ${i}: ${JSON.stringify(one)}`).toEqual(expected)
          }
        } finally {
          await made.close()
          await memory.backplane.close()
        }
      }),
    )
  },
)
