import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { cameraFlags, mayUseCamera } from '../../e2e/support/cameras.ts'
import { type Coturn, startCalls, startCoturn } from '../../e2e/support/coturn.ts'
import type { RunningServer } from '../../e2e/support/server.ts'
import { chromiumFlags, chromiumPath } from '../../scripts/lib/chromium.mjs'
import { turnserverPath } from '../../scripts/lib/coturn.mjs'
import { watchMachine } from '../support/cpu.ts'
import type { Files } from '../support/files.ts'
import { serveFiles } from './files.ts'
import type { Side, Way } from './ways.ts'

/** One meeting, as both saw it. */
export interface Meeting {
  /** First whoever waited. */
  readonly sides: readonly [Side, Side]
  /** From the match to the first picture on both sides, ms: the later of the two, each by its own clock. */
  readonly ms: number
  /** How busy the machine was while we weren't, as a share of all its cores: others' work. */
  readonly foreign: number
}

/** How long the first waits until the second comes: the offer is in the wish by then, and every page is at rest. */
const WAIT_MS = 400
/** A bound against hanging, not a measure. */
const PATIENCE = 20_000

/** What is missing here to measure calls; undefined when nothing is. */
export function missing(): string | undefined {
  if (chromiumPath() === undefined) return 'a Chromium (or CHROME_PATH)'
  if (turnserverPath() === undefined) return 'a coturn (or TURNSERVER)'
  return undefined
}

/** A server, a closed relay and two browser contexts, in which two meet again and again. */
export class Stage {
  readonly #coturn: Coturn
  readonly #server: RunningServer
  readonly #files: Files
  readonly #browser: Browser
  readonly #pages: readonly [Page, Page]
  #meetings = 0

  private constructor(
    coturn: Coturn,
    server: RunningServer,
    files: Files,
    browser: Browser,
    pages: readonly [Page, Page],
  ) {
    this.#coturn = coturn
    this.#server = server
    this.#files = files
    this.#browser = browser
    this.#pages = pages
  }

  static async open(): Promise<Stage> {
    const coturn = await startCoturn()
    const server = await startCalls(coturn)
    const executablePath = chromiumPath()
    if (executablePath === undefined) throw new Error('No Chromium found. Install one, or set CHROME_PATH.')
    const browser = await chromium.launch({
      executablePath,
      args: [...chromiumFlags(), ...cameraFlags('fake')],
    })
    const files = await serveFiles()
    const pages = [await openPage(browser, files.url), await openPage(browser, files.url)] as const
    return new Stage(coturn, server, files, browser, pages)
  }

  get chromium(): string {
    return this.#browser.version()
  }

  /** Two who have never met do, and call each other. Each page is the caller's every other time. */
  async meet(way: Way): Promise<Meeting> {
    const [first, second] =
      this.#meetings++ % 2 === 0 ? this.#pages : ([this.#pages[1], this.#pages[0]] as const)
    const { url } = this.#server
    for (const page of [first, second])
      await page.evaluate(
        async ([chosen, at]) => {
          window.person = new window.Person(chosen, at)
          await window.person.arrive()
        },
        [way, url] as const,
      )
    await within(
      first.evaluate(() => window.person.seek()),
      `Nobody began to wait in ${PATIENCE / 1_000} s (${way}).`,
    )
    await pause(WAIT_MS)
    await second.evaluate(() => window.person.seekNow())
    const sides = await within(
      Promise.all([first, second].map((page) => page.evaluate(() => window.person.result()))),
      `No pictures came in ${PATIENCE / 1_000} s (${way}).`,
    )
    await Promise.all([first, second].map((page) => page.evaluate(() => window.person.leave())))
    const foreign = await this.#rest()
    return checked(way, sides as [Side, Side], foreign)
  }

  async close(): Promise<void> {
    await this.#browser.close()
    this.#files.close()
    await this.#server.remove()
    await this.#coturn.stop()
  }

  /** Waits until the relay has forgotten both. We do nothing meanwhile. @returns how busy the machine was all the same */
  async #rest(): Promise<number> {
    const began = performance.now()
    await pause(100)
    const watched = watchMachine()
    await pause(500)
    while (this.#coturn.sessions() > 0 && performance.now() - began < PATIENCE) await pause(50)
    return watched(0).foreign
  }
}

/** A meeting that wasn't what it is said to be is no measurement. */
function checked(way: Way, sides: readonly [Side, Side], foreign: number): Meeting {
  for (const { path } of sides)
    if (path.some((kind) => kind !== 'relay'))
      throw new Error(`A call went past the relay: ${path.join(', ')}.`)
  const isOffered = sides.some((side) => side.isOffered)
  if (isOffered !== (way === 'tuned'))
    throw new Error(`A ${way} call began ${isOffered ? 'with' : 'without'} an offer made beforehand.`)
  return { sides, ms: Math.max(...sides.map(({ marks }) => marks.picture ?? NaN)), foreign }
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ ...mayUseCamera })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(url)
  await page.waitForFunction(() => 'Person' in window)
  return page
}

async function within<T>(work: Promise<T>, otherwise: string): Promise<T> {
  const stop = new AbortController()
  const late = pause(PATIENCE, undefined, { signal: stop.signal }).then(() => {
    throw new Error(otherwise)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    stop.abort()
    late.catch(() => undefined)
  }
}
