import assert from 'node:assert/strict'
import { type Store, STORE_LIMITS } from '../ports/store.js'
import type { Runner } from './runner.js'

/** Makes an empty store. */
export type MakeStore = () => Store | Promise<Store>

/**
 * The contract of the store, as tests: whoever writes one passes it, and the server asks no more. That what was added lasts
 * is for each store to show in its own tests, since only it knows what can be taken away from it.
 *
 * @param name what is under test, for the report
 * @param make an empty store for each test
 * @param runner `{ describe, it }` of vitest, node:test, Jest or Mocha
 */
export function testStore(name: string, make: MakeStore, { describe, it }: Runner): void {
  /** One test on a store of its own, closed afterwards whatever happened. */
  const withStore = (what: string, test: (store: Store) => Promise<void>): unknown =>
    it(what, async () => {
      const store = await make()
      try {
        await test(store)
      } finally {
        await store.close()
      }
    })

  describe(`store: ${name}`, () => {
    describe('keys', () => {
      withStore('an empty one becomes theirs who come first, and is no others’', async ({ belongsTo }) => {
        assert.equal(await belongsTo([]), true)
        assert.equal(await belongsTo(['ours'], 'ours'), true)
        assert.equal(await belongsTo(['theirs'], 'theirs'), false)
        assert.equal(await belongsTo([]), false)
        assert.equal(await belongsTo(['ours'], 'ours'), true)
      })

      withStore('it is adopted by whoever has lost the ones before', async ({ belongsTo, adopt }) => {
        await belongsTo(['lost'], 'lost')
        await adopt('found')
        assert.equal(await belongsTo(['found'], 'found'), true)
        assert.equal(await belongsTo(['lost'], 'lost'), false)
      })

      withStore(
        'it goes over to a new lineage of the same ring once that makes keys',
        async ({ belongsTo }) => {
          await belongsTo(['old'], 'old')
          assert.equal(await belongsTo(['old', 'new'], 'old'), true)
          // Somebody to whom the new one wasn't brought yet may still start.
          assert.equal(await belongsTo(['old'], 'old'), true)
          assert.equal(await belongsTo(['old', 'new'], 'new'), true)
          assert.equal(await belongsTo(['new'], 'new'), true)
          assert.equal(await belongsTo(['old'], 'old'), false)
        },
      )
    })

    describe('blocks', () => {
      withStore('nobody has any to begin with', async ({ blocks }) => {
        assert.deepEqual(await blocks.around('ann', 10), [])
      })

      withStore('count for both, whoever made them', async ({ blocks }) => {
        await blocks.add('ann', 'bob', 1)
        assert.deepEqual(await blocks.around('ann', 10), ['bob'])
        assert.deepEqual(await blocks.around('bob', 10), ['ann'])
        assert.deepEqual(await blocks.around('cem', 10), [])
      })

      withStore('come newest first', async ({ blocks }) => {
        await blocks.add('ann', 'bob', 2)
        await blocks.add('cem', 'ann', 3)
        await blocks.add('ann', 'dee', 1)
        assert.deepEqual(await blocks.around('ann', 10), ['cem', 'bob', 'dee'])
      })

      withStore('are as many as asked for, and then the newest', async ({ blocks }) => {
        for (const at of [1, 2, 3, 4]) {
          await blocks.add('ann', `made${at}`, at * 2)
          await blocks.add(`met${at}`, 'ann', at * 2 + 1)
        }
        assert.deepEqual(await blocks.around('ann', 3), ['met4', 'made4', 'met3'])
        assert.equal((await blocks.around('ann', 100)).length, 8)
      })

      withStore('name each person once, even if both blocked the other', async ({ blocks }) => {
        await blocks.add('ann', 'bob', 1)
        await blocks.add('ann', 'cem', 2)
        await blocks.add('bob', 'ann', 3)
        assert.deepEqual(await blocks.around('ann', 10), ['bob', 'cem'])
        assert.deepEqual(await blocks.around('ann', 1), ['bob'])
        assert.deepEqual(await blocks.around('bob', 10), ['ann'])
      })

      withStore('keep their first time when made again', async ({ blocks }) => {
        await blocks.add('ann', 'bob', 1)
        await blocks.add('ann', 'cem', 2)
        await blocks.add('ann', 'bob', 3)
        assert.deepEqual(await blocks.around('ann', 10), ['cem', 'bob'])
      })

      withStore('are never of oneself', async ({ blocks }) => {
        await blocks.add('ann', 'ann', 1)
        assert.deepEqual(await blocks.around('ann', 10), [])
      })

      withStore(
        'are there for whoever asks next, and none is lost when many come at once',
        async ({ blocks }) => {
          const others = Array.from({ length: 50 }, (_, i) => `other${i}`)
          await Promise.all(others.map((other, i) => blocks.add('ann', other, i)))
          assert.deepEqual(await blocks.around('ann', 100), others.toReversed())
        },
      )

      withStore('take real times, and identities as they are', async ({ blocks }) => {
        const strange = `_-'"; drop table blocks; --%`
        await blocks.add(strange, 'ANN', 4_102_444_800_000)
        await blocks.add(strange, 'ann', 4_102_444_800_001)
        assert.deepEqual(await blocks.around(strange, 10), ['ann', 'ANN'])
      })

      withStore('of one person are bounded, and the oldest give way', async ({ blocks }) => {
        const count = STORE_LIMITS.blocks + 2
        for (let at = 0; at < count; at++) await blocks.add('ann', `other${at}`, at)
        const kept = await blocks.around('ann', count * 2)
        assert.equal(kept.length, STORE_LIMITS.blocks)
        assert.equal(kept[0], `other${count - 1}`)
        assert.deepEqual(await blocks.around('other0', 10), [])
        assert.deepEqual(await blocks.around('other2', 10), ['ann'])
      })

      withStore("that others made of one person don't push out each other", async ({ blocks }) => {
        const count = STORE_LIMITS.blocks + 2
        for (let at = 0; at < count; at++) await blocks.add(`other${at}`, 'ann', at)
        assert.equal((await blocks.around('ann', count * 2)).length, count)
      })

      withStore('refuse an identity that no server made', async ({ blocks }) => {
        const longest = 'i'.repeat(STORE_LIMITS.identity)
        await blocks.add(longest, 'ann', 1)
        assert.deepEqual(await blocks.around('ann', 10), [longest])
        for (const wrong of ['', `${longest}i`]) {
          await assert.rejects(blocks.add(wrong, 'ann', 2))
          await assert.rejects(blocks.add('ann', wrong, 2))
          await assert.rejects(blocks.around(wrong, 10))
        }
        assert.deepEqual(await blocks.around('ann', 10), [longest])
      })
    })

    describe('a closed store', () => {
      withStore('rejects every call, and can be closed again', async (store) => {
        await store.blocks.add('ann', 'bob', 1)
        await store.close()
        await store.close()
        await assert.rejects(store.blocks.around('ann', 10))
        await assert.rejects(store.blocks.add('ann', 'cem', 2))
      })
    })
  })
}
