import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, Visitor } from '../support/browser.ts'
import { endWithUs } from '../support/children.ts'
import { build, checkTypes, openWorkshop, type Workshop } from '../support/frameworks.ts'
import { collect, freePort, type RunningServer, startServer } from '../support/server.ts'
import { openFolder } from '../support/site.ts'

/** One small app for each framework, as its users would build it: from what is published, with their own tools. */

let server: RunningServer
let browser: Browser
let workshop: Workshop
const ending: (() => unknown)[] = []

beforeAll(async () => {
  workshop = await openWorkshop()
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end()
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
  workshop?.remove()
})

interface Look {
  readonly visitor: Visitor
  readonly page: Page
  /** Sockets to the chat server it opened so far. */
  readonly sockets: readonly string[]
  /** What stood in the console that a person would have to look into. */
  readonly complaints: readonly string[]
  /** All that stood there. */
  readonly console: readonly string[]
}

/** Opens an app's page and watches what it does. */
async function look(url: string, options: BrowserContextOptions = {}): Promise<Look> {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  ending.push(() => context.close())
  const page = await context.newPage()
  const sockets: string[] = []
  const complaints: string[] = []
  const all: string[] = []
  page.on('websocket', (socket) => sockets.push(socket.url()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    all.push(message.text())
    // Lit's development build talks about itself.
    const isLit = message.text().includes('https://lit.dev/msg/')
    if (['error', 'warning'].includes(message.type()) && !isLit) complaints.push(message.text())
  })
  await page.goto(url)
  return { visitor: new Visitor(page), page, sockets, complaints, console: all }
}

/** Somebody on the server's own page, who knows nothing of frameworks. */
async function stranger(): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`)
  ending.push(() => visitor.leave())
  return visitor
}

/** These stand first among what the welcome would look for, before the languages. */
async function looksFor(visitor: Visitor, interests: readonly string[]): Promise<void> {
  const chips = visitor.chat.locator('[part~=chip]')
  await expect
    .poll(async () => (await chips.allInnerTexts()).map((chip) => chip.split('\n')[0]))
    .toEqual([...interests, 'English'])
}

/** Serves what was built. */
async function serve(app: string): Promise<string> {
  const site = await openFolder(join(app, 'dist'))
  ending.push(site.close)
  return `http://127.0.0.1:${site.port}/`
}

/** The story of every app: bound, met, heard, spoken by a method, taken off the page and put back. */
async function tell(app: string, name: string): Promise<Look> {
  const [ann, ben] = [await look(await serve(app)), await stranger()]
  const { visitor, page } = ann
  await page.getByRole('heading', { name, exact: true }).waitFor()

  // Attributes, properties, and the page's own style.
  await visitor.reads(`Talk to somebody in ${name}.`)
  await looksFor(visitor, ['tea', 'chess'])
  const start = visitor.chat.locator('[part~=button-start]')
  expect(await start.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe('rgb(122, 59, 0)')
  expect(ann.sockets).toEqual([])

  // A store, and an event.
  await visitor.sees(page.locator('#phase'), 'idle')
  await Promise.all([visitor.start(), ben.start(['tea'])])
  await Promise.all([visitor.matched(), ben.matched()])
  await visitor.sees(page.locator('#phase'), 'chatting')
  await visitor.sees(page.locator('#shared'), 'tea')

  // An event that carries words, and a method.
  await ben.says('Good evening')
  await visitor.hears(['Good evening'])
  await visitor.sees(page.locator('#heard'), 'Good evening')
  await page.getByRole('button', { name: 'Say hello' }).click()
  await ben.hears([`Hello from ${name}`])

  // The element goes and comes; the chat never does.
  await page.getByRole('button', { name: 'Hide the chat' }).click()
  await visitor.chat.waitFor({ state: 'detached' })
  await ben.says('Are you still there?')
  await page.getByRole('button', { name: 'Show the chat' }).click()
  await visitor.hears(['Good evening', 'Are you still there?'])
  expect(await visitor.said()).toEqual([`Hello from ${name}`])
  await visitor.says('All the time')
  await ben.hears([`Hello from ${name}`, 'All the time'])

  expect(ann.sockets).toHaveLength(1)
  expect(ann.complaints).toEqual([])
  return ann
}

describe.each([
  ['react', 'React'],
  ['preact', 'Preact'],
  ['vue', 'Vue'],
  ['svelte', 'Svelte'],
  ['angular', 'Angular'],
])('the %s app', (folder, name) => {
  let app: string

  test('installs from its lockfile', async () => {
    app = await workshop.install(folder)
  }, 300_000)

  test('has its types right, is built, and two people talk', async () => {
    await checkTypes(app)
    await build(app, server.url)
    await tell(app, name)
  }, 300_000)

  if (folder !== 'react') return
  test('opens one socket where StrictMode does everything twice', async () => {
    await build(app, server.url, 'development')
    const { console } = await tell(app, name)
    // A production build does nothing twice, so this has to be the other one.
    expect(console).toContainEqual(expect.stringContaining('React DevTools'))
  }, 300_000)
})

describe('the app whose page a server makes', () => {
  let app: string

  test('installs from its lockfile', async () => {
    app = await workshop.install('ssr')
  }, 300_000)

  test('has its types right', () => checkTypes(app), 120_000)

  describe.each(['production', 'development'] as const)('in %s', (mode) => {
    /** Builds and starts it; resolves with its address and what it wrote. */
    async function start(): Promise<{ readonly url: string; readonly output: () => string }> {
      const port = await freePort()
      const child = spawn(process.execPath, ['dist/server/server.js'], {
        cwd: app,
        env: { ...process.env, NODE_ENV: mode, PORT: String(port), CHAT_SERVER: server.url },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      endWithUs(child)
      const output = collect(child)
      ending.push(() => end(child))
      await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
      if (child.exitCode !== null) throw new Error(`The app's server ended:\n${output()}`)
      return { url: `http://127.0.0.1:${port}/`, output }
    }

    test('is built', () => build(app, server.url, mode), 240_000)

    test('has the fallback on its page, at the size of the element to come', async () => {
      const { url, output } = await start()
      const plain = await look(url, { javaScriptEnabled: false })
      await plain.page.getByText('The chat needs JavaScript.').waitFor()
      const before = await plain.page.locator('#heard').boundingBox()

      const { visitor, page } = await look(url)
      await visitor.button('Start talking').waitFor()
      expect(await page.getByText('The chat needs JavaScript.').isVisible()).toBe(false)
      expect((await page.locator('#heard').boundingBox())?.y).toBe(before?.y)
      expect(output()).toMatch(/^Open http:\S+\n$/)
    })

    test('wakes up without a word, and two people talk', async () => {
      const { url } = await start()
      const [ann, ben] = [await look(url), await stranger()]
      const { visitor, page } = ann
      // What no HTML can carry is there as well.
      await visitor.reads('Talk to somebody on a page made by a server.')
      await looksFor(visitor, ['tea', 'chess'])
      await Promise.all([visitor.start(), ben.start(['chess'])])
      await Promise.all([visitor.matched(), ben.matched()])
      await ben.says('Good evening')
      await visitor.sees(page.locator('#heard'), 'Good evening')
      await visitor.says('Good evening to you')
      await ben.hears(['Good evening to you'])
      expect(ann.sockets).toHaveLength(1)
      expect(ann.complaints).toEqual([])
    })
  })
})

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}
