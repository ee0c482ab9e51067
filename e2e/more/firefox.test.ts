import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from '../support/browser.ts'
import { closeEnd, lookAtEnd, openEnd, takeAnswer } from '../support/calls.ts'
import { mayUseCamera } from '../support/cameras.ts'
import { iceServer, startCoturn } from '../support/coturn.ts'
import { FirefoxVisitor } from '../support/firefox.ts'
import { type RunningServer, startServer } from '../support/server.ts'

/** The element in Firefox: two people, each with a browser of their own. */

let server: RunningServer
const leaving: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
})
afterAll(() => server.remove())
afterEach(async () => {
  await Promise.all(leaving.splice(0).map((leave) => leave()))
})

async function arrive(): Promise<FirefoxVisitor> {
  const visitor = await FirefoxVisitor.arrive(`${server.url}/?one`)
  leaving.push(() => visitor.leave())
  return visitor
}

test('two people in Firefox meet, talk and part', async () => {
  const [ann, ben] = await Promise.all([arrive(), arrive()])
  expect(await ann.evaluate(() => navigator.userAgent)).toContain('Firefox/')
  await Promise.all([ann, ben].map((visitor) => visitor.start(['foxes'])))
  await Promise.all([ann, ben].map((visitor) => visitor.matched()))
  await ann.reads('You both like foxes.')
  await ann.says('Good evening')
  await ben.hears(['Good evening'])
  await ben.says('Good evening to you')
  await ann.hears(['Good evening to you'])
  await ben.button('Stop').click()
  await ben.button('Really?').click()
  await ann.reads('They left. Your words went with them.')
  await ben.reads('You left. Your words went with you.')
}, 120_000)

/** Runs a function in somebody's page. */
type InPage = <R, A>(run: (arg: A) => R | Promise<R>, arg: A) => Promise<R>

async function inFirefox(): Promise<InPage> {
  const visitor = await arrive()
  return (run, arg) => visitor.evaluate(run, arg)
}

async function inChromium(): Promise<InPage> {
  const browser = await openBrowser({ camera: 'fake' })
  leaving.push(() => browser.close())
  const { page } = await Visitor.arrive(browser, `${server.url}/?one`, mayUseCamera)
  return async <R, A>(run: (arg: A) => R | Promise<R>, arg: A) =>
    (await page.evaluate(run as (arg: unknown) => R | Promise<R>, arg)) as R
}

// What a call is made of works between these browsers, whatever the element makes of it.
test.each([
  ['Firefox', inFirefox],
  ['Chromium', inChromium],
])(
  'a relay carries pictures between Firefox and %s',
  async (_, other) => {
    const coturn = await startCoturn()
    leaving.push(() => coturn.stop())
    const [ann, ben] = await Promise.all([inFirefox(), other()])
    const offer = await ann(openEnd, { name: 'ann', server: iceServer(coturn, 'ann') })
    const answer = await ben(openEnd, { name: 'ben', server: iceServer(coturn, 'ben'), offer })
    await ann(takeAnswer, { name: 'ann', answer })
    for (const look of [() => ann(lookAtEnd, 'ann'), () => ben(lookAtEnd, 'ben')]) {
      await expect.poll(async () => (await look()).framesDecoded, { timeout: 20_000 }).toBeGreaterThan(5)
      expect(await look()).toMatchObject({ pair: ['relay', 'relay'], own: ['relay'], errors: [] })
    }
    await Promise.all([ann(closeEnd, 'ann'), ben(closeEnd, 'ben')])
    await expect.poll(() => coturn.sessions(), { timeout: 10_000 }).toBe(0)
  },
  120_000,
)
