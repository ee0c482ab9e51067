import { expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { twoCall } from '../support/callers.ts'
import { startCoturn } from '../support/coturn.ts'
import { startServer } from '../support/server.ts'

const SKIPS = 50

it(`${SKIPS} skips leave no connection, no track and no place at the relay behind`, async () => {
  const coturn = await startCoturn()
  const server = await startServer({
    config: {
      modes: ['text', 'voice', 'video'],
      turn: { urls: [coturn.url], secret: coturn.secret, relays: ['127.0.0.1'] },
    },
    args: ['--dev'],
  })
  const browser = await openBrowser({ camera: 'fake' })
  try {
    const two = await twoCall(browser, server)
    const before = performance.now()
    for (let i = 0; i < SKIPS; i++) {
      await Promise.all(two.map((caller) => caller.agree('clear')))
      await Promise.all(two.map((caller) => caller.sees(1)))
      const { chat } = await two[0].call()
      await two[0].next()
      await two[1].next()
      await Promise.all(two.map((caller) => caller.meetsAnother(chat)))
    }
    console.log(
      `${SKIPS} skips: ${Math.round((performance.now() - before) / SKIPS)} ms each, the wait to meet again included`,
    )
    await two[0].stop()
    for (const caller of two) {
      await caller.stop()
      expect(await caller.alive()).toEqual({ connections: 0, tracks: 2 })
    }
    await expect.poll(() => coturn.sessions(), { timeout: 10_000 }).toBe(0)
  } finally {
    await browser.close()
    await server.remove()
    await coturn.stop()
  }
}, 400_000)
