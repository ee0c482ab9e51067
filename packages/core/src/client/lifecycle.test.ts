import { expect, it, vi } from 'vitest'
import { browserLifecycle } from './lifecycle.js'

function page(visibilityState = 'visible') {
  const window = new EventTarget()
  const document = Object.assign(new EventTarget(), { visibilityState })
  const client = { setHidden: vi.fn(), freeze: vi.fn(), wake: vi.fn() }
  const untie = browserLifecycle(client, { window, document })
  const show = (state: string) => {
    document.visibilityState = state
    document.dispatchEvent(new Event('visibilitychange'))
  }
  return {
    window,
    document,
    client,
    untie,
    show,
    fire: (type: string) => window.dispatchEvent(new Event(type)),
  }
}

it('tells whether the page is hidden, from the start', () => {
  const { client, show } = page('hidden')
  show('visible')
  expect(client.setHidden.mock.calls).toEqual([[true], [false]])
})

it('P-BACKOFF-1: tells when the network is back', () => {
  const { client, fire } = page()
  fire('online')
  expect(client.wake.mock.calls).toEqual([['online']])
})

it('a page that is left freezes, and its hiding is not taken for a hidden page', () => {
  const { client, fire, show } = page()
  fire('pagehide')
  show('hidden')
  expect(client.freeze).toHaveBeenCalledTimes(1)
  expect(client.setHidden.mock.calls).toEqual([[false]])
})

it('a page that comes back from the cache wakes', () => {
  const { client, fire, show } = page()
  fire('pagehide')
  show('hidden')
  show('visible')
  fire('pageshow')
  expect(client.wake.mock.calls).toEqual([['restored']])
  show('hidden')
  expect(client.setHidden).toHaveBeenLastCalledWith(true)
})

it('untied, it hears nothing', () => {
  const { client, fire, show, untie } = page()
  untie()
  client.setHidden.mockClear()
  for (const type of ['online', 'pagehide', 'pageshow']) fire(type)
  show('hidden')
  expect([client.setHidden, client.freeze, client.wake].flatMap(({ mock }) => mock.calls)).toEqual([])
})
