import { beforeEach, expect, it } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import type { CaseFact } from '../rules/facts.js'
import { openStore } from '../sql/store.js'
import { FakeClock } from '../testing/clock.js'
import { startHeeding } from './heeding.js'

let ledger: Ledger
let clock: FakeClock
let told: unknown[]
let logged: string[]
beforeEach(async () => {
  ledger = (await openStore({ path: ':memory:' })).ledger
  clock = new FakeClock()
  told = []
  logged = []
})
const heed = (over: Partial<Ledger> = {}, since = 0) =>
  startHeeding({
    ...{ ledger: { ...ledger, ...over }, since, clock, log: { log: (_, event) => void logged.push(event) } },
    tell: (identity, action) => void told.push([identity, action]),
  })
const pass = async (ms: number) => {
  clock.advance(ms)
  for (let i = 0; i < 20; i++) await new Promise((resolve) => void setImmediate(resolve))
}
const write = (...facts: readonly CaseFact[]) => ledger.write({ at: 1, actor: 'moderator-one', facts })
const opened = { type: 'case.opened', case: 'case-one', subject: 'eve', reason: 'threat' } as const
const applied = (action: string, until?: number): CaseFact => ({
  ...{ type: 'action.applied', case: 'case-one', action, subject: 'eve', kind: 'ban', policies: ['threats'] },
  ...{ ground: 'terms', automated: false, ...(until === undefined ? {} : { until }) },
})

it('tells within a second what another node decided, in order, and once', async () => {
  await write(opened, applied('before'))
  const stop = heed({}, 2)
  await pass(0)
  await write(applied('ban-one', 9_000))
  await pass(500)
  expect(told).toEqual([['eve', { type: 'judged', action: 'ban-one', kind: 'ban', until: 9_000 }]])
  await write(
    { type: 'appeal.filed', case: 'case-one', action: 'ban-one' },
    { type: 'case.left', case: 'case-one' },
  )
  await write({ type: 'appeal.decided', case: 'case-one', action: 'ban-one', overturned: true })
  await write({ type: 'action.reversed', case: 'case-one', action: 'before', why: 'undo' })
  await pass(500)
  await pass(500)
  expect(told.slice(1)).toEqual([
    ['eve', { type: 'reviewed', action: 'ban-one' }],
    ['eve', { type: 'reviewed' }],
  ])
  stop()
  await write(applied('late'))
  await pass(500)
  expect(told).toHaveLength(3)
})

it('misses nothing of what was written while the store was away', async () => {
  await write(opened)
  // From its very first look on.
  let isAway = true
  const head = () => (isAway ? Promise.reject(new Error('away')) : ledger.head())
  const stop = heed({ head })
  await pass(0)
  await write(...Array.from({ length: 450 }, (_, i) => applied(`ban-${i}`)))
  await pass(500)
  expect([told.length, logged]).toEqual([0, ['heeding.failed', 'heeding.failed']])
  isAway = false
  await pass(500)
  expect(told).toHaveLength(450)
  stop()
})
