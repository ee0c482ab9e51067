import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CallView, LadderView } from '@stranger-chat/core/media'
import type { LadderStep } from '@stranger-chat/core'
import type { RunningServer } from './server.ts'
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
  import('/core/index.js'), import('/core/media/index.js'),
]).then(([core, media]) => ({ core, media }))</script>`

/** What a page's connections have done, as its own statistics tell. */
export interface Seen {
  readonly call: CallView
  readonly ladder: LadderView
  /** Kinds of the two ends of the way in use. */
  readonly local: string | null
  readonly remote: string | null
  /** Pictures decoded, and how high the last one was. */
  readonly frames: number
  readonly lines: number
  /** Bytes of sound and picture that came. */
  readonly bytes: number
  /** Candidates this page knows of, its own and the stranger's, as `type address`. */
  readonly candidates: readonly string[]
  /** Every signal the page's client has sent or heard. */
  readonly signals: readonly string[]
}

export interface CallerOptions {
  readonly prearm?: 'off' | 'queue'
  /** Both devices run before anything else. */
  readonly devices?: boolean
}

/** Somebody in a browser with the real client and its media, and no element around it: what core does by itself. */
export class Caller {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
    page.setDefaultTimeout(PATIENCE)
  }

  static async arrive(
    browser: Browser,
    server: Pick<RunningServer, 'url'>,
    { prearm = 'queue', devices = true }: CallerOptions = {},
  ): Promise<Caller> {
    const context = await browser.newContext({ ...mayUseCamera })
    const page = await context.newPage()
    // A page that was made up on the way has no address, and Chromium keeps such pages from sockets of this machine.
    await page.goto(await coreSite())
    const caller = new Caller(page)
    await page.evaluate(open, { url: server.url, prearm })
    if (devices) await page.evaluate(() => window.me.media.start({ camera: true, microphone: true }))
    return caller
  }

  /** Looks for a stranger who calls, past the gates. */
  async seek(mode: 'voice' | 'video' = 'video'): Promise<void> {
    await this.page.evaluate(seek, mode)
  }
  async next(mode: 'voice' | 'video' = 'video'): Promise<void> {
    await this.page.evaluate((wanted) => void window.me.client.next({ mode: wanted }), mode)
  }
  async agree(step: LadderStep): Promise<void> {
    await this.page.evaluate((one) => window.me.media.agree(one), step)
  }
  async decline(step: LadderStep): Promise<void> {
    await this.page.evaluate((one) => window.me.media.decline(one), step)
  }
  async phase(): Promise<string> {
    return await this.page.evaluate(() => window.me.client.state.phase.get())
  }
  async call(): Promise<CallView> {
    return await this.page.evaluate(() => window.me.media.state.call.get())
  }
  async seen(): Promise<Seen> {
    return await this.page.evaluate(look)
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
    await this.page.evaluate(async (wanted) => {
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
    await this.page.evaluate(() => window.me.media.hangUp())
  }
  async again(): Promise<void> {
    await this.page.evaluate(() => window.me.media.again())
  }
  async says(text: string): Promise<void> {
    await this.page.evaluate((words) => void window.me.client.send(words), text)
  }
  async reads(text: string): Promise<void> {
    const heard = (): Promise<string[]> =>
      this.page.evaluate(() => window.me.client.state.messages.get().map((message) => message.text))
    await expect.poll(heard, { timeout: PATIENCE }).toContain(text)
  }
  /** Waits until the stranger is known to be away. */
  async isAlone(within: number): Promise<void> {
    const present = (): Promise<boolean | undefined> =>
      this.page.evaluate(() => window.me.client.state.chat.get()?.present)
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

  /** Ends the chat, and with it the call. */
  async stop(): Promise<void> {
    await this.page.evaluate(() => window.me.client.stop())
  }

  async leave(): Promise<void> {
    await this.page.context().close()
  }
}

/** Two meet; both devices run, nothing is agreed. */
export async function twoCall(
  browser: Browser,
  server: Pick<RunningServer, 'url'>,
  options: CallerOptions & { readonly mode?: 'voice' | 'video' } = {},
): Promise<readonly [Caller, Caller]> {
  const { mode = 'video' } = options
  const first = await Caller.arrive(browser, server, options)
  const second = await Caller.arrive(browser, server, options)
  await first.seek(mode)
  await second.seek(mode)
  await Promise.all([first.reaches('live'), second.reaches('live')])
  return [first, second]
}

// What follows runs in the page.

interface Me {
  client: import('@stranger-chat/core').StrangerClient
  media: import('@stranger-chat/core/media').StrangerMedia
  peers: RTCPeerConnection[]
  signals: string[]
  video: HTMLVideoElement
  /** When the present chat was there, and its first picture: ms of the page's clock. */
  times: { matched: number; pictured: number }
}
declare global {
  interface Window {
    me: Me
    modules: Promise<{
      core: typeof import('@stranger-chat/core')
      media: typeof import('@stranger-chat/core/media')
    }>
  }
}

async function open({ url, prearm }: { url: string; prearm: 'off' | 'queue' }): Promise<void> {
  const { core, media } = await window.modules
  const peers: RTCPeerConnection[] = []
  const signals: string[] = []
  // Not a class of its own, which would be one more object with that prototype.
  const Counted = new Proxy(RTCPeerConnection, {
    construct(target, args: [RTCConfiguration]) {
      const peer = new target(...args)
      peers.push(peer)
      return peer
    },
  })
  const client = new core.StrangerClient({ url })
  const me = media.createMedia(
    client,
    {
      PeerConnection: Counted as never,
      devices: navigator.mediaDevices as never,
      stream: (tracks) => new MediaStream([...tracks] as never) as never,
      isSecure: isSecureContext,
      allows: () => true,
    },
    { prearm },
  )
  const video = document.createElement('video')
  Object.assign(video, { autoplay: true, muted: true, playsInline: true })
  document.body.append(video)
  const times = { matched: 0, pictured: 0 }
  client.on('match', () => {
    times.matched = performance.now()
    times.pictured = 0
  })
  me.state.remote.subscribe(({ stream }) => {
    if (video.srcObject === (stream as unknown)) return
    video.srcObject = stream as never
    if (stream !== null)
      video.requestVideoFrameCallback(() => {
        times.pictured = performance.now()
      })
  })
  client.on('signal', ({ from, body }) => void signals.push(`${from} ${JSON.stringify(body)}`))
  window.me = { client, media: me, peers, signals, video, times }
}

async function seek(mode: 'voice' | 'video'): Promise<void> {
  const { client } = window.me
  await client.connect()
  const gates = client.state.gates.get() ?? []
  const age = gates.find(({ kind }) => kind === 'age')?.choices?.at(-1)
  const rules = gates.find(({ kind }) => kind === 'rules')?.version
  const facts = { ...(age === undefined ? {} : { age }), ...(rules === undefined ? {} : { rules }) }
  client.start({ mode, facts }).catch(() => {})
}

async function look(): Promise<Seen> {
  const { media, peers, signals, video } = window.me
  const candidates: string[] = []
  let [local, remote, frames, bytes] = [null as string | null, null as string | null, 0, 0]
  for (const peer of peers) {
    if (peer.connectionState === 'closed') continue
    const report = await peer.getStats()
    const byId = new Map<string, Record<string, unknown>>()
    report.forEach((stat: Record<string, unknown>) => byId.set(String(stat['id']), stat))
    for (const stat of byId.values()) {
      const { type } = stat
      if (type === 'local-candidate' || type === 'remote-candidate')
        candidates.push(`${String(stat['candidateType'])} ${String(stat['address'])}`)
      if (type === 'inbound-rtp') {
        frames += Number(stat['framesDecoded'] ?? 0)
        bytes += Number(stat['bytesReceived'] ?? 0)
      }
      if (type === 'transport') {
        const pair = byId.get(String(stat['selectedCandidatePairId']))
        const end = (key: string): string | null => {
          const found = byId.get(String(pair?.[key]))?.['candidateType']
          return typeof found === 'string' ? found : null
        }
        local = end('localCandidateId') ?? local
        remote = end('remoteCandidateId') ?? remote
      }
    }
  }
  const { call, ladder } = media.state
  return {
    ...{ call: call.get(), ladder: ladder.get(), local, remote, frames, bytes, candidates },
    lines: video.videoHeight,
    signals: [...signals],
  }
}
