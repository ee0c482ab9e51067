import assert from 'node:assert/strict'
import type { Runner } from '../runner.js'
import { ALL_RELAXED, type MakeBackplane, matched, Stage } from './stage.js'

/** Tickets while nobody fits, and tickets that are over. */
export function waitingSuite({ describe, it }: Runner, make: MakeBackplane): void {
  describe('a ticket', () => {
    it('is told how many wait behind the same walls, and whether all the others are oneself', async () => {
      const stage = await Stage.open(make)
      const since = stage.clock.now()
      const tab1 = await stage.person('tab1', { identity: 'ann' })
      const tab2 = await stage.person('tab2', { identity: 'ann' })
      const far = await stage.person('far', { pool: 'another pool' })
      const ben = await stage.person('ben', { interests: ['go'] })
      assert.deepEqual(await tab1.join(), {
        kind: 'queued',
        since,
        waiting: 1,
        onlyYou: false,
        offered: false,
      })
      assert.deepEqual(await tab2.join(), {
        kind: 'queued',
        since,
        waiting: 2,
        onlyYou: true,
        offered: false,
      })
      assert.deepEqual(await far.join(), {
        kind: 'queued',
        since,
        waiting: 1,
        onlyYou: false,
        offered: false,
      })
      assert.deepEqual(await ben.join(), {
        kind: 'queued',
        since,
        waiting: 3,
        onlyYou: false,
        offered: false,
      })
      assert.deepEqual(await tab1.renew(), {
        kind: 'queued',
        since,
        waiting: 3,
        onlyYou: false,
        offered: false,
      })
      await ben.leave()
      assert.deepEqual(await tab1.renew(), {
        kind: 'queued',
        since,
        waiting: 2,
        onlyYou: true,
        offered: false,
      })
      await stage.close()
    })

    it('is one a session: the next takes its place, and a late repeat of the former changes nothing', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { interests: ['tea'] })
      await ann.join()
      const former = ann.wish()
      await ann.join({ interests: ['go'] })
      assert.equal(await stage.backplane.tickets.waiting('pool'), 1)
      assert.deepEqual(await stage.backplane.tickets.enter(former), { kind: 'unknown' })
      assert.equal((await (await stage.person('ben', { interests: ['tea'] })).join()).kind, 'queued')
      assert.equal((await (await stage.person('eve', { interests: ['go'] })).join()).kind, 'matched')
      await stage.close()
    })

    it('follows its owner into other walls and other wishes when it is entered again with them', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { relaxed: ALL_RELAXED })
      await ann.join()
      await ann.renew({ pool: 'elsewhere', interests: ['go'], relaxed: [] })
      assert.equal(await stage.backplane.tickets.waiting('pool'), 0)
      assert.equal((await (await stage.person('ben', { relaxed: ALL_RELAXED })).join()).kind, 'queued')
      const eve = await stage.person('eve', { pool: 'elsewhere', relaxed: ALL_RELAXED })
      assert.equal((await eve.join()).kind, 'queued', 'it no longer stands among those open for anything')
      assert.equal((await eve.join({ interests: ['go'] })).kind, 'matched')
      await stage.close()
    })

    it('lives ten minutes from its first entry, however often it is renewed (P-LIMIT-6)', async () => {
      const stage = await Stage.open(make, { limits: { ticketMs: 600_000 } })
      const ann = await stage.person('ann')
      const ben = await stage.person('ben', { interests: ['go'] })
      await ann.join()
      await ben.join()
      stage.clock.advance(590_000)
      assert.equal((await ann.renew()).kind, 'queued')
      stage.clock.advance(10_000)
      assert.equal(await stage.backplane.tickets.waiting('pool'), 0, 'nobody has to ask for it')
      assert.deepEqual(await ann.renew(), { kind: 'unknown' })
      assert.deepEqual(await ann.renew(), { kind: 'unknown' })
      assert.equal((await ann.join()).kind, 'queued', 'a new wish is welcome')
      await stage.close()
    })

    it('used up by a chat that ended never comes back: a late repeat of the join revives nothing (P-MATCH-5)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.end()
      assert.deepEqual(await ann.renew(), { kind: 'unknown' })
      assert.deepEqual(await ben.renew(), { kind: 'unknown' })
      for (const person of [ann, ben]) await person.confirm(1)
      assert.deepEqual(await ann.renew(), { kind: 'unknown' }, 'nor when the chat is forgotten')
      await stage.close()
    })

    it('of a no_show goes on with its old age, ahead of whoever came meanwhile (P-MATCH-4)', async () => {
      const stage = await Stage.open(make)
      const since = stage.clock.now()
      const { ann, ben } = await stage.pair()
      await ann.confirm()
      stage.clock.advance(10_000)
      const young = await stage.person('young', { avoid: [ann.identity] })
      await young.join()
      assert.equal((await ann.end('no_show')).kind, 'ended')
      assert.deepEqual(await ann.renew(), {
        kind: 'queued',
        since,
        waiting: 2,
        onlyYou: false,
        offered: false,
      })
      await ben.release()
      const eve = await stage.person('eve')
      const chat = matched(await eve.join())
      assert.equal(chat.members[0]?.sid, ann.sid)
      assert.equal(chat.met, false)
      await stage.close()
    })

    it('whose connection falls leaves at once, and comes back with its age (P-GRACE-2)', async () => {
      const stage = await Stage.open(make)
      const since = stage.clock.now()
      const ann = await stage.person('ann')
      await ann.join()
      assert.deepEqual(await ann.leave(), { kind: 'left' })
      assert.deepEqual(await ann.leave(), { kind: 'left' })
      assert.equal((await (await stage.person('ben')).join()).kind, 'queued')
      stage.clock.advance(1_000)
      await ann.hello()
      const chat = matched(await ann.renew())
      assert.equal(chat.startedAt, since + 1_000)
      await stage.close()
    })

    it('that comes back after its life is over is over, though its session is still there (P-LIMIT-6)', async () => {
      const stage = await Stage.open(make, { limits: { ticketMs: 600_000 } })
      const ann = await stage.person('ann')
      await ann.join()
      await ann.leave()
      stage.clock.advance(600_000)
      assert.deepEqual(await ann.renew(), { kind: 'unknown' })
      assert.equal((await ann.join()).kind, 'queued')
      await stage.close()
    })

    it('finds no room when the pools are full, unless somebody there fits (law 8)', async () => {
      const stage = await Stage.open(make, { limits: { tickets: 2 } })
      const ann = await stage.person('ann', { interests: ['tea'] })
      await ann.join()
      await (await stage.person('ben', { interests: ['go'] })).join()
      const eve = await stage.person('eve', { interests: ['kites'] })
      assert.deepEqual(await eve.join(), { kind: 'busy' })
      assert.equal(await stage.backplane.tickets.waiting('pool'), 2)
      assert.equal((await ann.renew()).kind, 'queued', 'who is in stays in')
      assert.equal((await eve.renew({ interests: ['tea'] })).kind, 'matched')
      await stage.close()
    })

    it('that someone else’s session names is not theirs to take out', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      const eve = await stage.person('eve', { interests: ['go'] })
      await ann.join()
      assert.deepEqual(await eve.leave(ann.ticket), { kind: 'left' })
      assert.equal(await stage.backplane.tickets.waiting('pool'), 1)
      await stage.close()
    })
  })
}
