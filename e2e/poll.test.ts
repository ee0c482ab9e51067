import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { arrive, FAST, meet, talk, talkPast } from './support/polling.ts'
import { openProxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite, twoLines } from './support/site.ts'
import { openGatekeeper } from './support/upgrades.ts'

/** Somebody whose network or browser lets no WebSocket through talks with somebody whose does (P-POLL). */

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

/** Runs in the page. */
const takeSocketsAway = (): void => void delete (globalThis as { WebSocket?: unknown }).WebSocket

test('a browser without WebSocket talks, is reloaded, and survives every cut of its line', async () => {
  const line = await openProxy(server)
  open.push(() => line.close())
  const { visitor: ann, polls } = await arrive(browser, line.port, takeSocketsAway)
  const { visitor: ben } = await arrive(browser, server.port)
  await meet(ann, ben, 'polling')
  await talk(ann, ben, 1)
  expect(polls()).toBeGreaterThan(2)

  await ann.page.reload()
  await ann.matched()
  await talk(ann, ben, 2)

  const storm = line.add({ kind: 'limit_data', bytes: 9_000, by: 'reset' }, 'up')
  const through = talk(ann, ben, 3)
  await line.until(({ type }) => type === 'reset', { from: 0 })
  storm()
  line.cut()
  await line.down()
  await ann.sees(ann.title, 'Reconnecting')
  await line.up()
  await through

  await ben.field.pressSequentially('go')
  await ann.reads('Stranger is typing')
  await ann.button('Stop').click()
  await ann.button('Really?').click()
  await ben.reads('They left.')
})

test('where upgrades are refused a person talks by polls, and the tab remembers', async () => {
  const gate = await openGatekeeper(server, 'refuse')
  open.push(() => gate.close())
  await talkPast(gate, browser, server.port, 'refusals')
})

test('a page of another site polls if it is welcome, and is told so if it isn’t (P-POLL-9)', async () => {
  const site = await openSite(twoLines(server.url))
  open.push(async () => site.close())
  const come = async (origin: string): Promise<Visitor> => {
    const context = await browser.newContext({ locale: 'en-GB' })
    await context.addInitScript(takeSocketsAway)
    return await Visitor.open(context, origin)
  }
  const welcome = await come(`http://localhost:${site.port}`)
  const { visitor: ben } = await arrive(browser, server.port)
  await meet(welcome, ben, 'other sites')
  await talk(welcome, ben, 1)

  const refused = await come(`http://refused.example:${site.port}`)
  await refused.button('Start talking').click()
  await refused.reads(`This server doesn’t accept pages from http://refused.example:${site.port}.`)
})
