import { expect, it } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import { REWRAP_MS, ROOT_MS } from '../rules/lifetimes.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { startTurning, turnOnce } from './turning.js'
import { createVault } from './vault.js'

const WORDS = { id: 'words', what: 'note', of: 'report', at: 0 } as const

/** A ledger in which somebody's words lie under the first root's key. */
async function stage() {
  const clock = new FakeClock()
  const begun = clock.now()
  const secret = new Uint8Array(32).fill(1)
  const keys = createKeyRing([{ secret, from: begun }], clock)
  const vault = createVault(keys, seededRandom(1))
  const { ledger } = await openStore({ path: ':memory:' })
  const key = vault.newKey('case')
  await ledger.write({
    ...{ at: clock.now(), actor: '@member', keys: [{ drawer: 'case', key }] },
    facts: [{ type: 'case.opened', case: 'case', subject: 'eve', reason: 'threat' }],
    sealed: [vault.seal('case', key, WORDS, 'what was said')],
  })
  const parts = { keys, vault, ledger, clock }
  const open = async () => {
    const { key: wrapped, items } = await ledger.sealed('case')
    return wrapped && items[0] && vault.open('case', wrapped, items[0])
  }
  return { ...parts, parts, open, copy: key, secret, begun }
}

it('leaves the keys of cases where they are while their root is young', async () => {
  const { parts, ledger, clock, copy } = await stage()
  clock.advance(REWRAP_MS)
  await turnOnce(parts)
  expect(await ledger.key('case')).toEqual(new Uint8Array(copy))
})

it('wraps what is still needed anew, and then destroys the old key: a copy of the database opens nothing', async () => {
  const { parts, ledger, keys, vault, clock, open, copy } = await stage()
  clock.advance(ROOT_MS + REWRAP_MS)
  await turnOnce(parts)
  expect(await ledger.key('case')).not.toEqual(new Uint8Array(copy))
  expect(await open()).toBe('what was said')
  // Whoever read the old wrapping a moment ago can still use it.
  expect(keys.byId('case', vault.wrapper(copy))).toBeDefined()
  await turnOnce(parts)
  expect(keys.byId('case', vault.wrapper(copy))).toBeUndefined()
  expect(await open()).toBe('what was said')
  const { items } = await ledger.sealed('case')
  expect(() => vault.open('case', copy, items[0] as never)).toThrow('can no longer be read')
})

it('destroys no key that something came to lie under meanwhile, nor one it could not look at', async () => {
  const { parts, ledger, keys, vault, clock, copy } = await stage()
  clock.advance(ROOT_MS + REWRAP_MS)
  const late: Pick<Ledger, 'wrapped' | 'rewrap'> = {
    wrapped: (after, limit) => ledger.wrapped(after, limit),
    // Another process was quicker, and what it wrote lies under the old key as well.
    rewrap: () => Promise.resolve(),
  }
  for (let i = 0; i < 3; i++) await turnOnce({ ...parts, ledger: late })
  const broken = { ...late, wrapped: () => Promise.reject(new Error('away')) }
  await expect(turnOnce({ ...parts, ledger: broken })).rejects.toThrow('away')
  expect(keys.byId('case', vault.wrapper(copy))).toBeDefined()
})

it('isn’t stopped by a key that is damaged, and keeps none for it', async () => {
  const { parts, ledger, keys, vault, clock, open, copy } = await stage()
  const bent = Uint8Array.from(vault.newKey('bent'), (byte, i) => (i === 30 ? byte ^ 1 : byte))
  await ledger.write({ at: 1, actor: '@member', facts: [], keys: [{ drawer: 'bent', key: bent }] })
  clock.advance(ROOT_MS + REWRAP_MS)
  await turnOnce(parts)
  await turnOnce(parts)
  expect(await open()).toBe('what was said')
  expect(keys.byId('case', vault.wrapper(copy))).toBeUndefined()
})

it('looks at every page', async () => {
  const { parts, ledger, keys, vault, clock, copy } = await stage()
  for (let i = 0; i < 450; i++)
    await ledger.write({
      at: 1,
      actor: '@member',
      facts: [],
      keys: [{ drawer: `d${i}`, key: vault.newKey(`d${i}`) }],
    })
  clock.advance(ROOT_MS + REWRAP_MS)
  await turnOnce(parts)
  await turnOnce(parts)
  expect(keys.byId('case', vault.wrapper(copy))).toBeUndefined()
  const all = await ledger.wrapped('', 1_000)
  expect(all).toHaveLength(451)
  for (const { key } of all) expect(vault.wrapper(key)).toBe(keys.current('case').id)
})

it('goes on by itself every hour, says what went wrong, and stops when told', async () => {
  const { parts, clock, keys } = await stage()
  const said: string[] = []
  let turns = 0
  let isAway = true
  let ours = true
  const turning = {
    ...keys,
    turn() {
      turns++
      if (isAway) throw new Error('disk full')
    },
  }
  const stop = startTurning({
    ...parts,
    keys: turning,
    isOurs: () => Promise.resolve(ours),
    log: { log: (_, event) => void said.push(event) },
  })
  const pass = async (ms: number) => {
    clock.advance(ms)
    await new Promise((resolve) => void setImmediate(resolve))
  }
  await pass(5 * 60_000 - 1)
  // The machine may not know the time yet.
  expect(turns).toBe(0)
  await pass(1)
  expect(said).toEqual(['keys.not_turned'])
  isAway = false
  await pass(60 * 60_000)
  await pass(60 * 60_000)
  expect([turns, said.length]).toEqual([3, 1])
  ours = false
  await pass(60 * 60_000)
  expect(said).toEqual(['keys.not_turned', 'keys.foreign'])
  stop()
  await pass(60 * 60_000)
  expect(turns).toBe(4)
})
