// What page and worker say to each other. They may come from different places: the page's part from a site's own bundle,
// the worker from a server that was updated since. Raise it with every change here.
export const TALK = 1

export interface ToWorker {
  readonly id: number
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray
}

export type FromWorker =
  | { readonly kind: 'ready'; readonly talk: number }
  | { readonly kind: 'failed'; readonly reason: string }
  /** The five shares. */
  | { readonly kind: 'judged'; readonly id: number; readonly shares: readonly number[] }
  | { readonly kind: 'stuck'; readonly id: number; readonly reason: string }
