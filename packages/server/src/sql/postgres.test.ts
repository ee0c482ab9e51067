import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../ports/store.js'
import { EMPTY_HEAD, verifyLedger } from '../rules/chain.js'
import { sha256Text } from '../system.js'
import { runChild } from '../testing/child.js'
import { testLedger } from '../testing/ledger.js'
import { startPostgres, type TestPostgres } from '../testing/postgres.js'
import { testStore } from '../testing/store.js'
import { openStore, StoreError } from './store.js'

let postgres: TestPostgres
let url: string
let client: pg.Client
/** As two processes would have it. */
let one: Store
let two: Store
beforeAll(async () => {
  postgres = await startPostgres()
  url = postgres.database()
  ;[one, two] = [await openStore({ url }), await openStore({ url })]
  client = new pg.Client(url)
  await client.connect()
}, 60_000)
afterAll(async () => {
  await Promise.all([one.close(), two.close(), client.end()])
  await postgres.stop()
})

/** A new database for each test takes long: this one is emptied. */
async function empty(): Promise<void> {
  await client.query(
    'truncate place, blocks, ledger_events, cases, reports, actions, drawers, sealed, marks, moderators, passes, followers',
  )
  await client.query('update ledger_head set seq = 0, at = 0, hash = $1', [EMPTY_HEAD.hash])
}

testStore('Postgres', () => empty().then(() => openStore({ url })), { describe, it })
testLedger(
  'Postgres',
  async () => {
    await empty()
    return { ledger: one.ledger, other: two.ledger, close: () => Promise.resolve() }
  },
  { describe, it },
)

const storeModule = JSON.stringify(new URL('./store.ts', import.meta.url).href)

describe('on Postgres', () => {
  it('several processes make the same new store at once', async () => {
    const place = { url: postgres.database() }
    const stores = await Promise.all([openStore(place), openStore(place), openStore(place)])
    await Promise.all(stores.map((store, i) => store.blocks.add('ann', `other${i}`, i)))
    expect(await stores[0].blocks.around('ann', 10)).toHaveLength(3)
    await Promise.all(stores.map((store) => store.close()))
  })

  it('a process that is killed while it writes takes nothing with it of which anybody was told', async () => {
    await empty()
    const {
      process: child,
      lines,
      told,
      ended,
    } = runChild(`
      import { openStore } from ${storeModule}
      const { ledger } = await openStore({ url: ${JSON.stringify(url)} })
      for (let i = 0; i < 20_000; i++) {
        const id = 'case' + i
        await ledger.write({
          at: i, actor: '@member', keys: [{ drawer: id, key: new Uint8Array(60) }],
          facts: [{ type: 'case.opened', case: id, subject: 'of' + i, reason: 'spam' }],
        })
        say(id)
      }`)
    lines.on('line', () => told.length === 50 && child.kill('SIGKILL'))
    expect(await ended).toMatchObject({ signal: 'SIGKILL', complaints: '' })
    // Its last write may still be on its way in the server: ours waits behind it.
    await one.ledger.write({ at: 1, actor: '@machine', facts: [] })
    const found = (await one.ledger.head()).seq
    expect([0, 1]).toContain(found - told.length)
    expect(await verifyLedger(one.ledger, sha256Text)).toMatchObject({ ok: true })
    for (let i = 0; i < found; i++) expect(await one.ledger.key(`case${i}`)).toHaveLength(60)
  })

  it('a server that cuts every line ends no process, and is written to again', async () => {
    await empty()
    const cut = () =>
      client.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    const open = (i: number) =>
      one.ledger.write({
        ...{ at: i, actor: '@member' },
        facts: [{ type: 'case.opened', case: `case${i}`, subject: 'ann', reason: 'spam' }],
      })
    // Some are in the middle of a write, and are told so; some lines lie idle.
    const writes = Promise.allSettled(Array.from({ length: 30 }, (_, i) => open(i)))
    await cut()
    const told = (await writes).filter(({ status }) => status === 'fulfilled').length
    await cut()
    const works = () =>
      open(99).then(
        () => true,
        () => false,
      )
    await expect.poll(works, { timeout: 20_000 }).toBe(true)
    const { seq } = await one.ledger.head()
    expect(seq).toBeGreaterThanOrEqual(told + 1)
    expect(await verifyLedger(two.ledger, sha256Text)).toMatchObject({ ok: true, head: { seq } })
  })

  it('a key that was shredded is in no table file any more, and those of others are', async () => {
    await empty()
    const facts = ['one', 'two'].map(
      (id) => ({ type: 'case.opened', case: id, subject: id, reason: 'spam' }) as const,
    )
    const keys = ['one', 'two'].map((id) => ({ drawer: id, key: Buffer.from(`<key of ${id}>`.padEnd(60)) }))
    await one.ledger.write({ at: 1, actor: '@member', facts, keys })
    const onDisk = async (what: string): Promise<boolean> => {
      await client.query('checkpoint')
      const base = join(postgres.folder, 'data', 'base')
      return readdirSync(base, { recursive: true, encoding: 'utf8' })
        .map((file) => join(base, file))
        .filter((file) => existsSync(file) && statSync(file).isFile())
        .some((file) => readFileSync(file).includes(`<key of ${what}>`))
    }
    expect([await onDisk('one'), await onDisk('two')]).toEqual([true, true])
    await one.ledger.write({
      ...{ at: 2, actor: '@machine', facts: [{ type: 'evidence.shredded', case: 'one' }], shred: ['one'] },
    })
    expect(await one.ledger.scrub()).toBe(true)
    expect([await onDisk('one'), await onDisk('two')]).toEqual([false, true])
  })

  it('what reads for long, a backup say, holds up nobody who writes: traces go when it is done', async () => {
    await empty()
    await one.ledger.write({
      ...{ at: 1, actor: '@member', keys: [{ drawer: 'one', key: new Uint8Array(60) }] },
      facts: [{ type: 'case.opened', case: 'one', subject: 'eve', reason: 'spam' }],
    })
    await client.query('begin')
    await client.query('select * from drawers')
    const facts = [{ type: 'evidence.shredded', case: 'one' }] as const
    await one.ledger.write({ at: 2, actor: '@machine', facts, shred: ['one'] })
    expect(await one.ledger.scrub()).toBe(false)
    await client.query('commit')
    expect(await one.ledger.scrub()).toBe(true)
  })
})

describe('a database is refused in a sentence without its password', () => {
  const refusal = async (wrong: string) => {
    const error = await openStore({ url: wrong }).catch((problem: unknown) => problem)
    if (!(error instanceof StoreError)) throw new Error('It was not refused.')
    expect(error.message).not.toContain('correct-horse')
    return error
  }

  it('when its server is not there', async () => {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as { readonly port: number }
    await new Promise((closed) => probe.close(closed))
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await refusal(`postgres://chat:correct-horse@${host}:${port}/chat`)
      expect(error).toMatchObject({ code: 'store_unreachable', retryable: true })
      expect(error.message).toContain(`${host}:${port}/chat can't be reached: connect ECONNREFUSED`)
    }
  })

  it('when the server has no such database', async () => {
    const error = await refusal(url.replace(/[^/]*$/, 'nothing'))
    expect(error).toMatchObject({ code: 'store_unusable', retryable: false })
    expect(error.message).toContain('database "nothing" does not exist')
  })

  it('when a newer version wrote it', async () => {
    const newer = postgres.database()
    await (await openStore({ url: newer })).close()
    const writer = new pg.Client(newer)
    await writer.connect()
    await writer.query(`insert into kysely_migration values ('9999_later', '2100-01-01T00:00:00.000Z')`)
    await writer.end()
    const error = await refusal(newer)
    expect(error).toMatchObject({ code: 'store_unusable', retryable: false })
    expect(error.message).toContain('9999_later')
  })

  it('when its URL is none', async () => {
    for (const wrong of ['chat:correct-horse', 'mysql://chat:correct-horse@db/chat', '']) {
      expect(await refusal(wrong)).toMatchObject({ code: 'store_unusable' })
    }
  })

  it('when its driver is not installed', async () => {
    const { told, ended } = runChild(`
      import { registerHooks } from 'node:module'
      registerHooks({
        resolve(name, context, next) {
          if (name !== 'pg') return next(name, context)
          throw Object.assign(new Error("Cannot find package 'pg'"), { code: 'ERR_MODULE_NOT_FOUND' })
        },
      })
      const { openStore } = await import(${storeModule})
      const { code, message } = await openStore({ url: ${JSON.stringify(url)} }).catch((error) => error)
      say(code)
      say(message)`)
    expect(await ended).toMatchObject({ code: 0, complaints: '' })
    expect(told).toEqual(['store_driver_missing', expect.stringContaining('npm install pg')])
  })
})
