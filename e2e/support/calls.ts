/** The bare minimum of a call over a relay, to try relays and browsers by. Functions that run in a page, by their text. */

/** What one end of a call knows of it. */
export interface CallEnd {
  /** The kinds of the candidates that carry it, its own and the other's. */
  readonly pair: readonly [string | undefined, string | undefined]
  /** The kinds of all its own candidates, each once. */
  readonly own: readonly string[]
  readonly framesDecoded: number
  /** What the relay answered instead of an address. */
  readonly errors: readonly number[]
}

interface Opening {
  /** What to call the end in this page. */
  readonly name: string
  readonly server: RTCIceServer
  /** The other end's description, if it was first. */
  readonly offer?: string
  /** A candidate that the other end is said to have besides. */
  readonly claim?: string
}

type Held = typeof globalThis & { [end: `end ${string}`]: { rtc: RTCPeerConnection; errors: number[] } }

/**
 * Opens an end that may only relay, with the page's camera and microphone. Resolves to its description, an offer or an
 * answer, once every candidate is in it: never, if the relay doesn't answer at all.
 */
export async function openEnd({ name, server, offer, claim }: Opening): Promise<string> {
  const rtc = new RTCPeerConnection({ iceServers: [server], iceTransportPolicy: 'relay' })
  const errors: number[] = []
  ;(globalThis as Held)[`end ${name}`] = { rtc, errors }
  rtc.addEventListener('icecandidateerror', ({ errorCode }) => errors.push(errorCode))
  // Somebody looks at it, else nothing is decoded.
  rtc.addEventListener('track', ({ streams: [theirs] }) => {
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true })
    video.srcObject = theirs ?? null
    document.body.append(video)
  })
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true })
  for (const track of stream.getTracks()) rtc.addTrack(track, stream)
  if (offer !== undefined) await rtc.setRemoteDescription({ type: 'offer', sdp: offer })
  if (claim !== undefined) await rtc.addIceCandidate({ candidate: claim, sdpMLineIndex: 0 })
  await rtc.setLocalDescription()
  while (rtc.iceGatheringState !== 'complete')
    await new Promise((resolve) => rtc.addEventListener('icegatheringstatechange', resolve, { once: true }))
  return rtc.localDescription?.sdp ?? ''
}

/** Takes the answer to what an end offered. */
export async function takeAnswer({ name, answer }: { name: string; answer: string }): Promise<void> {
  await (globalThis as Held)[`end ${name}`]?.rtc.setRemoteDescription({ type: 'answer', sdp: answer })
}

export async function lookAtEnd(name: string): Promise<CallEnd> {
  type Stats = Readonly<Record<string, unknown>>
  const end = (globalThis as Held)[`end ${name}`]
  const stats = new Map<unknown, Stats>()
  ;(await end?.rtc.getStats())?.forEach((one: Stats) => stats.set(one['id'], one))
  const all = (type: string): Stats[] => [...stats.values()].filter((one) => one['type'] === type)
  const pair = all('candidate-pair').find((one) => one['nominated'] && one['state'] === 'succeeded')
  const kind = (id: unknown): string | undefined => stats.get(id)?.['candidateType'] as string | undefined
  return {
    pair: [kind(pair?.['localCandidateId']), kind(pair?.['remoteCandidateId'])],
    own: [...new Set(all('local-candidate').map((one) => String(one['candidateType'])))],
    framesDecoded: all('inbound-rtp').reduce((sum, one) => sum + Number(one['framesDecoded'] ?? 0), 0),
    errors: end?.errors ?? [],
  }
}

export function closeEnd(name: string): void {
  ;(globalThis as Held)[`end ${name}`]?.rtc.close()
}
