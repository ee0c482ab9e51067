import { encode } from '../protocol/index.js'
import type { System } from '../system.js'
import type { Link, LinkEvents, Transport } from './transport.js'

const ABNORMAL = 1006
/** An upgrade that isn't done by then hangs. */
const OPEN_MS = 6_000
/** Upgrades that fail, without one that ever worked, until polls are tried; and where one has worked, so that a server's restart isn't taken for a network's rule. */
const TRIES = 2
const TRIES_ONCE_OPEN = 6
/** The WebSocket is tried again soon after the first success of a poll, then every ten minutes. */
const SOON_MS = 20_000
const AGAIN_MS = 10 * 60_000

/** One remembered word, such as a key of session storage. */
export interface Memory {
  readonly get: () => string | null
  readonly set: (value: string | null) => void
}

/**
 * WebSockets, and polls where there is no way for them (P-POLL-10). Nobody above has to know: moving back is a `drain` of the
 * link's own, so that the new line stands before the old one is let go.
 * @param memory where "polls until" is kept for the next page of this tab
 */
export function fallbackTransport(
  webSocket: Transport,
  poll: Transport,
  system: System,
  memory: Memory,
): Transport {
  let failures = 0
  let hasOpened = false
  const until = (): number => {
    const kept = Number(memory.get() ?? 0)
    // Storage is the page's: a time further off than we ever set is no time.
    return kept <= system.now() + AGAIN_MS ? kept : 0
  }
  const remember = (): void => memory.set(String(Math.floor(system.now()) + AGAIN_MS))

  /** Opens a WebSocket within its time. */
  function dial(events: LinkEvents): Link {
    let isOpen = false
    let cancel = (): void => {}
    const link = webSocket({
      opened() {
        cancel()
        failures = 0
        isOpen = true
        hasOpened = true
        memory.set(null)
        events.opened()
      },
      text: events.text,
      closed(code) {
        cancel()
        if (!isOpen && code === ABNORMAL) failures++
        events.closed(code)
      },
    })
    cancel = system.after(OPEN_MS, () => {
      link.terminate()
      failures++
      events.closed(ABNORMAL)
    })
    return wrap(link, () => cancel())
  }

  function ask(events: LinkEvents): Link {
    let hasHeard = false
    let probe: Link | undefined
    let cancel = (): void => {}
    const plan = (ms: number): void => {
      cancel = system.after(ms, () => {
        probe = dial({
          opened() {
            probe?.close()
            events.text(encode({ type: 'drain', reconnectInMs: 0 }))
          },
          text() {},
          closed() {
            remember()
            plan(AGAIN_MS)
          },
        })
      })
    }
    const letGo = (): void => {
      cancel()
      probe?.terminate()
    }
    const link = poll({
      opened: events.opened,
      text(text) {
        if (!hasHeard) {
          hasHeard = true
          const left = until() - system.now()
          if (left > 0) plan(left)
          else {
            remember()
            plan(SOON_MS * (1 + system.unit()))
          }
        }
        events.text(text)
      },
      closed(code) {
        letGo()
        // Not a word came this way either: it isn't the WebSocket's fault.
        if (!hasHeard) {
          failures = 0
          memory.set(null)
        }
        events.closed(code)
      },
    })
    return wrap(link, letGo)
  }

  return (events) => {
    const blocked = failures >= (hasOpened ? TRIES_ONCE_OPEN : TRIES)
    return blocked || until() > system.now() ? ask(events) : dial(events)
  }
}

/** The same link, that lets go of more than itself. */
const wrap = (link: Link, letGo: () => void): Link => ({
  send: (text) => link.send(text),
  close(code) {
    letGo()
    link.close(code)
  },
  terminate() {
    letGo()
    link.terminate()
  },
})
