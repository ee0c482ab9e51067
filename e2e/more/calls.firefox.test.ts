import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'
import { Caller, ChromiumCaller, coreSite } from '../support/callers.ts'
import { mayUseCamera } from '../support/cameras.ts'
import { type Coturn, startCalls, startCoturn } from '../support/coturn.ts'
import { FirefoxVisitor } from '../support/firefox.ts'
import { badSeeks, turnBad } from '../support/hostile-page.ts'
import type { RunningServer } from '../support/server.ts'

/** Calls of the real client in Firefox, with itself and with Chromium, through a real relay. */

let coturn: Coturn
let server: RunningServer
let chromium: Browser
const leaving: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  coturn = await startCoturn()
  server = await startCalls(coturn)
  chromium = await openBrowser({ camera: 'fake' })
})
afterEach(async () => {
  await Promise.all(leaving.splice(0).map((leave) => leave()))
})
afterAll(async () => {
  await chromium?.close()
  await server?.remove()
  await coturn?.stop()
})

async function inFirefox(): Promise<Caller> {
  const visitor = await FirefoxVisitor.arrive(await coreSite())
  leaving.push(() => visitor.leave())
  return await new Caller(visitor, () => visitor.leave()).begin(server)
}
async function inChromium(): Promise<Caller> {
  const caller = await ChromiumCaller.arrive(chromium, server)
  leaving.push(() => caller.leave())
  return caller
}

// Whoever comes first waits, and so makes the offer.
test.each([
  ['Firefox', 'Firefox', inFirefox, inFirefox],
  ['Firefox', 'Chromium', inFirefox, inChromium],
  ['Chromium', 'Firefox', inChromium, inFirefox],
] as const)(
  '%s calls %s: nothing before both agreed, blurred, clear, back, and again after a hang-up',
  async (_, __, first, second) => {
    const two = [await first(), await second()] as const
    await two[0].seek()
    await two[1].seek()
    await Promise.all(two.map((caller) => caller.reaches('live')))
    expect((await two[0].seen()).bytes).toBe(0)
    await Promise.all(two.map((caller) => caller.agree('blurred')))
    await Promise.all(two.map((caller) => caller.sees(5)))
    for (const caller of two) expect((await caller.seen()).lines).toBeLessThanOrEqual(64)
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.showsLines((lines) => lines > 200)))
    for (const caller of two) {
      const { local, remote, candidates } = await caller.seen()
      expect([local, remote]).toEqual(['relay', 'relay'])
      expect(candidates.filter((one) => !one.startsWith('relay '))).toEqual([])
    }
    await two[1].decline('clear')
    await Promise.all(two.map((caller) => caller.showsLines((lines) => lines <= 64)))
    await two[0].hangUp()
    await two[1].reaches('ended')
    await two[1].again()
    await Promise.all(two.map((caller) => caller.reaches('live')))
    await two[0].stop()
    await two[1].stop()
    await expect.poll(() => coturn.sessions(), { timeout: 10_000 }).toBe(0)
  },
  120_000,
)

test('Firefox sends a stranger 64 lines at most, through every turn of their direction, and takes it back at once', async () => {
  const context = await chromium.newContext({ ...mayUseCamera })
  leaving.push(() => context.close())
  const bad = await context.newPage()
  await bad.goto(await coreSite())
  await bad.evaluate(turnBad, { url: server.url })
  const victim = await inFirefox()
  await bad.evaluate(badSeeks, 'video' as const)
  await expect.poll(() => bad.evaluate(() => window.bad.client.state.ice.get() !== null)).toBe(true)
  await victim.seek()
  await expect.poll(() => bad.evaluate(() => window.bad.client.state.phase.get())).toBe('chatting')
  const offers = async (direction: RTCRtpTransceiverDirection): Promise<void> => {
    await bad.evaluate(async (to) => {
      const peer = window.bad.peer ?? window.bad.dial(1)
      const all = peer.getTransceivers()
      if (all.length === 0)
        for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: to })
      for (const one of all) one.direction = to
      await window.bad.describe()
      await window.bad.answered()
    }, direction)
    await victim.reaches('live')
  }
  const pictures = () => bad.evaluate(() => window.bad.pictures)
  const come = async (fits: (lines: number) => boolean, from: number): Promise<void> =>
    await expect
      .poll(async () => (await pictures()).slice(from).some(({ lines }) => fits(lines)), { timeout: 20_000 })
      .toBe(true)

  await offers('inactive')
  await bad.evaluate(() => void window.bad.consent('clear'))
  await victim.agree('blurred')
  await victim.holds('blurred')
  for (const direction of ['sendrecv', 'inactive', 'recvonly', 'sendonly', 'sendrecv'] as const) {
    const from = (await pictures()).length
    await offers(direction)
    if (direction === 'sendrecv' || direction === 'recvonly') await come((lines) => lines > 0, from)
  }
  expect(Math.max(...(await pictures()).map(({ lines }) => lines))).toBeLessThanOrEqual(64)

  await victim.agree('clear')
  await come((lines) => lines > 64, 0)
  await victim.decline('clear')
  const said = await bad.evaluate(() => performance.now())
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const late = (await pictures()).filter(({ at, lines }) => at > said && lines > 64)
  expect(late.filter(({ at }) => at > said + 500)).toEqual([])
})
