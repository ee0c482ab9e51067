import { beforeEach, expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Backplane } from '../ports/backplane.js'
import type { Random } from '../ports/clock.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, type Person, settle, type Stage } from '../testing/people.js'
import { createKeyRing, KEY_BYTES } from './keys.js'

/** Three servers on one backplane. The first one can be killed: its clock stands still, and nobody hears of its lines. */
let far: Stage
let near: Stage
let third: Stage
let kill: () => Promise<void>
/** The word of a loss gets lost; the list of those that live is empty. */
let isSilent: boolean
let isListEmpty: boolean
/** Nobody can say which servers live. */
let isListGone: boolean
/** The store forgot who was on the server: it says of nobody that they are away. */
let isUnaware: boolean
/** The second server hears of nobody who falls or is back: only the record tells it. */
let isDeaf: boolean
/** Says that the first server is lost, whether or not it is. */
let tell: () => void
let reads: number

beforeEach(async () => {
  const clock = new FakeClock()
  const whole = createMemoryBackplane({ clock, random: seededRandom(9) })
  isSilent = isListEmpty = isListGone = isUnaware = isDeaf = false
  reads = 0
  let leave = (): void => undefined
  let first = ''
  const hearers: ((node: string) => void)[] = []
  tell = () => hearers.forEach((hear) => hear(first))
  const read: Backplane['chats']['read'] = async (...about) => {
    reads++
    const answer = await whole.chats.read(...about)
    if (answer.kind !== 'log' || !isUnaware) return answer
    const members = answer.chat.members.map((member) => ({ ...member, present: true }))
    return { ...answer, chat: { ...answer.chat, members } }
  }
  const shared = (which: 'first' | 'second' | 'third'): Backplane => ({
    ...whole,
    inbox: {
      ...whole.inbox,
      on: (node, handler) => {
        const left = whole.inbox.on(node, (push) => {
          const isLost = isUnaware || (isDeaf && which === 'second')
          if (!isLost || push.type !== 'presence') handler(push)
        })
        if (which === 'first') [leave, first] = [left, node]
        return left
      },
      nodes: async () => {
        if (isListGone) throw new Error('The shard of the nodes is away.')
        return isListEmpty ? [] : whole.inbox.nodes()
      },
      onNodeLost: (handler) => {
        hearers.push(handler)
        return whole.inbox.onNodeLost((node) => (isSilent ? undefined : handler(node)))
      },
    },
    chats: { ...whole.chats, read },
  })
  const secret = new Uint8Array(KEY_BYTES)
  const keys = createKeyRing([{ secret, from: clock.now() }], clock)
  const common = { keys, store: await openStore({ path: ':memory:' }) }
  far = await createStage({ ...common, backplane: shared('first'), random: chance(1) })
  near = await createStage({ ...common, backplane: shared('second'), random: chance(2), clock })
  third = await createStage({ ...common, backplane: shared('third'), random: chance(3), clock })
  kill = async () => {
    leave()
    await settle()
  }
})

/** Ids of its own for each server. */
const chance = (seed: number): Random => {
  const random = seededRandom(seed)
  return { ...random, id: () => `${seed}${random.id().slice(1)}` }
}

/** Two who talk: one on the server that will be gone, one on another. */
async function couple(): Promise<readonly [Person, Person]> {
  const [gone, left] = [await far.enter(), await near.enter()]
  await gone.join({ ticket: 'ticket-of-far' })
  await left.join({ ticket: 'ticket-of-near' })
  await settle()
  for (const person of [gone, left]) await person.says({ type: 'seen', chat: person.chat, offset: 0 })
  await near.pass(11_000)
  return [gone, left]
}

it('a seat whose server is gone is held for the grace by the partner’s: then the chat is lost (P-GRACE-1)', async () => {
  const [, left] = await couple()
  await kill()
  expect(left.last('presence')).toMatchObject({ present: false })
  await near.pass(29_000)
  expect(left.ends).toEqual([])
  await near.pass(2_000)
  expect(left.ends).toEqual(['lost'])
})

it('whoever comes back in that time goes on, and a later fall has a grace of its own', async () => {
  const [gone, left] = await couple()
  await kill()
  await near.pass(20_000)
  const back = await third.enter(gone.back(0))
  await near.pass(20_000)
  expect(left.ends).toEqual([])
  await left.send('still here')
  expect(back.texts).toEqual(['still here'])
  await back.falls()
  await near.pass(29_000)
  expect(left.ends).toEqual([])
  await near.pass(2_000)
  expect(left.ends).toEqual(['lost'])
})

it('a return of which no word came is seen in the record before the grace ends the chat', async () => {
  const [gone, left] = await couple()
  await kill()
  await near.pass(28_000)
  isDeaf = true
  const back = await third.enter(gone.back(0))
  await near.pass(10_000)
  expect(left.ends).toEqual([])
  await back.send('here again')
  expect(left.texts).toEqual(['here again'])
})

it('a partner who moves to another server meanwhile waits no longer for it than the grace', async () => {
  const [, left] = await couple()
  await kill()
  await near.pass(20_000)
  const moved = await third.enter(left.back(0))
  expect(moved.last('chat').members).toMatchObject([{ present: false }, { present: true }])
  await near.pass(29_000)
  expect(moved.ends).toEqual([])
  await near.pass(2_000)
  expect(moved.ends).toEqual(['lost'])
})

it('a loss of which no word came is seen in the record', async () => {
  const [gone, left] = await couple()
  await gone.falls()
  isSilent = true
  await kill()
  await left.says({ type: 'pong', chat: left.chat })
  await near.pass(31_000)
  expect(left.ends).toEqual(['lost'])
})

it('a store that forgot who was on the server lets nobody wait for them for longer', async () => {
  const [, left] = await couple()
  isUnaware = true
  await kill()
  // The record is read meanwhile, and shows everybody there.
  await left.says({ type: 'pong', chat: left.chat })
  await near.pass(29_000)
  expect([left.all('presence'), left.ends]).toEqual([[], []])
  await near.pass(2_000)
  expect(left.ends).toEqual(['lost'])
})

it('nor if no word of the loss came either: the next look at the record finds its server gone', async () => {
  const [, left] = await couple()
  isUnaware = isSilent = true
  await kill()
  await left.says({ type: 'pong', chat: left.chat })
  await near.pass(31_000)
  expect(left.ends).toEqual(['lost'])
})

it('a server that is said to be lost and lives ends nothing', async () => {
  const [, left] = await couple()
  isUnaware = true
  tell()
  await near.pass(40_000)
  expect(left.ends).toEqual([])
})

/** Somebody whose partner's page fell while it was hidden; then no server was listed for a moment, and the grace went by. */
async function afterEmptyList(): Promise<Person> {
  const [gone, left] = await couple()
  await gone.says({ type: 'pong', hidden: true })
  await gone.falls()
  isListEmpty = true
  await left.says({ type: 'pong', chat: left.chat })
  await near.pass(5_000)
  isListEmpty = false
  await near.pass(40_000)
  return left
}

it('a list of servers that is empty for a moment, as after a failover, ends nothing', async () => {
  const left = await afterEmptyList()
  expect(left.ends).toEqual([])
})

it('and a silent loss after that is still seen', async () => {
  const left = await afterEmptyList()
  isSilent = true
  await kill()
  await left.says({ type: 'pong', chat: left.chat })
  await near.pass(31_000)
  expect(left.ends).toEqual(['lost'])
})

it('however often a loss is told of, the grace is one', async () => {
  const [, left] = await couple()
  await kill()
  for (const ms of [10_000, 10_000, 9_000]) {
    await near.pass(ms)
    tell()
  }
  expect(left.ends).toEqual([])
  await near.pass(2_000)
  expect(left.ends).toEqual(['lost'])
})

it('where nobody can say which servers live, nobody is cut off: those who talk go on', async () => {
  const [gone, left] = await couple()
  isListGone = true
  await left.says({ type: 'pong', chat: left.chat })
  const moved = await third.enter(left.back(0))
  await gone.send('still here')
  expect([moved.texts, moved.all('goodbye')]).toEqual([['still here'], []])
})

it('and a chat whose member’s server is gone ends once that can be said', async () => {
  const [, left] = await couple()
  await kill()
  isListGone = true
  await near.pass(60_000)
  expect([left.ends, left.all('goodbye')]).toEqual([[], []])
  isListGone = false
  await near.pass(6_000)
  expect(left.ends).toEqual(['lost'])
})

it('leaves a member whose server lives to that server, which knows how long its page wanted', async () => {
  const [gone, left] = await couple()
  await gone.says({ type: 'pong', hidden: true })
  await gone.falls()
  const moved = await third.enter(left.back(0))
  await near.pass(100_000)
  expect(moved.ends).toEqual([])
})

it('waits for nobody when its own member is gone, too', async () => {
  const [, left] = await couple()
  await kill()
  await left.falls()
  await near.pass(29_000)
  const back = await near.enter(left.back(0))
  await near.pass(29_000)
  expect(back.ends).toEqual([])
  await near.pass(2_000)
  expect(back.ends).toEqual(['lost'])
})

it('looks at no chat when a server goes on which nobody of them was', async () => {
  const [one, two] = await near.pair()
  await near.pass(20_000)
  const before = reads
  await kill()
  await near.pass(40_000)
  expect(reads).toBe(before)
  expect([one.ends, two.ends]).toEqual([[], []])
})
