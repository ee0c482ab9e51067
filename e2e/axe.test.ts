import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { openProxy, type Proxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite, twoLines } from './support/site.ts'

/** axe finds nothing in any state of the real page, in both looks, light and dark. */
let server: RunningServer
let browser: Browser
let line: Proxy
const visitors: Visitor[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'], config: { hours: 'Fridays, 20:00 UTC' } })
  browser = await openBrowser()
})
beforeEach(async () => {
  line = await openProxy(server)
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()))
  await line.close()
})

async function arrive(url = `${server.url}/?one`): Promise<Visitor> {
  // Without motion: a colour caught half way through a transition isn't one of ours.
  const visitor = await Visitor.arrive(browser, url, { reducedMotion: 'reduce' })
  visitors.push(visitor)
  return visitor
}

const DRESSES = (['lamplight', 'classic'] as const).flatMap((look) =>
  (['light', 'dark'] as const).map((scheme) => ({ look, scheme })),
)

/** Looks at a state in every dress: with all rules in the first, with those about colours in the others, since a dress is colours. */
async function isClean(visitor: Visitor, state: string): Promise<void> {
  const { page } = visitor
  await page.evaluate(axe.source)
  for (const [i, { look, scheme }] of DRESSES.entries()) {
    await visitor.chat.evaluate((element, name) => element.setAttribute('look', name), look)
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const options = i === 0 ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] }
    const { violations } = await page.evaluate(
      (chosen) => (globalThis as unknown as { axe: typeof axe }).axe.run(chosen),
      options,
    )
    const found = violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
    )
    expect(found, `${state}, ${look}, ${scheme}`).toEqual([])
  }
  await visitor.chat.evaluate((element) => element.setAttribute('look', 'lamplight'))
}

test('the welcome and the gate', async () => {
  const visitor = await arrive()
  const interests = visitor.chat.getByRole('textbox', { name: 'Interests' })
  await isClean(visitor, 'the welcome')
  for (const interest of ['tea', 'night trains']) {
    await interests.fill(interest)
    await interests.press('Enter')
  }
  await isClean(visitor, 'the welcome with interests')
  await visitor.button('Start talking').click()
  await visitor.reads('Before you start')
  await isClean(visitor, 'the gate')
  await visitor.button('Start talking').click()
  await visitor.reads('Choose your age first.')
  await isClean(visitor, 'the gate with a question open')
  await visitor.chat.getByRole('radio', { name: 'Under 18' }).check()
  await visitor.reads('You need to be 18 or older to talk here.')
  await isClean(visitor, 'the gate for somebody too young')
})

test('a search, and one that finds only oneself', async () => {
  const visitor = await arrive()
  await visitor.start(['nobody else likes this'])
  await visitor.reads('Looking for someone who likes')
  await isClean(visitor, 'searching')
  const twin = await Visitor.open(visitor.page.context(), visitor.page.url())
  await twin.start()
  await twin.reads('The only other person here is you.')
  await isClean(twin, 'the only other person is you')
})

test('a chat from the match to the end', async () => {
  const [ann, ben] = [await arrive(), await arrive(`http://127.0.0.1:${line.port}/?one`)]
  await Promise.all([ann.start(['tea']), ben.start(['tea'])])
  await ann.reads('You both like tea.')
  await isClean(ann, 'matched')
  await ann.says('Look at https://example.org/ and 🍵')
  await ann.says('🍵')
  await ben.says('שלום, a\nreply')
  await ben.hears(['Look at https://example.org/ and 🍵', '🍵'])
  await ann.hears(['שלום, a\nreply'])
  await isClean(ann, 'talking')
  await ben.chat.getByRole('link', { name: 'https://example.org/' }).click()
  await ben.reads('This link leads to')
  await isClean(ben, 'a link is asked about')
  await ben.button('Cancel').click()
  await ann.field.fill('x'.repeat(1_990))
  await ann.reads('10 characters left')
  await ben.reads('Stranger is typing')
  await isClean(ann, 'near the limit')
  await isClean(ben, 'the stranger is typing')
  await ann.field.fill('x'.repeat(2_001))
  await isClean(ann, 'over the limit')
  await ann.field.fill('half a thought')
  await ann.button('Stop').click()
  await ann.button('Really?').waitFor()
  await isClean(ann, 'really?')
  await line.down()
  await ann.sees(ann.title, 'They are away')
  await isClean(ann, 'they are away')
  await ben.sees(ben.title, 'Reconnecting')
  await isClean(ben, 'reconnecting')
  await line.up()
  await ann.sees(ann.title, 'With a stranger')
  await ann.button('Block').click()
  await ann.button('Block them?').waitFor()
  await isClean(ann, 'block them?')
  await ann.button('Block them?').click()
  await ann.reads('Blocked. You won’t meet them again.')
  await isClean(ann, 'ended and blocked')
  await ben.reads('They left. Your words went with them.')
  await isClean(ben, 'ended')
})

test('where nothing goes on', async () => {
  const [ann, ben] = [await arrive(`http://127.0.0.1:${line.port}/?one`), await arrive()]
  await Promise.all([ann.start(['ends']), ben.start(['ends'])])
  await ann.matched()
  await ann.duplicate()
  await ann.reads('Your chat is open in another tab.')
  await isClean(ann, 'in another tab')

  const offline = await arrive(`http://127.0.0.1:${line.port}/?one`)
  await offline.button('Start talking').waitFor()
  await line.down()
  await offline.button('Start talking').click()
  await offline.reads('Can’t reach the server.')
  await isClean(offline, 'unreachable')
  await line.up()

  const site = await openSite(twoLines(server.url))
  const refused = await arrive(`http://refused.example:${site.port}/`)
  await refused.button('Start talking').click()
  await refused.reads('This server doesn’t accept pages from')
  await isClean(refused, 'a refused origin')
  site.close()
})

test('two elements on one page', async () => {
  const visitor = await arrive(server.url)
  await visitor.button('Start talking').waitFor()
  await isClean(visitor, 'the demo page')
})
