import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { root, run } from '../scripts/lib/run.mjs'
import { openBrowser, Visitor } from './support/browser.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openFolder, openSite, type Site } from './support/site.ts'

/** The playground, as `npm start` serves it and as a folder on a static host: chosen, copied, pasted, seen. */
let server: RunningServer
let browser: Browser
let folder: string
let still: Site
const pages: Page[] = []
const sites: Site[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-playground-'))
  const { code, output } = await run(['node', 'packages/playground/scripts/build.ts', '--out', folder], {
    cwd: root,
  })
  if (code !== 0) throw new Error(output)
  still = await openFolder(folder)
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
  still.close()
  rmSync(folder, { recursive: true, force: true })
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()))
  for (const site of sites.splice(0)) site.close()
})

const served = (): string => `${server.url}/playground`
const onStaticHost = (): string => `http://localhost:${still.port}/`

/** A page, and what it complained about: policies, types, errors. */
async function open(url: string, colorScheme: 'light' | 'dark' = 'light') {
  const context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1280, height: 900 },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  pages.push(page)
  const complaints: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message())
    void dialog.dismiss()
  })
  await page.goto(url)
  return { page, frame: page.frameLocator('#frame'), complaints }
}

const element = (frame: FrameLocator): Locator => frame.locator('stranger-chat')
const code = (page: Page, title = 'HTML'): Locator => page.getByRole('region', { name: title, exact: true })

/** The snippet, the way an owner gets it: by the button, through the clipboard. */
async function copied(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy HTML' }).click()
  await page.getByRole('status').filter({ hasText: 'HTML copied.' }).waitFor()
  return await page.evaluate(() => navigator.clipboard.readText())
}

async function pasted(html: string): Promise<Visitor> {
  const site = await openSite(`<!doctype html><html lang="en"><title>a site</title>${html}`)
  sites.push(site)
  const { page } = await open(`http://localhost:${site.port}/`)
  return new Visitor(page)
}

test('from npm start: a layout, a look and a colour are seen at once, copied, and the same on a blank page', async () => {
  const { page, frame, complaints } = await open(served())
  await page.getByLabel('layout', { exact: true }).selectOption('bubble')
  await page.getByLabel('look', { exact: true }).selectOption('classic')
  await page.getByText('Colours', { exact: true }).click()
  await page.getByLabel('--sc-accent', { exact: true }).fill('rgb(122, 59, 0)')
  await frame.locator('stranger-chat[layout=bubble][look=classic] .launcher').waitFor()
  const accent = (chat: Element): string => getComputedStyle(chat).getPropertyValue('--sc-accent')
  await expect.poll(() => element(frame).evaluate(accent)).toBe('rgb(122, 59, 0)')

  const html = await copied(page)
  expect(html).toBe(await code(page).textContent())
  expect(html).toContain('<stranger-chat layout="bubble" look="classic"></stranger-chat>')
  const visitor = await pasted(html)
  await visitor.chat.locator('.launcher').click()
  await visitor.button('Start talking').waitFor()
  expect(await visitor.chat.evaluate(accent)).toBe('rgb(122, 59, 0)')
  // Two lines are enough: the script knows its server.
  await visitor.start(['playgrounds'])
  await visitor.reads('Looking for someone who likes playgrounds.')
  expect(complaints).toEqual([])
})

test('from a static host: the stranger in the page plays along, and the address that is typed is the snippet’s', async () => {
  const { page, frame, complaints } = await open(onStaticHost())
  expect(await code(page).textContent()).toContain('src="https://chat.example/stranger-chat.js"')
  await frame.getByRole('button', { name: 'Start talking' }).click()
  await frame.getByText('Good evening. You picked tea as well?').waitFor()
  await page.getByLabel('server', { exact: true }).fill(server.url)
  await page.getByLabel('lang', { exact: true }).selectOption('id')
  await frame.getByText('Bersama orang asing').first().waitFor()
  const visitor = await pasted(await copied(page))
  await visitor.button('Mulai mengobrol').waitFor()
  expect(await visitor.chat.evaluate((chat) => chat.getAttribute('lang'))).toBe('id')
  expect(complaints).toEqual([])
})

test('from a static host: it talks to the server the owner names, once told to', async () => {
  const { page, frame } = await open(`${onStaticHost()}#server=${server.url}`)
  await page.getByText(`The link that you opened names the server ${server.url}`).waitFor()
  await page.getByLabel('Talk to the server').check()
  await frame.getByRole('button', { name: 'Start talking' }).click()
  await frame.getByText('Before you start').waitFor()
})

describe('the address', () => {
  test('holds all that is chosen, for whoever gets it', async () => {
    const { page } = await open(served())
    await page.getByLabel('theme', { exact: true }).selectOption('dark')
    await page.getByLabel('State', { exact: true }).selectOption('away')
    await page.getByRole('radio', { name: '768' }).check()
    await page.getByRole('button', { name: 'Copy a link' }).click()
    await page.getByRole('status').filter({ hasText: 'Link copied.' }).waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const { page: other, frame } = await open(link)
    await frame.getByText('They are away').first().waitFor()
    expect(await other.getByLabel('theme', { exact: true }).inputValue()).toBe('dark')
    expect(await frame.locator('html').evaluate(() => innerWidth)).toBe(768)
    await other.getByRole('button', { name: 'Back to the defaults' }).click()
    await expect.poll(() => other.evaluate(() => location.hash)).toBe('')
    expect(await other.getByLabel('theme', { exact: true }).inputValue()).toBe('auto')
  })

  test('of somebody who means ill is words and nothing else', async () => {
    const { page, frame, complaints } = await open(served())
    const reader = await page.context().newPage()
    const asked = new Set<string>()
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    const words = [
      '"><script>alert(1)</script>',
      '" onfocus="alert(1)" autofocus="',
      '</stranger-chat><iframe srcdoc="<script>alert(1)</script>">',
      '&quot;&gt;<img src=x onerror=alert(1)>',
    ]
    for (const text of words) {
      const evil = encodeURIComponent(text)
      await page.evaluate(
        (hash) => void (location.hash = hash),
        [
          ...[`label=${evil}`, `interests=${evil}`, `layout=${evil}`, `server=${evil}`, `onclick=${evil}`],
          ...[
            `--sc-accent=${evil}`,
            '--sc-surface=url(https://evil.example/x)',
            `--sc-danger=red;}</style>${evil}`,
            `~scene=${evil}`,
          ],
        ].join('&'),
      )
      await expect.poll(() => code(page).textContent()).toContain('label="')
      await expect.poll(() => element(frame).getAttribute('label')).toBe(text)
      const found = await reader.evaluate(
        (html) => {
          const { body, head } = new DOMParser().parseFromString(`<body>${html}`, 'text/html')
          const all = [...head.children, ...body.querySelectorAll('*')]
          return all.map((one) => [one.localName, ...one.getAttributeNames(), one.getAttribute('label')])
        },
        (await code(page).textContent()) ?? '',
      )
      expect(found).toEqual([
        ['script', 'type', 'src', null],
        ['stranger-chat', 'interests', 'label', text],
      ])
    }
    expect([...asked].filter((origin) => origin !== server.url)).toEqual([])
    expect(complaints).toEqual([])
  })
})

test('every state can be seen without a server', async () => {
  const { page, frame, complaints } = await open(onStaticHost())
  const shows = {
    gate: 'Before you start',
    searching: 'Looking for someone who likes tea.',
    lonely: 'The only other person here is you.',
    matched: 'You both like tea.',
    chatting: 'Then it has better manners than most of us.',
    typing: 'Stranger is typing',
    away: 'They are away',
    reconnecting: 'Reconnecting',
    ended: 'They left. Your words went with them.',
    report: 'What happened?',
    reported: 'Reported. Case CASE-1.',
    banned: 'Adverts were sent from here again and again.',
    unreachable: 'Can’t reach the server.',
    live: 'Talk to someone you’ve never met.',
  }
  const select = page.getByLabel('State', { exact: true })
  const scenes = await select
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
  expect(scenes.toSorted()).toEqual(Object.keys(shows).toSorted())
  for (const [scene, words] of Object.entries(shows)) {
    await select.selectOption(scene)
    await frame.getByText(words).first().waitFor()
  }
  expect(complaints).toEqual([])
})

test('of two changes in haste the last one is played, once', async () => {
  const { page, frame, complaints } = await open(onStaticHost())
  await element(frame).waitFor()
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector<HTMLIFrameElement>('#frame') ?? {}
    for (const scene of ['ended', 'chatting'])
      contentWindow?.postMessage({ hash: `#~scene=${scene}`, real: false }, location.origin)
  })
  await frame.getByText('Then it has better manners than most of us.').waitFor()
  await frame.getByText('🌿🫖').waitFor()
  // Played twice it would all be said twice.
  expect(await frame.locator('.message').count()).toBe(6)
  expect(complaints).toEqual([])
})

test('what is hard to make out is said, what can’t be is left out', async () => {
  const { page } = await open(served())
  await page.getByText('Colours', { exact: true }).click()
  const field = page.getByLabel('--sc-text', { exact: true })
  await field.fill('#999')
  await page.getByText('light 2.7:1 on surface: below 4.5:1').waitFor()
  await page
    .getByRole('status')
    .filter({ hasText: 'Hard to make out: text on surface (light, 2.7:1)' })
    .waitFor()
  await field.fill('no colour')
  await page.getByText('Not a colour the browser knows.').locator('visible=true').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  expect(await code(page).textContent()).toContain('--sc-text: #999;')
  await page.getByLabel('text, dark', { exact: true }).fill('#eeeeee')
  await expect.poll(() => code(page).textContent()).toContain('--sc-text: light-dark(#999999, #eeeeee);')
})

test('axe finds nothing, light and dark, wide and at 320 px', async () => {
  const { page, frame } = await open(`${served()}#server=https://a.example&--sc-text=%23999&~scene=chatting`)
  for (const title of ['Colours', 'Sizes, corners and type'])
    await page.getByText(title, { exact: true }).click()
  await page.getByLabel('max-length', { exact: true }).fill('many')
  await element(frame).waitFor()
  await page.evaluate(axe.source)
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    // The frame holds an element whose colours the owner chose: that one is judged elsewhere. Dark is colours and nothing else.
    const { violations } = await page.evaluate(
      (more) => (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ['iframe'] }, more),
      {
        iframes: false,
        ...(colorScheme === 'dark' && { runOnly: ['color-contrast', 'link-in-text-block'] }),
      },
    )
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join('; ')}`,
    )
    expect(found, `${width}, ${colorScheme}`).toEqual([])
  }
})
