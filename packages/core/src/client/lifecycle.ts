/** The part of `window` and `document` we listen to. */
export interface EventSource {
  readonly addEventListener: (type: string, listener: () => void) => void
  readonly removeEventListener: (type: string, listener: () => void) => void
}
export interface LifecyclePage {
  readonly window: EventSource
  readonly document: EventSource & { readonly visibilityState: string }
}
/** What a page's life asks of a client; `StrangerClient` has it. */
export interface LifecycleClient {
  readonly setHidden: (hidden: boolean) => void
  readonly freeze: () => void
  readonly wake: (why: 'online' | 'restored') => void
}

/**
 * Ties a client to the life of the page that holds it: hiding and showing, leaving and coming back from the browser's
 * back-forward cache, losing and finding the network (P-BEAT-2, P-BACKOFF-1).
 * @returns a function that unties it
 */
export function browserLifecycle(client: LifecycleClient, { window, document }: LifecyclePage): () => void {
  let left = false
  const look = (): void => {
    // A page that is left turns hidden right after; saying so would hold the seat of somebody who has gone for longer.
    if (!left) client.setHidden(document.visibilityState === 'hidden')
  }
  const listeners = [
    [document, 'visibilitychange', look],
    [window, 'online', () => client.wake('online')],
    [
      window,
      'pagehide',
      () => {
        left = true
        client.freeze()
      },
    ],
    [
      window,
      'pageshow',
      () => {
        left = false
        client.wake('restored')
        look()
      },
    ],
  ] as const
  for (const [target, type, listener] of listeners) target.addEventListener(type, listener)
  look()
  return () => {
    for (const [target, type, listener] of listeners) target.removeEventListener(type, listener)
  }
}
