import { type Chat, type ChatClient, filterSdp, type SignalBody } from '@stranger-chat/core'
import type { Course } from './marks.ts'

/** The camera that core asks for as well. */
const CAMERA = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24 } }

/**
 * A call as tutorials make it, one thing after the other and nothing before the match: devices, servers, a connection, a
 * description once every address is in it. The way is the same, and so is the form that the server takes.
 */
export async function callNaively(
  client: ChatClient,
  { caller }: Chat,
  Peer: typeof RTCPeerConnection,
  show: (stream: MediaStream) => void,
  course: Course,
): Promise<() => void> {
  // From the first moment on: what is said before we are ready is not lost.
  const theirs = description(client)
  const own = await navigator.mediaDevices.getUserMedia({ audio: true, video: CAMERA })
  const { servers, policy, relays } = await freshServers(client)
  const peer = new Peer({ iceServers: servers as RTCIceServer[], iceTransportPolicy: policy })
  const stream = new MediaStream()
  show(stream)
  peer.addEventListener('track', ({ track }) => stream.addTrack(track))
  for (const track of own.getTracks()) peer.addTrack(track, own)
  course.mark('sending')

  const tell = async (signal: 'offer' | 'answer'): Promise<void> => {
    await peer.setLocalDescription()
    await gathered(peer)
    const text = filterSdp(peer.localDescription?.sdp ?? '', { mode: policy, relays })
    if (!text.ok) throw new Error(`The ${signal} isn't in the server's form.`)
    client.signal({ kind: 'signal', call: 1, signal, data: text.sdp })
  }
  if (caller) {
    await tell('offer')
    await peer.setRemoteDescription({ type: 'answer', sdp: (await theirs).data })
  } else {
    await peer.setRemoteDescription({ type: 'offer', sdp: (await theirs).data })
    await tell('answer')
  }
  return () => {
    peer.close()
    for (const track of own.getTracks()) track.stop()
  }
}

function description(client: ChatClient): Promise<SignalBody> {
  return new Promise((resolve) => {
    client.on('signal', ({ from, body }) => {
      if (from === 'stranger' && body.kind === 'signal' && body.signal !== 'candidate') resolve(body)
    })
  })
}

type Servers = NonNullable<ReturnType<ChatClient['state']['ice']['get']>>

function freshServers(client: ChatClient): Promise<Servers> {
  return new Promise((resolve) => {
    const off = client.state.ice.subscribe((ice) => {
      if (ice === null) return
      off()
      resolve(ice)
    })
    client.refreshIce()
  })
}

function gathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (peer.iceGatheringState === 'complete') resolve()
    }
    peer.addEventListener('icegatheringstatechange', look)
    look()
  })
}
