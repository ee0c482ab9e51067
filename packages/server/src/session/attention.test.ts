import { expect, it } from 'vitest'
import { staticList } from '../media/providers.js'
import { createMemoryBackplane } from '../memory/backplane.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, type Person, settle } from '../testing/people.js'
import { createKeyRing, KEY_BYTES } from './keys.js'

const looks = (person: Person, away: boolean): Promise<void> =>
  person.says({ type: 'pong', chat: person.chat, away })

/** What somebody was told of the other one, oldest first. */
const told = (person: Person): readonly string[] =>
  person.all('presence').map(({ present, away = false }) => (present ? (away ? 'away' : 'there') : 'fallen'))

/** How somebody's snapshot has each seat. */
const members = (person: Person): readonly unknown[] =>
  person.last('chat').members.map(({ present, away }) => [present, away])

it('tells the other one, and not oneself, that somebody looks away and back (P-AWAY-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await looks(one, true)
  expect(two.last('presence')).toEqual({
    type: 'presence',
    chat: one.chat,
    seat: one.last('chat').you,
    present: true,
    away: true,
  })
  await pass(10_000)
  await looks(one, false)
  expect(two.last('presence')).not.toHaveProperty('away')
  expect([told(two), told(one)]).toEqual([['away', 'there'], []])
})

it('says nothing that is no news, and nothing for a pong without the flag', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await looks(one, false)
  await looks(one, true)
  await pass(5_000)
  await looks(one, true)
  await one.says({ type: 'pong', chat: one.chat, hidden: true })
  await pass(5_000)
  expect(told(two)).toEqual(['away'])
})

it('ends nothing by it: the chat goes on for as long as its line holds (P-AWAY-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await looks(one, true)
  await pass(200_000)
  await two.send('are you there')
  expect([two.ends, one.texts]).toEqual([[], ['are you there']])
})

it('tells nobody that a page is hidden (P-AWAY-5)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'pong', hidden: true })
  await one.says({ type: 'pong', chat: one.chat, hidden: true })
  await pass(10_000)
  expect(told(two)).toEqual([])
})

it('stays with the member: whoever comes back reads it, whoever is away as well (P-AWAY-2)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  await looks(one, true)
  const again = await enter(two.back(0))
  expect(members(again)).toEqual([
    [true, true],
    [true, undefined],
  ])
  expect(members(await enter(one.back(0)))).toEqual(members(again))
})

it('a line that falls meanwhile is told as that; back, its member is away as before (P-AWAY-3)', async () => {
  const { pair, enter, pass } = await createStage()
  const [one, two] = await pair()
  await looks(one, true)
  await one.falls()
  expect(two.last('presence')).toEqual(expect.not.objectContaining({ away: true }))
  const watcher = await enter(two.back(0))
  expect(members(watcher)[0]).toEqual([false, undefined])
  const back = await enter(one.back(0))
  expect([...told(two), ...told(watcher)]).toEqual(['away', 'fallen', 'away'])
  await pass(3_000)
  await looks(back, false)
  expect(told(watcher)).toEqual(['away', 'there'])
})

it('a fallen line ends the chat as ever, looked at or not (P-GRACE-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await looks(one, true)
  await one.falls()
  await pass(31_000)
  expect(two.ends).toEqual(['lost'])
})

it('whoever writes is there, at once (P-AWAY-3)', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  await looks(one, true)
  await one.send('here I am')
  expect(told(two)).toEqual(['away', 'there'])
})

it('the signals of a call bring nobody back: no person sends them', async () => {
  const { pair, pass } = await createStage({ modes: ['voice'], ice: staticList([]) })
  const [one, two] = await pair({ mode: 'voice' })
  await looks(one, true)
  await one.tell({ kind: 'signal', call: 1, signal: 'state', data: '{"audio":true,"video":false}' })
  await pass(5_000)
  expect(told(two)).toEqual(['away'])
})

it('haste is no flood: a change at once, then none for 2 s, then the last (P-AWAY-4)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (const away of [true, false, true, false, true, false]) await looks(one, away)
  expect(told(two)).toEqual(['away'])
  await pass(2_500)
  expect(told(two)).toEqual(['away', 'there'])
  await pass(2_500)
  for (const away of [true, false]) await looks(one, away)
  await looks(one, true)
  await pass(10_000)
  expect(told(two)).toEqual(['away', 'there', 'away'])
})

it('minutes of haste are a change every 2 s at most', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (let i = 0; i < 240; i++) {
    await looks(one, i % 2 === 0)
    await pass(250)
  }
  expect(told(two).length).toBeLessThanOrEqual(31)
  expect(one.ended).toBeUndefined()
})

it('nobody looks away from a chat that is over, or that isn’t theirs (P-FRAME-8)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  const [other] = await pair()
  await other.says({ type: 'pong', chat: one.chat, away: true })
  await one.says({ type: 'end', chat: one.chat, reason: 'left' })
  await looks(one, true)
  await pass(5_000)
  expect(told(two)).toEqual([])
})

it('is known at every node: to whoever sits at another one, and to whoever comes to it (P-AWAY-2)', async () => {
  const clock = new FakeClock()
  const shared = {
    backplane: createMemoryBackplane({ clock, random: seededRandom(2) }),
    keys: createKeyRing([{ secret: seededRandom(3).bytes(KEY_BYTES), from: clock.now() }], clock),
    clock,
  }
  const random = seededRandom(4)
  const here = await createStage(shared)
  const there = await createStage({ ...shared, random: { ...random, id: () => `there-${random.id()}` } })
  const [one, two] = [await here.enter(), await there.enter()]
  for (const person of [one, two]) await person.join()
  for (const person of [one, two]) await person.says({ type: 'seen', chat: person.chat, offset: 0 })
  await looks(one, true)
  expect(told(two)).toEqual(['away'])
  // Each to the other's node.
  const [oneThere, twoHere] = [await there.enter(one.back(0)), await here.enter(two.back(0))]
  expect(members(oneThere)).toEqual([
    [true, true],
    [true, undefined],
  ])
  expect(members(twoHere)).toEqual(members(oneThere))
  await here.pass(3_000)
  await looks(oneThere, false)
  expect(told(twoHere)).toEqual(['there'])
})

it('what the record lost is told again with the next pong: a pong is a moment to compare (P-RESUME-4)', async () => {
  const whole = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  let isLost = true
  const look: typeof whole.chats.look = async (who) => (isLost ? undefined : whole.chats.look(who))
  const { pair, pass } = await createStage({ backplane: { ...whole, chats: { ...whole.chats, look } } })
  const [one, two] = await pair()
  await looks(one, true)
  await pass(3_000)
  isLost = false
  expect(told(two)).toEqual([])
  await looks(one, true)
  expect(told(two)).toEqual(['away'])
})

/** A backplane whose calls of one kind take as long as a test says. */
function slow(call: 'look' | 'append') {
  const whole = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  const held: (() => void)[] = []
  let isHolding = false
  const when = () => (isHolding ? new Promise<void>((go) => held.push(go)) : Promise.resolve())
  const look: typeof whole.chats.look = async (who) => when().then(() => whole.chats.look(who))
  const append: typeof whole.chats.append = async (sends) => when().then(() => whole.chats.append(sends))
  const chats = { ...whole.chats, ...(call === 'look' ? { look } : { append }) }
  return {
    backplane: { ...whole, chats },
    holds: (holds: boolean) => (isHolding = holds),
    held,
    async goesOn() {
      held.shift()?.()
      await settle()
    },
  }
}

it('back doesn’t overtake away, however long the record takes (P-AWAY-3)', async () => {
  const { backplane, holds, held, goesOn } = slow('look')
  const { pair, pass } = await createStage({ backplane })
  const [one, two] = await pair()
  holds(true)
  await looks(one, true)
  // This one would take no time.
  holds(false)
  await one.send('here I am')
  expect([two.texts, held.length]).toEqual([['here I am'], 1])
  await goesOn()
  expect(told(two)).toEqual(['away', 'there'])
  await pass(10_000)
  expect(told(two)).toEqual(['away', 'there'])
})

it('what changes while the record takes its time is told after it, once, as it is by then (P-AWAY-4)', async () => {
  const { backplane, holds, goesOn } = slow('look')
  const { pair, pass } = await createStage({ backplane })
  const [one, two] = await pair()
  holds(true)
  await looks(one, true)
  for (const away of [false, true, false]) await looks(one, away)
  // The rest is over, and the record still at it.
  await pass(3_000)
  expect(told(two)).toEqual([])
  holds(false)
  await goesOn()
  expect(told(two)).toEqual(['away', 'there'])
})

it('a text that takes its time, and away right after it, are told in this order (P-AWAY-3)', async () => {
  const { backplane, holds, held, goesOn } = slow('append')
  const { pair, pass } = await createStage({ backplane })
  const [one, two] = await pair()
  await looks(one, true)
  holds(true)
  await one.send('one moment')
  await looks(one, true)
  expect([two.texts, told(two)]).toEqual([[], ['away']])
  expect(held).toHaveLength(1)
  holds(false)
  await goesOn()
  await pass(10_000)
  expect([two.texts, told(two)]).toEqual([['one moment'], ['away', 'there', 'away']])
})
