import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { ChromiumCaller, coreSite } from '../support/callers.ts'
import { mayUseCamera } from '../support/cameras.ts'
import { type Coturn, startCalls, startCoturn } from '../support/coturn.ts'
import { badSeeks, turnBad } from '../support/hostile-page.ts'
import type { RunningServer } from '../support/server.ts'

/**
 * Somebody with a connection of their own making against our client in real Chromium, through a real server and a real coturn:
 * what is sent, heard, opened and asked for because of them.
 */
let coturn: Coturn
let server: RunningServer
let browser: Browser
let bad: Page
let victim: ChromiumCaller

beforeAll(async () => {
  coturn = await startCoturn()
  server = await startCalls(coturn)
  browser = await openBrowser({ camera: 'fake' })
})
afterEach(async () => {
  await victim?.leave().catch(() => undefined)
  await bad
    ?.context()
    .close()
    .catch(() => undefined)
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
  await coturn?.stop()
})

/** The hostile one waits first, so the offers are theirs. The victim's devices run; nothing is agreed. */
async function meet(
  mode: 'voice' | 'video' = 'video',
  at = server,
  before = async (): Promise<unknown> => undefined,
): Promise<void> {
  const context = await browser.newContext({ ...mayUseCamera })
  bad = await context.newPage()
  await bad.goto(await coreSite())
  await bad.evaluate(turnBad, { url: at.url })
  victim = await ChromiumCaller.arrive(browser, at)
  await before()
  await bad.evaluate(badSeeks, mode)
  await expect.poll(() => bad.evaluate(() => window.bad.client.state.ice.get() !== null)).toBe(true)
  await victim.seek(mode)
  await expect.poll(() => victim.phase()).toBe('chatting')
  await expect.poll(() => bad.evaluate(() => window.bad.client.state.phase.get())).toBe('chatting')
}

/** Reports the chat as this page's client holds it. */
async function handsIn(who: string): Promise<{ number: string; kinds: readonly string[] }> {
  const { client } = window[who as 'me' | 'bad']
  const desk = await client.desk()
  const held = desk.preview()
  const { number } = await desk.report({ reason: 'harassment' })
  return { number, kinds: held?.entries.map(({ kind }) => kind) ?? [] }
}

/** An offer as their browser makes it, with both directions as named. */
async function offers(direction: RTCRtpTransceiverDirection): Promise<void> {
  await bad.evaluate(async (to) => {
    const { bad } = window
    const peer = bad.peer ?? bad.dial(1)
    const all = peer.getTransceivers()
    if (all.length === 0) for (const kind of ['audio', 'video']) peer.addTransceiver(kind, { direction: to })
    for (const one of all) one.direction = to
    await bad.describe()
    await bad.answered()
  }, direction)
  await victim.reaches('live')
}
const pictures = () => bad.evaluate(() => window.bad.pictures)
const consents = (step: 'voice' | 'blurred' | 'clear') =>
  bad.evaluate((one) => void window.bad.consent(one), step)
const highest = async (from = 0): Promise<number> =>
  Math.max(0, ...(await pictures()).slice(from).map(({ lines }) => lines))
const come = async (fits: (lines: number) => boolean, from = 0): Promise<void> =>
  await expect
    .poll(async () => (await pictures()).slice(from).some(({ lines }) => fits(lines)), { timeout: 20_000 })
    .toBe(true)

describe('a picture', () => {
  test('is asked for in several sizes, or beside a second one, or with a channel for data: no server relays that (P-FORM)', async () => {
    await meet()
    await bad.evaluate(async () => {
      const peer = window.bad.dial(1)
      for (const kind of ['audio', 'video']) peer.addTransceiver(kind)
      await peer.setLocalDescription()
      const { protocol } = await window.modules
      const read = protocol.filterSdp(peer.localDescription?.sdp ?? '', { mode: 'relay', relays: [] })
      const sdp = read.ok ? read.sdp : ''
      for (const more of [
        'a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n',
        'a=fmtp:96 x-google-min-bitrate=50000\r\n',
        'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n',
        'm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:2\r\n',
      ])
        window.bad.say('offer', sdp + more)
    })
    const fates = (): Promise<(string | null)[]> =>
      bad.evaluate(() =>
        window.bad.fates.filter(({ signal }) => signal === 'offer').map(({ refused }) => refused),
      )
    await expect.poll(fates).toEqual(['denied', 'denied', 'too_long', 'too_long'])
    expect(await victim.page.evaluate(() => window.me.peers.at(-1)?.remoteDescription)).toBe(null)
  })

  test('has one encoding alone, even if a description that asks for two gets to the browser', async () => {
    await meet('video', server, () =>
      victim.page.evaluate(() => {
        type Take = (given: RTCSessionDescriptionInit) => Promise<void>
        const prototype = RTCPeerConnection.prototype as unknown as { setRemoteDescription: Take }
        const take = prototype.setRemoteDescription
        prototype.setRemoteDescription = function (given) {
          const more = 'a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n'
          return take.call(this, { type: given.type, sdp: `${given.sdp ?? ''}${more}` })
        }
      }),
    )
    await offers('sendrecv')
    await consents('clear')
    await victim.agree('blurred')
    // Long enough for whatever is encoded to be counted.
    await victim.looks(6)
    const sent = await victim.page.evaluate(async () => {
      const found: { rid: string; lines: number; bytes: number }[] = []
      const report = await window.me.peers.at(-1)?.getStats()
      report?.forEach((one: Record<string, unknown>) => {
        if (one['type'] !== 'outbound-rtp' || one['kind'] !== 'video') return
        const [rid, lines, bytes] = [one['rid'], one['frameHeight'], one['bytesSent']]
        found.push({ rid: String(rid), lines: Number(lines ?? 0), bytes: Number(bytes ?? 0) })
      })
      return found
    })
    expect(sent.map(({ rid }) => rid).toSorted()).toEqual(['h', 'l'])
    expect(sent.filter(({ lines, bytes }) => lines > 64 || (lines === 0 && bytes > 0))).toEqual([])
    expect(sent.filter(({ bytes }) => bytes > 0)).toHaveLength(1)
  })

  test('stays at 64 lines through every turn of its direction', async () => {
    await meet()
    await offers('inactive')
    await consents('clear')
    await victim.agree('blurred')
    await victim.holds('blurred')
    for (const direction of ['sendrecv', 'inactive', 'recvonly', 'sendonly', 'sendrecv'] as const) {
      const from = (await pictures()).length
      await offers(direction)
      if (direction.endsWith('recv') || direction === 'recvonly') await come((lines) => lines > 0, from)
    }
    const lines = await highest()
    expect(lines).toBeGreaterThan(0)
    expect(lines).toBeLessThanOrEqual(64)
  })

  test('that is taken back is gone with those on their way, however often the step is asked for at once', async () => {
    await meet()
    await offers('sendrecv')
    for (const step of ['clear', 'blurred'] as const) {
      const from = (await pictures()).length
      await consents('clear')
      await victim.agree('clear')
      await come((lines) => lines > 64, from)
      // Both pages' clocks begin somewhere else, but on one machine.
      const said = await victim.page.evaluate((one) => {
        window.me.media.decline(one)
        return performance.timeOrigin + performance.now()
      }, step)
      await bad.evaluate(async () => {
        for (let n = 0; n < 15; n++) {
          window.bad.consent('clear', false)
          window.bad.consent('clear', true)
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      })
      await pause(1_000)
      const late = await bad.evaluate(
        (at) =>
          window.bad.pictures
            .map((one) => ({ ...one, ms: Math.round(one.at + performance.timeOrigin - at) }))
            .filter(({ ms, lines }) => ms > 0 && lines > 64),
        said,
      )
      console.log(`${step} taken back: ${JSON.stringify(late.map(({ ms, lines }) => [ms, lines]))}`)
      expect(late.filter(({ ms }) => ms > 250)).toEqual([])
      // What they said is paced: the next round needs to get through.
      if (step === 'clear') await pause(10_000)
    }
  }, 90_000)
})

describe('what a stranger sends', () => {
  test('is not heard before both agreed', async () => {
    await meet()
    await bad.evaluate(async () => {
      const peer = window.bad.dial(1)
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true })
      const [[sound], [picture]] = [stream.getAudioTracks(), stream.getVideoTracks()]
      for (const track of [sound, picture]) if (track) peer.addTransceiver(track, { direction: 'sendrecv' })
      await window.bad.describe()
      await window.bad.answered()
    })
    await victim.reaches('live')
    await victim.hears(10_000)
    const loudest = (): Promise<number> =>
      victim.page.evaluate(async () => {
        const context = new AudioContext()
        await context.resume()
        const analyser = context.createAnalyser()
        const stream = window.me.media.state.remote.get().stream as unknown as MediaStream
        context.createMediaStreamSource(stream).connect(analyser)
        const wave = new Float32Array(analyser.fftSize)
        let most = 0
        // The pretended microphone beeps once a second.
        for (let i = 0; i < 60; i++) {
          analyser.getFloatTimeDomainData(wave)
          most = Math.max(most, ...wave.map(Math.abs))
          await new Promise((resolve) => setTimeout(resolve, 30))
        }
        await context.close()
        return most
      })
    expect(await loudest()).toBe(0)
    await consents('clear')
    expect(await loudest()).toBe(0)
    await victim.agree('voice')
    expect(await loudest()).toBeGreaterThan(0.1)
  })
})

describe('calls without end', () => {
  test('take three connections in ten seconds, and leave one open', async () => {
    await meet()
    const before = await victim.page.evaluate(() => window.me.peers.length)
    await bad.evaluate(async () => {
      const peer = window.bad.dial(1)
      for (const kind of ['audio', 'video']) peer.addTransceiver(kind)
      await window.bad.describe()
      const { sdp = '' } = peer.localDescription ?? {}
      const { protocol } = await window.modules
      const read = protocol.filterSdp(sdp, { mode: 'relay', relays: ['127.0.0.1'] })
      for (let call = 2; call <= 40 && read.ok; call++) window.bad.say('offer', read.sdp, call)
    })
    const heard = () => victim.page.evaluate(() => window.me.signals.some((one) => one.includes('"call":40')))
    await expect.poll(heard, { timeout: 20_000 }).toBe(true)
    const now = await victim.page.evaluate(() => ({
      made: window.me.peers.length,
      open: window.me.peers.filter(({ connectionState }) => connectionState !== 'closed').length,
    }))
    expect(now).toEqual({ made: before + 3, open: 1 })
    await victim.says('still here')
    await expect
      .poll(() => bad.evaluate(() => window.bad.client.state.messages.get().map(({ text }) => text)))
      .toContain('still here')
  })
})

describe('a report', () => {
  test('of a chat with a call is believed, by either, refused signals and all', async () => {
    await meet()
    await offers('sendrecv')
    await bad.evaluate(() => {
      window.bad.say('hangup', 'words in secret')
      window.bad.consent('clear')
      window.bad.consent('clear', false)
    })
    await victim.agree('blurred')
    await victim.says('please stop')
    // One's own words count once the server has stamped them.
    const words = () =>
      victim.page.evaluate(async () => {
        const desk = await window.me.client.desk()
        return desk.preview()?.entries.map(({ text }) => text)
      })
    await expect.poll(words).toContain('please stop')
    for (const one of [await victim.page.evaluate(handsIn, 'me'), await bad.evaluate(handsIn, 'bad')]) {
      expect(one.number).toMatch(/^\w{4}-\w{4}$/)
      expect(one.kinds).toEqual(expect.arrayContaining(['signal', 'consent', 'void', 'text']))
    }
    // The report ended the chat, and with it the call.
    expect(await victim.call()).toMatchObject({ phase: 'ended', end: 'chat_over' })
  })
})

describe('an address that a stranger names', () => {
  // Loopback, and not the relay's: what a scan of a network from within would look for.
  const ELSEWHERE = '127.0.0.2'

  test('is never reached by the victim’s browser, and by no closed relay, even where the server lets it pass', async () => {
    const loose = await startCalls(coturn, ['127.0.0.1', ELSEWHERE])
    const knocks: string[] = []
    const udp = createSocket('udp4').bind(0, ELSEWHERE)
    await once(udp, 'listening')
    const { port } = udp.address()
    const tcp = createServer((socket) => {
      knocks.push(`tcp from ${socket.remotePort}`)
      socket.destroy()
    }).listen(port, ELSEWHERE)
    await once(tcp, 'listening')
    udp.on('message', (_, { address, port: from }) => knocks.push(`udp from ${address}:${from}`))
    try {
      await meet('video', loose)
      await bad.evaluate(
        async ({ at, on }) => {
          const peer = window.bad.dial(1)
          for (const kind of ['audio', 'video']) peer.addTransceiver(kind)
          await window.bad.describe()
          const tail = `typ relay raddr 0.0.0.0 rport 0`
          const named = [
            `candidate:7 1 udp 41885695 ${at} ${on} ${tail}`,
            `candidate:8 1 tcp 41885694 ${at} ${on} ${tail} tcptype passive`,
          ]
          window.bad.say('candidate', JSON.stringify(named.map((candidate) => ({ candidate, mid: '0' }))))
        },
        { at: ELSEWHERE, on: port },
      )
      const heard = () => victim.seen().then(({ candidates }) => candidates.join())
      await expect.poll(heard, { timeout: 15_000 }).toContain(ELSEWHERE)
      await pause(3_000)
      expect(coturn.log()).toContain(`A peer IP ${ELSEWHERE} denied`)
      expect(knocks).toEqual([])
    } finally {
      udp.close()
      tcp.close()
      await loose.remove()
    }
  })
})
