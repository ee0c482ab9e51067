import { afterEach, expect, test } from 'vitest'
import { type Person, twoMeet, until } from './support/people.ts'
import { openProxy } from './support/proxy.ts'
import { startServer } from './support/server.ts'

/** A line that carries far less than is said (P-LIMIT-5): it costs the server a bounded buffer, and its owner nothing but time. */

/** A log long enough that it isn't the log that holds the speaker up. */
const ROOMY = {
  limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000, logEntries: 10_000, logBytes: 32 * 1024 * 1024 },
}
/** More than the kernel's buffers between server and reader take. */
const MESSAGES = 1_500

const people: Person[] = []
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const person of people.splice(0)) person.client.close()
  for (const close of open.splice(0).toReversed()) await close()
})

test('a reader too slow for what is said is dropped, comes back, and holds all of it once and in order', async () => {
  const server = await startServer({ config: ROOMY })
  open.push(() => server.remove())
  const line = await openProxy(server)
  open.push(() => line.close())
  const [ann, ben] = await twoMeet([server.url, `http://${line.host}:${line.port}`])
  people.push(ann, ben)
  const fell = until(ben.state.connection, (connection) => connection === 'reconnecting')
  const slow = line.add({ kind: 'bandwidth', bytesPerSecond: 50_000 }, 'down')
  const said = Array.from({ length: MESSAGES }, (_, i) => `${i} ${'\u{1f375}'.repeat(1_900)}`)
  const talk = ann.sayAll(said)
  await until(ann.state.chat, (chat) => chat?.present === false)
  await server.says('too_slow')
  slow()
  // What the line still carries is older than the drop: the reader would learn of it after all that.
  line.cut()
  await fell
  await Promise.all([talk, ben.hears(MESSAGES)])
  expect(ben.heard).toEqual(said)
  expect(ben.state.phase.get()).toBe('chatting')
  await until(ann.state.messages, () => ann.own('pending').length === 0)
  expect(ann.own('failed')).toEqual([])
})
