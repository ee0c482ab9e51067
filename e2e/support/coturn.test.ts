import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type CallEnd, closeEnd, lookAtEnd, openEnd, takeAnswer } from './calls.ts'
import { mayUseCamera } from './cameras.ts'
import { type Coturn, type CoturnOptions, iceServer, startCoturn } from './coturn.ts'
import { openSite, type Site } from './site.ts'

/** The TURN server of the tests, by two ends of a call in one page that may only relay. */

let browser: Browser
let site: Site
let page: Page
const servers: Coturn[] = []

beforeAll(async () => {
  browser = await openBrowser({ camera: 'fake' })
  site = await openSite('<!doctype html><title>a call with oneself</title>')
})
afterAll(async () => {
  await browser.close()
  site.close()
})
beforeEach(async () => {
  const context = await browser.newContext(mayUseCamera)
  page = await context.newPage()
  await page.goto(`http://127.0.0.1:${site.port}/`)
})
afterEach(async () => {
  await page.context().close()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function coturn(options?: CoturnOptions): Promise<Coturn> {
  const server = await startCoturn(options)
  servers.push(server)
  return server
}

/** Starts a call in the page. `claim` is a candidate that Ann is said to have besides. */
async function call(ann: RTCIceServer, ben: RTCIceServer, claim?: string): Promise<void> {
  const offer = await page.evaluate(openEnd, { name: 'ann', server: ann })
  const more = claim === undefined ? {} : { claim }
  const answer = await page.evaluate(openEnd, { name: 'ben', server: ben, offer, ...more })
  await page.evaluate(takeAnswer, { name: 'ann', answer })
}

const ends = (): Promise<readonly CallEnd[]> =>
  Promise.all(['ann', 'ben'].map((name) => page.evaluate(lookAtEnd, name)))
const frames = async (): Promise<number[]> => (await ends()).map(({ framesDecoded }) => framesDecoded)

/** Waits until both ends have shown pictures. */
async function pictures(): Promise<void> {
  await expect.poll(async () => Math.min(...(await frames())), { timeout: 20_000 }).toBeGreaterThan(5)
}

const hangUp = () => Promise.all(['ann', 'ben'].map((name) => page.evaluate(closeEnd, name)))
const both = (server: Pick<Coturn, 'url' | 'secret'>) =>
  [iceServer(server, 'ann'), iceServer(server, 'ben')] as const

test('carries pictures and sound both ways, relay to relay, and tells who moved how much', async () => {
  const server = await coturn()
  const [ann, ben] = both(server)
  await call(ann, ben)
  await pictures()
  for (const end of await ends())
    expect(end).toMatchObject({ pair: ['relay', 'relay'], own: ['relay'], errors: [] })
  expect(server.sessions()).toBeGreaterThanOrEqual(2)
  expect(server.log()).toMatch(/CREATE_PERMISSION processed, success/)

  await hangUp()
  await expect.poll(() => server.sessions(), { timeout: 10_000 }).toBe(0)
  const traffic = server.traffic()
  expect(traffic.map(({ username }) => username).toSorted()).toEqual([ann.username, ben.username].toSorted())
  for (const { received, sent } of traffic) expect(Math.min(received, sent)).toBeGreaterThan(5_000)
})

test('turns away whoever brings a password of another secret', async () => {
  const server = await coturn()
  await call(...both({ url: server.url, secret: 'guessed' }))
  for (const end of await ends())
    expect(end).toMatchObject({ own: [], errors: expect.arrayContaining([401]) })
  expect(server.sessions()).toBe(0)
})

test('relays to itself and to no other address', async () => {
  const server = await coturn()
  // An address for documentation: nobody's.
  await call(...both(server), 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host')
  await pictures()
  expect(server.log()).toContain('error 403: Forbidden IP')
})

test('relays to nobody at all when told so, and no call comes about', async () => {
  const server = await coturn({ peers: 'nobody' })
  await call(...both(server))
  await expect.poll(() => server.log(), { timeout: 10_000 }).toContain('error 403: Forbidden IP')
  expect(await frames()).toEqual([0, 0])
})

test('killed it freezes the picture; back on the same port it carries a new call', async () => {
  const server = await coturn()
  await call(...both(server))
  await pictures()
  await server.kill()
  expect(server.sessions()).toBe(0)
  const still = async (): Promise<boolean> => {
    const before = await frames()
    // Long enough for six frames of a picture that moves.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    return (await frames()).every((count, i) => count === before[i])
  }
  await expect.poll(still, { timeout: 10_000 }).toBe(true)
  await hangUp()

  await server.restart()
  await call(...both(server))
  await pictures()
  expect(server.log().match(/Version Coturn/g)).toHaveLength(2)
})

test('two of them at once have ports of their own', async () => {
  const [one, other] = await Promise.all([coturn(), coturn()])
  expect(one.port).not.toBe(other.port)
  await call(...both(one))
  await pictures()
  expect(other.sessions()).toBe(0)
})
