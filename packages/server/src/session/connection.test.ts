import { expect, it } from 'vitest'
import { createStage } from '../testing/people.js'

it.each([
  ['another frame', '{"type":"bye"}'],
  ['an unknown type', '{"type":"teleport"}'],
  ['no frame', 'hello?'],
])('%s before hello: goodbye and 4400 (P-HELLO-1)', async (_, text) => {
  const { arrive } = await createStage()
  const person = arrive()
  await person.raw(text)
  expect(person.heard).toMatchObject([{ type: 'goodbye', code: 4400, reason: 'bad_frame' }])
  expect(person.ended).toEqual({ code: 4400, reason: 'bad_frame' })
})

it('silence before hello: 4408 after five seconds (P-HELLO-1)', async () => {
  const { arrive, pass } = await createStage()
  const person = arrive()
  await pass(4_750)
  expect(person.ended).toBeUndefined()
  await pass(750)
  expect(person.ended).toEqual({ code: 4408, reason: 'hello_timeout' })
})

it('a second hello: 4400 (P-HELLO-1)', async () => {
  const { enter } = await createStage()
  const person = await enter()
  await person.hello({ conn: 2 })
  expect(person.ended).toEqual({ code: 4400, reason: 'bad_frame' })
})

it('names the field at fault, never its value (P-FRAME-3)', async () => {
  const { enter } = await createStage()
  const person = await enter()
  await person.raw('{"type":"seen","chat":"a secret value!","offset":1}')
  expect(person.last('goodbye').message).toContain('seen: chat')
  expect(person.last('goodbye').message).not.toContain('secret')
})

it('a frame over the limit: 4413, judged in bytes (P-FRAME-3)', async () => {
  const { enter } = await createStage({ limits: { frameBytes: 200 } })
  const fits = await enter()
  await fits.raw(JSON.stringify({ type: 'pong', more: 'x'.repeat(150) }))
  expect(fits.ended).toBeUndefined()
  await fits.raw(JSON.stringify({ type: 'pong', more: 'é'.repeat(100) }))
  expect(fits.ended).toEqual({ code: 4413, reason: 'frame_too_big' })
})

it('an unknown type is named, and the line goes on (P-FRAME-5)', async () => {
  const { enter } = await createStage()
  const person = await enter()
  await person.raw('{"type":"constructor"}')
  expect(person.last('error')).toMatchObject({ code: 'unsupported', re: { type: 'constructor' } })
  expect(person.ended).toBeUndefined()
})

it('pings after 25 s without a frame one way or the other, and drops who does not answer in 20 (P-BEAT-1)', async () => {
  const { enter, pass } = await createStage()
  const [awake, asleep] = [await enter(), await enter()]
  asleep.isAwake = false
  await pass(24_000)
  expect(awake.all('ping')).toEqual([])
  await pass(1_500)
  expect(asleep.all('ping')).toHaveLength(1)
  await pass(20_000)
  expect(asleep.ended).toBe('terminated')
  expect(awake.ended).toBeUndefined()
})

it('answers a pong nobody asked for with one ping, so that a client can ask whether its line holds (P-BEAT-2)', async () => {
  const { enter } = await createStage()
  const person = await enter()
  await person.raw('{"type":"pong"}')
  expect(person.all('ping')).toHaveLength(1)
  expect(person.ended).toBeUndefined()
  await person.raw('{"type":"pong","hidden":true}')
  expect(person.all('ping')).toHaveLength(2)
})

it('counts a frame of any kind as life, either way', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (let i = 0; i < 4; i++) {
    await one.send(`${i}`)
    await two.send(`${i}`)
    await pass(20_000)
  }
  expect([...one.all('ping'), ...two.all('ping')]).toEqual([])
})

it('pings whoever only listens, too: only an answer shows that they are there', async () => {
  const { pair, pass } = await createStage()
  const [one, two] = await pair()
  for (let i = 0; i < 4; i++) {
    await one.send(`${i}`)
    await pass(10_000)
  }
  expect(two.all('ping').length).toBeGreaterThan(0)
})

it('slows down who sends too much, and sends away who goes on (P-LIMIT-3, P-CLOSE-4)', async () => {
  const { enter } = await createStage()
  const person = await enter()
  for (let i = 0; i < 60; i++) await person.raw('{"type":"pong"}')
  expect(person.last('error')).toMatchObject({ code: 'rate_limited', re: { type: 'pong' } })
  expect(person.ended).toBeUndefined()
  for (let i = 0; i < 150; i++) await person.raw('{"type":"pong"}')
  expect(person.last('goodbye')).toMatchObject({ code: 4429, reason: 'flooding' })
})

it('forgives who slowed down', async () => {
  const { enter, pass } = await createStage()
  const person = await enter()
  for (let round = 0; round < 5; round++) {
    for (let i = 0; i < 100; i++) await person.raw('{"type":"pong"}')
    await pass(3_000)
  }
  expect(person.ended).toBeUndefined()
})

it('spares a slow reader what nobody misses, and drops one who is far behind (P-LIMIT-5)', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  two.unread = 64 * 1024
  await one.says({ type: 'typing', chat: one.chat, on: true })
  expect(two.all('typing')).toEqual([])
  await one.send('this must arrive')
  expect(two.texts).toEqual(['this must arrive'])
  two.unread = 256 * 1024
  await one.send('and this')
  expect(two.ended).toBe('terminated')
  expect(one.last('presence')).toMatchObject({ present: false })
})

it('reads nothing more after goodbye', async () => {
  const { pair } = await createStage()
  const [one, two] = await pair()
  const send = (n: number) =>
    JSON.stringify({ type: 'send', chat: one.chat, n, body: { kind: 'text', text: `${n}` } })
  void one.raw(send(1))
  void one.raw(send(2))
  void one.raw('nonsense')
  await one.raw(send(3))
  expect(two.texts).toEqual(['1', '2'])
  expect(one.ended).toEqual({ code: 4400, reason: 'bad_frame' })
})

it('carries frames out in the order they came, however long each takes', async () => {
  let open = (): void => undefined
  const slow = new Promise<void>((resolve) => (open = resolve))
  const plugin = {
    name: 'slow',
    send: async (_: unknown, body: { readonly kind: string; readonly text?: string }) => {
      if (body.text === 'first') await slow
      return { verdict: 'allow' } as const
    },
  }
  const { pair } = await createStage({ plugins: [plugin] })
  const [one, two] = await pair()
  void one.send('first')
  void one.send('second')
  await one.says({ type: 'typing', chat: one.chat, on: true })
  expect(two.heard.filter(({ type }) => type === 'entry' || type === 'typing')).toEqual([])
  open()
  await one.says()
  expect(two.heard.slice(-3).map(({ type }) => type)).toEqual(['entry', 'entry', 'typing'])
})

it('says goodbye 4500 when something breaks here, and logs where without a word of anybody', async () => {
  const { createMemoryBackplane } = await import('../memory/backplane.js')
  const { FakeClock, seededRandom } = await import('../testing/clock.js')
  const whole = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(1) })
  const chats = {
    ...whole.chats,
    append: async () => Promise.reject(new TypeError('cannot store "my secret"')),
  }
  const { pair, logged } = await createStage({ backplane: { ...whole, chats } })
  const [one] = await pair()
  await one.send('my secret')
  expect(one.ended).toEqual({ code: 4500, reason: 'internal' })
  expect(logged()).toContain('connection.failed cause=TypeError')
  expect(logged()).not.toContain('secret')
})
