import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runChild } from '../testing/child.js'
import { testStore } from '../testing/store.js'
import { openStore, StoreError } from './store.js'

testStore('SQLite', () => openStore({ path: ':memory:' }), { describe, it })

let parent: string
let path: string
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'stranger-chat-store-'))
  path = join(parent, 'data', 'store.db')
})
afterEach(() => rmSync(parent, { recursive: true }))

const storeModule = JSON.stringify(new URL('./store.ts', import.meta.url).href)

/** A process of its own that blocks `ann` as one stranger after the other, and prints each as soon as it was told so. */
const blocker = (name: string, count: number) =>
  runChild(`
    import { openStore } from ${storeModule}
    const store = await openStore({ path: ${JSON.stringify(path)} })
    for (let i = 0; i < ${count}; i++) {
      await store.blocks.add(${JSON.stringify(name)} + i, 'ann', i)
      say(${JSON.stringify(name)} + i)
    }
    await store.close()`)

async function blocksOfAnn(): Promise<readonly string[]> {
  const store = await openStore({ path })
  const found = await store.blocks.around('ann', 10_000)
  await store.close()
  return found
}

describe('what was added lasts', () => {
  it('when the store is closed and opened again', async () => {
    const store = await openStore({ path })
    await store.blocks.add('bob', 'ann', 1)
    await store.close()
    expect(await blocksOfAnn()).toEqual(['bob'])
    expect(await blocksOfAnn()).toEqual(['bob'])
  })

  it('when the process is killed between one add and the next', async () => {
    const { process: child, lines, told, ended } = blocker('killed', 20_000)
    lines.on('line', () => told.length === 200 && child.kill('SIGKILL'))
    expect(await ended).toMatchObject({ signal: 'SIGKILL', complaints: '' })
    expect(told.length).toBeGreaterThanOrEqual(200)
    // Every block it was told of, and at most the one that was on its way.
    const found = await blocksOfAnn()
    expect(found.slice(-told.length)).toEqual(told.toReversed())
    expect(found.length - told.length).toBeLessThanOrEqual(1)
  })

  it('when several processes make the same new store at once, and write into it together', async () => {
    const three = ['one', 'two', 'six'].map((name) => blocker(name, 100))
    for (const { ended } of three) expect(await ended).toEqual({ code: 0, signal: null, complaints: '' })
    const told = three.flatMap((process) => process.told)
    expect(told).toHaveLength(300)
    expect((await blocksOfAnn()).toSorted()).toEqual(told.toSorted())
  })
})

describe('the files of a store', () => {
  it("are their owner's alone, the log beside the database too", async () => {
    const store = await openStore({ path })
    await store.blocks.add('bob', 'ann', 1)
    expect(statSync(join(parent, 'data')).mode & 0o777).toBe(0o700)
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600)
    await store.close()
  })

  it('are no more than the one after closing', async () => {
    const store = await openStore({ path })
    await store.blocks.add('bob', 'ann', 1)
    await store.close()
    expect(() => statSync(`${path}-wal`)).toThrow()
  })
})

describe('a database is refused in a sentence, and left as it is', () => {
  const refusal = async () => {
    const error = await openStore({ path }).catch((problem: unknown) => problem)
    expect(error).toBeInstanceOf(StoreError)
    expect(error).toMatchObject({ code: 'store_unusable', retryable: false })
    expect((error as StoreError).message).toContain(path)
    return (error as StoreError).message
  }

  it('when it is something else', async () => {
    path = join(parent, 'letter.txt')
    const letter = 'Dear stranger, this is no database. '.repeat(100)
    writeFileSync(path, letter)
    expect(await refusal()).toContain('not a database')
    expect(readFileSync(path, 'utf8')).toBe(letter)
  })

  it('when a newer version wrote it', async () => {
    await (await openStore({ path })).close()
    const database = new DatabaseSync(path)
    database.exec(`insert into kysely_migration values ('9999_later', '2100-01-01T00:00:00.000Z')`)
    database.close()
    expect(await refusal()).toContain('9999_later')
  })

  it('when its place is a folder', async () => {
    path = parent
    await refusal()
  })
})
