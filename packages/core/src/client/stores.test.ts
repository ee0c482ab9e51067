import { expect, it, vi } from 'vitest'
import { cell } from './stores.js'

const quiet = () => {}

it('a store calls at once and on every change', () => {
  const store = cell(1, quiet)
  const seen = vi.fn()
  store.subscribe(seen)
  store.set(2)
  store.notify()
  expect(seen.mock.calls).toEqual([[1], [2]])
  expect(store.get()).toBe(2)
})

it('the same value is no change', () => {
  const store = cell('same', quiet)
  const seen = vi.fn()
  store.subscribe(seen)
  expect(store.set('same')).toBe(false)
  store.notify()
  expect(seen).toHaveBeenCalledTimes(1)
})

it('who came between the change and the news is not told twice', () => {
  const store = cell(1, quiet)
  const seen = vi.fn()
  store.set(2)
  store.subscribe(seen)
  store.notify()
  expect(seen.mock.calls).toEqual([[2]])
})

it('who leaves while others are told is not told', () => {
  const store = cell(1, quiet)
  const late = vi.fn()
  let leave = () => {}
  store.subscribe((value) => value === 2 && leave())
  leave = store.subscribe(late)
  store.set(2)
  store.notify()
  expect(late.mock.calls).toEqual([[1]])
})

it('a function that listens twice is told twice, and stops listening once for each', () => {
  const store = cell(1, quiet)
  const seen = vi.fn()
  const stop = store.subscribe(seen)
  store.subscribe(seen)
  stop()
  stop()
  store.set(2)
  store.notify()
  expect(seen.mock.calls).toEqual([[1], [1], [2]])
})

it('a listener that throws is reported, and the others are told', () => {
  const faults = vi.fn()
  const seen = vi.fn()
  const store = cell(1, faults)
  store.subscribe(() => {
    throw new Error('mine')
  })
  store.subscribe(seen)
  store.set(2)
  store.notify()
  expect(faults).toHaveBeenCalledTimes(2)
  expect(seen.mock.calls).toEqual([[1], [2]])
})

it('get and subscribe need no this', () => {
  const { get, subscribe } = cell(1, quiet)
  expect(get()).toBe(1)
  expect(subscribe(quiet)).toBeInstanceOf(Function)
})
