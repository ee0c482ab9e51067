import { CLOSE, SUBPROTOCOL } from '../protocol/index.js'
import type { Link, LinkEvents, Transport } from './transport.js'

/** The part of a `WebSocket` we use: a browser's, a worker's, Node's and that of `ws` fit. */
export interface WebSocketLike {
  readonly protocol: string
  readonly readyState: number
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  readonly send: (text: string) => void
  readonly close: (code?: number) => void
}
export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike

const ABNORMAL = 1006
/** `readyState` of a socket that is closed. */
const CLOSED = 3

/**
 * A transport over WebSockets.
 * @param url ws or wss
 * @param after runs a task soon; a constructor that throws (mixed content, a bad address) is told that way
 */
export function webSocketTransport(
  url: string,
  Constructor: WebSocketConstructor,
  after: (ms: number, task: () => void) => () => void,
): Transport {
  return (events) => {
    let socket: WebSocketLike
    try {
      socket = new Constructor(url, [SUBPROTOCOL])
    } catch {
      const cancel = after(0, () => events.closed(ABNORMAL))
      return { send: () => {}, close: cancel, terminate: cancel }
    }
    return linkTo(socket, events, after)
  }
}

function linkTo(
  socket: WebSocketLike,
  events: LinkEvents,
  after: (ms: number, task: () => void) => () => void,
): Link {
  let open = false
  let settle: (() => void) | undefined
  const release = (): void => {
    open = false
    settle?.()
    // A listener that does nothing, not none: a late error of a socket nobody listens to is fatal in Node.
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = () => {}
  }
  const close = (code?: number): void => {
    release()
    try {
      socket.close(code)
    } catch {
      // Already closed, or closing before it was open: either way it is gone.
    }
  }
  const closed = (code: number): void => {
    release()
    events.closed(code)
  }
  socket.onopen = () => {
    if (socket.protocol === SUBPROTOCOL) {
      open = true
      events.opened()
    } else {
      close()
      events.closed(CLOSE.subprotocol)
    }
  }
  socket.onmessage = (event: { readonly data: unknown }) => {
    if (typeof event.data === 'string') events.text(event.data)
  }
  socket.onclose = (event: { readonly code: number }) => closed(event.code)
  // A close follows and says more, but not where a page's policy forbids the address: Chromium then tells the error alone.
  socket.onerror = () => {
    if (socket.readyState === CLOSED) settle ??= after(0, () => closed(ABNORMAL))
  }
  return {
    send(text) {
      if (!open) return
      try {
        socket.send(text)
      } catch {
        // Closing; its close event is on the way, and what matters is sent again after the resume.
      }
    },
    close,
    // Handlers are gone, so nobody waits for a close handshake that a dead peer will never answer.
    terminate: () => close(),
  }
}
