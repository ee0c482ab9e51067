import { fitInQueue, isBetter, type PairingRules } from '../rules/pairing.js'
import { type Link, List } from './list.js'
import { Standing, type Waiting } from './waiting.js'

/** The queue of those who are open in that dimension. No folded key is empty. */
const ANYONE = ''

/** Candidates one try looks at in a queue: the oldest, and some more where the last try stopped. */
const LOOK_OLDEST = 4
const LOOK_ON = 12

/** How many tickets are asked whether they are somebody else's; more than one identity can have in a pool. */
const ONLY_YOU_LOOK = 32

type Queue = List<Waiting>
interface Pool {
  readonly all: Queue
  /** Language, then interest. A ticket stands in every combination of its own, so whoever is found there shares both. */
  readonly queues: Map<string, Map<string, Queue>>
}

/**
 * Everybody who waits. Walls are separate pools; within one, languages and interests are the index, and what is left is
 * judged on a bounded number of candidates, so the cost of a try doesn't grow with the crowd.
 */
export class Pools {
  readonly #pools = new Map<string, Pool>()
  readonly #rules: PairingRules
  readonly #unit: () => number
  #size = 0

  /** @param unit numbers in [0, 1): tickets that renew in rhythm would else meet the same candidates for ever */
  constructor(rules: PairingRules, unit: () => number) {
    this.#rules = rules
    this.#unit = unit
  }

  /** How many wait in all pools. */
  get size(): number {
    return this.#size
  }

  /** How many queues there are: never more than those who wait need. */
  get queues(): number {
    let queues = 0
    for (const pool of this.#pools.values())
      for (const ofLanguage of pool.queues.values()) queues += ofLanguage.size
    return queues
  }

  clear(): void {
    this.#pools.clear()
    this.#size = 0
  }

  waiting(pool: string): number {
    return this.#pools.get(pool)?.all.size ?? 0
  }

  /** Others wait, and all of them are this same person. */
  isOnlyYou(who: Waiting): boolean {
    const all = this.#pools.get(who.pool)?.all
    if (all === undefined || all.size < 2 || all.size > ONLY_YOU_LOOK) return false
    for (let link = all.first; link; link = link.next) if (link.value.identity !== who.identity) return false
    return true
  }

  /** Puts a ticket into its queues, or into those it is entitled to since it last relaxed. */
  put(who: Waiting): void {
    let pool = this.#pools.get(who.pool)
    if (pool === undefined) this.#pools.set(who.pool, (pool = { all: new List(), queues: new Map() }))
    if (who.place.list === undefined) {
      insertByAge(pool.all, who.place)
      this.#size++
    }
    const languages = keysOf(who, 'languages')
    const interests = keysOf(who, 'interests')
    if (who.standings.length === languages.length * interests.length) return
    for (const language of languages) {
      const queues = at(pool.queues, language, () => new Map<string, Queue>())
      for (const interest of interests) {
        if (who.standings.some((held) => held.language === language && held.interest === interest)) continue
        const standing = new Standing(who, language, interest)
        who.standings.push(standing)
        insertByAge(
          at(queues, interest, () => new List<Waiting>()),
          standing,
        )
      }
    }
  }

  /** Takes a ticket out of everything. Doing it twice changes nothing. */
  remove(who: Waiting): void {
    const pool = this.#pools.get(who.pool)
    if (pool === undefined || who.place.list === undefined) return
    for (const standing of who.standings) {
      const { list: queue, language, interest } = standing
      queue?.remove(standing)
      if (queue?.size !== 0) continue
      // A queue nobody stands in leaves nothing behind, however many interests somebody makes up.
      const queues = pool.queues.get(language)
      queues?.delete(interest)
      if (queues?.size === 0) pool.queues.delete(language)
    }
    who.standings.length = 0
    pool.all.remove(who.place)
    if (pool.all.size === 0) this.#pools.delete(who.pool)
    this.#size--
  }

  /** The best of those looked at who fit, or nobody. Changes nothing but where the next try looks on. */
  find(who: Waiting, now: number): Waiting | undefined {
    const pool = this.#pools.get(who.pool)
    if (pool === undefined) return undefined
    let best: Found | undefined
    for (const group of groupsOf(pool, who)) {
      for (const queue of group.queues) best = this.#look(queue, who, group.rarity, now, best)
      // The groups that follow share something more common, or nothing.
      if (best?.fit === 'fits') break
    }
    return best?.who
  }

  #look(queue: Queue, who: Waiting, rarity: number, now: number, best: Found | undefined): Found | undefined {
    const isShort = queue.size <= LOOK_OLDEST + LOOK_ON
    const oldest = isShort ? queue.size : LOOK_OLDEST
    let link = queue.first
    for (let i = 0; i < oldest && link; i++, link = link.next) {
      best = this.#judge(link, who, rarity, now, best)
    }
    if (isShort) return best
    link = queue.hand ?? link
    for (let i = 0; i < LOOK_ON; i++, link = link?.next ?? queue.first) {
      if (link !== undefined) best = this.#judge(link, who, rarity, now, best)
    }
    const skip = Math.floor(this.#unit() * LOOK_ON)
    for (let i = 0; i < skip && link; i++) link = link.next
    queue.hand = link
    return best
  }

  #judge(
    link: Link<Waiting>,
    who: Waiting,
    rarity: number,
    now: number,
    best: Found | undefined,
  ): Found | undefined {
    const other = link.value
    const verdict = fitInQueue(who, other, now, this.#rules)
    if (verdict === 'no') return best
    const found = { fit: verdict, rarity, since: other.since, who: other }
    return best === undefined || isBetter(found, best) ? found : best
  }
}

interface Found {
  readonly fit: 'again' | 'fits'
  readonly rarity: number
  readonly since: number
  readonly who: Waiting
}
interface Group {
  readonly queues: readonly Queue[]
  readonly rarity: number
}

/** The queues to look into, by what they share: the rarest interest first, "anyone" last. */
function groupsOf(pool: Pool, who: Waiting): readonly Group[] {
  const byLanguage: Map<string, Queue>[] = []
  for (const language of keysOf(who, 'languages')) {
    const queues = pool.queues.get(language)
    if (queues !== undefined) byLanguage.push(queues)
  }
  const groups: Group[] = []
  if (byLanguage.length === 0) return groups
  for (const interest of keysOf(who, 'interests')) {
    const queues: Queue[] = []
    let rarity = interest === ANYONE ? Infinity : 0
    for (const ofLanguage of byLanguage) {
      const queue = ofLanguage.get(interest)
      if (queue === undefined) continue
      queues.push(queue)
      rarity += queue.size
    }
    if (queues.length > 0) groups.push({ queues, rarity })
  }
  return groups.length < 2 ? groups : groups.sort((a, b) => a.rarity - b.rarity)
}

const keysOf = (who: Waiting, what: 'languages' | 'interests'): readonly string[] =>
  who.relaxed.includes(what) ? [...who[what], ANYONE] : who[what]

/**
 * Queues are about in the order of age. Nearly everybody is the youngest; who comes back with an old ticket is either older
 * than all or passes a few, and past those few the order is left alone.
 */
function insertByAge(queue: Queue, link: Link<Waiting>): void {
  const { since } = link.value
  if (queue.first !== undefined && since < queue.first.value.since) return queue.insertAfter(undefined, link)
  let before = queue.last
  for (let i = 0; i < LOOK_ON && before?.previous && before.value.since > since; i++) before = before.previous
  queue.insertAfter(before, link)
}

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
