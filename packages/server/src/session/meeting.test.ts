import { expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, FACTS } from '../testing/people.js'

it('matches two who share an interest, and tells both which (P-MATCH)', async () => {
  const { enter } = await createStage()
  const [one, two] = [await enter(), await enter()]
  await one.join({ interests: ['Tea', 'chess'], languages: ['en'] })
  await two.join({ interests: ['tea '], languages: ['en-GB'] })
  const [mine, theirs] = [one.last('chat'), two.last('chat')]
  expect(mine.chat).toBe(theirs.chat)
  expect(new Set([mine.you, theirs.you])).toEqual(new Set([0, 1]))
  expect(mine.members.find(({ seat }) => seat === mine.you)).toMatchObject({
    shared: ['Tea'],
    present: true,
    language: 'en',
  })
  expect(mine.capsule).not.toBe(theirs.capsule)
  expect(JSON.stringify(mine)).not.toContain('prefix')
})

it('refuses a join without the facts the house asks for: nothing said is no (P-HELLO-6)', async () => {
  const { enter } = await createStage()
  const person = await enter()
  for (const facts of [{}, { age: 18 }, { rules: '1' }, { age: 17, rules: '1' }, { age: 18, rules: '0' }]) {
    await person.join({ facts })
    expect(person.last('error')).toMatchObject({ code: 'denied', re: { type: 'join' } })
    expect(person.all('queued')).toEqual([])
  }
})

it('makes ages walls: who is 13 never meets who is 18 (P-MATCH-1)', async () => {
  const { enter, pass } = await createStage({ gates: { age: [13, 18], rules: false } })
  const [young, old, grown] = [await enter(), await enter(), await enter()]
  await young.join({ facts: { age: 13 } })
  await old.join({ facts: { age: 18 } })
  await pass(60_000)
  expect([young.all('chat'), old.all('chat')]).toEqual([[], []])
  await grown.join({ facts: { age: 18 } })
  expect(grown.chat).toBe(old.chat)
})

it('asks nothing where the operator asks nothing', async () => {
  const { enter } = await createStage({ gates: { age: false, rules: false } })
  const person = await enter()
  expect(person.last('welcome').gates).toEqual([])
  await person.join({ facts: {} })
  expect(person.last('queued')).toBeDefined()
})

it('offers the modes it was given and no others', async () => {
  const { enter } = await createStage()
  const person = await enter()
  await person.join({ mode: 'video' })
  expect(person.last('error')).toMatchObject({ code: 'unsupported', re: { type: 'join' } })
})

it('looks wider as time goes by, and tells what gave way (P-MATCH-3)', async () => {
  const { enter, pass } = await createStage()
  const [one, two] = [await enter(), await enter()]
  await one.join({ interests: ['tea'], languages: ['en'] })
  await pass(10_000)
  expect(one.last('queued').relaxed).toEqual(['interests'])
  await two.join({ interests: ['chess'], languages: ['en'] })
  expect(two.all('chat')).toEqual([])
  await pass(10_000)
  expect(two.last('chat').chat).toBe(one.last('chat').chat)
})

it('looks wider in time although the backplane is slow: what gives way while an answer is on its way isn’t left for the next renewal', async () => {
  const clock = new FakeClock()
  const memory = createMemoryBackplane({ clock, random: seededRandom(2) })
  const tickets: typeof memory.tickets = {
    ...memory.tickets,
    enter: async (ticket) => {
      await new Promise<void>((answered) => void clock.after(400, answered))
      return memory.tickets.enter(ticket)
    },
  }
  const { enter, pass } = await createStage({ clock, backplane: { ...memory, tickets } })
  const people = []
  // At whatever moment they come, some look right before their interests give way.
  for (let i = 0; i < 4; i++) {
    const person = await enter()
    people.push(person)
    await person.join({ interests: [`of ${i} only`], languages: [`e${'nost'.charAt(i)}`] })
    clock.advance(70)
  }
  await pass(10_000)
  for (const person of people) expect(person.last('queued').relaxed).toEqual(['interests'])
})

it('repeats queued only when it changes', async () => {
  const { enter, pass } = await createStage()
  const person = await enter()
  await person.join()
  await pass(20_000)
  expect(person.all('queued')).toHaveLength(1)
})

it('hides counts below ten', async () => {
  const { enter, pass } = await createStage()
  const people = []
  for (let i = 0; i < 10; i++) {
    const person = await enter()
    people.push(person)
    // Each alone with a language of its own: nobody fits.
    await person.join({ languages: [`a${String.fromCharCode(97 + i)}`] })
  }
  expect(people.slice(0, 9).map((person) => person.last('queued').waiting)).toEqual(Array.from({ length: 9 }))
  await pass(5_000)
  expect(people[0]?.last('queued').waiting).toBe(10)
})

it('tells a person in two tabs that the other one is them (only_you), and never matches the two', async () => {
  const { enter, pass } = await createStage()
  const one = await enter()
  const two = await enter({ device: one.last('welcome').device })
  await one.join()
  await two.join()
  expect(two.last('queued').reason).toBe('only_you')
  await pass(30_000)
  expect(one.last('queued').reason).toBe('only_you')
  expect([...one.all('chat'), ...two.all('chat')]).toEqual([])
})

it('answers leave with idle, and matches nobody with whoever left', async () => {
  const { enter, pass } = await createStage()
  const [one, two] = [await enter(), await enter()]
  const ticket = one.ticket()
  await one.join({ ticket })
  await one.says({ type: 'leave', ticket })
  expect(one.last('idle')).toEqual({ type: 'idle' })
  await two.join()
  await pass(30_000)
  expect(two.all('chat')).toEqual([])
})

it('takes a repeated join for the same wish (idempotent by ticket)', async () => {
  const { enter, server } = await createStage()
  const [one, two] = [await enter(), await enter()]
  const ticket = one.ticket()
  for (let i = 0; i < 4; i++) await one.join({ ticket })
  await two.join()
  await one.join({ ticket })
  expect(one.all('chat')).toHaveLength(1)
  expect(two.all('chat')).toHaveLength(1)
  expect(server.stats().sessions).toBe(2)
})

it('slows down whoever joins over and over, per person and not per line (P-LIMIT-3)', async () => {
  const { enter, pass } = await createStage()
  const one = await enter()
  const two = await enter({ device: one.last('welcome').device })
  for (let i = 0; i < 3; i++) await one.join()
  for (let i = 0; i < 3; i++) await two.join()
  expect(one.all('error')).toEqual([])
  expect(two.last('error')).toMatchObject({ code: 'rate_limited', retryAfterMs: 1_500, re: { type: 'join' } })
  await pass(1_500)
  await two.join()
  expect(two.all('error')).toHaveLength(1)
})

it('ends a chat somebody never confirmed, and sends the one who did back to their place (P-MATCH-4)', async () => {
  const { enter, pass } = await createStage()
  const [patient, absent, later] = [await enter(), await enter(), await enter()]
  const ticket = patient.ticket()
  await patient.join({ ticket })
  await absent.join()
  await patient.says({ type: 'seen', chat: patient.chat, offset: 0 })
  await pass(11_000)
  expect(patient.ends).toEqual(['no_show'])
  expect(patient.last('queued').ticket).toBe(ticket)
  expect(absent.all('queued')).toEqual([])
  await later.join()
  expect(patient.last('chat')).toMatchObject({ chat: later.chat, ticket })
})

it('answers a join whose ticket is used up with idle (P-MATCH-5)', async () => {
  const { enter } = await createStage()
  const [one, two] = [await enter(), await enter()]
  const ticket = one.ticket()
  await one.join({ ticket })
  await two.join()
  await two.says({ type: 'end', chat: two.chat, reason: 'left' })
  await one.join({ ticket })
  expect(one.heard.at(-1)).toEqual({ type: 'idle' })
})

it('forgets a wish after its time (P-LIMIT-6)', async () => {
  const { enter, pass } = await createStage({ limits: { ticketMs: 60_000 } })
  const person = await enter()
  await person.join()
  await pass(66_000)
  expect(person.heard.at(-1)).toEqual({ type: 'idle' })
})

it('matches nobody when it cannot know who was blocked, and says when to come again', async () => {
  const broken = {
    ...(await openStore({ path: ':memory:' })),
    blocks: { add: async () => undefined, around: async () => Promise.reject(new Error('no disk')) },
    close: async () => undefined,
  }
  const { enter, logged } = await createStage({ store: broken })
  const person = await enter()
  await person.join()
  expect(person.last('error')).toMatchObject({
    code: 'unavailable',
    retryAfterMs: 5_000,
    re: { type: 'join' },
  })
  expect(person.ended).toBeUndefined()
  expect(logged()).toContain('store.failed')
})

it('refuses a second wish in the middle of a chat', async () => {
  const { pair } = await createStage()
  const [one] = await pair()
  await one.join({ facts: FACTS })
  expect(one.last('error')).toMatchObject({ code: 'bad_state', re: { type: 'join' } })
})
