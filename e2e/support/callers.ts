import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CallView } from '@stranger-chat/core/media'
import type { LadderStep } from '@stranger-chat/core'
import type { RunningServer } from './server.ts'
import { look, open, seek, type Seen } from './caller-page.ts'
import { mayUseCamera } from './cameras.ts'

const dist = fileURLToPath(new URL('../../packages/core/dist', import.meta.url))
const PATIENCE = 20_000

let site: Promise<string> | undefined
/** A site that serves the built core and an empty page with it, for as long as the tests of a file run. */
export const coreSite = (): Promise<string> =>
  (site ??= (async () => {
    const http = createServer((req, res) => {
      const path = normalize(req.url ?? '/')
      const isCode = path.startsWith('/core/') && extname(path) === '.js'
      res.setHeader('content-type', isCode ? 'text/javascript' : 'text/html')
      res.end(isCode ? readFileSync(join(dist, path.slice('/core'.length))) : EMPTY)
    }).listen(0, '127.0.0.1')
    http.unref()
    await once(http, 'listening')
    return `http://127.0.0.1:${(http.address() as AddressInfo).port}/`
  })())

/** Importing is the page's own affair: what a test hands to a page may not. */
const EMPTY = `<!doctype html><title>empty</title><link rel="icon" href="data:,"><script>window.modules = Promise.all([
  import('/core/index.js'), import('/core/media/index.js'), import('/core/protocol/index.js'),
]).then(([core, media, protocol]) => ({ core, media, protocol }))</script>`

export interface CallerOptions {
  readonly prearm?: 'off' | 'queue'
  /** Both devices run before anything else. */
  readonly devices?: boolean
}

/** Runs a function in a page, by its text. */
export interface InPage {
  evaluate: <R, A>(run: (arg: A) => R | Promise<R>, arg: A) => Promise<R>
}

/** Somebody in a browser with the real client and its media, and no element around it: what core does by itself. */
export class Caller {
  readonly #in: InPage
  readonly leave: () => Promise<void>

  /** In a page at `coreSite`. */
  constructor(page: InPage, leave: () => Promise<void>) {
    this.#in = page
    this.leave = leave
  }

  /** Opens everything in the page. */
  async begin(
    server: Pick<RunningServer, 'url'>,
    { prearm = 'queue', devices = true }: CallerOptions = {},
  ): Promise<this> {
    await this.#run(open, { url: server.url, prearm })
    if (devices) await this.#run(() => window.me.media.start({ camera: true, microphone: true }))
    return this
  }

  /** Becomes somebody else in the same page, whom anybody may meet at once. */
  async becomesAnother(server: Pick<RunningServer, 'url'>): Promise<void> {
    await this.#run(() => {
      window.me.media.close()
      window.me.client.close()
      window.me.video.remove()
    })
    await this.begin(server)
  }

  #run<R>(run: () => R | Promise<R>): Promise<R>
  #run<R, A>(run: (arg: A) => R | Promise<R>, arg: A): Promise<R>
  #run<R, A>(run: (arg: A) => R | Promise<R>, arg?: A): Promise<R> {
    return this.#in.evaluate(run, arg as A)
  }

  /** Looks for a stranger who calls, past the gates. */
  async seek(mode: 'voice' | 'video' = 'video'): Promise<void> {
    await this.#run(seek, mode)
  }
  async next(mode: 'voice' | 'video' = 'video'): Promise<void> {
    await this.#run((wanted) => void window.me.client.next({ mode: wanted }), mode)
  }
  async agree(step: LadderStep): Promise<void> {
    await this.#run((one) => window.me.media.agree(one), step)
  }
  async decline(step: LadderStep): Promise<void> {
    await this.#run((one) => window.me.media.decline(one), step)
  }
  async phase(): Promise<string> {
    return await this.#run(() => window.me.client.state.phase.get())
  }
  async call(): Promise<CallView> {
    return await this.#run(() => window.me.media.state.call.get())
  }
  async seen(): Promise<Seen> {
    return await this.#run(look)
  }

  async reaches(phase: CallView['phase'], within = PATIENCE): Promise<void> {
    await expect.poll(async () => (await this.call()).phase, { timeout: within, interval: 50 }).toBe(phase)
  }
  /** Waits until so many more pictures were decoded. */
  async sees(more: number, within = PATIENCE): Promise<void> {
    const { frames } = await this.seen()
    await expect
      .poll(async () => (await this.seen()).frames - frames, { timeout: within, interval: 100 })
      .toBeGreaterThanOrEqual(more)
  }

  /** Waits until so many bytes more of sound or pictures came. */
  async hears(more: number): Promise<void> {
    const { bytes } = await this.seen()
    await expect
      .poll(async () => (await this.seen()).bytes - bytes, { timeout: PATIENCE })
      .toBeGreaterThan(more)
  }
  /** Waits until the media have looked at their statistics so many times, half a second apart. */
  async looks(times: number): Promise<void> {
    await this.#run(async (wanted) => {
      const { media } = window.me
      for (let i = 0, last = media.stats; i < wanted; last = media.stats, i++)
        while (media.stats === last) await new Promise(requestAnimationFrame)
    }, times)
  }
  /** Waits until the stranger's picture is as high as that. */
  async showsLines(fits: (lines: number) => boolean): Promise<void> {
    await expect
      .poll(async () => fits((await this.seen()).lines), { timeout: PATIENCE, interval: 100 })
      .toBe(true)
  }
  async holds(step: LadderStep | null): Promise<void> {
    await expect
      .poll(async () => (await this.seen()).ladder.holds, { timeout: PATIENCE, interval: 50 })
      .toBe(step)
  }
  async hangUp(): Promise<void> {
    await this.#run(() => window.me.media.hangUp())
  }
  async again(): Promise<void> {
    await this.#run(() => window.me.media.again())
  }
  async says(text: string): Promise<void> {
    await this.#run((words) => void window.me.client.send(words), text)
  }
  async reads(text: string): Promise<void> {
    const heard = (): Promise<string[]> =>
      this.#run(() => window.me.client.state.messages.get().map((message) => message.text))
    await expect.poll(heard, { timeout: PATIENCE }).toContain(text)
  }
  /** Waits until the stranger is known to be away. */
  async isAlone(within: number): Promise<void> {
    const present = (): Promise<boolean | undefined> =>
      this.#run(() => window.me.client.state.chat.get()?.present)
    await expect.poll(present, { timeout: within, interval: 20 }).toBe(false)
  }
  /** Waits until a call in another chat than this is live. */
  async meetsAnother(chat: string | null): Promise<void> {
    const now = async (): Promise<boolean> => {
      const call = await this.call()
      return call.phase === 'live' && call.chat !== chat
    }
    await expect.poll(now, { timeout: PATIENCE, interval: 50 }).toBe(true)
  }
  /** Ends the chat, and with it the call. */
  async stop(): Promise<void> {
    await this.#run(() => window.me.client.stop())
  }
}

/** One in Chromium, where more can be seen and done. */
export class ChromiumCaller extends Caller {
  readonly page: Page

  constructor(page: Page) {
    super(page as unknown as InPage, () => page.context().close())
    this.page = page
    page.setDefaultTimeout(PATIENCE)
  }

  static async arrive(
    browser: Browser,
    server: Pick<RunningServer, 'url'>,
    options: CallerOptions = {},
  ): Promise<ChromiumCaller> {
    const context = await browser.newContext({ ...mayUseCamera })
    const page = await context.newPage()
    // A page that was made up on the way has no address, and Chromium keeps such pages from sockets of this machine.
    await page.goto(await coreSite())
    return await new ChromiumCaller(page).begin(server, options)
  }

  /** What the browser itself still holds after everything unreachable was collected. */
  async alive(): Promise<{ readonly connections: number; readonly tracks: number }> {
    await this.page.evaluate(() => {
      window.me.peers.length = 0
      window.me.video.srcObject = null
    })
    const session = await this.page.context().newCDPSession(this.page)
    await session.send('HeapProfiler.collectGarbage')
    const count = async (name: string): Promise<number> => {
      const proto = await session.send('Runtime.evaluate', { expression: `${name}.prototype` })
      const { objects } = await session.send('Runtime.queryObjects', {
        prototypeObjectId: proto.result.objectId ?? '',
      })
      const length = await session.send('Runtime.callFunctionOn', {
        objectId: objects.objectId ?? '',
        functionDeclaration: 'function () { return this.length }',
        returnByValue: true,
      })
      return Number(length.result.value)
    }
    const alive = { connections: await count('RTCPeerConnection'), tracks: await count('MediaStreamTrack') }
    await session.detach()
    return alive
  }

  /** The tab's process is killed: no goodbye of any kind. */
  async crash(): Promise<void> {
    const session = await this.page.context().newCDPSession(this.page)
    const crashed = this.page.waitForEvent('crash')
    void session.send('Page.crash').catch(() => undefined)
    await crashed
  }
}

/** Two meet; both devices run, nothing is agreed. */
export async function twoCall(
  browser: Browser,
  server: Pick<RunningServer, 'url'>,
  options: CallerOptions & { readonly mode?: 'voice' | 'video' } = {},
): Promise<readonly [ChromiumCaller, ChromiumCaller]> {
  const { mode = 'video' } = options
  const first = await ChromiumCaller.arrive(browser, server, options)
  const second = await ChromiumCaller.arrive(browser, server, options)
  await first.seek(mode)
  await second.seek(mode)
  await Promise.all([first.reaches('live'), second.reaches('live')])
  return [first, second]
}
