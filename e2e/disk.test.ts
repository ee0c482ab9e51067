import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startPostgres } from '../packages/server/src/testing/postgres.ts'
import { Person, until } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Law 4, looked at where it counts: what lies on the disk while people talk, after they left, and after the server ended. */

const FAST = { limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000 } }
/** In every message, in plain sight of anybody who looks for it. */
const MARK = 'zebracrossing'
const MESSAGES = 300
const COUPLES = 5

/** Where words could come to lie: the data folder, and the files of a database elsewhere. */
interface Place {
  readonly server: RunningServer
  readonly folders: readonly string[]
}
const closers: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closers) await close()
})

async function onSqlite(): Promise<Place> {
  const server = await startServer({ config: FAST })
  closers.push(server.remove)
  return { server, folders: [server.data] }
}
async function onPostgres(): Promise<Place> {
  const postgres = await startPostgres()
  const server = await startServer({ config: { ...FAST, database: postgres.database() } })
  closers.push(server.remove, postgres.stop)
  return { server, folders: [server.data, postgres.folder] }
}

/** Every file below a folder that holds the mark in any common writing of it, in words or packed. */
function filesWith(mark: string, folder: string): string[] {
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

async function talk(server: RunningServer, nth: number): Promise<readonly [Person, Person]> {
  const [ann, ben] = [new Person(server.url), new Person(server.url)]
  const interests = [`couple ${nth}`]
  await Promise.all([ann.start({ interests }), ben.start({ interests })])
  const texts = Array.from({ length: MESSAGES }, (_, i) => `${MARK} ${nth} ${i}`)
  await Promise.all([ann.sayAll(texts), ben.sayAll(texts)])
  await Promise.all([ann.hears(MESSAGES), ben.hears(MESSAGES)])
  return [ann, ben]
}

test.each([
  ['SQLite', onSqlite],
  ['Postgres', onPostgres],
])('without a report not a word of a chat is ever on disk, with %s', async (_, open) => {
  const { server, folders } = await open()
  const found = (mark: string): string[] => folders.flatMap((folder) => filesWith(mark, folder))
  // A search that finds nothing has to find what is there.
  expect(found('"limits"')).toEqual([join(server.data, 'config.json')])
  const couples = await Promise.all(Array.from({ length: COUPLES }, (__, i) => talk(server, i)))
  expect(found(MARK)).toEqual([])
  for (const [ann, ben] of couples) {
    ann.client.stop()
    await until(ben.state.phase, (phase) => phase === 'ended')
  }
  expect(found(MARK)).toEqual([])
  // Blocked, reported without much, and reported with words: the last leaves something, and that is sealed.
  const [first, second, third] = couples.map(([ann]) => ann.client)
  await first?.block()
  await (await second?.desk())?.report({ reason: 'spam', note: `${MARK} in the note` })
  await (await third?.desk())?.report({ reason: 'threat' })
  expect(found('report.filed')).not.toEqual([])
  expect(found(MARK)).toEqual([])
  for (const couple of couples) for (const { client } of couple) client.close()
  expect(await server.stop()).toBe(0)
  expect(found(MARK)).toEqual([])
  expect(server.output()).not.toContain(MARK)
})
