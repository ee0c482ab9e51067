import { expect, it } from 'vitest'
import { matched, type Person, Stage } from '../testing/backplane/stage.js'
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

it('holds no more than a set number of bytes in the offers of all who wait, and lets the others wait without (law 8)', async () => {
  const stage = await Stage.open((options) =>
    createMemoryBackplane({ ...options, limits: { ...options.limits, allOfferBytes: 1_000 } }),
  )
  const met = async (first: Person): Promise<number> => {
    const other = await stage.person(`other of ${first.sid}`, { interests: [first.sid] })
    return matched(await other.join()).top
  }
  const waits = async (name: string, bytes: number, offered = true): Promise<Person> => {
    const person = await stage.person(name, { interests: [`s-${name}`] })
    expect(await person.join({ offer: 'x'.repeat(bytes) })).toMatchObject({ kind: 'queued', offered })
    return person
  }
  const ann = await waits('ann', 600)
  const ben = await waits('ben', 600, false)
  // Its own older one makes room for the newer, which fits.
  expect(await ann.renew({ offer: 'x'.repeat(900) })).toMatchObject({ kind: 'queued', offered: true })
  expect(await met(ben)).toBe(0)
  expect(await met(ann)).toBe(1)
  const cat = await waits('cat', 1_000)
  await cat.leave()
  const dan = await waits('dan', 1_000)
  expect(await met(dan)).toBe(1)
})
