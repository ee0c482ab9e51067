import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Person, until } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Law 4, looked at where it counts: what lies on the disk while people talk, after they left, and after the server ended. */

const FAST = { limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000 } }
/** In every message, in plain sight of anybody who looks for it. */
const MARK = 'zebracrossing'
const MESSAGES = 300
const COUPLES = 5

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ config: FAST })
})
afterAll(() => server.remove())

/** Every file below the data folder that holds the mark in any common writing of it, in words or packed. */
function filesWith(mark: string, folder = server.data): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return filesWith(mark, path)
    const bytes = readFileSync(path)
    const writings = [
      Buffer.from(mark),
      Buffer.from(mark, 'utf16le'),
      Buffer.from(Buffer.from(`${mark}${mark}`).toString('base64').slice(4, 16)),
      Buffer.from(Buffer.from(mark).toString('hex')),
    ]
    return writings.some((writing) => bytes.includes(writing)) ? [path] : []
  })
}

async function talk(nth: number): Promise<readonly [Person, Person]> {
  const [ann, ben] = [new Person(server.url), new Person(server.url)]
  const interests = [`couple ${nth}`]
  await Promise.all([ann.start({ interests }), ben.start({ interests })])
  const texts = Array.from({ length: MESSAGES }, (_, i) => `${MARK} ${nth} ${i}`)
  await Promise.all([ann.sayAll(texts), ben.sayAll(texts)])
  await Promise.all([ann.hears(MESSAGES), ben.hears(MESSAGES)])
  return [ann, ben]
}

test('a search finds what it looks for', () => {
  expect(filesWith('"limits"')).toEqual([join(server.data, 'config.json')])
})

test('without a report not a word of a chat is ever on disk', async () => {
  const couples = await Promise.all(Array.from({ length: COUPLES }, (_, i) => talk(i)))
  expect(filesWith(MARK)).toEqual([])
  for (const [ann, ben] of couples) {
    ann.client.stop()
    await until(ben.state.phase, (phase) => phase === 'ended')
  }
  expect(filesWith(MARK)).toEqual([])
  // Reported without words, blocked, and reported with words: only the last leaves anything, and that is sealed.
  const [[first], [second], [third]] = couples as [
    readonly [Person, Person],
    readonly [Person, Person],
    readonly [Person, Person],
  ]
  await first.client.block()
  await second.client.report({ reason: 'spam', note: `${MARK} in the note` })
  await third.client.report({ reason: 'threat' })
  expect(filesWith(MARK)).toEqual([])
  for (const couple of couples) for (const { client } of couple) client.close()
  expect(await server.stop()).toBe(0)
  expect(filesWith(MARK)).toEqual([])
  expect(server.output()).not.toContain(MARK)
})
