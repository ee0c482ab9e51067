import { expect, it } from 'vitest'
import { createStage } from '../testing/people.js'

it('welcomes whoever says hello, with what to keep and what to obey (P-HELLO-4)', async () => {
  const { enter } = await createStage({ hours: 'Sundays at eight' })
  const person = await enter()
  expect(person.last('welcome')).toMatchObject({
    version: 1,
    caps: ['text'],
    resumed: false,
    ping: { interval: 25_000, timeout: 20_000 },
    grace: { away: 30_000, hidden: 120_000 },
    hours: 'Sundays at eight',
    limits: { frameBytes: 32_768, sendBurst: 15 },
  })
  expect(person.last('welcome').gates.map(({ kind }) => kind)).toEqual(['age', 'rules'])
})

it('takes a join that was sent right behind the hello (P-HELLO-2)', async () => {
  const { arrive } = await createStage()
  const person = arrive()
  const hello = person.hello()
  const join = person.join()
  await Promise.all([hello, join])
  expect(person.heard.map(({ type }) => type)).toEqual(['welcome', 'queued'])
})

it('knows a person by the device token, and the tab by the session token (P-HELLO-3)', async () => {
  const { enter, server } = await createStage()
  const first = await enter()
  const { token, device } = first.last('welcome')
  await enter({ device })
  expect(server.stats().sessions).toBe(2)
  await enter({ token, device, conn: 2 })
  expect(server.stats().sessions).toBe(2)
  expect(first.ended).toEqual({ code: 4409, reason: 'superseded' })
})

it.each(['token', 'device'] as const)(
  'refuses a forged %s, whatever else is right (P-HELLO-3)',
  async (which) => {
    const { enter, arrive } = await createStage()
    const welcome = (await enter()).last('welcome')
    const forger = arrive()
    await forger.hello({
      token: welcome.token,
      device: welcome.device,
      conn: 9,
      [which]: `${welcome[which].slice(0, -3)}AAA`,
    })
    expect(forger.last('goodbye')).toMatchObject({ code: 4401, reason: 'bad_token' })
    expect(forger.ended).toEqual({ code: 4401, reason: 'bad_token' })
  },
)

it('takes an expired session token for a new tab of the same person (P-HELLO-3)', async () => {
  const { enter, clock, server } = await createStage()
  const first = await enter()
  const { token, device } = first.last('welcome')
  clock.step(25 * 60 * 60_000)
  const late = await enter({ token, device, conn: 2 })
  expect(late.last('welcome').resumed).toBe(false)
  // Neither superseded nor the same session; yet the same person, who is never matched with themselves.
  expect(first.ended).toBeUndefined()
  expect(server.stats().sessions).toBe(2)
  await first.join()
  await late.join()
  expect(late.last('queued').reason).toBe('only_you')
})

it('lets the higher conn win and tells the loser the number to exceed (P-FENCE-1)', async () => {
  const { enter, arrive } = await createStage()
  const first = await enter({ conn: 3 })
  const { token, device } = first.last('welcome')
  const second = await enter({ token, device, conn: 7 })
  expect(first.last('goodbye')).toMatchObject({ code: 4409, conn: 7 })
  for (const conn of [7, 6, 1]) {
    const late = arrive()
    await late.hello({ token, device, conn })
    expect(late.last('goodbye')).toMatchObject({ code: 4409, reason: 'superseded', conn: 7 })
  }
  await second.join()
  expect(second.last('queued')).toBeDefined()
})

it("lets an old connection's late close change nothing (P-FENCE-2)", async () => {
  const { pair, enter, pass } = await createStage()
  const [one, two] = await pair()
  const again = await enter(one.back())
  await one.falls()
  await one.falls(1000)
  await pass(60_000)
  await again.send('still here', 1)
  expect(two.texts).toEqual(['still here'])
  expect(two.all('presence')).toEqual([])
})

it('ends a chat that the next hello leaves out, as left (P-FENCE-3)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  const { token, device } = one.last('welcome')
  await enter({ token, device, conn: 2 })
  expect(two.ends).toEqual(['left'])
})

/** Somebody who was matched and doesn't know it: the hello of their new line has left before. And whom they met. */
async function crossing() {
  const stage = await createStage()
  const [one, two] = [await stage.enter(), await stage.enter()]
  const ticket = one.ticket()
  await one.join({ ticket })
  await two.join()
  await two.says({ type: 'seen', chat: two.chat, offset: 0 })
  const { token, device } = one.last('welcome')
  const moved = await stage.enter({ token, device, conn: 2 })
  return { ...stage, one, two, moved, ticket }
}

it('a match that crossed a hello waits for the join behind it (P-FENCE-3)', async () => {
  const { two, moved, ticket, pass } = await crossing()
  await moved.join({ ticket })
  expect(moved.last('chat')).toMatchObject({ chat: two.chat, ticket })
  await moved.says({ type: 'seen', chat: two.chat, offset: 0 })
  expect(two.last('presence')).toMatchObject({ present: true })
  await two.send('there you are')
  await pass(60_000)
  expect(moved.texts).toEqual(['there you are'])
  expect([moved.ends, two.ends]).toEqual([[], []])
})

it('and ends as left when another wish comes instead (P-FENCE-3)', async () => {
  const { two, moved } = await crossing()
  const ticket = moved.ticket()
  await moved.join({ ticket })
  expect(two.ends).toEqual(['left'])
  expect(moved.last('queued')).toMatchObject({ ticket })
  expect(moved.all('error')).toEqual([])
})

it('or as no_show when none comes, and whoever was there looks on (P-MATCH-4)', async () => {
  const { two, moved, pass } = await crossing()
  await pass(11_000)
  expect(two.ends).toEqual(['no_show'])
  expect(two.last('queued')).toBeDefined()
  await moved.join()
  expect(moved.all('error')).toEqual([])
})

it('holds at most eight sessions for one person, and says when to come again (P-LIMIT-4)', async () => {
  const { enter, arrive } = await createStage()
  const { device } = (await enter()).last('welcome')
  for (let i = 1; i < 8; i++) await enter({ device })
  const ninth = arrive()
  await ninth.hello({ device })
  expect(ninth.last('goodbye')).toMatchObject({ code: 4513, reason: 'over_capacity', retryAfterMs: 5_000 })
})

it('holds the claim of somebody whose line fell while the door was opening', async () => {
  const { arrive, server, pass } = await createStage()
  const person = arrive()
  const hello = person.hello()
  void person.falls()
  await hello
  await pass(31_000)
  expect(server.stats()).toMatchObject({ connections: 0, sessions: 0 })
})
