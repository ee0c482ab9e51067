import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Counters } from '@stranger-chat/core/api'
import { expect, it } from 'vitest'
import { FakeClock } from '../../testing/clock.js'
import { Live } from './live.js'

const COUNTERS: Counters = { waiting: 0, oldestAt: 0, appeals: 0, decidedToday: 0, online: 0, hours: [] }
const LOOKS_UNTIL_CHECKED = 31

/** A response of which nothing is needed but that it is written to and closes. */
class Line extends EventEmitter {
  isEnded = false
  readonly writableLength = 0
  writeHead(): void {}
  write(): void {}
  end(): void {
    this.isEnded = true
  }
}
const lineOf = () => {
  const line = new Line()
  return { line, res: line as unknown as ServerResponse }
}
async function look(clock: FakeClock, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    clock.advance(500)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

it('looks for nobody once a console closed while it was being told', async () => {
  const clock = new FakeClock()
  let tell: (counters: Counters) => void = () => undefined
  const count = () => new Promise<Counters>((resolve) => (tell = resolve))
  const live = new Live({ head: async () => ({ seq: 1, hash: '' }) }, clock, count)
  const { line, res } = lineOf()
  const watching = live.watch(res, async () => true)
  line.emit('close')
  tell(COUNTERS)
  expect(await watching).toBe(true)
  expect([live.size, clock.pending]).toEqual([0, 0])
})

it('ends what a console hears that signed out, was removed or expired, and no other', async () => {
  const clock = new FakeClock()
  const live = new Live({ head: async () => ({ seq: 1, hash: '' }) }, clock, async () => COUNTERS)
  const [gone, here] = [lineOf(), lineOf()]
  let isOpen = true
  await live.watch(gone.res, async () => isOpen)
  await live.watch(here.res, async () => true)
  await look(clock, LOOKS_UNTIL_CHECKED)
  expect([gone.line.isEnded, here.line.isEnded]).toEqual([false, false])
  isOpen = false
  await look(clock, LOOKS_UNTIL_CHECKED)
  expect([gone.line.isEnded, here.line.isEnded]).toEqual([true, false])
  expect(live.size).toBe(1)
  live.close()
})
