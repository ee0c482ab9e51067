import { expect, it } from 'vitest'
import { clientError, StrangerChatError } from './errors.js'
import { Awaited } from './promises.js'

const error = new StrangerChatError(clientError('aborted'))

it('is one promise while it is open, and a new one after', async () => {
  const found = new Awaited<number>()
  const first = found.promise()
  expect(found.promise()).toBe(first)
  found.resolve(1)
  found.resolve(2)
  expect(await first).toBe(1)
  const second = found.promise()
  found.reject(error)
  found.reject(error)
  await expect(second).rejects.toBe(error)
})

it('nothing asked, nothing answered', () => {
  const found = new Awaited<number>()
  found.resolve(1)
  found.reject(error)
  expect(found.promise()).toBeInstanceOf(Promise)
})
