import { expect, it } from 'vitest'
import { createStage } from '../testing/people.js'

it('gives every member the same entry, and its author an ack (P-LOG-3, P-ACK-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await one.send('hello')
  const entry = two.last('entry')
  expect(entry).toMatchObject({
    chat: one.chat,
    offset: 1,
    seat: one.last('chat').you,
    body: { kind: 'text', text: 'hello' },
  })
  expect(entry.n).toBeUndefined()
  await pass(100)
  expect(one.last('ack').acked).toEqual([[1, 1, entry.at, entry.stamp]])
  expect(one.all('entry')).toEqual([])
})

it('lets an ack ride on the answer, so that one frame goes in and one goes out (P-ACK-1, P-ACK-2)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await one.send('a')
  await one.send('b')
  await two.send('c')
  expect(one.last('entry').acked?.map(([n, offset]) => [n, offset])).toEqual([
    [1, 1],
    [2, 2],
  ])
  await pass(200)
  expect(one.all('ack')).toEqual([])
  expect(two.last('ack').acked.map(([n]) => n)).toEqual([1])
})

it('pays every ack within 100 ms, also while others ride (P-ACK-1)', async () => {
  const { pair, pass, clock } = await createStage()
  const [one, two] = await pair()
  for (let i = 0; i < 4; i++) {
    await one.send(`mine ${i}`)
    await two.send(`yours ${i}`)
    clock.advance(50)
  }
  await one.send('the last')
  await pass(100)
  expect(one.last('ack').acked.map(([n]) => n)).toEqual([5])
})

it('a repeat that comes too fast holds nothing up that follows (P-N-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (let i = 0; i < 20; i++) await one.send('first', 1)
  await pass(1_000)
  await one.send('second', 2)
  expect(two.texts).toEqual(['first', 'second'])
})

it('appends n = last + 1, acks what was there before again, and names a gap (P-N-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  await one.send('first', 1)
  await pass(100)
  await one.send('first', 1)
  await pass(100)
  expect(two.texts).toEqual(['first'])
  expect(one.all('ack').map(({ acked }) => acked[0]?.[1])).toEqual([1, 1])
  await one.send('third', 3)
  expect(one.last('error')).toMatchObject({ code: 'gap', re: { type: 'send', n: 3 } })
})

it('puts a tombstone in the place of what can never be sent, and tells its author alone why (P-N-2, P-BODY-3)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  const bodies = [
    { kind: 'dance' },
    { kind: 'end', reason: 'left' },
    { kind: 'text', text: 'x'.repeat(2_001) },
    { kind: 'text', text: '' },
  ]
  for (const [i, body] of bodies.entries()) await one.says({ type: 'send', chat: one.chat, n: i + 1, body })
  await pass(100)
  expect(one.last('ack').acked.map((ack) => ack[4])).toEqual([
    'unsupported',
    'unsupported',
    'too_long',
    'ill_formed',
  ])
  expect(two.all('entry').map(({ body }) => body)).toEqual(bodies.map(() => ({ kind: 'void' })))
  expect(JSON.stringify(two.heard)).not.toContain('too_long')
})

it('holds what comes too fast, drops the higher numbers, and goes on from the refused one (P-N-3)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (let n = 1; n <= 20; n++) await one.send(`${n}`, n)
  expect(one.all('error')).toHaveLength(1)
  const { code, retryAfterMs = 0, re } = one.last('error')
  expect({ code, n: re?.n }).toEqual({ code: 'rate_limited', n: 16 })
  await one.send('17', 17)
  await pass(retryAfterMs)
  await one.send('16', 16)
  expect(two.texts).toEqual(Array.from({ length: 16 }, (_, i) => `${i + 1}`))
})

it('holds the number that any other limit took, too', async () => {
  const { pair } = await createStage({ limits: { frameRate: 2 } })
  const [one, two] = await pair()
  for (let n = 1; n <= 8; n++) await one.send(`${n}`, n)
  const refused = one.last('error').re?.n ?? 0
  expect(one.all('error')).toHaveLength(1)
  expect(two.texts).toEqual(Array.from({ length: refused - 1 }, (_, i) => `${i + 1}`))
})

it('makes the sender wait, and drops nothing, when the log is full of what the other has not confirmed (P-LOG-6)', async () => {
  const { pair } = await createStage({ limits: { sendBurst: 100, logEntries: 10 } })
  const [one, two] = await pair()
  for (let n = 1; n <= 12; n++) await one.send(`${n}`, n)
  expect(one.last('error')).toMatchObject({ code: 'busy', retryAfterMs: 1_000, re: { type: 'send', n: 10 } })
  await one.says({ type: 'seen', chat: one.chat, offset: 9 })
  await two.says({ type: 'seen', chat: two.chat, offset: 9 })
  await one.send('10', 10)
  expect(two.texts.at(-1)).toBe('10')
})

it('answers a send to any other chat with the same words, whether that chat exists or not (P-FRAME-8)', async () => {
  const { pair } = await createStage()
  const [[one], [other]] = [await pair(), await pair()]
  for (const chat of [other.chat, 'no-such-chat'])
    await one.says({ type: 'send', chat, n: 1, body: { kind: 'text', text: 'hi' } })
  const [there, nowhere] = one.all('error')
  expect(there).toEqual({ ...nowhere, re: { ...nowhere?.re, chat: other.chat } })
  expect(there?.code).toBe('bad_state')
  expect(other.texts).toEqual([])
})

it('passes typing on at most about once a second, to the chat it was meant for (P-TYPING-1)', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (let i = 0; i < 6; i++) await one.says({ type: 'typing', chat: one.chat, on: true })
  expect(two.all('typing')).toHaveLength(2)
  await pass(1_000)
  await one.says(
    { type: 'typing', chat: one.chat, on: false },
    { type: 'typing', chat: 'no-such-chat', on: true },
  )
  expect(two.all('typing').map(({ on }) => on)).toEqual([true, true, false])
})

it('lets any frame confirm what the client holds (P-SEEN-1)', async () => {
  const { pair } = await createStage({ limits: { sendBurst: 100, logEntries: 6 } })
  const [one, two] = await pair()
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 4; i++) await one.send('x')
    const offset = two.last('entry').offset
    await two.says({ type: 'pong', chat: two.chat, seen: offset })
    await one.says({ type: 'typing', chat: one.chat, on: true, seen: offset })
  }
  expect(one.all('error')).toEqual([])
  expect(two.texts).toHaveLength(20)
})

it('heals a lost push: the next one shows the gap, and so does a quiet moment (P-RESUME-2, P-RESUME-4)', async () => {
  const { createMemoryBackplane } = await import('../memory/backplane.js')
  const { FakeClock, seededRandom } = await import('../testing/clock.js')
  const whole = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  let lose = false
  const leaky = {
    ...whole,
    inbox: {
      ...whole.inbox,
      on: (node: string, handler: Parameters<typeof whole.inbox.on>[1]) =>
        whole.inbox.on(node, (push) => (lose && push.type === 'entry' ? undefined : handler(push))),
    },
  }
  const { pair, pass } = await createStage({ backplane: leaky })
  const [one, two] = await pair()
  await pass(11_000)
  await one.send('a')
  lose = true
  await one.send('b')
  lose = false
  await one.send('c')
  expect(two.texts).toEqual(['a', 'b', 'c'])
  lose = true
  await one.send('d')
  await pass(5_500)
  expect(two.texts).toEqual(['a', 'b', 'c', 'd'])
  await one.send('e')
  await two.says({ type: 'pong', chat: two.chat })
  expect(two.texts.at(-1)).toBe('e')
})
