import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Backplane, Ticket } from '../../ports/backplane.js'
import { FakeClock, seededRandom } from '../../testing/clock.js'
import { startRedis, type TestRedis } from '../../testing/redis.js'
import { backplaneOn } from '../backplane.js'
import { faulty, type Faults } from '../../testing/faulty-link.js'
import { connect } from '../link.js'
import { empty, forget, keysIn, settled } from '../../testing/redis-state.js'

// Any call may be cut short between any two of its steps, as when its process dies there. Whatever was left half done must be found
// and finished by those who come later: nobody sits in two chats, both sides of a chat agree, nobody who fits waits for ever, and
// when all have left nothing is left of them.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const DEEDS = [
  'hello',
  'join',
  'join',
  'renew',
  'renew',
  'leave',
  'say',
  'seen',
  'end',
  'end',
  'bye',
] as const
/** Shards that begin anew: those of sessions, of pools with their matches, of chats. */
const LOSSES = ['forget s', 'forget [tovmq]', 'forget [cl]'] as const
const log = { log: () => undefined }

/** Somebody as a client and its node are: after an answer that never came they connect anew. */
class Person {
  readonly sid: string
  readonly #backplane: Backplane
  readonly #clock: FakeClock
  readonly #id: number
  conn = 0
  chat = ''
  #n = 0
  #tickets = 0

  constructor(backplane: Backplane, clock: FakeClock, id: number) {
    this.sid = `s${id}`
    this.#id = id
    this.#backplane = backplane
    this.#clock = clock
  }

  get #who() {
    return { sid: this.sid, conn: this.conn }
  }

  async do(deed: (typeof DEEDS)[number]): Promise<void> {
    if (this.conn === 0 || deed === 'hello') await this.hello()
    const { chats, tickets, sessions } = this.#backplane
    const at = { ...this.#who, chat: this.chat }
    switch (deed) {
      case 'hello':
        return
      case 'join':
        this.#tickets++
        return this.renew()
      case 'renew':
        return this.renew()
      case 'leave':
        return void (await tickets.leave(this.#who, this.#ticket().id))
      case 'say': {
        const [answer] = await chats.append([{ ...at, n: this.#n + 1, body: { kind: 'text', text: 'hi' } }])
        if (answer?.kind === 'appended') this.#n++
        return
      }
      case 'seen':
        return void (await chats.confirm({ ...at, seen: 100 }))
      case 'end':
        return void (await chats.end({ ...at, reason: 'left' }))
      case 'bye':
        await sessions.release(this.#who)
        this.conn = 0
    }
  }

  async hello(): Promise<void> {
    // What a client raises at every try, whatever became of the one before.
    this.#tries++
    const answer = await this.#backplane.sessions.claim({
      ...{ sid: this.sid, conn: this.#tries, identity: `i${this.#id}`, node: 'node' },
    })
    if (answer.kind !== 'claimed') return
    this.conn = this.#tries
    // What the client still shows, or what the session sits in.
    const chat = answer.chat ?? this.chat
    this.chat = ''
    this.#n = 0
    if (chat === '') return
    const back = await this.#backplane.chats.attach({ ...this.#who, chat, offset: 0 })
    if (back.kind === 'attached' && !back.chat.ended) this.chat = chat
    this.#n =
      back.kind === 'attached' ? (back.chat.members.find(({ sid }) => sid === this.sid)?.accepted ?? 0) : 0
  }
  #tries = 0

  async renew(): Promise<void> {
    const answer = await this.#backplane.tickets.enter(this.#ticket())
    if (answer.kind === 'matched') this.chat = answer.chat.id
    if (answer.kind === 'in_chat') this.chat = answer.chat
  }

  #ticket(): Ticket {
    return {
      ...this.#who,
      id: `t${this.#id}-${this.#tickets}`,
      ...{ node: 'node', identity: `i${this.#id}`, pool: 'pool', mode: 'text', languages: [], interests: [] },
      ...{ labels: [], trust: 0, relaxed: ['languages', 'interests'], avoid: [], prefixes: [] },
      since: this.#clock.now(),
    }
  }
}

const plan = fc.record({
  seed: fc.nat(),
  there: fc.constantFrom(0, 0.02, 0.1),
  back: fc.constantFrom(0, 0.02, 0.1),
  deeds: fc.array(fc.tuple(fc.constantFrom(...DEEDS, ...LOSSES), fc.nat(3)), { maxLength: 80, size: 'max' }),
})

const isLoss = (deed: string): deed is (typeof LOSSES)[number] => deed.startsWith('forget')

it('finishes what was cut short', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ seed, there, back, deeds }) => {
      await empty(redis)
      const clock = new FakeClock()
      const { unit } = seededRandom(seed)
      const faults: Faults = { there: 0, back: 0 }
      const link = faulty(await connect([redis.url], log), faults, unit)
      const backplane = await backplaneOn(link, {
        clock,
        now: clock.now,
        random: seededRandom(1),
        log,
        pairing: { recentMs: 0 },
      })
      backplane.inbox.on('node', () => undefined)
      await settled(backplane)
      const people = [0, 1, 2, 3].map((id) => new Person(backplane, clock, id))

      try {
        Object.assign(faults, { there, back })
        for (const [deed, who] of deeds) {
          clock.advance(10)
          const person = people[who] as Person
          if (isLoss(deed)) await forget(redis, deed.slice('forget '.length))
          else await person.do(deed).catch(() => (person.conn = 0))
        }
        Object.assign(faults, { there: 0, back: 0 })

        for (const person of people) await person.hello()
        for (const person of people) {
          if (person.chat === '') continue
          const read = await backplane.chats.read(person.chat, 0)
          expect(read).toMatchObject({ kind: 'log', chat: { ended: false } })
          const members = read.kind === 'log' ? read.chat.members : []
          // Whoever never heard of the match, and whose session lost its memory, is a no-show.
          for (const { sid, confirmed } of members)
            if (confirmed)
              expect(people.find((other) => other.sid === sid)?.chat, 'both sides agree').toBe(person.chat)
        }
        for (const person of people) if (person.chat !== '') await person.do('end')
        for (const person of people) person.chat = ''
        for (const person of people) await person.do('join')
        for (const person of people) await person.do('renew')
        const chats = people.map(({ chat }) => chat)
        expect(chats, 'all four have found somebody').not.toContain('')
        expect(new Set(chats).size).toBe(2)

        for (const person of people) await person.do('bye')
        expect(await keysIn(redis), 'nothing of them is left').toEqual([])
      } finally {
        Object.assign(faults, { there: 0, back: 0 })
        await backplane.close()
      }
    }),
  )
})
