import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Ticket } from '../ports/backplane.js'
import { fit, PAIRING } from '../rules/pairing.js'
import { RELAXATIONS } from '../rules/relax.js'
import { seededRandom } from '../testing/clock.js'
import { Pools } from './pool.js'
import { Waiting } from './waiting.js'

let count = 0
const waiting = (changes: Partial<Ticket> = {}): Waiting => {
  const id = `t${++count}`
  const ticket: Ticket = {
    id,
    sid: id,
    conn: 1,
    node: 'n',
    identity: id,
    pool: 'p',
    mode: 'text',
    languages: ['en'],
    interests: ['tea'],
    labels: ['tea'],
    trust: 0,
    relaxed: [],
    avoid: [],
    prefixes: [],
    since: 0,
    ...changes,
  }
  return new Waiting(ticket, [], () => undefined)
}
const newPools = (): Pools => new Pools(PAIRING, seededRandom(1).unit)

const keys = (max: number) => fc.uniqueArray(fc.nat(max).map(String), { maxLength: 3 })
const wish = fc.record({
  identity: fc.nat(12).map(String),
  pool: fc.nat(1).map(String),
  languages: keys(2),
  interests: keys(3),
  trust: fc.nat(3),
  relaxed: fc.subarray([...RELAXATIONS]),
  avoid: keys(12),
  since: fc.nat(100),
})
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ put: wish }) },
  { weight: 2, arbitrary: fc.record({ remove: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ find: wish }) },
)

/** Where somebody stands: every language with every interest, and `any` where they are open. */
const queuesOf = ({ pool, languages, interests, relaxed }: Waiting): string[] => {
  const open = (what: 'languages' | 'interests'): string[] => (relaxed.includes(what) ? ['any'] : [])
  return [...languages, ...open('languages')].flatMap((language) =>
    [...interests, ...open('interests')].map((interest) => `${pool} ${language} ${interest}`),
  )
}

it('finds exactly those the whole rule admits, as long as a queue isn’t longer than one look', () => {
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 40 }), (steps) => {
      const pools = newPools()
      const there: Waiting[] = []
      for (const one of steps) {
        if ('remove' in one) {
          for (const gone of there.splice(one.remove % Math.max(1, there.length), 1)) pools.remove(gone)
        } else if ('put' in one) {
          const who = waiting(one.put)
          pools.put(who)
          there.push(who)
        } else {
          const who = waiting(one.find)
          const fitting = there.filter((other) => other.pool === who.pool && fit(who, other, 0) === 'fits')
          const found = pools.find(who, 0)
          expect(found === undefined).toBe(fitting.length === 0)
          if (found !== undefined) expect(fitting).toContain(found)
        }
        expect(pools.size).toBe(there.length)
        expect(pools.queues).toBe(new Set(there.flatMap(queuesOf)).size)
      }
      for (const who of there) pools.remove(who)
      expect([pools.size, pools.queues]).toEqual([0, 0])
    }),
  )
})

it('never finds somebody who was taken out, wherever the look-ahead stood', () => {
  const pools = newPools()
  const random = seededRandom(3)
  const there = Array.from({ length: 200 }, () => waiting({ avoid: ['x'] }))
  for (const who of there) pools.put(who)
  const shy = waiting({ identity: 'x' })
  while (there.length > 0) {
    expect(pools.find(shy, 0)).toBeUndefined()
    for (const gone of there.splice(Math.floor(random.unit() * there.length), 1)) {
      pools.remove(gone)
      gone.avoid = new Set()
    }
  }
  expect(pools.queues).toBe(0)
})

it('sees everybody in a long queue sooner or later, even if all look in rhythm', () => {
  const pools = newPools()
  const crowd = Array.from({ length: 300 }, () => waiting({ identity: 'one person' }))
  const [a, b] = [waiting({ avoid: ['one person'] }), waiting({ avoid: ['one person'] })]
  for (const [i, who] of [
    ...crowd.slice(0, 100),
    a,
    ...crowd.slice(100, 200),
    b,
    ...crowd.slice(200),
  ].entries()) {
    who.ticket = { ...who.ticket, since: i }
    pools.put(who)
  }
  let rounds = 1
  while (pools.find(a, 0) !== b && pools.find(b, 0) !== a) {
    for (const who of crowd) expect(pools.find(who, 0)).toBeUndefined()
    expect(++rounds).toBeLessThan(100)
  }
})

it('puts somebody who comes back with an old ticket in front of a crowd of younger ones', () => {
  const pools = newPools()
  for (let i = 0; i < 100; i++) pools.put(waiting({ since: 100 + i }))
  const old = waiting({ since: 50 })
  pools.put(old)
  expect(pools.find(waiting({ since: 300 }), 300)).toBe(old)
})

it('counts behind the same walls only', () => {
  const pools = newPools()
  for (const pool of ['p', 'p', 'q']) pools.put(waiting({ pool }))
  expect([pools.waiting('p'), pools.waiting('q'), pools.waiting('r'), pools.size]).toEqual([2, 1, 0, 3])
})

it('does nothing twice', () => {
  const pools = newPools()
  const who = waiting()
  pools.put(who)
  pools.put(who)
  expect([pools.size, pools.queues]).toEqual([1, 1])
  pools.remove(who)
  pools.remove(who)
  expect([pools.size, pools.queues]).toEqual([0, 0])
})
