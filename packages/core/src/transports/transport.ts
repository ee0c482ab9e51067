/** One connection as the client sees it. After `close` or `terminate` nothing is heard of it any more. */
export interface Link {
  /** Hands over one encoded frame. Never throws. */
  readonly send: (text: string) => void
  /** Closes properly. @param code 1000 after a bye, else none */
  readonly close: (code?: number) => void
  /** Lets go at once, without waiting for the other side. */
  readonly terminate: () => void
}

/** What a link tells, in the order it happens: `opened` at most once, `closed` exactly once, unless the client let go first. */
export interface LinkEvents {
  readonly opened: () => void
  readonly text: (text: string) => void
  /** @param code a WebSocket close code; 1006 when it never opened or fell */
  readonly closed: (code: number) => void
}

/** Opens a link. Never throws: what can't be opened is `closed`, and not before this call has returned. */
export type Transport = (events: LinkEvents) => Link
