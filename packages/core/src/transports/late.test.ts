import { describe, expect, it, vi } from 'vitest'
import { lateTransport } from './late.js'
import type { Transport } from './transport.js'

/** A transport that comes, or doesn't, when the test says. */
function stage() {
  let resolve!: (transport: Transport) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<Transport>((yes, no) => {
    resolve = yes
    reject = no
  })
  const inner = { send: vi.fn(), close: vi.fn(), terminate: vi.fn() }
  const dial = vi.fn<Transport>(() => inner)
  const events = { opened: vi.fn(), text: vi.fn(), closed: vi.fn() }
  const link = lateTransport(() => promise)(events)
  const come = async () => {
    resolve(dial)
    await promise
  }
  const fail = async () => {
    reject(new TypeError('Failed to fetch'))
    await promise.catch(() => {})
  }
  return { inner, dial, events, link, come, fail }
}

describe('a transport that is fetched first', () => {
  it('is then one like any other', async () => {
    const { inner, dial, events, link, come } = stage()
    expect(dial).not.toHaveBeenCalled()
    await come()
    expect(dial).toHaveBeenCalledWith(events)
    link.send('a')
    link.close(1000)
    link.terminate()
    expect([inner.send.mock.calls, inner.close.mock.calls, inner.terminate.mock.calls.length]).toEqual([
      ...[[['a']], [[1000]]],
      1,
    ])
  })

  it('that can’t be fetched is a line that never opened', async () => {
    const { events, link, fail } = stage()
    await fail()
    expect(events.closed.mock.calls).toEqual([[1006]])
    link.send('nobody hears it')
    link.close()
  })

  it.each(['close', 'terminate'] as const)('%s before it came: nothing is opened or told', async (how) => {
    const [ours, other] = [stage(), stage()]
    ours.link[how]()
    other.link[how]()
    await Promise.all([ours.come(), other.fail()])
    expect(ours.dial).not.toHaveBeenCalled()
    expect(other.events.closed).not.toHaveBeenCalled()
  })
})
