import type { Link, LinkEvents, Transport } from './transport.js'

const ABNORMAL = 1006

/** A transport whose code is fetched when a line is first opened. A line whose code can't be had is one that never opened. */
export const lateTransport =
  (fetch: () => Promise<Transport>): Transport =>
  (events) =>
    new LateLink(fetch, events)

class LateLink implements Link {
  #link: Link | null = null
  #isOver = false

  constructor(fetch: () => Promise<Transport>, events: LinkEvents) {
    void fetch().then(
      (transport) => {
        if (!this.#isOver) this.#link = transport(events)
      },
      () => {
        if (!this.#isOver) events.closed(ABNORMAL)
      },
    )
  }

  send(text: string): void {
    this.#link?.send(text)
  }

  close(code?: number): void {
    this.#isOver = true
    this.#link?.close(code)
  }

  terminate(): void {
    this.#isOver = true
    this.#link?.terminate()
  }
}
