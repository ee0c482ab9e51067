import { expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Backplane } from '../ports/backplane.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, FACTS, type Person, settle } from '../testing/people.js'

/** Bugs of other services of this kind, each by the name its users would give it. */

it('a late event from the previous partner never ends the new chat', async () => {
  const { pair, enter } = await createStage()
  const [one, ex] = await pair()
  const old = one.chat
  await one.says({ type: 'end', chat: old, reason: 'skip' })
  const next = await enter()
  await one.join()
  await next.join()
  await ex.says(
    { type: 'end', chat: old, reason: 'left' },
    { type: 'typing', chat: old, on: true },
    { type: 'seen', chat: old, offset: 0 },
  )
  await one.says({ type: 'end', chat: old, reason: 'left' }, { type: 'end', chat: old, reason: 'skip' })
  await ex.falls()
  await next.send('hello')
  expect(one.texts).toEqual(['hello'])
  expect(one.all('entry').filter(({ chat, body }) => chat === one.chat && body['kind'] === 'end')).toEqual([])
  expect(one.all('typing')).toEqual([])
})

it('nobody is matched with themselves, in however many tabs', async () => {
  const { enter, pass } = await createStage()
  const first = await enter()
  const tabs = [first]
  for (let i = 0; i < 4; i++) tabs.push(await enter({ device: first.last('welcome').device }))
  for (const tab of tabs) await tab.join()
  await pass(60_000)
  expect(tabs.flatMap((tab) => tab.all('chat'))).toEqual([])
})

it('no ghosts: whoever hung up is not waiting any more', async () => {
  const { enter, pass } = await createStage()
  const [ghost, living] = [await enter(), await enter()]
  await ghost.join()
  await ghost.falls()
  await living.join()
  await pass(30_000)
  expect(living.all('chat')).toEqual([])
  expect(living.ends).toEqual([])
})

/** A store whose `enter` of a ticket comes through late, and whose `leave` doesn't wait for it: two steps in two places, as on Redis. */
async function overtaking() {
  const memory = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  let release = (): void => undefined
  const isOpen = new Promise<void>((open) => (release = open))
  const tickets: Backplane['tickets'] = {
    ...memory.tickets,
    enter: async (ticket) => {
      if (ticket.id === 'ticket-late') await isOpen
      return memory.tickets.enter(ticket)
    },
  }
  const stage = await createStage({ backplane: { ...memory, tickets } })
  const arrives = async (): Promise<void> => {
    release()
    await settle()
  }
  return { ...stage, arrives }
}

it('no ghosts: a wish that replaced another as its line fell goes in, and out again (P-GRACE-2)', async () => {
  const { enter, pass, arrives } = await overtaking()
  const [ghost, living] = [await enter(), await enter()]
  await ghost.join()
  await ghost.join({ ticket: 'ticket-late' })
  await ghost.falls()
  await arrives()
  await living.join()
  await pass(5_000)
  expect(living.all('chat')).toEqual([])
})

it('no ghosts: if it met somebody on its way in, that one sees nobody there, and may have them back', async () => {
  const { enter, pass, arrives } = await overtaking()
  const [ghost, living] = [await enter(), await enter()]
  await ghost.join({ ticket: 'ticket-late' })
  await living.join()
  await ghost.falls()
  await arrives()
  expect(living.last('chat').chat).toBeDefined()
  expect(living.last('presence')).toMatchObject({ present: false })
  await living.says({ type: 'seen', chat: living.chat, offset: 0 })
  await pass(11_000)
  expect(living.ends).toEqual(['no_show'])
})

it('no ghosts: a line that only seems to live costs ten seconds and no place in the queue', async () => {
  const { enter, pass } = await createStage()
  const [ghost, living] = [await enter(), await enter()]
  await ghost.join()
  await living.join()
  await living.says({ type: 'seen', chat: living.chat, offset: 0 })
  await pass(11_000)
  expect(living.ends).toEqual(['no_show'])
  expect(living.last('queued').ticket).toBe(living.last('chat').ticket)
})

it('one who leaves takes nobody else out of the queue', async () => {
  const { enter } = await createStage()
  const people: Person[] = []
  for (let i = 0; i < 3; i++) {
    const person = await enter()
    people.push(person)
    await person.join({ interests: [`of ${i} only`] })
  }
  await people[1]?.falls()
  for (const i of [0, 2]) {
    const friend = await enter()
    await friend.join({ interests: [`of ${i} only`] })
    expect(friend.chat).toBe(people[i]?.chat)
  }
})

it('many who come at once are all matched, each once', async () => {
  const { arrive } = await createStage()
  const people = Array.from({ length: 40 }, () => arrive())
  for (const person of people) void person.hello().then(() => undefined)
  for (const person of people) void person.join()
  await settle()
  for (let i = 0; i < 40; i++) await settle()
  const chats = new Map<string, number>()
  for (const person of people) {
    expect(person.all('chat')).toHaveLength(1)
    chats.set(person.chat, (chats.get(person.chat) ?? 0) + 1)
  }
  expect([...chats.values()]).toEqual(Array.from({ length: 20 }, () => 2))
})

it('the same two do not meet again at once, whoever of them asks', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  const first = one.chat
  await one.says({ type: 'end', chat: first, reason: 'left' })
  await one.join()
  await two.join()
  expect([one.chat, two.chat]).toEqual([first, first])
  await pass(26_000)
  expect(one.chat).not.toBe(first)
  expect(one.last('chat').met).toBe(true)
})

it('typing does not outlive the one who types', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'typing', chat: one.chat, on: true })
  await one.says(
    { type: 'end', chat: one.chat, reason: 'left' },
    { type: 'typing', chat: one.chat, on: true },
  )
  const types = two.heard.map(({ type }) => type)
  expect(types.lastIndexOf('typing')).toBeLessThan(types.lastIndexOf('entry'))
})

it('nobody can write to, watch or end a chat they do not sit in', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  const outsider = await enter()
  await outsider.says(
    { type: 'send', chat: one.chat, n: 1, body: { kind: 'text', text: 'psst' } },
    { type: 'typing', chat: one.chat, on: true },
    { type: 'seen', chat: one.chat, offset: 1_000 },
    { type: 'end', chat: one.chat, reason: 'left' },
    { type: 'pong', chat: one.chat, seen: 5 },
  )
  await one.send('undisturbed')
  expect(two.heard.filter(({ type }) => type === 'entry' || type === 'typing')).toHaveLength(1)
  expect(outsider.all('entry')).toEqual([])
  expect(outsider.all('error').map(({ code }) => code)).toEqual(['bad_state'])
})

it('nobody is stuck searching: a wish that a chat used up is answered', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  const { ticket } = two.last('chat')
  await one.says({ type: 'end', chat: one.chat, reason: 'left' })
  await two.join({ ticket })
  expect(two.heard.at(-1)?.type).toBe('idle')
  await two.join()
  expect(two.heard.at(-1)?.type).toBe('queued')
})

it('skipping over and over leaves no trace of the chats before', async () => {
  const { enter, pass, server } = await createStage({ limits: { joinBurst: 100 } })
  const one = await enter()
  await one.join()
  for (let round = 0; round < 10; round++) {
    const other = await enter()
    await other.join()
    await other.send(`round ${round}`, 1)
    await other.says({ type: 'bye' })
    const next = { ticket: one.ticket(), mode: 'text', languages: [], interests: [], facts: FACTS } as const
    await one.says({ type: 'end', chat: one.chat, reason: 'skip', next })
  }
  await one.says({ type: 'bye' })
  await pass(1_000)
  expect(one.texts).toHaveLength(10)
  expect(server.stats()).toMatchObject({ connections: 0, sessions: 0 })
})
