import type { StatsLike } from './platform.js'

/** What a call's statistics tell of its way and of what arrived. */
export interface CallStats {
  /** Bytes of sound and picture received, and pictures decoded. */
  readonly bytes: number
  readonly frames: number
  /** Kinds of the two ends of the way in use, such as `relay`; null before there is one. */
  readonly local: string | null
  readonly remote: string | null
  /** There and back, ms; null until known. */
  readonly rttMs: number | null
  /** Bytes sent of sound and picture. */
  readonly sent: number
}

type Stat = Readonly<Record<string, unknown>>

const numberIn = (stat: Stat, key: string): number => {
  const value = stat[key]
  return typeof value === 'number' ? value : 0
}

/** Reads `getStats()` of any browser: entries by type, found by id. */
export function readStats(report: StatsLike): CallStats {
  const byId = new Map<unknown, Stat>()
  const all: Stat[] = []
  report.forEach((stat) => {
    byId.set(stat['id'], stat)
    all.push(stat)
  })
  let [bytes, frames, sent] = [0, 0, 0]
  for (const stat of all) {
    if (stat['type'] === 'inbound-rtp') {
      bytes += numberIn(stat, 'bytesReceived')
      frames += numberIn(stat, 'framesDecoded')
    } else if (stat['type'] === 'outbound-rtp') sent += numberIn(stat, 'bytesSent')
  }
  const pair = pairIn(all, byId)
  const kind = (key: string): string | null => {
    const end = pair && byId.get(pair[key])
    return typeof end?.['candidateType'] === 'string' ? end['candidateType'] : null
  }
  const rtt = pair?.['currentRoundTripTime']
  return {
    bytes,
    frames,
    sent,
    local: kind('localCandidateId'),
    remote: kind('remoteCandidateId'),
    rttMs: typeof rtt === 'number' ? rtt * 1_000 : null,
  }
}

/** The candidate pair in use: named by the transport, or, in Firefox, marked itself. */
function pairIn(all: readonly Stat[], byId: ReadonlyMap<unknown, Stat>): Stat | undefined {
  const transport = all.find((stat) => stat['type'] === 'transport' && stat['selectedCandidatePairId'])
  if (transport) return byId.get(transport['selectedCandidatePairId'])
  return all.find(
    (stat) => stat['type'] === 'candidate-pair' && (stat['selected'] === true || stat['nominated'] === true),
  )
}
