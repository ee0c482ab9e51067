import { expect, it } from 'vitest'
import { createStage, FACTS } from '../testing/people.js'

it("ends a chat once, and tells both with the log's last entry (P-END-1)", async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'end', chat: one.chat, reason: 'left' })
  await two.says({ type: 'end', chat: two.chat, reason: 'left' })
  for (const person of [one, two]) {
    expect(person.last('entry')).toMatchObject({
      seat: -1,
      body: { kind: 'end', reason: 'left', by: one.last('chat').you },
    })
    expect(person.ends).toHaveLength(1)
  }
})

it('tells nobody whether they were left or skipped (P-END-2)', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'end', chat: one.chat, reason: 'skip' })
  expect(two.ends).toEqual(['left'])
})

it('skips and joins again in one frame (P-END-3)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  const next = { ticket: one.ticket(), mode: 'text', languages: [], interests: [], facts: FACTS } as const
  await one.says({ type: 'end', chat: one.chat, reason: 'skip', next })
  expect(one.last('queued').ticket).toBe(next.ticket)
  const third = await enter()
  await third.join()
  expect(one.chat).toBe(third.chat)
  expect(two.ends).toEqual(['left'])
})

it('pays what it owes before a skip, while the client still looks (P-ACK-1)', async () => {
  const { pair } = await createStage()
  const [one] = await pair()
  await one.send('last words')
  await one.says({ type: 'end', chat: one.chat, reason: 'skip' })
  const types = one.heard.map(({ type }) => type)
  expect(types.indexOf('ack')).toBeGreaterThan(-1)
  expect(types.indexOf('ack')).toBeLessThan(types.indexOf('entry'))
})

it('refuses words for a chat that is over, and lets them reach nobody (P-END-4)', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  await two.says({ type: 'end', chat: two.chat, reason: 'left' })
  await one.send('too late')
  expect(one.last('error')).toMatchObject({ code: 'bad_state', re: { type: 'send', n: 1 } })
  expect(two.texts).toEqual([])
})

it('lets go at once of whoever says bye, and tells the other (P-GRACE)', async () => {
  const { pair, server } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'bye' })
  expect(one.ended).toEqual({ code: 1000, reason: 'normal' })
  expect(two.ends).toEqual(['left'])
  expect(server.stats()).toMatchObject({ connections: 1, sessions: 1 })
})

it('takes a close with 1000 for a bye (P-CLOSE)', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  await one.falls(1000)
  expect(two.ends).toEqual(['left'])
})

it('ends a chat in which nothing was said for a quarter of an hour (P-END-2)', async () => {
  const { pair, clock, pass } = await createStage({ limits: { idleMs: 60_000 } })
  const [one, two] = await pair()
  await pass(30_000)
  await one.send('are you there?')
  await pass(50_000)
  expect(two.ends).toEqual([])
  await pass(12_000)
  expect([one.ends, two.ends]).toEqual([['idle'], ['idle']])
  expect(clock.now()).toBeGreaterThan(0)
})

it('goes on with whoever stays: the next wish is a fresh one', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'end', chat: one.chat, reason: 'left' })
  await two.join()
  const third = await enter()
  await third.join()
  expect(two.chat).toBe(third.chat)
  expect(two.last('chat')).toMatchObject({ offset: 0, accepted: 0 })
})

it('leaves nothing behind when everybody has gone', async () => {
  const { pair, server, pass, clock } = await createStage()
  await pass(1_000)
  // What any server does now and then, with or without people.
  const before = clock.pending
  const [one, two] = await pair()
  await one.send('hi')
  await one.says({ type: 'end', chat: one.chat, reason: 'left' })
  await one.says({ type: 'seen', chat: one.chat, offset: 2 })
  await one.says({ type: 'bye' })
  await two.falls()
  await pass(160_000)
  expect(server.stats()).toMatchObject({ connections: 0, sessions: 0 })
  expect(clock.pending).toBe(before)
})
