import { expect, it } from 'vitest'
import { thorough } from './thorough.js'

it('does something about each, whatever becomes of the others, and then throws what failed first', async () => {
  const done: number[] = []
  const all = Array.from({ length: 120 }, (_, i) => i)
  const doing = thorough(all, async (one) => {
    if (one === 3 || one === 70) throw new Error(`No ${one}.`)
    done.push(one)
  })
  await expect(doing).rejects.toThrow('No 3.')
  expect(done).toEqual(all.filter((one) => one !== 3 && one !== 70))
})

it('does fifty at once', async () => {
  let [under, most] = [0, 0]
  await thorough(Array.from({ length: 120 }), async () => {
    most = Math.max(most, ++under)
    await Promise.resolve()
    under--
  })
  expect(most).toBe(50)
})

it('has nothing to do about nobody', async () => {
  await expect(thorough([], () => Promise.reject(new Error('nobody')))).resolves.toBeUndefined()
})
