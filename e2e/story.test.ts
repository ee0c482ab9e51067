import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { awkwardTexts } from './support/people.ts'
import { openProxy, type Proxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Two people, each with a browser of their own, on the server's own page. */

/** Rates no person reaches, so that 200 messages each way take seconds. */
const FAST = { limits: { sendRate: 500, sendBurst: 500, frameRate: 2_000 } }

let server: RunningServer
let browser: Browser
const visitors: Visitor[] = []
const lines: Proxy[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'], config: FAST })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()))
  await Promise.all(lines.splice(0).map((line) => line.close()))
})

async function arrive(): Promise<{ readonly visitor: Visitor; readonly line: Proxy }> {
  const line = await openProxy(server)
  lines.push(line)
  const visitor = await Visitor.arrive(browser, `http://127.0.0.1:${line.port}/?one`)
  visitors.push(visitor)
  return { visitor, line }
}

/** Two who meet over an interest, with the line of each. */
async function twoMeet(interest: string) {
  const [ann, ben] = [await arrive(), await arrive()]
  await Promise.all([ann, ben].map(({ visitor }) => visitor.start([interest])))
  await Promise.all([ann, ben].map(({ visitor }) => visitor.matched()))
  return { ann: ann.visitor, ben: ben.visitor, annsLine: ann.line, bensLine: ben.line }
}

const nfc = (texts: readonly string[]): string[] => texts.map((text) => text.normalize('NFC'))

/** Both say everything, as fast as the page takes it. */
async function talkThrough(ann: Visitor, ben: Visitor, count: number): Promise<void> {
  const [fromAnn, fromBen] = [awkwardTexts(count, 'Ann'), awkwardTexts(count, 'Ben')]
  await Promise.all([ann.saysAll(fromAnn), ben.saysAll(fromBen)])
  await Promise.all([ben.hears(nfc(fromAnn)), ann.hears(nfc(fromBen))])
  for (const [visitor, texts] of [
    [ann, fromAnn],
    [ben, fromBen],
  ] as const) {
    await expect.poll(() => visitor.unsent()).toBe(0)
    expect(await visitor.said()).toEqual(nfc(texts))
  }
}

test('two people meet by a shared interest, talk, and part', async () => {
  const { ann, ben } = await twoMeet('tea')
  await ann.reads('You both like tea.')
  await ben.reads('You both like tea.')
  await ann.says('Good evening')
  await ben.hears(['Good evening'])
  await ben.field.pressSequentially('Go')
  await ann.reads('Stranger is typing')
  await ben.field.pressSequentially('od evening to you')
  await ben.send()
  await ann.hears(['Good evening to you'])
  await ann.sees(ann.chat.locator('[part~=typing]'), '')
  await ben.button('Stop').click()
  await ben.button('Really?').click()
  await ann.reads('They left. Your words went with them.')
  await ben.reads('You left. Your words went with you.')
})

test('200 messages each way arrive once and in order, whatever is in them', async () => {
  const { ann, ben } = await twoMeet('everything')
  await talkThrough(ann, ben, 200)
})

test('with the line cut in the middle of a burst, in every way a line can be cut', async () => {
  const { ann, ben, annsLine, bensLine } = await twoMeet('storms')
  const reset = annsLine.add({ kind: 'limit_data', bytes: 8_000, by: 'reset' }, 'up')
  const cut = bensLine.add({ kind: 'limit_data', bytes: 6_000, by: 'close' }, 'up')
  const talk = talkThrough(ann, ben, 100)
  await annsLine.until(({ type }) => type === 'reset', { from: 0 })
  reset()
  const hang = annsLine.add({ kind: 'limit_data', bytes: 6_000, by: 'half_open' }, 'up')
  await bensLine.until(({ type }) => type === 'cut', { from: 0 })
  await bensLine.down()
  cut()
  await ben.sees(ben.title, 'Reconnecting')
  await bensLine.up()
  await annsLine.until(({ type }) => type === 'half_open', { from: 0 })
  hang()
  // The browser finds the network again; a frame that was still on its way would be taken for an answer, so it says so again.
  const opened = annsLine.events.length
  await expect
    .poll(
      async () => {
        await ann.page.evaluate(() => dispatchEvent(new Event('online')))
        return annsLine.events.slice(opened).some(({ type }) => type === 'open')
      },
      { interval: 1_000, timeout: 20_000 },
    )
    .toBe(true)
  await talk
})

test('typing through a skip: not a character reaches the new stranger', async () => {
  const { ann, ben } = await twoMeet('skipping')
  const cat = (await arrive()).visitor
  await cat.start(['cats'])
  await ben.says('hello')
  await ann.hears(['hello'])
  // Ann writes on and on, and presses Enter all the time, while Ben goes.
  await ann.field.focus()
  let writing = true
  const write = (async () => {
    while (writing) {
      await ann.page.keyboard.type('meant for Ben ')
      await ann.page.keyboard.press('Enter')
    }
  })()
  await ben.button('Stop').click()
  await ben.button('Really?').click()
  await ann.reads('They left.')
  // In the middle of it the next stranger comes.
  await ann.chat.evaluate((element) =>
    (element as HTMLElement & { next: (wish: object) => void }).next({ interests: ['cats'] }),
  )
  await Promise.all([ann.matched(), cat.matched()])
  writing = false
  await write
  await cat.says('who are you?')
  await ann.hears(['who are you?'])
  expect(await cat.heard()).toEqual([])
  expect(await cat.chat.locator('[part~=typing]').textContent()).not.toContain('typing')
  // After a pause what Ann writes is for Cat again.
  await expect
    .poll(
      async () => {
        await ann.field.press('!')
        return await ann.field.inputValue()
      },
      { interval: 700, timeout: 10_000 },
    )
    .toBe('!')
  await ann.send()
  await cat.hears(['!'])
})

test('a reload and a walk to another page and back keep the chat', async () => {
  const { ann, ben } = await twoMeet('journeys')
  await ann.says('before')
  await ben.hears(['before'])
  await ben.page.reload()
  await ben.matched()
  await ben.hears(['before'])
  await ann.says('while you were away')
  await ben.hears(['before', 'while you were away'])
  await ben.page.goto(`${new URL(ben.page.url()).origin}/healthz`)
  await ann.sees(ann.title, 'They are away')
  await ann.says('and further away')
  await ben.page.goBack()
  await ben.hears(['before', 'while you were away', 'and further away'])
  await ben.says('here again')
  await ann.hears(['here again'])
})

test('a "bye" said just before leaving reaches a partner who was offline meanwhile', async () => {
  const { ann, ben, bensLine } = await twoMeet('goodbyes')
  await bensLine.down()
  await ben.sees(ben.title, 'Reconnecting')
  await ann.says('bye')
  await expect.poll(() => ann.unsent()).toBe(0)
  await ann.leave()
  visitors.splice(visitors.indexOf(ann), 1)
  await bensLine.up()
  await ben.page.evaluate(() => dispatchEvent(new Event('online')))
  await ben.hears(['bye'])
})

test('two tabs of one person: the chat is in one, the other says so and can take it back', async () => {
  const { ann, ben } = await twoMeet('tabs')
  await ben.says('one')
  await ann.hears(['one'])
  const twin = await ann.duplicate()
  await twin.hears(['one'])
  await ann.reads('Your chat is open in another tab.')
  await ann.button('Bring it back here').click()
  await ann.hears(['one'])
  await twin.reads('Your chat is open in another tab.')
  await ben.says('two')
  await ann.hears(['one', 'two'])
  await ann.says('three')
  await ben.hears(['three'])
})

test('nobody is matched with their own second tab, and is told why', async () => {
  const { visitor } = await arrive()
  await visitor.start(['only me'])
  const twin = await Visitor.open(visitor.page.context(), visitor.page.url())
  await twin.start(['only me'])
  await twin.reads('The only other person here is you.')
})

test('a server that is away is named; when it comes back the person goes on', async () => {
  const { visitor, line } = await arrive()
  await visitor.button('Start talking').waitFor()
  await line.down()
  await visitor.button('Start talking').click()
  await visitor.reads('Can’t reach the server.')
  await visitor.isTold('Can’t reach the server.')
  await line.up()
  await visitor.chat.locator('[data-room=gate]').waitFor()
})
