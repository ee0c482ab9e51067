import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core'
import { chromiumFlags, chromiumPath } from '../../scripts/lib/chromium.mjs'
import { watchMachine } from '../support/cpu.ts'
import { type ChatName, FOLDER } from './chats.ts'
import type { Files } from '../support/files.ts'
import { serveFiles } from './files.ts'

/** What one chat took in one round. */
export interface Seen {
  readonly define: number
  readonly paint: number
  readonly open: number
  readonly append: number
  /** Of it, what the page's main thread was busy, by that thread's own clock. */
  readonly busy: number
  readonly heap: number
  readonly nodes: number
  /** Transferred until it shows, and until it is open; brotli 11, bodies alone. */
  readonly bytesShown: number
  readonly bytesOpen: number
  /** Requests for other hosts, by name: none gets through. */
  readonly strangers: readonly string[]
  /** How busy others kept the machine meanwhile, and for how long we measured; see `watchMachine`. */
  readonly steal: number
}

/** A bound against hanging, not a measure. */
const PATIENCE = 120_000
/** No name leads anywhere but this machine's own address, and frames come as fast as they are drawn. */
const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-frame-rate-limit',
  '--disable-gpu-vsync',
]
const VIEWPORT = { width: 1280, height: 800 }

/** What is missing here to measure this; undefined when nothing is. */
export const missing = (): string | undefined =>
  chromiumPath() === undefined ? 'a Chromium (or CHROME_PATH)' : undefined

/** One Chromium, in which every chat gets a context of its own each time. */
export class Stage {
  readonly #browser: Browser
  readonly #files: Files

  private constructor(browser: Browser, files: Files) {
    this.#browser = browser
    this.#files = files
  }

  static async open(): Promise<Stage> {
    const executablePath = chromiumPath()
    if (executablePath === undefined) throw new Error('No Chromium found. Install one, or set CHROME_PATH.')
    const browser = await chromium.launch({ executablePath, args: [...chromiumFlags(), ...FLAGS] })
    return new Stage(browser, await serveFiles())
  }

  get chromium(): string {
    return this.#browser.version()
  }

  /** Whether the element that is built has a bubble: it opens by a method. */
  async hasBubble(): Promise<boolean> {
    return await this.#visit('bubble', async (page) => {
      await page.evaluate(() => window.bench.load())
      return await page.evaluate(() => 'show' in document.createElement('stranger-chat'))
    })
  }

  async measure(name: ChatName): Promise<Seen> {
    const watched = watchMachine()
    const visited = await this.#visit(name, async (page, strangers) => {
      const times = await page.evaluate(() => window.bench.visit())
      const bytesShown = await transferred(page, name)
      await page.evaluate(() => window.bench.unfold())
      return { ...times, bytesShown, bytesOpen: await transferred(page, name), strangers }
    })
    const talked = await this.#visit(name, (page) => talk(page))
    return { ...visited, ...talked, steal: watched(0).steal }
  }

  async close(): Promise<void> {
    await this.#browser.close()
    this.#files.close()
  }

  /** A blank page of a new profile. */
  async #visit<T>(name: ChatName, act: (page: Page, strangers: string[]) => Promise<T>): Promise<T> {
    const context = await this.#browser.newContext({ viewport: VIEWPORT, locale: 'en-GB' })
    try {
      return await act(...(await this.#blank(context, name)))
    } finally {
      await context.close()
    }
  }

  async #blank(context: BrowserContext, name: ChatName): Promise<[Page, string[]]> {
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE)
    const strangers: string[] = []
    page.on('request', (request) => {
      const { host, protocol } = new URL(request.url())
      if (protocol.startsWith('http') && host !== new URL(this.#files.url).host) strangers.push(host)
    })
    await page.goto(this.#files.url)
    await page.waitForFunction(() => 'Bench' in window)
    await page.evaluate((chosen) => {
      window.bench = new window.Bench(chosen)
    }, name)
    return [page, strangers]
  }
}

async function talk(page: Page): Promise<Pick<Seen, 'open' | 'append' | 'busy' | 'heap' | 'nodes'>> {
  await page.evaluate(() => window.bench.load())
  const open = await page.evaluate(() => window.bench.open())
  const devtools = await page.context().newCDPSession(page)
  // Busy others make a thread wait, which its own clock doesn't count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const before = await metrics(devtools)
  const append = await page.evaluate(() => window.bench.append())
  const after = await metrics(devtools)
  await page.evaluate(() => window.bench.check())
  // What is freed by the first may free more.
  for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage')
  const { JSHeapUsedSize: heap = NaN, Nodes: nodes = NaN } = await metrics(devtools)
  const busy = ((after['TaskDuration'] ?? NaN) - (before['TaskDuration'] ?? NaN)) * 1_000
  return { open, append, busy, heap, nodes }
}

async function metrics(devtools: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics: all } = await devtools.send('Performance.getMetrics')
  return Object.fromEntries(all.map(({ name, value }) => [name, value]))
}

/** Bytes of a chat's own files so far, once no more are on their way. */
async function transferred(page: Page, name: ChatName): Promise<number> {
  await page.waitForLoadState('networkidle')
  return await page.evaluate(
    (folder) =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter((one) => new URL(one.name).pathname.startsWith(`/${folder}/`))
        .reduce((sum, one) => sum + one.encodedBodySize, 0),
    FOLDER[name],
  )
}
