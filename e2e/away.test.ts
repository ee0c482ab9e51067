import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { openProxy, type Proxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite, type Site, twoLines } from './support/site.ts'

/** Somebody closes the bubble in the middle of a chat, and stays (P-AWAY). */

let server: RunningServer
let browser: Browser
const open: (() => unknown)[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

/** Somebody on a page with a bubble, that is open, and their line. */
async function arrive(): Promise<{ readonly visitor: Visitor; readonly line: Proxy }> {
  const line = await openProxy(server)
  open.push(line.close)
  const page = twoLines(`http://127.0.0.1:${line.port}`).replace(
    '<stranger-chat>',
    '<stranger-chat layout="bubble">',
  )
  const site: Site = await openSite(page)
  open.push(site.close)
  const visitor = await Visitor.arrive(browser, `http://localhost:${site.port}/`)
  open.push(() => visitor.leave())
  await launcher(visitor).click()
  return { visitor, line }
}

const launcher = ({ chat }: Visitor) => chat.locator('.launcher')
const strip = ({ chat }: Visitor) => chat.locator('.strip')

async function twoMeet(interest: string) {
  const [ann, ben] = [await arrive(), await arrive()]
  await Promise.all([ann, ben].map(({ visitor }) => visitor.start([interest])))
  await Promise.all([ann, ben].map(({ visitor }) => visitor.matched()))
  return { ann: ann.visitor, ben: ben.visitor, annsLine: ann.line }
}

const AWAY = 'They are away. You can still write.'

test('the other one reads it and can write; the launcher counts; whoever opens again is back', async () => {
  const { ann, ben } = await twoMeet('doors')
  await ann.says('Wait a moment')
  await ben.hears(['Wait a moment'])
  await ann.button('Close').click()
  await ben.sees(strip(ben), AWAY)
  await ben.sees(ben.title, 'They are away')
  await ben.isTold(AWAY)
  expect(await ben.chat.locator('.header .seam').getAttribute('data-seam')).toBe('held')
  await ben.says('No hurry')
  await ben.says('I have tea')
  await ann.sees(ann.chat.locator('.badge'), '2')
  await launcher(ann).click()
  await ann.hears(['No hurry', 'I have tea'])
  await ben.sees(strip(ben), 'They are back.')
  await ben.isTold('They are back.')
  await ben.matched()
})

test('a page that is loaded again knows it as well, on both sides', async () => {
  const { ann, ben } = await twoMeet('windows')
  await ann.button('Close').click()
  await ben.sees(strip(ben), AWAY)
  await ben.page.reload()
  await launcher(ben).click()
  await ben.sees(strip(ben), AWAY)
  // The bubble begins closed: its person is as far away as before.
  await ann.page.reload()
  await ben.says('Still there?')
  await ann.sees(ann.chat.locator('.badge'), '1')
  await ben.sees(strip(ben), AWAY)
  await launcher(ann).click()
  await ann.hears(['Still there?'])
  await ben.matched()
})

test('a line that falls meanwhile has its countdown, and takes the word along', async () => {
  const { ann, ben, annsLine } = await twoMeet('bridges')
  await ann.button('Close').click()
  await ben.sees(strip(ben), AWAY)
  await annsLine.down()
  await ben.sees(strip(ben), /^They are away\. Their seat is held for \d+ seconds\.$/)
  await annsLine.up()
  await ben.sees(strip(ben), AWAY)
  await ben.says('There you are')
  await ann.sees(ann.chat.locator('.badge'), '1')
})

test('a hidden tab is told to nobody', async () => {
  const { ann, ben } = await twoMeet('curtains')
  const said: string[] = []
  ann.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => said.push(String(payload))))
  await ann.page.reload()
  await launcher(ann).click()
  await ann.matched()
  await ann.page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await expect.poll(() => said.join('\n')).toMatch(/"type":"pong".*"hidden":true/)
  await ann.chat.evaluate((element) =>
    (element as unknown as { send: (text: string) => boolean }).send('Boo'),
  )
  await ben.hears(['Boo'])
  await ben.sees(strip(ben), '')
  await ben.matched()
})

test('whoever is met behind a closed bubble is away from the start', async () => {
  const { visitor: ann } = await arrive()
  await ann.start(['bells'])
  await ann.sees(ann.title, 'Searching')
  await ann.button('Close').click()
  // The page looks for somebody, as a chime would let the person do.
  await ann.chat.evaluate((element) =>
    (element as unknown as { start: (wish: object) => Promise<void> }).start({ interests: ['bells'] }),
  )
  const { visitor: ben } = await arrive()
  await ben.start(['bells'])
  await ben.sees(strip(ben), AWAY)
  await launcher(ann).click()
  await ann.matched()
  await ben.matched()
})
