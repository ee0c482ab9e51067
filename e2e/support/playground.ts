import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core'
import { root, run } from '../../scripts/lib/run.mjs'
import { openBrowser, Visitor } from './browser.ts'
import { type RunningServer, startServer } from './server.ts'
import { openFolder, openSite, type Site } from './site.ts'

export const element = (frame: FrameLocator): Locator => frame.locator('stranger-chat')
export const code = (page: Page, title = 'HTML'): Locator =>
  page.getByRole('region', { name: title, exact: true })

/** The playground as `npm start` serves it, and as a folder on a static host; and the pages that the tests of one file open. */
export class Playground {
  readonly server: RunningServer
  readonly #browser: Browser
  readonly #still: Site
  readonly #pages: Page[] = []
  readonly #sites: Site[] = []
  readonly #folder: string

  private constructor(server: RunningServer, browser: Browser, still: Site, folder: string) {
    this.server = server
    this.#browser = browser
    this.#still = still
    this.#folder = folder
  }

  static async open(): Promise<Playground> {
    const folder = mkdtempSync(join(tmpdir(), 'stranger-chat-playground-'))
    const { code, output } = await run(['node', 'packages/playground/scripts/build.ts', '--out', folder], {
      cwd: root,
    })
    if (code !== 0) throw new Error(output)
    const server = await startServer({ args: ['--dev'] })
    return new Playground(server, await openBrowser(), await openFolder(folder), folder)
  }

  get served(): string {
    return `${this.server.url}/playground`
  }
  get onStaticHost(): string {
    return `http://localhost:${this.#still.port}/`
  }

  /** A page, and what it complained about: policies, types, errors. */
  async visit(url: string, colorScheme: 'light' | 'dark' = 'light') {
    const context = await this.#browser.newContext({
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      permissions: ['clipboard-read', 'clipboard-write'],
      viewport: { width: 1280, height: 900 },
    })
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    this.#pages.push(page)
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

  /** Somebody on a blank page of another site, with the snippet in it. */
  async pasted(html: string): Promise<Visitor> {
    const site = await openSite(`<!doctype html><html lang="en"><title>a site</title>${html}`)
    this.#sites.push(site)
    const { page } = await this.visit(`http://localhost:${site.port}/`)
    return new Visitor(page)
  }

  /** Between two tests. */
  async leave(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.context().close()))
    for (const site of this.#sites.splice(0)) site.close()
  }

  async close(): Promise<void> {
    await this.#browser.close()
    await this.server.remove()
    this.#still.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** The snippet, the way an owner gets it: by the button, through the clipboard. */
export async function copied(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy HTML' }).click()
  await page.getByRole('status').filter({ hasText: 'HTML copied.' }).waitFor()
  return await page.evaluate(() => navigator.clipboard.readText())
}
