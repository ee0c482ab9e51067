import assert from 'node:assert/strict'
import { RELAXATIONS } from '../../ports/backplane.js'
import type { Runner } from '../runner.js'
import { ALL_RELAXED, type MakeBackplane, matched, type Person, Stage, type Traits } from './stage.js'

/** Who meets whom, and who is chosen (P-MATCH). */
export function matchingSuite({ describe, it }: Runner, make: MakeBackplane): void {
  /** Two people, the first one waiting: do they meet? */
  const meets = async (a: Traits, b: Traits): Promise<boolean> => {
    const stage = await Stage.open(make)
    await (await stage.person('ann', a)).join()
    const { kind } = await (await stage.person('ben', b)).join()
    await stage.close()
    return kind === 'matched'
  }
  /** The rules hold whoever comes first. */
  const eitherWay = async (a: Traits, b: Traits, expected: boolean, why: string): Promise<void> => {
    assert.equal(await meets(a, b), expected, why)
    assert.equal(await meets(b, a), expected, `${why}, the other way round`)
  }

  describe('a match', () => {
    it('is one step: both tickets are gone, the chat is there, one is answered and the other told', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { interests: ['tea', 'chess'], labels: ['Tea!', 'Chess'] })
      const ben = await stage.person('ben', {
        interests: ['go', 'tea'],
        labels: ['Go', 'TEA'],
        languages: ['id', 'en'],
      })
      assert.deepEqual(await ann.join(), {
        kind: 'queued',
        since: stage.clock.now(),
        waiting: 1,
        onlyYou: false,
        offered: false,
      })
      const chat = matched(await ben.join())
      const blank = {
        role: 'stranger',
        present: true,
        away: false,
        confirmed: false,
        accepted: 0,
        seen: 0,
        language: 'en',
        conn: 1,
      }
      assert.deepEqual(chat, {
        id: chat.id,
        epoch: chat.epoch,
        mode: 'text',
        startedAt: stage.clock.now(),
        top: 0,
        first: 1,
        ended: false,
        met: false,
        members: [ann, ben].map(({ sid, node, identity, ticket }, seat) => ({
          ...blank,
          seat,
          sid,
          node,
          identity,
          ticket,
          prefixes: [`p-${sid}`],
          shared: [seat === 0 ? 'Tea!' : 'TEA'],
        })),
      })
      assert.deepEqual(await ann.heard(), [{ type: 'matched', sid: ann.sid, chat }])
      assert.deepEqual(await ben.heard(), [])
      assert.equal(await stage.backplane.tickets.waiting('pool'), 0)
      await stage.close()
    })

    it('never crosses a wall, however relaxed both are (P-MATCH-1)', async () => {
      await eitherWay(
        { pool: 'one', relaxed: ALL_RELAXED },
        { pool: 'two', relaxed: ALL_RELAXED },
        false,
        'other walls',
      )
    })

    it('never crosses a block, whoever of the two made it (P-MATCH-1)', async () => {
      const blocker: Traits = { identity: 'blocker', avoid: ['blocked', 'another'], relaxed: ALL_RELAXED }
      await eitherWay(blocker, { identity: 'blocked', relaxed: ALL_RELAXED }, false, 'a block')
      await eitherWay(blocker, { identity: 'neither', relaxed: ALL_RELAXED }, true, 'somebody else')
    })

    for (const [what, own, other] of [
      ['languages', { languages: ['en'] }, { languages: ['id'] }],
      ['interests', { interests: ['tea'] }, { interests: ['go'] }],
      ['trust', { trust: 0 }, { trust: 3 }],
    ] as const) {
      it(`relaxes ${what} only if both tickets have reached it (P-MATCH-3)`, async () => {
        const others = RELAXATIONS.filter((name) => name !== what)
        await eitherWay(own, other, false, 'nothing relaxed')
        await eitherWay(
          { ...own, relaxed: ALL_RELAXED },
          { ...other, relaxed: others },
          false,
          'one side relaxed',
        )
        await eitherWay({ ...own, relaxed: [what] }, { ...other, relaxed: [what] }, true, 'both relaxed')
      })
    }

    it('joins people without interests or languages, who are open from the start (P-MATCH-2)', async () => {
      const open: Traits = { interests: [], languages: [], relaxed: ['interests', 'languages'] }
      await eitherWay(open, open, true, 'both open')
      await eitherWay(open, {}, false, 'the other one still insists')
      await eitherWay(open, { relaxed: ALL_RELAXED }, true, 'the other one has given up insisting')
    })

    it('happens when a waiting ticket relaxes, without anybody new coming', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { interests: ['tea'] })
      const ben = await stage.person('ben', { interests: ['go'] })
      await ann.join()
      await ben.join()
      assert.equal((await ann.renew({ relaxed: ['interests'] })).kind, 'queued')
      assert.deepEqual(
        matched(await ben.renew({ relaxed: ['interests'] })).members.map(({ shared }) => shared),
        [[], []],
      )
      await stage.close()
    })

    for (const interests of [
      ['music', 'kites'],
      ['kites', 'music'],
    ]) {
      it(`prefers the rarest of ${interests.join(' and ')} in common, then whoever has waited longest`, async () => {
        const stage = await Stage.open(make)
        const crowd = {
          music1: ['music'],
          music2: ['music'],
          kites1: ['music', 'kites'],
          kites2: ['kites'],
          music3: ['music'],
        }
        for (const [name, theirs] of Object.entries(crowd)) {
          // None of them may meet another.
          const avoid = Object.keys(crowd).flatMap((other) => (other === name ? [] : [`i-${other}`]))
          await (await stage.person(name, { interests: theirs, avoid })).join()
          stage.clock.advance(1)
        }
        const eve = await stage.person('eve', { interests })
        assert.equal(matched(await eve.join()).members[0]?.sid, 's-kites1')
        await stage.close()
      })
    }

    it('answers a repeated join with the same chat, and another join while in it with its name (P-RESUME-6)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      for (const person of [ann, ben]) {
        assert.deepEqual(await person.renew(), { kind: 'matched', chat })
        assert.deepEqual(await person.join(), { kind: 'in_chat', chat: chat.id })
      }
      await stage.close()
    })

    it('wins over a leave that crossed it', async () => {
      const stage = await Stage.open(make)
      const { ann, chat } = await stage.pair()
      assert.deepEqual(await ann.leave(), { kind: 'matched', chat })
      await stage.close()
    })

    it('of two who have just met waits until nobody else came for 20 s, and says so (P-MATCH-6)', async () => {
      const stage = await Stage.open(make, { pairing: { recentMs: 20_000 } })
      const { ann, ben } = await stage.pair()
      await ann.end()
      await ann.join()
      assert.equal((await ben.join()).kind, 'queued')
      stage.clock.advance(19_000)
      assert.equal((await ann.renew()).kind, 'queued')
      const eve = await stage.person('eve')
      const [first, other] = [ann, ben]
      const met = matched(await eve.join())
      assert.equal(met.met, false)
      const alone = met.members.some(({ sid }) => sid === first.sid) ? other : first
      await eve.end('left', met.id)
      const back = alone === ann ? ben : ann
      await back.join()
      stage.clock.advance(19_999)
      assert.equal((await alone.renew()).kind, 'queued', 'both must have waited')
      stage.clock.advance(1)
      assert.equal(matched(await alone.renew()).met, true)
      await stage.close()
    })

    it('is remembered by either for their last 16 partners, each counted once (P-MATCH-6)', async () => {
      const stage = await Stage.open(make, { pairing: { recentMs: 0 } })
      const ann = await stage.person('ann')
      const first = await stage.person('first')
      const meet = async (other: Person): Promise<boolean> => {
        const { met, id } = await stage.meet(ann, other)
        await ann.end('left', id)
        // Whoever comes back has a new session and remembers nothing.
        await other.release()
        await other.hello()
        return met
      }
      assert.equal(await meet(first), false)
      for (let i = 0; i < 15; i++) {
        const other = await stage.person(`other${i}`)
        assert.deepEqual([await meet(other), await meet(other)], [false, true])
      }
      assert.equal(await meet(first), true)
      for (let i = 15; i < 31; i++) await meet(await stage.person(`other${i}`))
      assert.equal(await meet(first), false)
      await stage.close()
    })

    it('prefers a new face to somebody met before, even one who shares something rarer', async () => {
      const stage = await Stage.open(make, { pairing: { recentMs: 0 } })
      const { ann, ben } = await stage.pair({ interests: ['tea', 'kites'] }, { interests: ['kites'] })
      await ann.end()
      const eve = await stage.person('eve', { interests: ['tea'] })
      await ben.join()
      await eve.join()
      assert.equal(
        matched(await ann.join()).members.some(({ sid }) => sid === eve.sid),
        true,
      )
      await stage.close()
    })

    it('is found behind a crowd nobody may meet, in a bounded number of tries', async () => {
      const crowd = 200
      const stage = await Stage.open(make, { limits: { sockets: 2 * crowd } })
      const fill = async (name: string): Promise<void> => {
        for (let i = 0; i < crowd; i++) {
          await (await stage.person(`${name}${i}`, { identity: 'one', trust: 9, node: 'far' })).join()
        }
      }
      await fill('older')
      const ann = await stage.person('ann')
      await ann.join()
      await fill('younger')
      const ben = await stage.person('ben')
      let tries = 1
      for (let answer = await ben.join(); answer.kind !== 'matched'; answer = await ben.renew())
        assert(++tries < crowd)
      assert.equal(matched(await ann.renew()).id, matched(await ben.renew()).id)
      await stage.close()
    })
  })
}
