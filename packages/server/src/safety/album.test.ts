import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import type { Store } from '../ports/store.js'
import { RETENTION } from '../rules/lifetimes.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { CASE_PICTURE_BYTES } from './album.js'
import type { Capsule } from './capsule.js'
import { createFiling, type Filing } from './filing.js'
import { sweepOnce } from './retention.js'
import { createVault } from './vault.js'

let folder: string
let store: Store
let ledger: { -readonly [K in keyof Ledger]: Ledger[K] }
let filing: Filing
const clock = new FakeClock()
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-album-'))
  store = await openStore({ path: join(folder, 'store.db') })
  ;({ ledger } = store)
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock)
  const random = seededRandom(1)
  filing = createFiling({ ledger, vault: createVault(keys, random), clock, random })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const capsuleOf = (by: string, of: string): Capsule => ({
  ...{ chat: `chat of ${by} and ${of}`, epoch: 'epoch', startedAt: 1, expires: 9e15, seat: 0 },
  members: [
    { seat: 0, identity: by, prefixes: [] },
    { seat: 1, identity: of, prefixes: [] },
  ],
})
/** Filing believes whoever calls it that these are pictures. */
const picture = (fill: number, bytes = 64 * 1024): Uint8Array => new Uint8Array(bytes).fill(fill)
const report = (by: string, pictures: readonly Uint8Array[], reason: 'sexual' | 'underage' = 'sexual') =>
  filing.report(capsuleOf(by, 'eve'), { reason }, [], pictures)
const caseOfEve = async (): Promise<string> => (await ledger.openCaseOf('eve'))?.id ?? ''
const kept = async () => (await ledger.pictures(await caseOfEve())).length

describe('the pictures of a case', () => {
  it('have a bound together; past it a report is taken without, and says so', async () => {
    const kepts: number[] = []
    for (let i = 0; i < 12; i++)
      kepts.push(
        (
          await report(
            `by ${i}`,
            [1, 2, 3].map((fill) => picture(fill)),
          )
        ).pictures,
      )
    expect(kepts.slice(0, 7)).toEqual(Array<number>(7).fill(3))
    expect(kepts.at(-1)).toBe(0)
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 12 })
    const all = await ledger.pictures(await caseOfEve())
    const bytes = all.reduce((sum, one) => sum + one.bytes, 0)
    expect(bytes).toBeLessThanOrEqual(CASE_PICTURE_BYTES)
    expect(bytes).toBeGreaterThan(CASE_PICTURE_BYTES - 100 * 1024)
  })

  it('keep to it when many come at the same moment, and every report is kept', async () => {
    const filed = await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        report(
          `by ${i}`,
          [1, 2, 3].map((fill) => picture(fill)),
        ),
      ),
    )
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 30 })
    const all = await ledger.pictures(await caseOfEve())
    expect(all.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(CASE_PICTURE_BYTES)
    expect(filed.reduce((sum, { pictures }) => sum + pictures, 0)).toBe(all.length)
  })

  it('are no more once anybody says that this person is under age', async () => {
    expect((await report('ann', [picture(1)])).pictures).toBe(1)
    await report('ben', [], 'underage')
    expect((await report('cem', [picture(2)])).pictures).toBe(0)
    expect((await report('ann', [picture(3)])).pictures).toBe(0)
    expect(await kept()).toBe(1)
  })

  it('don’t come with a report that says it itself, whoever calls', async () => {
    expect((await report('ann', [picture(1)], 'underage')).pictures).toBe(0)
    expect(await kept()).toBe(0)
  })

  it('don’t slip in while somebody says it', async () => {
    await report('ann', [])
    const { write } = ledger
    ledger.write = async (change) => {
      ledger.write = write
      await report('ben', [], 'underage')
      return await write(change)
    }
    expect((await report('cem', [picture(1)])).pictures).toBe(0)
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 3 })
    expect(await kept()).toBe(0)
  })

  it('that come where it never is quiet are left out, and the report is not', async () => {
    await report('ann', [])
    const id = await caseOfEve()
    const { write } = ledger
    ledger.write = async (change) => {
      await write({ at: 1, actor: 'mod', facts: [{ type: 'evidence.opened', case: id }] })
      return await write(change)
    }
    expect((await report('ben', [picture(1)])).pictures).toBe(0)
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 2 })
  })
})

it('not a byte of a sealed picture is on disk once the time of its case is over', async () => {
  await report('ann', [picture(7), picture(8)])
  const id = await caseOfEve()
  const { items } = await ledger.sealed(id)
  const blobs = items.filter(({ what }) => what === 'picture').map(({ blob }) => Buffer.from(blob))
  const onDisk = (): readonly boolean[] => {
    const files = ['store.db', 'store.db-wal', 'store.db-journal'].map((name) => join(folder, name))
    const all = Buffer.concat(files.filter(existsSync).map((file) => readFileSync(file)))
    // In pages of the file, so the beginning and the end are looked for.
    return blobs.flatMap((blob) => [all.includes(blob.subarray(0, 64)), all.includes(blob.subarray(-64))])
  }
  expect(onDisk()).toEqual([true, true, true, true])
  const facts = [{ type: 'case.decided', case: id, acted: false, policies: [] }] as const
  await ledger.write({ at: clock.now(), actor: 'mod', facts })
  expect(await sweepOnce(ledger, clock.now() + RETENTION.evidence + 1)).toBe(1)
  await ledger.scrub()
  expect(onDisk()).toEqual([false, false, false, false])
  expect(await ledger.pictures(id)).toEqual([])
})
