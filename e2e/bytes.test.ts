import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite, type Site, twoLines } from './support/site.ts'

/**
 * What a visitor downloads: the bodies as they travel (the server has them compressed with brotli 11), counted by the browser. The
 * README states these figures; here they are held against it.
 */
let server: RunningServer
let browser: Browser
const sites: Site[] = []

beforeAll(async () => {
  server = await startServer()
  browser = await openBrowser()
})
afterAll(async () => {
  for (const site of sites) site.close()
  await browser.close()
  await server.remove()
})

/**
 * What nothing may weigh more than, in B, whatever the README says: docs/adr/0018-what-the-first-message-weighs.md has the reasons. Who
 * raises one of them writes them down there.
 */
const CEILINGS: Readonly<Record<string, number>> = {
  'launcher of a bubble': 11_000,
  'to the first message': 51_200,
  'one more language': 1_500,
  'the client alone': 17_300,
}

/** A figure of the README may be this much above what is measured, and nothing below; in kB. */
const SLACK = 0.3

/** `| what | 12.3 kB |` of the table of sizes. */
function stated(what: string): number {
  const readme = readFileSync(new URL('../packages/widget/README.md', import.meta.url), 'utf8')
  const [, figure] = new RegExp(`^\\| ${what} \\| ([\\d.]+) kB \\|`, 'm').exec(readme) ?? []
  if (figure === undefined)
    throw new Error(`The README has no row '| ${what} | … kB |' in its table of sizes.`)
  return Number(figure)
}

async function site(page: string): Promise<string> {
  const opened = await openSite(page)
  sites.push(opened)
  return `http://localhost:${opened.port}/`
}

/** Counts the bodies a page gets from the server, by file. */
function counting(page: Page): () => Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, Promise<number>>()
  const listen = (request: Request): void => {
    const { origin, pathname } = new URL(request.url())
    if (origin === server.url)
      sizes.set(
        pathname,
        request.sizes().then(({ responseBodySize }) => responseBodySize),
      )
  }
  page.on('requestfinished', listen)
  return async () => {
    // What comes later, of which the page that is closed could tell nothing any more, isn't counted.
    page.off('requestfinished', listen)
    return new Map(await Promise.all([...sizes].map(async ([path, size]) => [path, await size] as const)))
  }
}

const total = (files: ReadonlyMap<string, number>): number => [...files.values()].reduce((a, b) => a + b, 0)

function holds(what: string, bytes: number, files: ReadonlyMap<string, number>): void {
  console.log(`${what}: ${bytes} B`, Object.fromEntries(files))
  expect(bytes, `${what}: more than ADR 0018 allows`).toBeLessThanOrEqual(CEILINGS[what] ?? 0)
  expect(bytes / 1_000, `${what}: the README says too little`).toBeLessThanOrEqual(stated(what))
  expect(bytes / 1_000, `${what}: the README says too much`).toBeGreaterThan(stated(what) - SLACK)
}

/** From an empty page past the gate and into a chat, to the first message sent. */
async function talk(lang: string): Promise<ReadonlyMap<string, number>> {
  const url = await site(twoLines(server.url).replace('lang="en"', `lang="${lang}"`))
  const stranger = await Visitor.arrive(browser, await site(twoLines(server.url)))
  const context = await browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  const count = counting(page)
  await page.goto(url)
  const chat = page.locator('stranger-chat')
  await chat.locator('[part~=button-start]').click()
  await chat.getByRole('radio').last().check()
  await chat.getByRole('checkbox').check()
  await chat.locator('[part~=button-start]').click()
  await chat.locator('[data-room=stage]').waitFor()
  await stranger.start()
  await chat.locator('.openers').waitFor()
  const files = await count()
  await chat.evaluate((element) =>
    (element as HTMLElement & { send: (text: string) => boolean }).send('hello'),
  )
  await stranger.hears(['hello'])
  await context.close()
  await stranger.leave()
  return files
}

test('from an empty page to the first message in English', async () => {
  const files = await talk('en')
  holds('to the first message', total(files), files)
})

test('the launcher of a bubble', async () => {
  const url = await site(twoLines(server.url).replace('<stranger-chat>', '<stranger-chat layout="bubble">'))
  const page = await browser.newPage()
  const count = counting(page)
  await page.goto(url)
  await page.locator('stranger-chat .launcher').waitFor()
  // As small as it is, the sign is all there: the tests of the element see its sources, not what the build makes of them.
  expect(await page.locator('stranger-chat .launcher .seam > *').count()).toBe(5)
  const files = await count()
  holds('launcher of a bubble', total(files), files)
  await page.close()
})

test('one more language', async () => {
  const [english, other] = [await talk('en'), await talk('id')]
  const more = new Map([...other].filter(([path]) => !english.has(path)))
  // Where the languages are, and the sentences of this one.
  expect(more.size).toBe(2)
  holds('one more language', total(more), more)
})

test('ADR 0018 gives the ceilings that hold', () => {
  const adr = readFileSync(
    new URL('../docs/adr/0018-what-the-first-message-weighs.md', import.meta.url),
    'utf8',
  )
  const rows = [...adr.matchAll(/^\| ([a-z ]+) \|.*\| ([\d,]+) \|$/gm)]
  const given = rows.map(([, what = '', bytes = '']) => [what, Number(bytes.replace(',', ''))])
  expect(Object.fromEntries(given)).toEqual(CEILINGS)
})

test('the client alone', () => {
  const script = new URL('../packages/widget/scripts/client-size.mjs', import.meta.url)
  const bytes = Number(execFileSync(process.execPath, [fileURLToPath(script)], { encoding: 'utf8' }))
  holds('the client alone', bytes, new Map())
})
