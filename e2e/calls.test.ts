import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { type Caller, twoCall } from './support/callers.ts'
import { type Coturn, startCoturn } from './support/coturn.ts'
import { type RunningServer, startServer } from './support/server.ts'

// Calls in real Chromium, through a real coturn in closed-relay form, with the real server between them.

let coturn: Coturn
let server: RunningServer
let browser: Browser
let two: readonly [Caller, Caller]

/** A relay that forgets whoever doesn't come back soon: a killed tab says no goodbye to it. */
const SHORT = ['--max-allocate-lifetime=600']

beforeAll(async () => {
  coturn = await startCoturn({ args: SHORT })
  server = await startServer({
    config: {
      modes: ['text', 'voice', 'video'],
      turn: { urls: [coturn.url], secret: coturn.secret, relays: ['127.0.0.1'] },
      relax: { interests: 1_000, languages: 1_000 },
    },
    args: ['--dev'],
  })
  browser = await openBrowser({ camera: 'fake' })
})
afterEach(async () => {
  for (const caller of two ?? []) await caller.leave().catch(() => undefined)
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
  await coturn?.stop()
})

describe('a call through a relay', () => {
  it('sends pictures both ways by relays alone, and no address of anybody leaves', async () => {
    two = await twoCall(browser, server)
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.sees(20)))
    for (const caller of two) {
      const { local, remote, candidates, signals } = await caller.seen()
      expect([local, remote]).toEqual(['relay', 'relay'])
      expect(candidates.filter((one) => !one.startsWith('relay '))).toEqual([])
      for (const signal of signals) {
        expect(signal).not.toMatch(/typ (host|srflx|prflx)/)
        expect(signal).not.toMatch(/raddr (?!0\.0\.0\.0|::)/)
      }
    }
    const sent = coturn.log()
    expect(sent).toMatch(/CREATE_PERMISSION|CHANNEL_BIND/)
    await two[0].stop()
    await expect.poll(() => coturn.sessions(), { timeout: 10_000 }).toBe(0)
    const moved = coturn.traffic()
    expect(moved.length).toBeGreaterThanOrEqual(2)
    for (const { received, sent: out } of moved) expect(Math.min(received, out)).toBeGreaterThan(10_000)
  })
})
