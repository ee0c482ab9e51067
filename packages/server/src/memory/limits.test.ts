import { expect, it } from 'vitest'
import { Stage } from '../testing/backplane/stage.js'
import { createMemoryBackplane } from './backplane.js'

it('holds no more than a set number of bytes in all logs together, and takes more when a chat is forgotten (law 8)', async () => {
  const stage = await Stage.open((options) =>
    createMemoryBackplane({ ...options, limits: { ...options.limits, allLogBytes: 10_000 } }),
  )
  const { ann, ben } = await stage.pair()
  const [cid, dan] = [await stage.person('cid'), await stage.person('dan')]
  await stage.meet(cid, dan)
  expect((await ann.say('x'.repeat(6_000))).kind).toBe('appended')
  expect(await cid.say('y'.repeat(6_000))).toEqual({ kind: 'busy' })
  await ann.end()
  stage.clock.advance(120_000)
  expect(await ben.isForgotten()).toBe(true)
  expect((await cid.say('y'.repeat(6_000))).kind).toBe('appended')
  for (const person of [cid, dan]) await person.confirm(1)
  for (let i = 0; i < 10; i++) {
    expect((await cid.say('z'.repeat(6_000))).kind).toBe('appended')
    for (const person of [cid, dan]) await person.confirm(2 + i)
  }
})
