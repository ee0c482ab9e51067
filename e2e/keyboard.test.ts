import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { openProxy } from './support/proxy.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** The whole story without a mouse and without eyes: where the focus is, and what is said aloud. */
let server: RunningServer
let browser: Browser
const visitors: Visitor[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()))
})

async function arrive(): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`)
  visitors.push(visitor)
  return visitor
}

/** Presses Tab until the focus is on something of this name; a person would not go round more than once. */
async function tabTo(visitor: Visitor, name: string | RegExp): Promise<void> {
  const seen: string[] = []
  for (let i = 0; i < 30; i++) {
    const focus = await visitor.focus()
    if (typeof name === 'string' ? focus === name : name.test(focus)) return
    seen.push(focus)
    await visitor.page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${String(name)}; it went over ${seen.join(' > ')}`)
}

const hasFocus = (visitor: Visitor, what: string): Promise<void> =>
  expect.poll(() => visitor.focus(), { timeout: 10_000 }).toBe(what)

test('from the welcome to the next stranger by keyboard alone', async () => {
  const [ann, ben] = [await arrive(), await arrive()]
  const { keyboard } = ann.page

  // The page opens without taking the focus.
  expect(await ann.focus()).toMatch(/^body/)
  await tabTo(ann, 'input: Interests')
  await keyboard.type('tea')
  await keyboard.press('Enter')
  await ann.chat.getByRole('button', { name: 'Remove tea' }).waitFor()
  await hasFocus(ann, 'input: Interests')
  await tabTo(ann, 'button: Start talking')
  await keyboard.press('Enter')

  // The gate begins at its heading, so that it is read from the top.
  await hasFocus(ann, 'h2: Before you start')
  await tabTo(ann, /^input: (Under 18|18 or older)$/)
  await keyboard.press('ArrowDown')
  await hasFocus(ann, 'input: 18 or older')
  await tabTo(ann, 'input: I’ll keep to these rules.')
  await keyboard.press('Space')
  await tabTo(ann, 'button: Start talking')
  await keyboard.press('Enter')
  await ann.isTold('Looking for someone who likes tea.')
  await hasFocus(ann, 'textarea: Message')

  // The match is said, and the words go where the focus already is.
  await ben.start(['tea'])
  await ann.isTold('You both like tea. Say hello.')
  await hasFocus(ann, 'textarea: Message')
  await keyboard.type('Good evening')
  await ann.send()
  await ben.hears(['Good evening'])
  await ben.says('And to you')
  await ann.isTold('Stranger: And to you')

  // Shift+Enter makes a line, Enter sends both.
  await keyboard.type('two')
  await keyboard.press('Shift+Enter')
  await keyboard.type('lines')
  await keyboard.press('Enter')
  await ben.hears(['Good evening', 'two\nlines'])

  // The transcript is one stop; arrows walk its messages.
  await keyboard.press('Shift+Tab')
  await tabBack(ann, /^div: /)
  await keyboard.press('ArrowUp')
  await expect.poll(() => ann.focus()).toMatch(/^div: .*two lines/)
  await keyboard.press('ArrowUp')
  await expect.poll(() => ann.focus()).toMatch(/^div: .*And to you/)
  await tabTo(ann, 'textarea: Message')

  // Esc asks, Esc again ends, Esc once more goes on.
  await keyboard.press('Escape')
  await ann.button('Really?').waitFor()
  await ann.isTold('Really? Esc once more ends the chat.')
  await keyboard.press('Escape')
  await ann.isTold('You left. Your words went with you.')
  await ben.isTold('They left. Your words went with them.')
  await keyboard.press('Escape')
  await ann.sees(ann.title, 'Searching')
  const cat = await arrive()
  await cat.start(['tea'])
  await ann.matched()
  await cat.matched()
  await hasFocus(ann, 'textarea: Message')
})

test('blocking by keyboard asks first, and says that it is done', async () => {
  const [ann, ben] = [await arrive(), await arrive()]
  await Promise.all([ann.start(['blocks']), ben.start(['blocks'])])
  await ann.matched()
  await tabTo(ann, 'button: Block')
  await ann.page.keyboard.press('Enter')
  await ann.isTold('Block them? Press again')
  await hasFocus(ann, 'button: Block them?')
  await ann.page.keyboard.press('Enter')
  await ann.isTold('Blocked. You won’t meet them again.')
  await ben.isTold('They left')
})

test('a lost line and its return are said', async () => {
  const line = await openProxy(server)
  try {
    const ann = await Visitor.arrive(browser, `http://127.0.0.1:${line.port}/?one`)
    visitors.push(ann)
    const ben = await arrive()
    await Promise.all([ann.start(['lines']), ben.start(['lines'])])
    await ann.matched()
    await line.down()
    await ann.isTold('Connection lost. Your chat is held for')
    await ben.isTold('They are away.')
    await line.up()
    await ann.isTold('Connected again.')
    await ben.isTold('They are back.')
  } finally {
    await line.close()
  }
})

/** Presses Shift+Tab until the focus is there. */
async function tabBack(visitor: Visitor, name: RegExp): Promise<void> {
  for (let i = 0; i < 15; i++) {
    if (name.test(await visitor.focus())) return
    await visitor.page.keyboard.press('Shift+Tab')
  }
  throw new Error(`Shift+Tab never reached ${String(name)}`)
}
