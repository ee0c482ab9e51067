import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromiumFlags, chromiumPath } from '../../../scripts/lib/chromium.mjs'
import { Site } from './site.ts'

// The built package in a real browser, on pages as strict as pages can be. What stands here as a CSP is what the README asks
// for, and nothing more.

const TRUSTED = "require-trusted-types-for 'script'; trusted-types stranger-chat-check"
const PAGE_CSP = `default-src 'none'; script-src 'self'; worker-src 'self'; ${TRUSTED}`
const ASSETS_CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

/** What the worker loads, itself included. */
const FILES = ['model.bin', 'model.json', 'tfjs-backend-wasm-simd.wasm', 'worker.js'].map(
  (name) => `/dist/assets/${name}`,
)

interface Answer {
  readonly label?: string
  readonly score?: number
  readonly shares?: Readonly<Record<string, number>>
  readonly code?: string
  readonly message?: string
}

/** See page.js. */
interface Wish {
  readonly pictures: readonly ('grey' | 'pattern' | 'noise' | 'empty' | 'short')[]
  readonly assets?: string
  readonly keep?: boolean
  readonly closeFirst?: boolean
}

const ask = (page: Page, wish: Wish): Promise<Answer[]> =>
  page.evaluate(
    (asked) => (globalThis as unknown as { answerTo: (wish: Wish) => Promise<Answer[]> }).answerTo(asked),
    wish,
  )

let browser: Browser
const open: { close: () => Promise<void> }[] = []

beforeAll(async () => {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('No Chromium found. Install one, or set CHROME_PATH.')
  browser = await chromium.launch({ executablePath, args: chromiumFlags() })
})
afterAll(() => browser?.close())
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function openSite(pageCsp: string, more: Record<string, string> = {}): Promise<Site> {
  const headers = (path: string): Record<string, string> =>
    path === '/' ? { 'content-security-policy': pageCsp } : { 'content-security-policy': ASSETS_CSP, ...more }
  const site = await Site.open(headers)
  open.push(site)
  return site
}

/** A fresh tab of a site, and every address that anything in it asks for, its workers included. */
async function visit(site: Site, before?: () => void): Promise<{ page: Page; requests: string[] }> {
  const context = await browser.newContext()
  open.push(context)
  const requests: string[] = []
  context.on('request', (request) => requests.push(request.url()))
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  await page.goto(site.origin)
  return { page, requests }
}

const assetsAsked = (site: Site): string[] => site.asked.filter((path) => path.startsWith('/dist/assets/'))

describe('a page with the files on its own origin', () => {
  test('judges pictures under a strict CSP and Trusted Types, and asks nobody else for anything', async () => {
    const site = await openSite(PAGE_CSP)
    const { page, requests } = await visit(site)

    expect(site.asked, 'the package is there').toContain('/dist/index.js')
    expect(assetsAsked(site), 'importing it loads nothing').toEqual([])

    const answers = await ask(page, { pictures: ['grey', 'pattern', 'noise'] })
    expect(answers).toHaveLength(3)
    for (const { label, score, shares } of answers) {
      expect(['fine', 'unsure', 'explicit']).toContain(label)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(Object.values(shares ?? {}).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3)
    }
    // Nothing is in it, and the model has no doubt.
    expect(answers[0]?.label).toBe('fine')

    expect(requests.filter((url) => !url.startsWith(`${site.origin}/`))).toEqual([])
    expect(assetsAsked(site).sort(), 'each file once').toEqual(FILES)
    // The browser's own count saw what the worker asked for, so it would have seen other addresses too.
    for (const path of FILES) expect(requests).toContain(site.origin + path)
  })

  test('asks nobody else where no CSP would stop it, and judges the next picture after garbage', async () => {
    const site = await Site.open()
    open.push(site)
    const { page, requests } = await visit(site)
    const answers = await ask(page, { pictures: ['empty', 'short', 'grey'] })
    expect(answers).toEqual([
      { code: 'bad-picture', message: expect.stringContaining('A picture of 0 by 0') },
      { code: 'bad-picture', message: 'A picture of 8 by 8 has 256 bytes of RGBA, not 255.' },
      expect.objectContaining({ label: 'fine' }),
    ])
    expect(requests.filter((url) => !url.startsWith(`${site.origin}/`))).toEqual([])
  })

  test('closing ends the worker', async () => {
    const { page } = await visit(await openSite(PAGE_CSP))
    await ask(page, { pictures: [], keep: true })
    expect(page.workers()).toHaveLength(1)
    const gone = page.workers()[0]?.waitForEvent('close')
    const answers = await ask(page, { pictures: ['grey'], closeFirst: true })
    await gone
    expect(page.workers()).toEqual([])
    expect(answers).toEqual([{ code: 'closed', message: 'The check was closed.' }])
  })

  test('without SIMD, WebAssembly or workers it is unsupported, and loads nothing', async () => {
    const site = await openSite(PAGE_CSP)
    for (const without of [
      () => void (WebAssembly.validate = () => false),
      () => void Reflect.deleteProperty(globalThis, 'WebAssembly'),
      () => void Reflect.deleteProperty(globalThis, 'Worker'),
    ]) {
      const { page } = await visit(site, without)
      const [answer] = await ask(page, { pictures: ['grey'] })
      expect(answer).toEqual({ code: 'unsupported', message: expect.stringMatching(/\w.*\.$/) })
    }
    expect(assetsAsked(site)).toEqual([])
  })
})

describe('a page with the files on another origin', () => {
  const cors = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

  test('judges pictures when its CSP names that origin', async () => {
    const files = await openSite("default-src 'none'", cors)
    const site = await openSite(
      `default-src 'none'; script-src 'self' ${files.origin} 'wasm-unsafe-eval'; worker-src blob:; connect-src ${files.origin}; ${TRUSTED}`,
    )
    const { page, requests } = await visit(site)
    const [answer] = await ask(page, {
      pictures: ['grey'],
      assets: `${files.origin}/dist/assets`,
    })
    expect(answer).toMatchObject({ label: 'fine' })
    expect(assetsAsked(site)).toEqual([])
    expect(assetsAsked(files).sort()).toEqual(FILES)
    const elsewhere = requests.filter((url) => !url.startsWith(site.origin) && !url.startsWith(files.origin))
    // The line that brings the worker in is the page's own.
    expect(elsewhere.filter((url) => !url.startsWith(`blob:${site.origin}`))).toEqual([])
  })

  test('is told what stands in the way', async () => {
    const files = await openSite("default-src 'none'", cors)
    const withPolicy = async (csp: string): Promise<string | undefined> => {
      const { page } = await visit(await openSite(`default-src 'none'; ${csp}`))
      const assets = `${files.origin}/dist/assets/`
      const [answer] = await ask(page, { pictures: ['grey'], assets })
      expect(answer?.code).toBe('unavailable')
      await expect.poll(() => page.workers()).toEqual([])
      return answer?.message
    }
    expect(await withPolicy("script-src 'self'; worker-src 'self'")).toContain('worker-src')
    expect(await withPolicy(`script-src 'self' ${files.origin}; worker-src blob:`)).toContain('connect-src')
    expect(
      await withPolicy(`script-src 'self' ${files.origin}; worker-src blob:; connect-src ${files.origin}`),
    ).toContain("'wasm-unsafe-eval'")
    expect(
      await withPolicy(`script-src 'self'; worker-src blob:; trusted-types 'none'; ${TRUSTED}`),
    ).toContain('trusted-types')
  })
})
