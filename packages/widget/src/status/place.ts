import type { Snapshot } from '../controllers/client.js'

/** The page's own place, as the server sees it. */
export interface Place {
  readonly origin: string
  /** What a relative `server` is relative to. */
  readonly base: string
  readonly secure: boolean
}

export const here = (): Place => ({
  origin: location.origin,
  base: document.baseURI,
  secure: location.protocol === 'https:',
})

const LOCAL = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/

/** Why no client can be made at all: no server is named, or a secure page names one that isn't; null when one can. */
export function unusable(server: string | null, place: Place): 'none' | 'insecure' | null {
  if (!server || !URL.canParse(server, place.base)) return 'none'
  const { protocol, hostname } = new URL(server, place.base)
  // A secure page may only talk to secure servers; the person's own machine counts as one.
  return place.secure && protocol === 'http:' && !LOCAL.test(hostname) ? 'insecure' : null
}

/** Whether the connection ended in a way that nothing goes on without a person. */
export const isStopped = ({ connection, error }: Snapshot): boolean =>
  connection === 'closed' && error !== null && error.code !== 'closed' && error.code !== 'aborted'
