import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { arrive, FAST, meet, talk, talkPast } from '../support/polling.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { openGatekeeper } from '../support/upgrades.ts'

/** What takes long about polls (P-POLL-10): upgrades that hang, and the way back. */

let server: RunningServer
let browser: Browser
const open: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'], config: FAST })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  for (const close of open.splice(0).reverse()) await close()
})

test('where upgrades hang a person talks by polls', async () => {
  const gate = await openGatekeeper(server, 'hang')
  open.push(() => gate.close())
  await talkPast(gate, browser, server.port, 'hanging')
})

test('moves to a WebSocket once there is a way for one, and nobody notices', async () => {
  const gate = await openGatekeeper(server, 'refuse')
  open.push(() => gate.close())
  const { visitor: ann, polls } = await arrive(browser, gate.port)
  const { visitor: ben } = await arrive(browser, server.port)
  await meet(ann, ben, 'moving back')
  gate.allow()
  const titles: string[] = []
  // It looks back within 40 s: one WebSocket to see, one to stay.
  await expect
    .poll(
      async () => {
        titles.push(...(await Promise.all([ann, ben].map((one) => one.title.innerText()))))
        return gate.asked()
      },
      { timeout: 50_000, interval: 100 },
    )
    .toBe(4)
  await talk(ann, ben, 1)
  expect([...new Set(titles)]).toEqual(['With a stranger'])
  const settled = polls()
  await talk(ann, ben, 2)
  expect(polls()).toBe(settled)
})
