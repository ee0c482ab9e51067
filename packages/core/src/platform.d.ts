/**
 * All that core takes from the platform beyond the language. Browsers, workers and Node have it; declared here because
 * core is compiled without DOM or Node types, so anything else fails the type check.
 */
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare function setTimeout(task: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void
declare const crypto: { getRandomValues<T extends Uint8Array>(bytes: T): T }
