import { expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { twoCall } from '../support/callers.ts'
import { startCalls, startCoturn } from '../support/coturn.ts'

it('the relay stays away: the call ends within 15 s, and the two go on in words', async () => {
  const coturn = await startCoturn()
  const server = await startCalls(coturn)
  const browser = await openBrowser({ camera: 'fake' })
  try {
    const two = await twoCall(browser, server)
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.sees(10)))
    await coturn.kill()
    const before = performance.now()
    await Promise.all(two.map((caller) => caller.reaches('ended', 15_000)))
    console.log(`ended after ${Math.round(performance.now() - before)} ms`)
    await coturn.restart()
    for (const caller of two) expect((await caller.call()).end).toBe('connection_lost')
    await two[0].says('still here')
    await two[1].reads('still here')
    await two[1].again()
    await Promise.all(two.map((caller) => caller.reaches('live')))
  } finally {
    await browser.close()
    await server.remove()
    await coturn.stop()
  }
})
