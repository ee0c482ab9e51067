/**
 * One connection as the session sees it. Adapters under `use/` make one of every transport.
 *
 * - `send` takes one encoded frame and never throws; after `close` or `terminate` it does nothing.
 * - `close` says goodbye properly; `terminate` drops the connection at once, without flushing what is buffered.
 * - `buffered` is the number of bytes accepted by `send` and not yet taken by the kernel. It must be true: the slow-reader
 *   rule (P-LIMIT-5) rests on it.
 */
export interface Socket {
  readonly protocol: string
  readonly buffered: () => number
  readonly send: (text: string) => void
  /** What is sent while `work` runs leaves in one piece, where the transport can do that. */
  readonly together: (work: () => void) => void
  readonly close: (code: number, reason: string) => void
  readonly terminate: () => void
}

/** What an adapter calls, each in the order of arrival; `closed` exactly once, and nothing after it. */
export interface SocketEvents {
  readonly text: (text: string) => void
  /** A frame over the transport's own bound, or one that isn't text: nothing of it was kept. */
  readonly unreadable: (why: 'too_big' | 'binary') => void
  readonly closed: (code: number) => void
}
