import { type Chat, StrangerClient, system } from '@stranger-chat/core'
import { webSocketTransport } from '@stranger-chat/core/transports'
import { createMedia } from '@stranger-chat/core/media'
import { Course } from './marks.ts'
import { callNaively } from './naive.ts'
import type { Side, Way } from './ways.ts'

// Runs in the page: one person in one chat, anew each time, so that two can meet again at once.

/** One person, from the connection to the server until they leave. */
class Person {
  readonly #client: StrangerClient
  readonly #way: Way
  readonly #course = new Course()
  readonly #peers: RTCPeerConnection[] = []
  readonly #video = document.createElement('video')
  readonly #media
  #leaveCall: () => void = () => {}
  readonly #pictured = Promise.withResolvers<void>()
  readonly #matched = Promise.withResolvers<Chat>()

  constructor(way: Way, url: string) {
    this.#way = way
    Object.assign(this.#video, { autoplay: true, muted: true, playsInline: true })
    document.body.append(this.#video)
    // No polls in its place: they would be slower, and nobody would know.
    const transport = webSocketTransport(`${url.replace(/^http/, 'ws')}/ws`, WebSocket, system.after)
    const client = new StrangerClient({ url, transport })
    this.#client = client
    // Stores are told before events, and whoever subscribed first hears first: nothing was done with the match before this.
    client.state.chat.subscribe((chat) => chat !== null && this.#course.match())
    const Peer = this.#watched()
    this.#media =
      way === 'naive'
        ? null
        : createMedia(
            client,
            {
              PeerConnection: Peer as never,
              devices: navigator.mediaDevices as never,
              stream: (tracks) => new MediaStream([...tracks] as never) as never,
              isSecure: isSecureContext,
              allows: () => true,
            },
            { prearm: way === 'tuned' ? 'queue' : 'off' },
          )
    this.#media?.state.remote.subscribe(({ stream }) => {
      if (stream !== null) this.#show(stream as never)
    })
    client.on('signal', ({ from, body }) => {
      if (from !== 'stranger' || body.kind !== 'signal') return
      if (body.signal === 'offer' || body.signal === 'answer') this.#course.mark('heard')
      if (body.signal === 'candidate') this.#course.mark('known')
    })
    client.on('match', (chat) => {
      if (chat.offered && !chat.caller) this.#course.mark('heard')
      this.#matched.resolve(chat)
      if (this.#media !== null) return this.#media.agree('clear')
      callNaively(client, chat, Peer, (stream) => this.#show(stream), this.#course).then(
        (leave) => (this.#leaveCall = leave),
        (error: unknown) => this.#pictured.reject(error),
      )
    })
  }

  /** Devices that are kept from chat to chat run before the match; the others aren't touched. */
  async arrive(): Promise<void> {
    await this.#media?.start({ camera: true, microphone: true })
    await this.#client.connect()
  }

  async seek(): Promise<void> {
    const gates = this.#client.state.gates.get() ?? []
    const age = gates.find(({ kind }) => kind === 'age')?.choices?.at(-1)
    const rules = gates.find(({ kind }) => kind === 'rules')?.version
    const facts = { ...(age === undefined ? {} : { age }), ...(rules === undefined ? {} : { rules }) }
    this.#client.start({ mode: 'video', facts }).catch(() => {})
    if (this.#way !== 'tuned') return
    // The offer leaves when all is gathered, in this very turn.
    while (this.#peers[0]?.iceGatheringState !== 'complete')
      await new Promise((resolve) => setTimeout(resolve, 10))
  }

  /** Begins to look, and doesn't wait for anything. */
  seekNow(): void {
    void this.seek()
  }

  async result(): Promise<Side> {
    const { caller, offered } = await this.#matched.promise
    await this.#pictured.promise
    return { marks: this.#course.marks, isCaller: caller, isOffered: offered, path: await this.#path() }
  }

  /** Nothing of it is left. */
  leave(): void {
    this.#client.stop()
    this.#leaveCall()
    this.#media?.close()
    this.#client.close()
    this.#video.srcObject = null
    this.#video.remove()
  }

  #show(stream: MediaStream): void {
    if (this.#video.srcObject === stream) return
    this.#video.srcObject = stream
    this.#video.requestVideoFrameCallback(() => {
      this.#course.mark('picture')
      this.#pictured.resolve()
    })
  }

  /** A connection that writes down how far it came. */
  #watched(): typeof RTCPeerConnection {
    const [course, peers] = [this.#course, this.#peers]
    return class extends RTCPeerConnection {
      constructor(config?: RTCConfiguration) {
        super(config)
        peers.push(this)
        this.addEventListener('icecandidate', ({ candidate }) => candidate && course.mark('told'))
        this.addEventListener('iceconnectionstatechange', () => {
          if (['connected', 'completed'].includes(this.iceConnectionState)) course.mark('ice')
        })
        this.addEventListener('connectionstatechange', () => {
          if (this.connectionState === 'connected') course.mark('linked')
        })
        this.addEventListener('track', ({ track, transceiver: { sender } }) => {
          if (track.kind !== 'video') return
          track.addEventListener('unmute', () => course.mark('flowing'))
          const { replaceTrack } = sender
          sender.replaceTrack = async (next) => {
            await replaceTrack.call(sender, next)
            if (next !== null) course.mark('sending')
          }
        })
      }
    }
  }

  /** Of the connection that carries the pictures; its statistics may lag behind them. */
  async #path(): Promise<readonly (string | null)[]> {
    for (;;) {
      for (const peer of this.#peers) {
        const found = await pathOf(peer)
        if (found !== undefined) return found
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function pathOf(peer: RTCPeerConnection): Promise<readonly (string | null)[] | undefined> {
  const stats = new Map<string, Record<string, unknown>>()
  ;(await peer.getStats()).forEach((stat: Record<string, unknown>) => stats.set(String(stat['id']), stat))
  const transport = [...stats.values()].find(({ type }) => type === 'transport')
  const pair = stats.get(String(transport?.['selectedCandidatePairId']))
  if (pair === undefined) return undefined
  return ['localCandidateId', 'remoteCandidateId'].map((key) => {
    const kind = stats.get(String(pair[key]))?.['candidateType']
    return typeof kind === 'string' ? kind : null
  })
}

declare global {
  interface Window {
    Person: typeof Person
    person: Person
  }
}
window.Person = Person
