// What it would gain to look for a partner on one's own node first, and in the shared pool after a while: a simulation of people
// who come by chance, for 1, 4 and 16 nodes. Nothing of the server runs; it is about where partners sit and how long they wait.
//
//   node bench/scaling/local-first.ts [--people N] [--write]
import { parseArgs } from 'node:util'
import { markdown, writeSection } from '../suites/pages.ts'
import { measuresOf, readRecord } from '../suites/record.ts'
import { digits, table } from '../support/numbers.ts'

const { values } = parseArgs({ options: { people: { type: 'string' }, write: { type: 'boolean' } } })
const PEOPLE = Number(values.people ?? 40_000)

const NODES = [1, 4, 16]
/** People who come in a second, at all nodes together: a village, a town, a city. */
const RATES = [2, 20, 200]
/** How long somebody is looked for at home alone, ms. 0: as it is now. */
const HOLDS = [0, 500, 2_000]
const LANGUAGES = 3
const INTERESTS = 500
/** When interests give way (P-MATCH-3), ms. */
const GIVES_WAY = 8_000

interface Person {
  readonly at: number
  readonly node: number
  readonly language: number
  readonly interests: readonly number[]
  met: boolean
}

let state = 7
const unit = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32

/** Queues by place, language and interest; who has met is skipped when it is come upon. */
class Pool {
  readonly #queues = new Map<string, Person[]>()

  static keys({ language, interests }: Person, isOpen: boolean): readonly string[] {
    const keys = interests.map((one) => `${language} ${one}`)
    return isOpen || interests.length === 0 ? [...keys, `${language} any`] : keys
  }

  take(place: string, keys: readonly string[], who: Person): Person | undefined {
    for (const key of keys) {
      const queue = this.#queues.get(`${place} ${key}`)
      for (let first = queue?.[0]; first !== undefined; first = queue?.[0]) {
        if (!first.met && first !== who) return first
        queue?.shift()
      }
    }
    return undefined
  }

  put(place: string, keys: readonly string[], who: Person): void {
    for (const key of keys) {
      const queue = this.#queues.get(`${place} ${key}`)
      if (queue) queue.push(who)
      else this.#queues.set(`${place} ${key}`, [who])
    }
  }
}

interface Seen {
  readonly atHome: number
  readonly median: number
  readonly p95: number
  /** Looks in the shared pool, for each person. */
  readonly shared: number
}

function simulate(nodes: number, rate: number, hold: number): Seen {
  state = 7
  const pool = new Pool()
  const events: { readonly at: number; readonly who: Person; readonly look: 'home' | 'shared' | 'open' }[] =
    []
  for (let i = 0, at = 0; i < PEOPLE; i++) {
    at += (-Math.log(1 - unit()) * 1_000) / rate
    const interests = Array.from({ length: Math.floor(unit() * 4) }, () => Math.floor(INTERESTS ** unit()))
    const who: Person = {
      at,
      node: Math.floor(unit() * nodes),
      language: Math.floor(unit() * LANGUAGES),
      interests: [...new Set(interests)],
      met: false,
    }
    if (hold > 0) events.push({ at, who, look: 'home' })
    events.push({ at: at + hold, who, look: 'shared' }, { at: at + GIVES_WAY, who, look: 'open' })
  }
  events.sort((a, b) => a.at - b.at)
  const waits: number[] = []
  let [pairs, home, shared] = [0, 0, 0]
  for (const { at, who, look } of events) {
    if (who.met) continue
    const keys = Pool.keys(who, look === 'open')
    const isHome = look === 'home'
    const own = `n${who.node}`
    let other = hold > 0 ? pool.take(own, keys, who) : undefined
    if (other === undefined && !isHome) {
      shared++
      other = pool.take('all', keys, who)
    }
    if (other === undefined) {
      if (hold > 0) pool.put(own, keys, who)
      if (!isHome) pool.put('all', keys, who)
      continue
    }
    who.met = other.met = true
    pairs++
    if (other.node === who.node) home++
    waits.push(at - who.at, at - other.at)
  }
  waits.sort((a, b) => a - b)
  const quantile = (share: number): number => (waits[Math.floor(waits.length * share)] ?? NaN) / 1_000
  return { atHome: home / pairs, median: quantile(0.5), p95: quantile(0.95), shared: shared / PEOPLE }
}

const measures = measuresOf(readRecord())
const cost = (name: string): number => measures[name]?.value.median ?? NaN
const [local, cross] = [cost('one node, Redis message'), cost('two nodes, Redis message')]

const rows = [
  [
    'nodes',
    'come a second',
    'at home alone, s',
    'partners at one node',
    'median wait, s',
    '95 % wait, s',
    'looks in the shared pool each',
    'node µs a message',
  ],
]
for (const nodes of NODES) {
  for (const rate of RATES) {
    for (const hold of nodes === 1 ? [0] : HOLDS) {
      const { atHome, median, p95, shared } = simulate(nodes, rate, hold)
      const message = atHome * local + (1 - atHome) * cross
      rows.push([
        String(nodes),
        String(rate),
        hold === 0 ? 'never' : String(hold / 1_000),
        `${Math.round(100 * atHome)} %`,
        digits(median),
        digits(p95),
        digits(shared),
        digits(message),
      ])
    }
  }
}
console.log(table(rows))
if (values.write) writeSection('docs/scaling.md', 'local-first', markdown(rows))
