import { expect, it } from 'vitest'
import { createStage } from '../testing/people.js'

it('shows whoever comes back where they were, and what they lack, own words in full (P-RESUME-1)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  await one.send('mine')
  await two.send('yours')
  await one.falls()
  expect(two.last('presence')).toMatchObject({ present: false })
  await two.send('while you were away')
  const back = await enter(one.back(0))
  expect(back.last('welcome').resumed).toBe(true)
  expect(back.last('chat')).toMatchObject({ chat: one.chat, offset: 3, accepted: 1, complete: true })
  expect(back.texts).toEqual(['mine', 'yours', 'while you were away'])
  expect(back.all('entry').map(({ n }) => n)).toEqual([1, undefined, undefined])
  expect(two.last('presence')).toMatchObject({ present: true })
  await back.send('on we go', 2)
  expect(two.texts).toEqual(['mine', 'on we go'])
})

it('sends only what is new to whoever holds the rest', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  await two.send('a')
  await two.send('b')
  await one.falls()
  const back = await enter(one.back(1))
  expect(back.texts).toEqual(['b'])
})

it('says so when the log no longer reaches back (P-RESUME-5)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  for (const words of ['a', 'b', 'c']) await two.send(words)
  for (const person of [one, two]) await person.says({ type: 'seen', chat: person.chat, offset: 2 })
  await one.falls()
  const back = await enter(one.back(0))
  expect(back.last('chat').complete).toBe(false)
  expect(back.texts).toEqual(['c'])
  await two.send('d')
  expect(back.texts).toEqual(['c', 'd'])
})

it('goes on although nothing of what was missed is held any more (P-RESUME-5)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  for (const words of ['a', 'b']) await two.send(words)
  for (const person of [one, two]) await person.says({ type: 'seen', chat: person.chat, offset: 2 })
  await one.falls()
  const back = await enter(one.back(0))
  expect(back.last('chat')).toMatchObject({ complete: false, offset: 2 })
  await two.send('c')
  expect(back.texts).toEqual(['c'])
})

it.each([
  ['a chat that never was', { chat: 'no-such-chat' }],
  ['another life of the log', { epoch: 'another-epoch' }],
  ['an offset above the top', { offset: 99 }],
])('takes %s for a chat this server lost, and guesses nothing (P-RESUME-3)', async (_, wrong) => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  await one.falls()
  const { resume, ...hello } = one.back(0)
  const back = await enter({ ...hello, resume: { chat: '', epoch: '', offset: 0, ...resume, ...wrong } })
  expect(back.last('welcome').resumed).toBe(false)
  expect(back.heard.at(-1)).toEqual({ type: 'idle' })
  expect(back.all('entry')).toEqual([])
  expect(two.ends).toEqual(['left'])
})

it("gives nobody a seat in a chat that isn't theirs (law 2)", async () => {
  const { pair, enter } = await createStage()
  const [one] = await pair()
  const { resume } = one.back(0)
  const thief = await enter({ ...(resume === undefined ? {} : { resume }) })
  expect(thief.last('welcome').resumed).toBe(false)
  expect(thief.all('chat')).toEqual([])
})

it('moves from one line to the next without a moment away: make before break (P-DRAIN-1)', async () => {
  const { pair, enter } = await createStage()
  const [one, two] = await pair()
  const back = await enter(one.back(0))
  expect(one.last('goodbye')).toMatchObject({ code: 4409, conn: 2 })
  await two.send('hi')
  expect(back.texts).toEqual(['hi'])
  expect(two.all('presence')).toEqual([])
})

it('holds a seat for 30 s, then the chat is lost (P-GRACE-1)', async () => {
  const { pair, pass, server } = await createStage()
  const [one, two] = await pair()
  await one.falls()
  await pass(29_000)
  expect(two.ends).toEqual([])
  await pass(2_000)
  expect(two.ends).toEqual(['lost'])
  expect(server.stats().sessions).toBe(1)
})

it('holds it for 120 s when the page had said it was hidden (P-GRACE-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await one.says({ type: 'pong', hidden: true })
  await one.falls()
  await pass(119_000)
  expect(two.ends).toEqual([])
  await pass(2_000)
  expect(two.ends).toEqual(['lost'])
})

it('delivers a bye that was said while the other was away (P-GRACE-3)', async () => {
  const { pair, enter, pass } = await createStage()
  const [one, two] = await pair()
  await two.falls()
  await one.send('I have to go')
  await one.says({ type: 'bye' })
  await pass(20_000)
  const back = await enter(two.back(0))
  expect(back.texts).toEqual(['I have to go'])
  expect(back.ends).toEqual(['left'])
})

it('takes a wish out of the pool when its line falls, and gives it back its age (P-GRACE-2)', async () => {
  const { enter, pass } = await createStage()
  const waiting = await enter()
  const ticket = waiting.ticket()
  await waiting.join({ ticket, interests: ['tea'] })
  await pass(9_000)
  await waiting.falls()
  const other = await enter()
  await other.join({ interests: ['tea'] })
  expect(other.all('chat')).toEqual([])
  await other.says({ type: 'bye' })
  const { token, device } = waiting.last('welcome')
  const back = await enter({ token, device, conn: 2 })
  await back.join({ ticket, interests: ['tea'] })
  // Nine seconds old already: what gives way after eight has done so.
  expect(back.last('queued').relaxed).toEqual(['interests'])
})
