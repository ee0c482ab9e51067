import { expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { twoCall } from '../support/callers.ts'
import { startCalls, startCoturn } from '../support/coturn.ts'

const SKIPS = 50

it(`${SKIPS} skips leave no connection, no track and no place at the relay behind`, async () => {
  const coturn = await startCoturn()
  const server = await startCalls(coturn)
  const browser = await openBrowser({ camera: 'fake' })
  try {
    const two = await twoCall(browser, server)
    const before = performance.now()
    for (let i = 0; i < SKIPS; i++) {
      await Promise.all(two.map((caller) => caller.agree('clear')))
      await Promise.all(two.map((caller) => caller.sees(1)))
      const { chat } = await two[0].call()
      // Whoever seeks first waits, and so makes the offer: by turns. The two would not meet again at once, so one is another.
      if (i % 2 === 0) await two[0].next()
      await two[1].becomesAnother(server)
      await two[1].seek()
      if (i % 2 === 1) await two[0].next()
      await Promise.all(two.map((caller) => caller.meetsAnother(chat)))
    }
    console.log(
      `${SKIPS} skips: ${Math.round((performance.now() - before) / SKIPS)} ms each, with pictures seen`,
    )
    await two[0].stop()
    for (const caller of two) {
      await caller.stop()
      // A browser lets go of some of it only with the next collection.
      await expect.poll(() => caller.alive(), { timeout: 20_000 }).toEqual({ connections: 0, tracks: 2 })
    }
    await expect.poll(() => coturn.sessions(), { timeout: 10_000 }).toBe(0)
  } finally {
    await browser.close()
    await server.remove()
    await coturn.stop()
  }
}, 200_000)
