import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { awkwardTexts, Person, twoMeet, until } from './support/people.ts'
import { openProxy, type Proxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Two people with the real client and the real server, and a line between them that breaks. Law 1: nothing is lost, doubled or reordered. */

/** Rates a person can't reach: what is tested here is the line, and 200 messages at 5 a second would be a long test. */
const FAST = { limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000 } }
const MESSAGES = 200

const nfc = (texts: readonly string[]): string[] => texts.map((text) => text.normalize('NFC'))

let server: RunningServer
let lines: readonly [Proxy, Proxy]
const people: Person[] = []

beforeAll(async () => {
  server = await startServer({ config: FAST })
})
afterAll(async () => {
  await server.remove()
})
beforeEach(async () => {
  lines = [await openProxy(server), await openProxy(server)]
})
afterEach(async () => {
  for (const person of people.splice(0)) person.client.close()
  for (const line of lines) await line.close()
})

async function meet(): Promise<readonly [Person, Person]> {
  const [one, two] = lines.map(({ host, port }) => `http://${host}:${port}`) as [string, string]
  const pair = await twoMeet([one, two])
  people.push(...pair)
  return pair
}

/** Both say everything at once; everything arrives, once and in order, and both know it did. */
async function talkThrough(ann: Person, ben: Person, count = MESSAGES): Promise<void> {
  const [fromAnn, fromBen] = [awkwardTexts(count, 'Ann'), awkwardTexts(count, 'Ben')]
  await Promise.all([ann.sayAll(fromAnn), ben.sayAll(fromBen), ann.hears(count), ben.hears(count)])
  expect(ben.heard).toEqual(nfc(fromAnn))
  expect(ann.heard).toEqual(nfc(fromBen))
  for (const [person, said] of [
    [ann, fromAnn],
    [ben, fromBen],
  ] as const) {
    await until(person.state.messages, () => person.own('pending').length === 0)
    expect(person.own('sent')).toEqual(nfc(said))
    expect(person.own('failed')).toEqual([])
  }
}

describe('a burst each way arrives once and in order', () => {
  test('over a good line', async () => {
    await talkThrough(...(await meet()))
  })

  test('over a slow line that cuts frames to pieces', async () => {
    const two = await meet()
    for (const line of lines) {
      line.add({ kind: 'latency', ms: 20, jitter: 15 })
      line.add({ kind: 'slicer', size: 97 })
    }
    await talkThrough(...two)
  })

  test('when the line is reset again and again', async () => {
    const two = await meet()
    // Long enough for a resume and a few messages, and ends in the middle of a frame.
    lines[0].add({ kind: 'limit_data', bytes: 30_011, by: 'reset' }, 'up')
    lines[1].add({ kind: 'limit_data', bytes: 50_021, by: 'reset' }, 'down')
    await talkThrough(...two)
    expect(lines.map(({ events }) => events.filter(({ type }) => type === 'reset').length > 1)).toEqual([
      true,
      true,
    ])
  })

  test("when the server's machine is gone for a moment", async () => {
    const [ann, ben] = await meet()
    const talk = talkThrough(ann, ben)
    for (const line of lines) {
      await line.until(({ type }) => type === 'passed')
      await line.down()
    }
    await until(ann.state.connection, (connection) => connection === 'reconnecting')
    await until(ben.state.connection, (connection) => connection === 'reconnecting')
    // Refused at least once, so that this is more than a blink.
    await Promise.all(
      [ann, ben].map(({ state }) => until(state.error, (error) => error?.code === 'unreachable')),
    )
    for (const line of lines) await line.up()
    await talk
  })

  test('when a line goes silent without closing', async () => {
    const [ann, ben] = await meet()
    const pull = lines[0].add({ kind: 'limit_data', bytes: 20_000, by: 'half_open' }, 'up')
    const talk = talkThrough(ann, ben)
    await lines[0].until(({ type }) => type === 'half_open', { from: 0 })
    pull()
    // The network comes back, as the browser tells the page. A frame that was still on its way would be taken for an answer.
    const opened = lines[0].events.length
    await expect
      .poll(
        () => {
          ann.client.wake('online')
          return lines[0].events.slice(opened).some(({ type }) => type === 'open')
        },
        { interval: 1_000, timeout: 20_000 },
      )
      .toBe(true)
    await talk
  })
})

describe('the limits of the default server', () => {
  test('a pasted list waits its turn and loses nothing', async () => {
    const usual = await startServer()
    const two = await twoMeet([usual.url, usual.url])
    people.push(...two)
    try {
      await talkThrough(...two, 35)
    } finally {
      await usual.remove()
    }
  })
})

describe('people who leave and come back', () => {
  test('a "bye" said just before leaving reaches a partner whose line was down', async () => {
    const [ann, ben] = await meet()
    await lines[1].down()
    await until(ben.state.connection, (connection) => connection === 'reconnecting')
    ann.client.send('bye')
    await until(ann.state.messages, () => ann.own('sent').length === 1)
    ann.client.stop()
    ann.client.close()
    await lines[1].up()
    ben.client.wake('online')
    expect((await until(ben.state.end, (end) => end !== null))?.reason).toBe('left')
    expect(ben.heard).toEqual(['bye'])
  })

  test('a reload keeps the chat, what was said, and what was on its way', async () => {
    const [ann, before] = await meet()
    before.client.send('one')
    await ann.hears(1)
    await lines[1].down()
    before.client.send('two')
    ann.client.send('while you were away')
    const ben = before.reload()
    people.push(ben)
    await lines[1].up()
    ben.client.wake('online')
    await ann.hears(2)
    expect(ann.heard).toEqual(['one', 'two'])
    await until(
      ben.state.messages,
      (messages) => messages.length === 3 && messages.every(({ state }) => state === 'sent'),
    )
    expect(ben.state.messages.get().map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'me: one',
      'stranger: while you were away',
      'me: two',
    ])
    expect(ben.state.phase.get()).toBe('chatting')
    ben.client.send('three')
    expect(await ann.hears(3)).toEqual(['one', 'two', 'three'])
  })

  test('two tabs of one session: the later has it, the earlier is told, and can take it back', async () => {
    const [ann, first] = await meet()
    const second = first.copy()
    people.push(second)
    await until(first.state.connection, (connection) => connection === 'closed')
    expect(first.state.error.get()?.code).toBe('superseded')
    second.client.send('from the second tab')
    await ann.hears(1)
    first.client.reconnect()
    await until(second.state.connection, (connection) => connection === 'closed')
    await until(first.state.connection, (connection) => connection === 'online')
    first.client.send('from the first')
    expect(await ann.hears(2)).toEqual(['from the second tab', 'from the first'])
  })
})

describe('from one stranger to the next', () => {
  test('not a word meant for one reaches the other', async () => {
    const [ann, ben] = await meet()
    const interests = ['the next one']
    const cat = new Person(server.url)
    people.push(cat)
    const said = ann.sayAll(Array.from({ length: 45 }, (_, i) => `for Ben ${i}`))
    const search = cat.start({ interests })
    // In the middle of Ann's burst Ben goes on to Cat.
    await ben.hears(5)
    const facts = ben.state.search.get()
    expect(facts).toBeNull()
    const [met] = await Promise.all([ben.client.next({ interests }), search])
    await said
    await until(ann.state.phase, (phase) => phase === 'ended')
    await until(ann.state.messages, () => ann.own('pending').length === 0)
    const withBen = ben.heard.length
    ben.client.send('hello Cat')
    expect(await cat.hears(1)).toEqual(['hello Cat'])
    cat.client.send('hello Ben')
    await ben.hears(withBen + 1)
    expect(ben.heard.at(-1)).toBe('hello Ben')
    expect(ben.state.chat.get()?.id).toBe(met.id)
    // What Ben didn't get failed, and Ann knows which.
    expect([...ann.own('sent'), ...ann.own('failed')]).toHaveLength(45)
    expect(ben.heard.slice(0, withBen)).toEqual(ann.own('sent').slice(0, withBen))
  })
})
