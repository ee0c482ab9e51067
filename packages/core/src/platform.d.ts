/**
 * All that core takes from the platform beyond the language. Browsers, workers and Node have it; declared here because
 * core is compiled without DOM or Node types, so anything else fails the type check.
 */
import type { FetchLike } from './client/post.js'
import type { AbortSignalLike } from './client/types.js'
import type { WebSocketConstructor } from './transports/websocket.js'

declare global {
  class TextEncoder {
    encode(text: string): Uint8Array<ArrayBuffer>
  }
  class AbortController {
    readonly signal: AbortSignalLike
    abort(): void
  }
  function setTimeout(task: () => void, ms: number): unknown
  function clearTimeout(timer: unknown): void
  const crypto: {
    getRandomValues<T extends Uint8Array>(bytes: T): T
    /** Missing on pages without https. */
    readonly subtle?: { digest(name: 'SHA-256', bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> }
  }
  /** Missing in Node 20. */
  const WebSocket: WebSocketConstructor | undefined
  const fetch: FetchLike | undefined
}
