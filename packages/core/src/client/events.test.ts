import { expect, it, vi } from 'vitest'
import { Listeners } from './events.js'

const notice = { level: 'info', code: 'night', text: null, action: null } as const
const listeners = () => new Listeners(() => {})

it('tells those who listen, from then on', () => {
  const all = listeners()
  const seen = vi.fn()
  all.tell('notice', notice)
  const off = all.on('notice', seen)
  all.tell('notice', notice)
  off()
  all.tell('notice', notice)
  expect(seen.mock.calls).toEqual([[notice]])
})

it('once is once, even when it is told again from within', () => {
  const all = listeners()
  const seen = vi.fn(() => all.tell('notice', notice))
  all.on('notice', seen, { once: true })
  all.tell('notice', notice)
  expect(seen).toHaveBeenCalledTimes(1)
})

it('a signal stops the listening', () => {
  const all = listeners()
  const abort = new AbortController()
  const seen = vi.fn()
  all.on('notice', seen, { signal: abort.signal })
  abort.abort()
  all.on('notice', seen, { signal: abort.signal })
  all.tell('notice', notice)
  expect(seen).not.toHaveBeenCalled()
})

it('who stops listening lets go of the signal', () => {
  const abort = new AbortController()
  const removed = vi.spyOn(abort.signal, 'removeEventListener')
  listeners().on('notice', () => {}, { signal: abort.signal })()
  expect(removed).toHaveBeenCalledTimes(1)
})
