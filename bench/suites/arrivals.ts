import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Person, type Square } from '../arrivals/person.ts'
import { longestMissed, wishOf } from '../arrivals/wish.ts'
import { shown, spread, table } from '../support/numbers.ts'
import { redisMissing, type Redis, startRedis } from '../support/redis.ts'
import { type ServerUnderTest, startServer } from '../support/servers.ts'
import type { Outcome, Setting, Suite } from './suite.ts'

const PEOPLE = 10_000
const PEOPLE_QUICK = 600
/** Of all, so many lose their line in the first two seconds; every second one of them comes back a second later. */
const FALL = 0.2
const FALL_MS = 2_000
const BACK_MS = 1_000
const GRACE_MS = 3_000
/** Long enough for interests to give way (8 s), short of when languages do. */
const WATCH_MS = 14_000
/** Who isn't in order so long after that is lost. */
const PATIENCE_MS = 45_000
const WATCH_STEP_MS = 500
const HANDSHAKES = 64
const ONE_MS = 2_000

const title = `Arrivals: ${PEOPLE.toLocaleString('en-GB')} join at once, and a fifth of them fall away`

interface Seen {
  readonly nodes: number
  readonly people: number
  readonly chats: number
  /** Both here, in one chat, and one didn't hear the other's word; or here, and neither in a chat nor waiting. */
  readonly lost: number
  /** In two chats, in another's seat, a word twice or from somebody else, anything the server refused. */
  readonly wrong: readonly string[]
  readonly missedMs: number
  readonly medianMs: number
  readonly leftWaiting: number
}

async function crowd(nodes: number, people: number): Promise<Seen> {
  let redis: Redis | undefined
  const servers: ServerUnderTest[] = []
  const folders: string[] = []
  try {
    if (nodes > 1) redis = await startRedis()
    const env = { GRACE_MS: String(GRACE_MS), ...(redis === undefined ? {} : { REDIS: redis.url }) }
    for (let i = 0; i < nodes; i++) {
      const DATA = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-arrivals-'))
      folders.push(DATA)
      // The same keys, so that whoever comes back is known at each; nobody blocks anybody, so each may have a store of its own.
      if (i > 0) copyFileSync(join(folders[0] ?? DATA, 'keys.json'), join(DATA, 'keys.json'))
      servers.push(await startServer('stranger-chat', { env: { ...env, DATA }, core: 'any' }))
    }
    return await watch(
      servers.map(({ port }) => `ws://127.0.0.1:${port}/ws`),
      people,
    )
  } finally {
    for (const server of servers) await server.stop()
    await redis?.stop()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  }
}

async function watch(urls: readonly string[], count: number): Promise<Seen> {
  const people: Person[] = []
  const square: Square = {
    chats: new Map(),
    waits: [],
    wrong: [],
    partnerOf(person, chat) {
      const other = square.chats.get(chat)?.find((one) => one !== undefined && one !== person)
      return other === undefined ? undefined : people[other]
    },
  }
  for (let id = 0; id < count; id++)
    people.push(new Person(id, urls[id % urls.length] ?? '', wishOf(Math.random), square))
  const queue = [...people]
  await Promise.all(
    Array.from({ length: HANDSHAKES }, async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) await next.come()
    }),
  )
  for (const person of people) person.join()
  const falling = people.filter(() => Math.random() < FALL)
  for (const [i, person] of falling.entries()) {
    setTimeout(() => {
      person.fall()
      if (i % 2 === 0) setTimeout(() => void person.comeBack(), BACK_MS)
    }, Math.random() * FALL_MS)
  }
  await pause(WATCH_MS)
  const lostNow = (): number => people.filter((person) => isLost(person, square)).length
  // What is still on its way isn't lost: on a busy machine the last words take longer than the watch.
  for (let more = 0; more < PATIENCE_MS && lostNow() > 0; more += WATCH_STEP_MS) await pause(WATCH_STEP_MS)
  const lost = lostNow()
  const leftWaiting = people.filter((person) => person.isHere && person.isWaiting).length
  for (const person of people) person.finish()
  const lengths = square.waits.map(({ from, to }) => to - from)
  return {
    nodes: urls.length,
    people: count,
    chats: square.chats.size,
    lost,
    wrong: square.wrong,
    missedMs: longestMissed(square.waits),
    medianMs: spread(lengths).median,
    leftWaiting,
  }
}

function isLost(person: Person, square: Square): boolean {
  if (!person.isHere) return false
  if (person.chat === undefined) return !person.isWaiting
  const partner = square.partnerOf(person.id, person.chat.id)
  // A seat that is held for somebody whose line fell is no loss yet.
  if (partner === undefined || !partner.isHere) return false
  return partner.chat?.id !== person.chat.id || person.heard !== 1
}

export const arrivals: Suite = { title, run }

async function run({ scale, say }: Setting): Promise<Outcome> {
  const people = scale.quick ? PEOPLE_QUICK : PEOPLE
  const missing = redisMissing()
  if (missing !== undefined) say(`Several nodes are left out: they need ${missing}.`)
  const seen: Seen[] = []
  for (const nodes of missing === undefined ? [1, 3] : [1]) {
    const one = await crowd(nodes, people)
    seen.push(one)
    say(
      `  ${nodes} ${nodes === 1 ? 'node' : 'nodes'}: ${one.chats} chats, ${one.wrong.length} wrong, ${one.lost} lost`,
    )
    for (const wrong of one.wrong.slice(0, 5)) say(`    ${wrong}`)
  }
  return {
    measures: Object.fromEntries(
      seen.flatMap(({ nodes, lost, wrong, missedMs }) => [
        [`arrivals lost, ${nodes}`, { unit: 'people', value: spread([lost]) }],
        [`arrivals wrong, ${nodes}`, { unit: 'times', value: spread([wrong.length]) }],
        [`arrivals missed, ${nodes}`, { unit: 'ms', value: spread([missedMs]) }],
      ]),
    ),
    text: table([
      [
        'nodes',
        'people',
        'chats',
        'lost',
        'doubled or wrong',
        'median wait ms',
        'longest an admissible pair waited, ms',
        'still waiting',
      ],
      ...seen.map((one) => [
        String(one.nodes),
        one.people.toLocaleString('en-GB'),
        one.chats.toLocaleString('en-GB'),
        String(one.lost),
        String(one.wrong.length),
        shown(spread([one.medianMs])).split(' ')[0] ?? '',
        `${Math.round(one.missedMs)}${one.missedMs > ONE_MS ? ' (more than 2,000)' : ''}`,
        String(one.leftWaiting),
      ]),
    ]),
    rounds: seen,
  }
}
