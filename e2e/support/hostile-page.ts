import type { StrangerClient } from '@stranger-chat/core'
import type { LadderStep, SignalBody } from '@stranger-chat/core/protocol'

// Runs in a page, by its text: it sees its argument and the page, nothing else.

/** One picture that arrived: when (ms of the page's clock), how high, and whether anything was to be seen. */
export interface Picture {
  readonly at: number
  readonly lines: number
  readonly isBlack: boolean
}

/** Somebody with the real client for words and a connection of their own making for calls. */
export interface Bad {
  client: StrangerClient
  /** Bodies of the victim, oldest first. */
  heard: { kind: string; call?: number; signal?: string; data?: string; step?: string; on?: boolean }[]
  /** What became of own bodies: null for what stands in the log. */
  fates: { signal: string; refused: string | null }[]
  peer: RTCPeerConnection | null
  call: number
  pictures: Picture[]
  /** Bytes of each packet stream that came, by its source. */
  dial: (call: number) => RTCPeerConnection
  /** Brings a description into the form that servers take, and says it. `more` changes it before. */
  describe: (more?: (sdp: string) => string) => Promise<void>
  /** Waits for the victim's next answer and takes it. `more` changes it before. */
  answered: (more?: (sdp: string) => string) => Promise<string>
  say: (signal: SignalBody['signal'], data: string, call?: number) => boolean
  consent: (step: LadderStep, on?: boolean) => boolean
  /** Watches what a receiver's track brings. */
  watch: (track: MediaStreamTrack) => void
}
declare global {
  interface Window {
    bad: Bad
  }
}

export async function turnBad({ url }: { url: string }): Promise<void> {
  const { core, protocol } = await window.modules
  const client = new core.StrangerClient({ url })
  let answers = 0
  const told = (): SignalPolicyLike => {
    const ice = client.state.ice.get()
    return { mode: ice?.policy ?? 'relay', relays: ice?.relays ?? [] }
  }
  type SignalPolicyLike = { mode: 'relay' | 'all'; relays: readonly string[] }
  const bad: Bad = {
    ...{ client, heard: [], fates: [], peer: null, call: 1, pictures: [] },
    dial(call) {
      bad.peer?.close()
      bad.call = call
      answers = bad.heard.filter(({ signal }) => signal === 'answer').length
      const ice = client.state.ice.get()
      const peer = new RTCPeerConnection({
        iceServers: (ice?.servers ?? []) as RTCIceServer[],
        iceTransportPolicy: 'relay',
        bundlePolicy: 'max-bundle',
      })
      bad.peer = peer
      peer.addEventListener('icecandidate', ({ candidate }) => {
        if (!candidate?.candidate || bad.peer !== peer) return
        const item = {
          candidate: candidate.candidate,
          mid: candidate.sdpMid ?? '0',
          line: candidate.sdpMLineIndex ?? 0,
        }
        const read = protocol.filterCandidates(JSON.stringify([item]), told())
        if (read.ok && read.candidates > 0) bad.say('candidate', read.data)
      })
      peer.addEventListener('track', ({ track }) => {
        if (track.kind === 'video') bad.watch(track)
      })
      return peer
    },
    async describe(more = (sdp) => sdp) {
      const peer = bad.peer as RTCPeerConnection
      await peer.setLocalDescription()
      const { type, sdp } = peer.localDescription as RTCSessionDescription
      const read = protocol.filterSdp(more(sdp), told())
      if (!read.ok) throw new Error(`The description is ${read.why}.`)
      bad.say(type as 'offer' | 'answer', read.sdp)
    },
    async answered(more = (sdp) => sdp) {
      for (;;) {
        const all = bad.heard.filter(({ signal }) => signal === 'answer')
        const next = all[answers]
        if (next) {
          answers++
          const sdp = more(String(next.data))
          await bad.peer?.setRemoteDescription({ type: 'answer', sdp })
          for (const { signal, data, call } of bad.heard)
            if (signal === 'candidate' && call === bad.call)
              for (const { candidate, mid } of protocol.readCandidates(String(data)) ?? [])
                await bad.peer?.addIceCandidate({ candidate, sdpMid: mid }).catch(() => {})
          return String(next.data)
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    say: (signal, data, call = bad.call) => client.signal({ kind: 'signal', call, signal, data }),
    consent: (step, on = true) => client.signal({ kind: 'consent', call: bad.call, step, on }),
    watch(track) {
      type Frame = { codedHeight: number; codedWidth: number; close: () => void } & VideoFrame
      const processor = new (
        window as unknown as {
          MediaStreamTrackProcessor: new (init: object) => { readable: ReadableStream<Frame> }
        }
      ).MediaStreamTrackProcessor({ track })
      const reader = processor.readable.getReader()
      void (async () => {
        for (;;) {
          const { done, value: frame } = await reader.read()
          if (done) return
          const luma = new Uint8Array(frame.allocationSize())
          await frame.copyTo(luma)
          let sum = 0
          const area = frame.codedWidth * frame.codedHeight
          for (let i = 0; i < area; i += 7) sum += luma[i] ?? 0
          const isBlack = (sum * 7) / area < 24
          bad.pictures.push({ at: performance.now(), lines: frame.visibleRect?.height ?? 0, isBlack })
          frame.close()
        }
      })()
    },
  }
  client.on('signal', ({ from, body, refused }) => {
    if (from === 'me') {
      bad.fates.push({ signal: body.kind === 'signal' ? body.signal : body.step, refused })
      return
    }
    bad.heard.push(body)
    if (body.kind !== 'signal' || body.signal !== 'candidate' || body.call !== bad.call) return
    if (bad.peer?.remoteDescription)
      for (const { candidate, mid } of protocol.readCandidates(body.data) ?? [])
        void bad.peer.addIceCandidate({ candidate, sdpMid: mid }).catch(() => {})
  })
  window.bad = bad
}

export async function badSeeks(mode: 'voice' | 'video'): Promise<void> {
  const { client } = window.bad
  await client.connect()
  const gates = client.state.gates.get() ?? []
  const age = gates.find(({ kind }) => kind === 'age')?.choices?.at(-1)
  const rules = gates.find(({ kind }) => kind === 'rules')?.version
  const facts = { ...(age === undefined ? {} : { age }), ...(rules === undefined ? {} : { rules }) }
  client.start({ mode, facts }).catch(() => {})
}
