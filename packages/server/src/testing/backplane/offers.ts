import assert from 'node:assert/strict'
import type { Runner } from '../runner.js'
import { type MakeBackplane, matched, Stage } from './stage.js'

const OFFER = 'v=0 and all that follows'
const FIRST = { kind: 'signal', call: 1, signal: 'offer', data: OFFER } as const

/** Offers of calls made while waiting (P-CALL-5). */
export function offersSuite({ describe, it }: Runner, make: MakeBackplane): void {
  describe('an offer made beforehand', () => {
    it('of whoever waited is the first entry, under its number 1, in the same step as the chat', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      const ben = await stage.person('ben')
      await ann.join({ offer: OFFER })
      const chat = matched(await ben.join({ offer: 'of ben, who asks last' }))
      assert.deepEqual([chat.top, chat.first], [1, 1])
      assert.deepEqual(
        chat.members.map(({ sid, accepted, confirmed, seen }) => ({ sid, accepted, confirmed, seen })),
        [
          { sid: ann.sid, accepted: 1, confirmed: false, seen: 0 },
          { sid: ben.sid, accepted: 0, confirmed: false, seen: 0 },
        ],
      )
      assert.deepEqual(await ann.heard(), [{ type: 'matched', sid: ann.sid, chat }])
      ann.chat = ben.chat = chat.id
      const { entries } = await ben.log()
      assert.deepEqual(entries, [{ offset: 1, seat: 0, at: stage.clock.now(), body: FIRST, n: 1 }])
      await stage.close()
    })

    it('counts as a send: its number is taken, and the next one follows it (P-N-1)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { offer: OFFER })
      const ben = await stage.person('ben')
      await stage.meet(ann, ben)
      assert.equal((await ann.say('again', 1)).kind, 'duplicate')
      const answer = await ann.say('second', 2)
      assert(answer.kind === 'appended')
      assert.deepEqual([answer.entry.offset, answer.entry.n], [2, 2])
      assert.deepEqual(
        (await ben.log()).chat.members.map(({ accepted }) => accepted),
        [2, 0],
      )
      await stage.close()
    })

    it('confirms nobody: a member who never comes is a no-show, and the wish goes on (P-MATCH-4)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { offer: OFFER })
      const ben = await stage.person('ben')
      await stage.meet(ann, ben)
      await ben.confirm(1)
      const answer = await ben.end('no_show')
      assert(answer.kind === 'ended')
      assert.deepEqual(answer.entry?.body, { kind: 'end', reason: 'no_show', by: 0 })
      assert.equal((await ben.renew()).kind, 'queued')
      await stage.close()
    })

    it('is brought anew by each entering, or taken back', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      await ann.join({ offer: 'an older one' })
      await ann.renew({ offer: OFFER })
      const ben = await stage.person('ben')
      ben.chat = matched(await ben.join()).id
      assert.deepEqual(
        (await ben.log()).entries.map(({ body }) => body),
        [FIRST],
      )
      const cat = await stage.person('cat')
      await cat.join({ offer: OFFER })
      await cat.renew()
      const dan = await stage.person('dan')
      assert.equal(matched(await dan.join()).top, 0)
      await stage.close()
    })

    it('is left out where the log has no room for it: the two meet all the same', async () => {
      const stage = await Stage.open(make, { limits: { logBytes: 200 } })
      const ann = await stage.person('ann', { offer: 'x'.repeat(200) })
      const ben = await stage.person('ben')
      const chat = await stage.meet(ann, ben)
      assert.deepEqual([chat.top, chat.members[0]?.accepted], [0, 0])
      assert.equal((await ann.say('first')).kind, 'appended')
      await stage.close()
    })

    it('leaves nothing behind (P-GRACE-3)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { offer: OFFER })
      const ben = await stage.person('ben')
      await stage.meet(ann, ben)
      await ann.end()
      await ann.confirm(2)
      await ben.confirm(2)
      assert(await ben.isForgotten())
      await stage.close()
    })
  })
}
