import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { mayUseCamera } from './cameras.ts'
import { type Coturn, type CoturnOptions, iceServer, startCoturn } from './coturn.ts'
import { openSite, type Site } from './site.ts'

/** The TURN server of the tests, by two ends of a call in one page that may only relay. */

let browser: Browser
let site: Site
let page: Page
const servers: Coturn[] = []

beforeAll(async () => {
  browser = await openBrowser({ camera: 'fake' })
  site = await openSite('<!doctype html><title>a call with oneself</title>')
})
afterAll(async () => {
  await browser.close()
  site.close()
})
beforeEach(async () => {
  const context = await browser.newContext(mayUseCamera)
  page = await context.newPage()
  await page.goto(`http://127.0.0.1:${site.port}/`)
})
afterEach(async () => {
  await page.context().close()
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

async function coturn(options?: CoturnOptions): Promise<Coturn> {
  const server = await startCoturn(options)
  servers.push(server)
  return server
}

interface End {
  /** The candidates that carry it: its own, the other's. */
  readonly pair: readonly [string | undefined, string | undefined]
  /** Every candidate of its own that it knows. */
  readonly own: readonly string[]
  readonly frames: number
}

type Held = typeof globalThis & { ends: RTCPeerConnection[]; errors: number[] }

/** Starts a call in the page: the fake camera each way, nothing but relayed candidates, and one that each end may claim. */
async function call(as: readonly RTCIceServer[], andClaim?: string): Promise<void> {
  await page.evaluate(
    async ([servers, candidate]) => {
      const held = globalThis as Held
      held.errors = []
      held.ends = servers.map(
        (server) => new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' }),
      )
      const [a, b] = held.ends as [RTCPeerConnection, RTCPeerConnection]
      const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true })
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        for (const track of stream.getTracks()) one.addTrack(track, stream)
        one.addEventListener('icecandidate', ({ candidate }) => void other.addIceCandidate(candidate))
        one.addEventListener('icecandidateerror', ({ errorCode }) => held.errors.push(errorCode))
        // Somebody looks at it, else nothing is decoded.
        one.addEventListener('track', ({ streams: [theirs] }) => {
          const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true })
          video.srcObject = theirs ?? null
          document.body.append(video)
        })
      }
      await a.setLocalDescription()
      await b.setRemoteDescription(a.localDescription!)
      await b.setLocalDescription()
      await a.setRemoteDescription(b.localDescription!)
      if (candidate !== undefined)
        for (const end of held.ends) await end.addIceCandidate({ candidate, sdpMLineIndex: 0 })
    },
    [as, andClaim] as const,
  )
}

async function ends(): Promise<readonly End[]> {
  return await page.evaluate(
    async () =>
      await Promise.all(
        (globalThis as Held).ends.map(async (end) => {
          const stats = new Map<string, Record<string, unknown>>()
          for (const [id, one] of (await end.getStats()) as unknown as Map<string, Record<string, unknown>>)
            stats.set(id, one)
          const all = (type: string) => [...stats.values()].filter((one) => one['type'] === type)
          const transport = all('transport')[0]
          const pair = stats.get(String(transport?.['selectedCandidatePairId']))
          const kind = (id: unknown) => stats.get(String(id))?.['candidateType'] as string | undefined
          return {
            pair: [kind(pair?.['localCandidateId']), kind(pair?.['remoteCandidateId'])] as const,
            own: all('local-candidate').map((one) => String(one['candidateType'])),
            frames: all('inbound-rtp').reduce((sum, one) => sum + Number(one['framesDecoded'] ?? 0), 0),
          }
        }),
      ),
  )
}

/** Waits until both ends have shown so many frames more. */
async function frames(more = 5): Promise<void> {
  const before = await ends()
  await expect
    .poll(async () => Math.min(...(await ends()).map((end, i) => end.frames - (before[i]?.frames ?? 0))), {
      timeout: 20_000,
    })
    .toBeGreaterThanOrEqual(more)
}

const hangUp = () => page.evaluate(() => (globalThis as Held).ends.forEach((end) => end.close()))
const both = (server: Coturn) => [iceServer(server, 'ann'), iceServer(server, 'ben')] as const

test('carries pictures and sound both ways, relay to relay, and tells who moved how much', async () => {
  const server = await coturn()
  const [ann, ben] = both(server)
  await call([ann, ben])
  await frames()
  for (const end of await ends()) {
    expect(end.pair).toEqual(['relay', 'relay'])
    expect([...new Set(end.own)]).toEqual(['relay'])
  }
  expect(server.sessions()).toBeGreaterThanOrEqual(2)
  expect(server.log()).toMatch(/CREATE_PERMISSION processed, success/)

  await hangUp()
  await expect.poll(() => server.sessions(), { timeout: 10_000 }).toBe(0)
  const traffic = server.traffic()
  expect(traffic.map(({ username }) => username).toSorted()).toEqual([ann.username, ben.username].toSorted())
  for (const { received, sent } of traffic) expect(Math.min(received, sent)).toBeGreaterThan(5_000)
})

test('turns away whoever brings a password of another secret', async () => {
  const server = await coturn()
  const wrong = { url: server.url, secret: 'guessed' }
  await call([iceServer(wrong, 'ann'), iceServer(wrong, 'ben')])
  await expect.poll(() => page.evaluate(() => (globalThis as Held).errors)).toContain(401)
  expect(server.sessions()).toBe(0)
})

test('relays to itself and to no other address', async () => {
  const server = await coturn()
  // An address for documentation, nobody's; the other end claims to be there too.
  await call(both(server), 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host')
  await frames()
  expect(server.log()).toContain('error 403: Forbidden IP')
})

test('relays to nobody at all when told so, and no call comes about', async () => {
  const server = await coturn({ peers: 'nobody' })
  await call(both(server))
  await expect.poll(() => server.log(), { timeout: 10_000 }).toContain('error 403: Forbidden IP')
  expect((await ends()).map((end) => end.frames)).toEqual([0, 0])
})

test('killed it freezes the picture; back on the same port it carries a new call', async () => {
  const server = await coturn()
  await call(both(server))
  await frames()
  await server.kill()
  expect(server.sessions()).toBe(0)
  const still = async (): Promise<boolean> => {
    const before = await ends()
    // Long enough for six frames of a picture that moves.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)))
    return (await ends()).every((end, i) => end.frames === before[i]?.frames)
  }
  await expect.poll(still, { timeout: 10_000 }).toBe(true)
  await hangUp()

  await server.restart()
  await call(both(server))
  await frames()
  expect(server.log().match(/Version Coturn/g)).toHaveLength(2)
})

test('two of them at once have ports of their own', async () => {
  const [one, other] = await Promise.all([coturn(), coturn()])
  expect(one.port).not.toBe(other.port)
  await call(both(one))
  await frames()
  expect(other.sessions()).toBe(0)
})
