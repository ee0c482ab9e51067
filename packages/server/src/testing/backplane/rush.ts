import assert from 'node:assert/strict'
import type { Random } from '../../ports/clock.js'
import { seededRandom } from '../clock.js'
import type { Runner } from '../runner.js'
import type { Guest } from './oracle.js'
import { type MakeBackplane, type Person, Stage } from './stage.js'
import { type Deed, DEEDS, playStorm } from './storm.js'

const RUSH = 10_000
const STORMS = 40

/** Crowds: everybody at once, and everything in any order. */
export function rushSuite({ describe, it }: Runner, make: MakeBackplane): void {
  describe('a rush', () => {
    it('of 10,000 who come at once while one in five falls away: none twice, none lost, all who fit have met', async () => {
      const stage = await Stage.open(make)
      const { unit } = seededRandom(7)
      const people: Person[] = []
      for (let i = 0; i < RUSH; i++) {
        const interests = [...new Set([0, 1, 2].map(() => `x${popular(unit, 2_000)}`))]
        people.push(
          await stage.person(`${i}`, { node: 'node', languages: [`l${popular(unit, 4)}`], interests }),
        )
      }
      const gone = new Set<Person>()
      const arrivals = people.map(async (person) => {
        await aWhile(unit)
        await person.join()
        if (unit() >= 0.2) return
        await aWhile(unit)
        gone.add(person)
        // A fall and the match may cross; whoever was matched first is in a chat, and its partner is told.
        if ((await person.leave()).kind === 'matched') await person.release()
      })
      await Promise.all(arrivals)
      // The partners of those who fell look again, like everybody who still waits, until nobody finds anybody.
      const chats = await rest(
        stage,
        people.filter((person) => !gone.has(person)),
      )

      const seats = [...chats.values()].flat()
      const seated = new Set(seats)
      assert.equal(seated.size, seats.length, 'nobody is in two chats')
      const alone = people.filter((person) => !gone.has(person) && !seated.has(person.sid))
      const kept = new Map<string, string>()
      for (const { sid, traits } of alone) {
        for (const interest of traits.interests ?? []) {
          const key = `${traits.languages?.[0]} ${interest}`
          assert.equal(
            kept.get(key),
            undefined,
            `${sid} and ${kept.get(key)} share ${key} and both still wait`,
          )
          kept.set(key, sid)
        }
      }
      assert.equal(
        await stage.backplane.tickets.waiting('pool'),
        alone.length,
        'nobody else waits: no ghosts',
      )
      assert(seated.size > RUSH / 2, 'most have found somebody')
      await stage.close()
    })
  })

  describe('a storm', () => {
    it(`of joins, skips, words, falls and returns breaks no promise (${STORMS} seeds)`, async () => {
      for (let seed = 1; seed <= STORMS; seed++) {
        const random = seededRandom(seed)
        await playStorm(make, { guests: guests(random), deeds: deeds(random) }).catch((cause: unknown) => {
          throw new Error(`storm ${seed} broke a promise`, { cause })
        })
      }
    })
  })
}

/** Everybody tries again, until a round changes nothing. Answers the members of every live chat. */
async function rest(
  stage: Stage,
  people: readonly Person[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const chats = new Map<string, readonly string[]>()
  for (let last = -1; last !== chats.size;) {
    last = chats.size
    for (const person of people) {
      const answer = await person.renew()
      // Its partner fell and its chat is over, so its ticket is used up: it wants a new one.
      const next = answer.kind === 'unknown' ? await person.join() : answer
      if (next.kind === 'matched')
        chats.set(
          next.chat.id,
          next.chat.members.map(({ sid }) => sid),
        )
    }
  }
  return chats
}

/** Lets a few others go first. */
async function aWhile(unit: () => number): Promise<void> {
  for (let turns = Math.floor(unit() * 50); turns > 0; turns--) await Promise.resolve()
}

/** A number below `count`, small ones much more often (Zipf): a few interests are everybody's, most are rare. */
const popular = (unit: () => number, count: number): number => Math.floor(count ** unit()) - 1

const pick = <T>({ unit }: Random, from: readonly T[]): T => from[Math.floor(unit() * from.length)] as T

function guests(random: Random): readonly Guest[] {
  const some = (max: number, from: number, to: number): number[] =>
    Array.from({ length: from + Math.floor(random.unit() * (to - from + 1)) }, () =>
      Math.floor(random.unit() * max),
    )
  return Array.from({ length: 8 }, () => ({
    identity: Math.floor(random.unit() * 8),
    pool: random.unit() < 0.8 ? 0 : 1,
    languages: random.unit() < 0.7 ? [0] : some(3, 0, 2),
    interests: random.unit() < 0.7 ? [0, 1] : some(4, 0, 3),
    trust: Math.floor(random.unit() * 3),
    avoid: random.unit() < 0.8 ? [] : some(8, 1, 2),
    offers: random.unit() < 0.5,
  }))
}

const deeds = (random: Random): readonly Deed[] =>
  Array.from({ length: 200 }, () => [
    pick(random, [...DEEDS, 'join', 'skip', 'say', 'say', 'back', 'seen']),
    Math.floor(random.unit() * 8),
    Math.floor(random.unit() * 12_000),
  ])
