import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, it } from 'vitest'
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
