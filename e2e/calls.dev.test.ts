import {
  filterCandidates,
  filterSdp,
  type ServerFrameOf,
  type SignalPolicy,
} from '@stranger-chat/core/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bare, joinFor, ticket } from './support/bare.ts'
import { openBrowser } from './support/browser.ts'
import { type RunningServer, startServer } from './support/server.ts'

/**
 * `npm start` shows voice and video on one machine: the server brings a TURN server, gives credentials for it, passes on what
 * real browsers write once it is in form, and its page may play what comes.
 */
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser({ camera: 'fake' })
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})

async function enter(interests: readonly string[], offer?: string) {
  const line = await Bare.dial(server.url)
  const welcome = await line.hello()
  expect(welcome.modes).toEqual(['text', 'voice', 'video'])
  line.say({ ...joinFor(welcome, { interests }), mode: 'video', ...(offer === undefined ? {} : { offer }) })
  return { line, welcome, ice: await line.next('ice') }
}

/** In the page: a peer connection by name, with the fake camera. */
async function prepare(page: Page, name: string, { policy, servers }: ServerFrameOf<'ice'>): Promise<void> {
  await page.evaluate(
    async ([key, iceTransportPolicy, iceServers]) => {
      const pc = new RTCPeerConnection({
        iceTransportPolicy,
        iceServers: iceServers.map((each) => ({ ...each, urls: [...each.urls] })),
      })
      const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true })
      for (const track of stream.getTracks()) pc.addTrack(track, stream)
      const video = document.createElement('video')
      video.muted = true
      document.body.append(video)
      pc.ontrack = ({ streams }) => {
        video.srcObject = streams[0] ?? null
        // Played by hand: what is below the fold doesn't begin by itself.
        video.play().catch(() => undefined)
      }
      Object.assign(window, { [key]: { pc, video } })
    },
    [name, policy, servers] as const,
  )
}

/** Sets a description and gathers all of its candidates. @returns it as the browser wrote it */
const describeAs = (page: Page, name: string, given?: string): Promise<string> =>
  page.evaluate(
    async ([key, sdp]) => {
      const { pc } = (window as unknown as Record<string, { readonly pc: RTCPeerConnection }>)[key]!
      if (sdp !== undefined) await pc.setRemoteDescription({ type: 'offer', sdp })
      const complete = new Promise<void>((resolve) => {
        pc.onicegatheringstatechange = () => {
          if (pc.iceGatheringState === 'complete') resolve()
        }
      })
      await pc.setLocalDescription()
      await complete
      return pc.localDescription?.sdp ?? ''
    },
    [name, given] as const,
  )

const inForm = (sdp: string, policy: SignalPolicy): string => {
  const read = filterSdp(sdp, policy)
  if (!read.ok) throw new Error(`The filter refuses what the browser wrote: ${read.why}`)
  expect(read.candidates).toBeGreaterThan(0)
  return read.sdp
}

const signal = (what: string, data: string) => ({ kind: 'signal', call: 1, signal: what, data })

test('says so at the start, and asks its elements for it', async () => {
  expect(server.output()).toMatch(
    /Voice and video: on, by a TURN relay for development only on 127\.0\.0\.1:\d+/,
  )
  const page = await (await fetch(server.url)).text()
  expect(page.match(/<stranger-chat [^>]*modes="text voice video"/g)).toHaveLength(2)
})

test('carries a call between two browsers’ connections, over the relay alone', async () => {
  const context = await browser.newContext({ permissions: ['camera', 'microphone'] })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(server.url)
  const interests = [`call ${ticket().slice(0, 8)}`]
  // The caller's credentials come with a first wish; its offer with the same wish, joined again (P-CALL-5).
  const caller = await enter(interests)
  await caller.line.next('queued')
  const policy = { mode: caller.ice.policy, relays: caller.ice.relays }
  expect(policy).toEqual({ mode: 'relay', relays: ['127.0.0.1'] })
  await prepare(page, 'caller', caller.ice)
  const offer = inForm(await describeAs(page, 'caller'), policy)
  const armed = joinFor(caller.welcome, { interests })
  caller.line.say({ ...armed, mode: 'video', offer })
  await caller.line.next('queued', (frame) => frame.ticket === armed.ticket)

  const callee = await enter(interests)
  const [chat, theirs] = [await caller.line.next('chat'), await callee.line.next('chat')]
  expect([chat.chat, chat.accepted, chat.polite, theirs.polite]).toEqual([theirs.chat, 1, false, true])
  for (const { line } of [caller, callee]) line.say({ type: 'seen', chat: chat.chat, offset: 0 })
  const heard = await callee.line.next('entry')
  expect(heard.body).toEqual(signal('offer', offer))

  await prepare(page, 'callee', callee.ice)
  const answer = inForm(await describeAs(page, 'callee', offer), policy)
  callee.line.say({ type: 'send', chat: chat.chat, n: 1, body: signal('answer', answer) })
  const last = filterCandidates('[{"candidate":"","mid":"0"}]', policy)
  if (last.ok) callee.line.say({ type: 'send', chat: chat.chat, n: 2, body: signal('candidate', last.data) })
  const got = await caller.line.next('entry', ({ seat }) => seat === theirs.you)
  expect(got.body).toEqual(signal('answer', answer))
  await page.evaluate(async (sdp) => {
    const { pc } = (window as unknown as { readonly caller: { readonly pc: RTCPeerConnection } }).caller
    await pc.setRemoteDescription({ type: 'answer', sdp })
  }, String(got.body['data']))
  await caller.line.next('entry', ({ body }) => body['signal'] === 'candidate')

  for (const name of ['caller', 'callee'])
    await page.waitForFunction((key) => {
      const { video } = (window as unknown as Record<string, { readonly video: HTMLVideoElement }>)[key]!
      return video.videoWidth > 0 && video.currentTime > 0.2
    }, name)
  const kinds = await page.evaluate(async () => {
    const { pc } = (window as unknown as { readonly caller: { readonly pc: RTCPeerConnection } }).caller
    const stats = [...(await pc.getStats()).values()] as { type: string; candidateType?: string }[]
    return stats.flatMap(({ type, candidateType = '' }) =>
      type.endsWith('-candidate') ? [candidateType] : [],
    )
  })
  expect(new Set(kinds)).toEqual(new Set(['relay']))
  expect(complaints).toEqual([])
  await context.close()
  for (const { line } of [caller, callee]) line.vanish()
})
