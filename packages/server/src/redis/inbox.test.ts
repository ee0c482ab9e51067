import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Backplane } from '../ports/backplane.js'
import { systemClock } from '../system.js'
import { seededRandom } from '../testing/clock.js'
import { until } from '../testing/redis-cluster.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { ask, empty } from '../testing/redis-state.js'
import { backplaneOn } from './backplane.js'
import { connect } from './link.js'
import { SCRIPTS } from './scripts.js'

// Who lives is asked by everybody whose partner's node is gone, all at the same moment.

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

let backplane: Backplane
/** How often Redis was asked who lives. */
let looks: number
let isBroken: boolean
beforeEach(async () => {
  await empty(redis)
  looks = 0
  isBroken = false
  const log = { log: () => undefined }
  const link = await connect([redis.url], log)
  const send: typeof link.send = async (key, args) => {
    if (args[0] === 'EVAL' && args[1] === SCRIPTS.lease.source && args.includes('look')) {
      looks++
      if (isBroken) throw new Error('The call got lost.')
    }
    return link.send(key, args)
  }
  backplane = await backplaneOn({ ...link, send }, { clock: systemClock, random: seededRandom(1), log })
  return () => backplane.close()
})
const nodes = async (): Promise<readonly string[]> => [...(await backplane.inbox.nodes())].sort()

it('asks Redis once who lives, however many want to know at the same time', async () => {
  backplane.inbox.on('north', () => undefined)
  const answers = await Promise.all(Array.from({ length: 1_000 }, nodes))
  expect(answers).toEqual(answers.map(() => ['north']))
  expect(looks).toBe(1)
})

it('asks again after a moment: an answer is no longer true then', async () => {
  await nodes()
  await until(async () => (await nodes(), looks > 1))
})

it('shows who joined or left here at once, whatever was just answered', async () => {
  const leave = backplane.inbox.on('north', () => undefined)
  await until(async () => (await ask(redis, ['ZCARD', 'sc:{nodes}:live'])) === 1)
  expect(await nodes()).toEqual(['north'])
  backplane.inbox.on('south', () => undefined)
  expect(await nodes()).toEqual(['north', 'south'])
  const left = new Promise<string>((resolve) => backplane.inbox.onNodeLost(resolve))
  leave()
  expect(await nodes()).toEqual(['south'])
  // It stays so when all that follows from leaving is done, the word to all others last.
  expect(await left).toBe('north')
  await backplane.command('nobody', { type: 'end' })
  expect(await nodes()).toEqual(['south'])
})

it('keeps no answer that never came', async () => {
  isBroken = true
  await expect(nodes()).rejects.toThrow('The call got lost.')
  isBroken = false
  expect(await nodes()).toEqual([])
})
