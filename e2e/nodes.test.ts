import { copyFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres } from '../packages/server/src/testing/postgres.ts'
import { signIn } from './support/console.ts'
import { Person, until } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Two server processes on one Postgres: what is decided at one holds at the other, whoever told it or not. */

const closers: (() => Promise<void>)[] = []
let [here, there]: (RunningServer | undefined)[] = []
let database: string
beforeAll(async () => {
  const postgres = await startPostgres()
  closers.push(postgres.stop)
  database = postgres.database()
  here = await startServer({ config: { database } })
  closers.unshift(here.remove)
}, 60_000)
afterAll(async () => {
  for (const close of closers) await close()
})
const theirs = (): RunningServer => here ?? expect.unreachable()

test('a server with keys of its own is turned away from a database that isn’t its', async () => {
  await expect(startServer({ config: { database } })).rejects.toThrow(/other keys/)
})

test('a ban that was decided at one server shuts somebody out at the other within a second', async () => {
  const data = mkdtempSync(join(tmpdir(), 'stranger-chat-e2e-'))
  copyFileSync(join(theirs().data, 'keys.json'), join(data, 'keys.json'))
  there = await startServer({ config: { database }, data })
  closers.unshift(there.remove)
  const [ann, eve] = [new Person(there.url), new Person(there.url)]
  await Promise.all([ann.start({ interests: ['tea'] }), eve.start({ interests: ['tea'] })])
  await eve.sayAll(['I will find you'])
  await ann.hears(1)
  await (await ann.client.desk()).report({ reason: 'threat' })
  // Whoever reports leaves; by the time of the decision the other one talks to somebody else.
  await until(eve.state.end, (end) => end !== null)
  const carl = new Person(there.url)
  await Promise.all([carl.start({ interests: ['coffee'] }), eve.start({ interests: ['coffee'] })])

  const console = await signIn(theirs(), ['--config', join(theirs().data, 'config.json')])
  const file = (await (await console('/next', {})).json()) as {
    readonly row: { readonly case: string }
    readonly version: number
  }
  const decision = { version: file.version, policies: ['threats'], action: 'ban' }
  expect(carl.state.phase.get()).toBe('chatting')
  const since = performance.now()
  const decided = await console(`/cases/${file.row.case}/decide`, decision)
  expect(decided.status).toBe(200)
  await until(eve.state.error, (error) => error?.code === 'banned')
  const end = await until(carl.state.end, (told) => told !== null)
  expect(performance.now() - since).toBeLessThan(1_000)
  expect(end?.reason).toBe('left')
  for (const { client } of [ann, eve, carl]) client.close()
})
