import type { System } from '../system.js'
import type { PeerLike } from './platform.js'

/** Long enough for a relay far away and a lost packet or two (RFC 8489, 6.2.1: after 0.5 and 1.5 s it is asked again), ms. */
const GATHERING_MS = 3_000

/**
 * Closes a connection over which nothing is sent yet, once it knows what its relays answered. A browser gives back only the
 * places at a relay that it knows of: one whose answer comes after the end would be kept for its lifetime, ten minutes.
 */
export function closeGathered(peer: PeerLike, system: System): void {
  if (peer.localDescription === null || peer.iceGatheringState === 'complete') return peer.close()
  const look = (): void => {
    if (peer.iceGatheringState === 'complete') end()
  }
  const off = system.after(GATHERING_MS, () => end())
  const end = (): void => {
    off()
    peer.removeEventListener('icegatheringstatechange', look)
    peer.close()
  }
  peer.addEventListener('icegatheringstatechange', look)
}
