import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import { verifyLedger } from '../rules/chain.js'
import { nextTurn, sha256Text } from '../system.js'
import { runChild } from '../testing/child.js'
import { openStore } from './store.js'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-shredding-'))
  path = join(folder, 'store.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Everything that lies on disk. */
const files = (): Buffer =>
  Buffer.concat(
    [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]
      .filter(existsSync)
      .map((file) => readFileSync(file)),
  )
/** Bytes that nothing else contains, with others around them. */
const marked = (what: string, length: number): Uint8Array =>
  Buffer.concat([Buffer.from(`<${what}>`), Buffer.alloc(length, 'x'), Buffer.from(`<${what}>`)])
const has = (bytes: Buffer, what: string): boolean => bytes.includes(`<${what}>`)

const keep = (ledger: Ledger, id: string, lengths: readonly number[]) =>
  ledger.write({
    ...{ at: 1, actor: '@member' },
    facts: [{ type: 'case.opened', case: id, subject: id, reason: 'spam' }],
    keys: [{ drawer: id, key: marked(`key of ${id}`.padEnd(20), 40) }],
    sealed: lengths.map((length, i) => ({
      ...{
        id: `${id}-${i}`,
        drawer: id,
        what: i % 2 === 0 ? ('span' as const) : ('picture' as const),
        of: id,
        at: i,
        blob: marked(`words of ${id}`, length),
      },
    })),
  })
async function shred(ledger: Ledger, id: string): Promise<boolean> {
  await ledger.write({
    ...{ at: 2, actor: '@machine', facts: [{ type: 'evidence.shredded', case: id }], shred: [id] },
  })
  return await ledger.scrub()
}
const keyOf = (id: string) => `key of ${id}`.padEnd(20)

describe('what was shredded', () => {
  it('is in no file any more, whatever was kept and shredded around it, and the rest is', async () => {
    const cases = fc.array(
      fc.record({
        lengths: fc.array(fc.oneof(fc.nat(100), fc.nat(3_000), fc.nat(20_000)), {
          minLength: 1,
          maxLength: 3,
        }),
        /** Before how many later cases it is shredded, if at all. */
        shredAfter: fc.option(fc.nat(15)),
      }),
      { minLength: 1, maxLength: 20 },
    )
    await fc.assert(
      fc.asyncProperty(cases, async (plan) => {
        const store = await openStore({ path })
        const id = (i: number) => `case${i}!`
        try {
          for (const [i, { lengths }] of plan.entries()) {
            await keep(store.ledger, id(i), lengths)
            for (const [j, { shredAfter }] of plan.entries()) {
              if (shredAfter === i - j) await shred(store.ledger, id(j))
            }
          }
          const found = files()
          for (const [i, { shredAfter }] of plan.entries()) {
            const gone = shredAfter !== null && i + shredAfter < plan.length
            expect([i, has(found, keyOf(id(i)))]).toEqual([i, !gone])
            expect([i, has(found, `words of ${id(i)}`)]).toEqual([i, !gone])
          }
        } finally {
          await store.close()
          rmSync(path)
        }
      }),
    )
  })

  /** Somebody who reads, so that the log can't be cut. */
  function reader() {
    const database = new DatabaseSync(path)
    database.exec('begin')
    database.prepare('select count(*) from sealed').get()
    return database
  }
  const until = async (ledger: Ledger, seq: number) => {
    while ((await ledger.head()).seq < seq) await nextTurn()
  }

  it('goes as soon as somebody who was reading is done', async () => {
    const [store, other] = [await openStore({ path }), await openStore({ path })]
    await keep(store.ledger, 'one', [100])
    const reading = reader()
    const shredded = shred(store.ledger, 'one')
    await until(other.ledger, 2)
    expect(has(files(), keyOf('one'))).toBe(true)
    reading.close()
    await shredded
    expect(has(files(), keyOf('one'))).toBe(false)
    expect(has(files(), 'words of one')).toBe(false)
    await store.close()
    await other.close()
  })

  it('goes with the next start if the process was killed before its traces were', async () => {
    const store = await openStore({ path })
    await keep(store.ledger, 'one', [100])
    const {
      process: child,
      lines,
      ended,
    } = runChild(`
      import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)}
      const { ledger } = await openStore({ path: ${JSON.stringify(path)} })
      say('open')
      await new Promise((go) => process.stdin.once('data', go))
      await ledger.write(
        { at: 2, actor: '@machine', facts: [{ type: 'evidence.shredded', case: 'one' }], shred: ['one'] })`)
    await once(lines, 'line')
    const reading = reader()
    child.stdin?.write('go')
    await until(store.ledger, 2)
    child.kill('SIGKILL')
    expect(await ended).toMatchObject({ signal: 'SIGKILL', complaints: '' })
    reading.close()
    expect(has(files(), keyOf('one'))).toBe(true)
    const again = await openStore({ path })
    expect(has(files(), keyOf('one'))).toBe(false)
    expect(has(files(), 'words of one')).toBe(false)
    await again.close()
    await store.close()
  })
})

describe('a process that is killed while it writes', () => {
  it('takes nothing with it of which anybody was told, and leaves nothing half', async () => {
    const {
      process: child,
      lines,
      told,
      ended,
    } = runChild(`
      import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)}
      const { ledger } = await openStore({ path: ${JSON.stringify(path)} })
      for (let i = 0; i < 20_000; i++) {
        const id = 'case' + i
        await ledger.write({
          at: i, actor: '@member',
          facts: [
            { type: 'case.opened', case: id, subject: 'of' + i, reason: 'spam' },
            { type: 'report.filed', case: id, report: 'report' + i, reason: 'spam', chat: 'chat' + i,
              reporter: 'ann', by: 0, of: 1, weight: 30, entries: 2 },
          ],
          keys: [{ drawer: id, key: new Uint8Array(60) }],
          sealed: [{ id: 'words' + i, drawer: id, what: 'span', of: 'report' + i, at: i, blob: new Uint8Array(3_000) }],
        })
        say(id)
      }`)
    lines.on('line', () => told.length === 100 && child.kill('SIGKILL'))
    expect(await ended).toMatchObject({ signal: 'SIGKILL', complaints: '' })
    expect(told.length).toBeGreaterThanOrEqual(100)

    const store = await openStore({ path })
    const { ledger } = store
    const found = (await ledger.counts(0)).waiting
    // Every report it was told of, and at most the one that was on its way: whole.
    expect([0, 1]).toContain(found - told.length)
    for (let i = 0; i < found; i++) {
      expect((await ledger.case(`case${i}`))?.reports).toBe(1)
      expect(await ledger.reports(`case${i}`, 9)).toHaveLength(1)
      const { key, items } = await ledger.sealed(`case${i}`)
      expect([key?.length, items.length]).toEqual([60, 1])
    }
    const verified = await verifyLedger(ledger, sha256Text)
    expect(verified).toEqual({ ok: true, head: await ledger.head() })
    expect((await ledger.head()).seq).toBe(2 * found)
    await store.close()
  })
})
