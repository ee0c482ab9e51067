import { encode } from '../protocol/index.js'
import type { System } from '../system.js'
import type { Link, Transport } from './transport.js'
import { AGAIN_MS, type Memory, Upgrades, wrap } from './upgrades.js'

/** The WebSocket is tried again soon after the first success of a poll, then every ten minutes. */
const SOON_MS = 20_000

/**
 * WebSockets, and polls where there is no way for them (P-POLL-10).
 * @param memory where "polls until" is kept for the next page of this tab
 */
export function fallbackTransport(
  webSocket: Transport,
  poll: Transport,
  system: System,
  memory: Memory,
): Transport {
  const upgrades = new Upgrades(webSocket, system, memory)
  const polls = pollsBeside(upgrades, poll, system)
  return (events) => (upgrades.areBlocked ? polls : upgrades.dial)(events)
}

/**
 * Polls that look for a way back. Nobody above has to know: moving back is a `drain` of the link's own, so that the new line
 * stands before the old one is let go.
 */
export const pollsBeside =
  (upgrades: Upgrades, poll: Transport, system: System): Transport =>
  (events) => {
    let hasHeard = false
    let probe: Link | undefined
    let cancel = (): void => {}
    const plan = (ms: number): void => {
      cancel = system.after(ms, () => {
        probe = upgrades.dial({
          opened() {
            probe?.close()
            events.text(encode({ type: 'drain', reconnectInMs: 0 }))
          },
          text() {},
          closed() {
            upgrades.putOff()
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
          const left = upgrades.waitMs
          if (left > 0) plan(left)
          else {
            upgrades.putOff()
            plan(SOON_MS * (1 + system.unit()))
          }
        }
        events.text(text)
      },
      closed(code) {
        letGo()
        if (!hasHeard) upgrades.forgive()
        events.closed(code)
      },
    })
    return wrap(link, letGo)
  }
