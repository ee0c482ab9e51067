import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './support/browser.ts'
import { signIn } from './support/console.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** The way for legal notices, for somebody who has no chat and whose browser runs no script. */

const TEXT =
  '<b onclick="alert(1)">On Friday</b> at noon\nsomebody sold what was "stolen" & said so </textarea>'

let server: RunningServer
let browser: Browser
const pages: Page[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()))
})

async function arrive(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  pages.push(page)
  page.setDefaultTimeout(20_000)
  await page.goto(`${server.url}${path}`)
  return page
}

test('a notice by somebody without a chat and without scripts reaches a moderator, and they learn what came of it', async () => {
  const start = await arrive('/?one', { javaScriptEnabled: false })
  const opened = start.context().waitForEvent('page')
  await start.getByRole('link', { name: 'Report something illegal' }).click()
  const page = await opened
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('dialog', (dialog) => complaints.push(dialog.message()))

  // Not yet: the address is none. Nothing that was typed is lost.
  const [text, email] = [page.getByLabel('What is illegal, and why'), page.getByLabel('Your e-mail address')]
  await text.fill(TEXT)
  await email.fill('ann at home')
  await page.getByRole('button', { name: 'Send notice' }).click()
  await page.getByText('That is no e-mail address.').waitFor()
  expect(await text.inputValue()).toBe(TEXT)
  expect(await email.evaluate((field) => field === document.activeElement)).toBe(true)
  await email.fill('ann@example.org')
  const sent = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('button', { name: 'Send notice' }).click()
  // Old browsers tell our page from others by this alone.
  expect((await (await sent).allHeaders())['origin']).toBe(server.url)
  const title = page.getByRole('heading', { name: /^Received\. Number / })
  await title.waitFor()
  const number = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await title.textContent()) ?? '')?.[0] ?? ''
  const receipt = await page.getByLabel('Your receipt').inputValue()
  await page.reload()
  expect(await title.textContent()).toContain(number)
  await page.getByRole('button', { name: 'Ask what became of it' }).click()
  await page.getByText('Nobody has decided yet.').waitFor()
  await page.getByRole('heading', { name: `Number ${number}` }).waitFor()
  expect(page.url()).toBe(`${server.url}/notice/status?lang=en`)

  const moderate = await signIn(server)
  const file = (await (await moderate('/next', {})).json()) as {
    readonly row: { readonly case: string; readonly number: string }
    readonly version: number
    readonly reports: readonly { readonly notes: readonly { readonly text: string }[] }[]
  }
  expect(file.row.number).toBe(number)
  expect(file.reports.flatMap(({ notes }) => notes.map(({ text }) => text))).toEqual([
    `${TEXT}\nann@example.org`,
  ])
  const decision = { version: file.version, policies: [] }
  expect((await moderate(`/cases/${file.row.case}/decide`, decision)).status).toBe(200)
  expect((await moderate('/next', {})).status).toBe(204)

  // Another day, another language, from what was kept.
  await page.goto(`${server.url}/notice`)
  await page.getByRole('link', { name: 'Bahasa Indonesia' }).click()
  await page.getByRole('link', { name: 'Tanyakan hasil sebuah laporan' }).click()
  await page.getByLabel('Tanda terimamu').fill(`${receipt.slice(0, 40)}\n${receipt.slice(40)}`)
  await page.getByRole('button', { name: 'Tanyakan hasilnya' }).click()
  // It may still be taken back for a moment, so nothing is told yet; what is told then is tried where time can be set.
  await page.getByText('Belum diputuskan.').waitFor()
  // A browser's console names the answer to what was wrong, and there is nothing else in it.
  expect(complaints).toEqual([expect.stringContaining('status of 400')])
  expect(server.output()).not.toContain('stolen')
})

test('a page of somebody else’s can’t send it in its visitors’ name', async () => {
  const page = await arrive('/healthz')
  await page.route('http://evil.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<form method="post" action="${server.url}/notice"><input name="text" value="twenty characters and more"><button>x</button></form>`,
    }),
  )
  await page.goto('http://evil.example/')
  await page.getByRole('button').click()
  await page.getByText('Nothing was sent').waitFor()
})

test('axe finds nothing on any of its pages, light or dark, and none is wider than a small phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await arrive('/notice', { colorScheme, viewport: { width: 320, height: 640 } })
    const isClean = async (what: string): Promise<void> => {
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(),
      )
      const found = violations.map(
        ({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
      )
      expect(found, `${what}, ${colorScheme}`).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBe(320)
    }
    await isClean('the form')
    await page.getByLabel('Your e-mail address').fill('nobody')
    await page.getByRole('button').click()
    await page.getByText('Not sent yet.').waitFor()
    await isClean('the form with what is wrong')
    await page.getByLabel('Your e-mail address').fill('')
    await page.getByLabel('What is illegal').fill(`${colorScheme} and other things that are forbidden`)
    await page.getByRole('button').click()
    await page.getByText('Received.').waitFor()
    await isClean('the receipt')
    await page.getByRole('button').click()
    await page.getByText('Nobody has decided yet.').waitFor()
    await isClean('what became of it')
    await page.goto(`${server.url}/notice/status`)
    await page.getByRole('button').click()
    await page.getByText('This receipt isn’t known here.').waitFor()
    await isClean('a receipt that nobody knows')
  }
})
