import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { freePort, type RunningServer, startServer } from './support/server.ts'
import { openSite, type Site, twoLines } from './support/site.ts'

/** The element on pages of others, and on the server's own. */
let server: RunningServer
let browser: Browser
const visitors: Visitor[] = []
const sites: Site[] = []

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
  for (const site of sites.splice(0)) site.close()
})

async function arrive(url: string): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, url)
  visitors.push(visitor)
  return visitor
}

async function serve(page: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const site = await openSite(page, headers)
  sites.push(site)
  return site.port
}

describe('the demo page', () => {
  test('has two strangers side by side, and one person alone sees them meet', async () => {
    const left = await arrive(server.url)
    const right = new Visitor(left.page, left.page.locator('stranger-chat').nth(1))
    await left.start()
    await right.start()
    await left.matched()
    await right.matched()
    await left.says('hello, me')
    await right.hears(['hello, me'])
    await right.says('hello, you')
    await left.hears(['hello, you'])
  })

  test('has a link to a stranger in another window', async () => {
    const visitor = await arrive(server.url)
    const opened = visitor.page.context().waitForEvent('page')
    await visitor.page.getByRole('link', { name: 'open one in another window' }).click()
    const window = new Visitor(await opened)
    await window.button('Start talking').waitFor()
    expect(await window.page.locator('stranger-chat').count()).toBe(1)
  })

  test('loads nothing from anybody else, and breaks no policy of its own', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const asked: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).origin))
    page.on('websocket', (socket) => asked.push(new URL(socket.url()).origin))
    page.on(
      'console',
      (message) => void (['error', 'warning'].includes(message.type()) && complaints.push(message.text())),
    )
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(server.url)
    const visitor = new Visitor(page)
    visitors.push(visitor)
    await visitor.start(['policies'])
    await visitor.reads('Looking for someone who likes policies.')
    expect(new Set(asked.filter((origin) => origin !== 'null'))).toEqual(
      new Set([server.url, server.url.replace('http', 'ws')]),
    )
    expect(complaints).toEqual([])
  })
})

describe('a page of somebody else', () => {
  test('needs two lines, on localhost without any setting', async () => {
    const port = await serve(twoLines(server.url))
    const [ann, ben] = [
      await arrive(`http://localhost:${port}/`),
      await arrive(`http://localhost:${port}/deeper/page`),
    ]
    await Promise.all([ann.start(['two lines']), ben.start(['two lines'])])
    await ann.matched()
    await ann.says('that was easy')
    await ben.hears(['that was easy'])
  })

  test('the example is such a page', async () => {
    const example = readFileSync(new URL('../examples/html/index.html', import.meta.url), 'utf8')
    expect(example).toContain('<script type="module" src="http://localhost:8787/stranger-chat.js"></script>')
    expect(example).toContain('<stranger-chat></stranger-chat>')
    const port = await serve(example.replaceAll('http://localhost:8787', server.url))
    const visitor = await arrive(`http://localhost:${port}/`)
    await visitor.start(['examples'])
    await visitor.reads('Looking for someone who likes examples.')
  })

  test('says so when the panel cannot be fetched, and fetches it when asked again', async () => {
    const port = await serve(twoLines(server.url))
    const context = await browser.newContext()
    await context.route('**/panel-*.js', (route) => route.abort())
    const page = await context.newPage()
    await page.goto(`http://localhost:${port}/`)
    const visitor = new Visitor(page)
    visitors.push(visitor)
    await visitor.chat.getByText('The chat couldn’t be loaded.').waitFor()
    await context.unroute('**/panel-*.js')
    await visitor.button('Try again').click()
    await visitor.button('Start talking').waitFor()
  })

  test('says so when the room for what stops it cannot be fetched, and fetches it when asked again', async () => {
    const port = await serve(
      twoLines(server.url).replace('<stranger-chat', '<stranger-chat server="http://"'),
    )
    const context = await browser.newContext()
    await context.route('**/after-*.js', (route) => route.abort())
    const page = await context.newPage()
    await page.goto(`http://localhost:${port}/`)
    const visitor = new Visitor(page)
    visitors.push(visitor)
    await visitor.chat.getByText('The chat couldn’t be loaded.').waitFor()
    await context.unroute('**/after-*.js')
    await visitor.button('Try again').click()
    await visitor.chat.getByText('No chat server is set.').waitFor()
  })

  test('from an origin nobody allowed is told so, and how to be', async () => {
    const port = await serve(twoLines(server.url))
    const origin = `http://refused.example:${port}`
    const visitor = await arrive(`${origin}/`)
    await visitor.button('Start talking').click()
    await visitor.reads(`This server doesn’t accept pages from ${origin}.`)
    await visitor.reads(`If this is your server, start it with --origin ${origin}.`)
    await visitor.isTold(`This server doesn’t accept pages from ${origin}.`)
    expect(server.output()).toContain(`--origin ${origin}`)
  })

  test('from an origin the operator named is welcome', async () => {
    const free = await freePort()
    const port = await serve(twoLines(`http://127.0.0.1:${free}`))
    const named = await startServer({ port: free, args: ['--origin', `http://welcome.example:${port}`] })
    try {
      const visitor = await arrive(`http://welcome.example:${port}/`)
      await visitor.start(['welcomes'])
      await visitor.reads('Looking for someone who likes welcomes.')
    } finally {
      await named.remove()
    }
  })
})
