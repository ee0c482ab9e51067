import type * as Core from '@stranger-chat/core'
import type * as Media from '@stranger-chat/core/media'
import type * as Protocol from '@stranger-chat/core/protocol'
import type { StrangerClient } from '@stranger-chat/core'
import type { CallView, LadderView, StrangerMedia } from '@stranger-chat/core/media'

// Runs in a page, by its text: it sees its argument and the page, nothing else.

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

export interface Me {
  client: StrangerClient
  media: StrangerMedia
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
      core: typeof Core
      media: typeof Media
      protocol: typeof Protocol
    }>
  }
}

export async function open({ url, prearm }: { url: string; prearm: 'off' | 'queue' }): Promise<void> {
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

export async function seek(mode: 'voice' | 'video'): Promise<void> {
  const { client } = window.me
  await client.connect()
  const gates = client.state.gates.get() ?? []
  const age = gates.find(({ kind }) => kind === 'age')?.choices?.at(-1)
  const rules = gates.find(({ kind }) => kind === 'rules')?.version
  const facts = { ...(age === undefined ? {} : { age }), ...(rules === undefined ? {} : { rules }) }
  client.start({ mode, facts }).catch(() => {})
}

export async function look(): Promise<Seen> {
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
