import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { verifyLedger } from '../rules/chain.js'
import { sha256Text } from '../system.js'
import { runChild } from '../testing/child.js'
import { EVENTS_OF_CASES, playHistory, testLedger } from '../testing/ledger.js'
import { openStore } from './store.js'

/** Two stores on one file, as two processes would have them. */
async function twoOnOneFile() {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-ledger-'))
  const path = join(folder, 'store.db')
  const [one, two] = [await openStore({ path }), await openStore({ path })]
  return {
    ledger: one.ledger,
    other: two.ledger,
    async close() {
      await one.close()
      await two.close()
      rmSync(folder, { recursive: true })
    },
  }
}

testLedger('SQLite', twoOnOneFile, { describe, it })

describe('several processes', () => {
  it('write one chain together, and none of them is ever locked out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-ledger-'))
    const path = join(folder, 'store.db')
    const writers = ['one', 'two', 'six'].map((name) =>
      runChild(`
        import { openStore } from ${JSON.stringify(new URL('./store.ts', import.meta.url).href)}
        const { ledger, close } = await openStore({ path: ${JSON.stringify(path)} })
        for (let i = 0; i < 60; i++) {
          const id = '${name}' + i
          const facts = [{ type: 'case.opened', case: id, subject: id, reason: 'spam' }]
          await ledger.write({ at: i, actor: '@member', facts, keys: [{ drawer: id, key: new Uint8Array(60) }] })
          if (i % 20 === 0) await ledger.write({ at: i, actor: '@machine', facts: [], shred: [id] })
        }
        await close()`),
    )
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, signal: null, complaints: '' })
    const { ledger, close } = await openStore({ path })
    expect((await ledger.counts(0)).waiting).toBe(180)
    expect(await verifyLedger(ledger, sha256Text)).toMatchObject({ ok: true, head: { seq: 180 } })
    await close()
    rmSync(folder, { recursive: true })
  })
})

describe('somebody who changes the file itself', () => {
  const tricks = {
    'a fact rewritten': `update ledger_events set fact = replace(fact, 'spam', 'hate') where seq = 3`,
    'another name put to a deed': `update ledger_events set actor = 'somebody' where seq = 3`,
    'a time set back': `update ledger_events set at = at - 1 where seq = 3`,
    'an event taken away': `delete from ledger_events where seq = 3`,
    'an event taken away, and the gap closed': `delete from ledger_events where seq = 3;
      update ledger_events set seq = seq - 1 where seq > 3`,
    'two that changed places': `update ledger_events set seq = 99 where seq = 3;
      update ledger_events set seq = 3 where seq = 4; update ledger_events set seq = 4 where seq = 99`,
  }
  for (const [trick, statements] of Object.entries(tricks)) {
    it(`is found, and where: ${trick}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-ledger-'))
      const path = join(folder, 'store.db')
      const { ledger, close } = await openStore({ path })
      for (let i = 0; i < 6; i++) {
        await ledger.write({
          ...{ at: 1_000, actor: '@member' },
          facts: [{ type: 'case.opened', case: `case${i}`, subject: 'ann', reason: 'spam' }],
        })
      }
      expect(await verifyLedger(ledger, sha256Text)).toMatchObject({ ok: true })
      const intruder = new DatabaseSync(path)
      intruder.exec(statements)
      intruder.close()
      expect(await verifyLedger(ledger, sha256Text)).toEqual({ ok: false, seq: 3 })
      await close()
      rmSync(folder, { recursive: true })
    })
  }
})

describe('whatever happened', () => {
  it('the rows follow from the events alone', async () => {
    const happening = fc.record({
      what: fc.constantFrom(...EVENTS_OF_CASES),
      who: fc.nat(30),
      how: fc.nat(120),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (history) => {
        const { ledger, close } = await openStore({ path: ':memory:' })
        try {
          await playHistory(ledger, history)
        } finally {
          await close()
        }
      }),
    )
  })
})
