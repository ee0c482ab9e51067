import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { type ChromiumCaller, twoCall } from './support/callers.ts'
import { type Coturn, startCalls, startCoturn } from './support/coturn.ts'
import { type RunningServer, startServer } from './support/server.ts'

// Calls in real Chromium, through a real coturn in closed-relay form, with the real server between them.

let coturn: Coturn
let server: RunningServer
let browser: Browser
let two: readonly [ChromiumCaller, ChromiumCaller]

beforeAll(async () => {
  coturn = await startCoturn()
  server = await startCalls(coturn)
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

describe('the ladder, as it leaves the wire (P-CONSENT)', () => {
  it('nothing at all before both agreed, though both cameras run', async () => {
    two = await twoCall(browser, server)
    await two[0].agree('clear')
    // A second of what would be sound and pictures: statistics are read twice, with a watchdog's look in between.
    await two[1].looks(3)
    for (const caller of two) {
      const { bytes, frames, ladder } = await caller.seen()
      expect([bytes, frames, ladder.holds]).toEqual([0, 0, null])
    }
    expect((await two[1].seen()).ladder.asked).toBe('clear')
  })

  it('sound alone, then a blurred picture of 64 lines at most, then a clear one, and back at once', async () => {
    two = await twoCall(browser, server)
    await Promise.all(two.map((caller) => caller.agree('voice')))
    await two[0].hears(2_000)
    expect((await two[0].seen()).frames).toBe(0)
    await Promise.all(two.map((caller) => caller.agree('blurred')))
    await Promise.all(two.map((caller) => caller.sees(20)))
    for (const caller of two) expect((await caller.seen()).lines).toBeLessThanOrEqual(64)
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.showsLines((lines) => lines > 200)))
    await two[0].decline('clear')
    await Promise.all(two.map((caller) => caller.showsLines((lines) => lines <= 64)))
    await two[1].decline('blurred')
    await Promise.all(two.map((caller) => caller.holds('voice')))
    const { frames } = await two[0].seen()
    await two[0].looks(3)
    expect((await two[0].seen()).frames - frames).toBeLessThanOrEqual(1)
  })

  it('a chat of mode voice never has a picture to send', async () => {
    two = await twoCall(browser, server, { mode: 'voice' })
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.agree('voice')))
    await Promise.all(two.map((caller) => caller.hears(2_000)))
    for (const caller of two) {
      const { frames, signals } = await caller.seen()
      expect(frames).toBe(0)
      expect(signals.join()).not.toContain('m=video')
    }
  })
})

describe('a ban', () => {
  it('ends the call of both at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-ban-'))
    const file = join(folder, 'config.mjs')
    const turn = JSON.stringify({ urls: [coturn.url], secret: coturn.secret, relays: ['127.0.0.1'] })
    writeFileSync(
      file,
      `export default {
        modes: ['text', 'voice', 'video'],
        turn: ${turn},
        plugins: [{
          name: 'test',
          send: (who, body) => body.text === 'ban me' ? { verdict: 'ban', message: 'As you wish.' } : { verdict: 'allow' },
        }],
      }`,
    )
    const strict = await startServer({ args: ['--dev', '--config', file] })
    try {
      two = await twoCall(browser, strict)
      await Promise.all(two.map((caller) => caller.agree('clear')))
      await Promise.all(two.map((caller) => caller.sees(5)))
      await two[0].says('ban me')
      const before = performance.now()
      await Promise.all(two.map((caller) => caller.reaches('ended', 1_000)))
      console.log(`ended ${Math.round(performance.now() - before)} ms after the ban`)
      for (const caller of two) expect((await caller.call()).end).toBe('chat_over')
    } finally {
      await strict.remove()
      rmSync(folder, { recursive: true })
    }
  })
})

describe('what breaks', () => {
  const talking = async (): Promise<void> => {
    two = await twoCall(browser, server)
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.sees(10)))
  }

  it('the relay dies: said within 3 s; it is back: recovered within 6 s', async () => {
    await talking()
    await coturn.kill()
    const before = performance.now()
    await Promise.all(two.map((caller) => caller.reaches('reconnecting', 3_000)))
    console.log(`reconnecting after ${Math.round(performance.now() - before)} ms`)
    await coturn.restart()
    const back = performance.now()
    await Promise.all(two.map((caller) => caller.reaches('live', 6_000)))
    console.log(`live again ${Math.round(performance.now() - back)} ms after the relay was back`)
    await Promise.all(two.map((caller) => caller.sees(10)))
  })

  it('a tab is killed: the other side knows within a second', async () => {
    await talking()
    const before = performance.now()
    await two[0].crash()
    await two[1].isAlone(1_000)
    console.log(`away after ${Math.round(performance.now() - before)} ms`)
  })

  it('one hangs up: the other knows within a second, and the chat goes on', async () => {
    await talking()
    await two[0].hangUp()
    await two[1].reaches('ended', 1_000)
    expect((await two[1].call()).end).toBe('they_hung_up')
    expect(await two[1].phase()).toBe('chatting')
  })

  it('the server loses the line for a moment: the call goes on, and a step said meanwhile arrives', async () => {
    await talking()
    await two[0].page.context().setOffline(true)
    await two[0].decline('clear')
    await two[0].page.context().setOffline(false)
    await two[1].holds('blurred')
    await two[1].showsLines((lines) => lines <= 64)
  })
})

describe('skipping', () => {
  it('leaves no connection, no track and no place at the relay behind', async () => {
    // Whose tab was killed before holds a place for as long as its lifetime: ten minutes.
    await coturn.kill()
    await coturn.restart()
    two = await twoCall(browser, server)
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.sees(3)))
    const { chat } = await two[0].call()
    await two[0].next()
    await two[1].next()
    await Promise.all(two.map((caller) => caller.meetsAnother(chat)))
    await Promise.all(two.map((caller) => caller.agree('clear')))
    await Promise.all(two.map((caller) => caller.sees(3)))
    await two[0].stop()
    for (const caller of two) {
      await caller.stop()
      // Camera and microphone stay: the person has not let go of them.
      expect(await caller.alive()).toEqual({ connections: 0, tracks: 2 })
    }
    await expect.poll(() => coturn.sessions(), { timeout: 10_000 }).toBe(0)
  })
})
