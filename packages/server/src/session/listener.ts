import type { ClientFrame, ClientFrameOf } from '@stranger-chat/core/protocol'

/** What a connection talks to once its hello has passed. */
export interface Listener {
  /** Reads what it expects, for less than the codec takes; nothing for whatever else a frame may be. */
  readonly read: (text: string) => ClientFrame | undefined
  /** Carries a frame out. The next one waits for the promise, if there is one. */
  readonly frame: (frame: ClientFrame) => void | Promise<void>
  /** A frame that came too fast and isn't carried out. */
  readonly limited: (frame: ClientFrame, retryAfterMs: number) => void
  /** The client was asked to move to another connection by then, ms from now. */
  readonly moves: (inMs: number) => void
  /** The connection is gone. `said`: on purpose, so that nothing has to be held for it. */
  readonly gone: (said: boolean) => void
}

/** Something the person has to solve first; see `challenge.ts`. */
export interface Solvable {
  readonly answer: (frame: ClientFrameOf<'solve'>) => Promise<void>
}
