import assert from 'node:assert/strict'
import type { Runner } from '../runner.js'
import { entryOf, type MakeBackplane, Stage } from './stage.js'

/** How chats end, and when nothing of them is left (P-END, P-GRACE). */
export function endsSuite({ describe, it }: Runner, make: MakeBackplane): void {
  describe('an end', () => {
    it('is the last entry, written once, and told to the others (P-END-1)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      await ann.say('bye')
      for (const person of [ann, ben]) await person.heard()
      const entry = entryOf(await ann.end())
      assert.deepEqual(entry, {
        offset: 2,
        seat: -1,
        at: stage.clock.now(),
        body: { kind: 'end', reason: 'left', by: 0 },
      })
      assert.deepEqual(await ben.heard(), [{ type: 'entry', sid: ben.sid, chat: chat.id, entry }])
      assert.deepEqual(await ben.end('lost'), { kind: 'ended', entry }, 'the second end changes nothing')
      assert.deepEqual(await ann.heard(), [])
      assert.equal((await ann.log()).chat.ended, true)
      await stage.close()
    })

    it('closes the log: what was on its way is refused, what was taken before is still acked (P-END-4)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      const taken = entryOf(await ben.say('one'))
      await ann.end()
      assert.deepEqual(await ben.say('two'), { kind: 'ended' })
      assert.deepEqual(await ben.say('one', 1), { kind: 'duplicate', entry: taken })
      assert.equal((await ben.log()).entries.length, 2)
      await stage.close()
    })

    it('frees both for a new ticket at once (P-END-4)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.end()
      assert.equal((await ben.join()).kind, 'queued')
      const eve = await stage.person('eve')
      assert.equal((await eve.join()).kind, 'matched')
      await stage.close()
    })

    it('as no_show holds only while somebody hasn’t confirmed: a confirmation that crossed it wins (P-MATCH-4)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.confirm()
      await ben.confirm()
      const { chat } = await ann.log()
      assert.deepEqual(await ann.end('no_show'), { kind: 'kept', chat })
      assert.deepEqual((await ann.log()).entries, [])
      await stage.close()
    })

    it('as no_show says whose it was', async () => {
      const stage = await Stage.open(make)
      const { ann } = await stage.pair()
      await ann.confirm()
      assert.deepEqual(entryOf(await ann.end('no_show')).body, { kind: 'end', reason: 'no_show', by: 1 })
      await stage.close()
    })

    it('as lost holds only while somebody is away: a return that crossed it wins (P-GRACE-1)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ben.away()
      await ben.hello()
      await ben.attach()
      assert.equal((await ann.end('lost')).kind, 'kept')
      await ben.away()
      assert.deepEqual(entryOf(await ann.end('lost')).body, { kind: 'end', reason: 'lost', by: 1 })
      await stage.close()
    })

    for (const reason of ['idle', 'closed'] as const) {
      it(`as ${reason} is nobody’s doing (P-END-2)`, async () => {
        const stage = await Stage.open(make)
        const { ann } = await stage.pair()
        assert.deepEqual(entryOf(await ann.end(reason)).body, { kind: 'end', reason })
        await stage.close()
      })
    }

    it('reaches a member who was away: a word said just before leaving arrives (P-GRACE-3)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ben.away()
      await ann.say('bye')
      await ann.end()
      await ann.confirm(2)
      stage.clock.advance(100_000)
      await ben.hello()
      const answer = await ben.attach(0)
      assert(answer.kind === 'attached')
      assert.deepEqual(
        answer.entries.map(({ body }) => body.kind),
        ['text', 'end'],
      )
      await stage.close()
    })

    it('confirmed by all leaves nothing of the chat (law 4)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.say('hello')
      await ann.end()
      await ann.confirm(2)
      await ben.confirm(1)
      assert.equal(await ben.isForgotten(), false)
      assert.equal(await ben.confirm(2), 'confirmed')
      assert.equal(await ben.isForgotten(), true)
      assert.deepEqual(await ben.confirm(2), { kind: 'unknown' })
      assert.deepEqual(await ann.attach(), { kind: 'unknown' })
      await stage.close()
    })

    it('waits for nobody whose grace is over (P-GRACE-3)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ben.forsake()
      await ann.say('hello')
      await ann.confirm(1)
      assert.deepEqual((await ann.log()).entries, [], 'nor does the log of a live chat')
      await ann.end()
      await ann.confirm(2)
      assert.equal(await ann.isForgotten(), true)
      await stage.close()
    })

    it('is nobody’s news when both are given up already: the chat goes with it (law 4)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.say('hello')
      await ann.forsake()
      await ben.forsake()
      await ann.end()
      assert.equal(await ann.isForgotten(), true)
      await stage.close()
    })

    it('that nobody confirms is forgotten after the longest grace all the same (law 4)', async () => {
      const stage = await Stage.open(make, { limits: { endedMs: 120_000 } })
      const { ann, ben } = await stage.pair()
      await ann.say('hello')
      await ann.end()
      stage.clock.advance(110_000)
      assert.equal(await ben.isForgotten(), false)
      stage.clock.advance(10_000)
      assert.equal(await ben.isForgotten(), true)
      await stage.close()
    })

    it('comes to a chat that both have silently left', async () => {
      const stage = await Stage.open(make, { limits: { orphanMs: 150_000 } })
      const { ann, ben } = await stage.pair()
      await ann.away()
      stage.clock.advance(200_000)
      assert.equal((await ben.log()).chat.ended, false, 'one is still there')
      await ben.away()
      stage.clock.advance(150_000)
      assert.equal(await ben.isForgotten(), true)
      await ann.hello()
      assert.deepEqual(await ann.renew(), { kind: 'unknown' })
      assert.equal((await ann.join()).kind, 'queued', 'their sessions are free')
      await stage.close()
    })

    it('doesn’t come to a chat that one of both came back to', async () => {
      const stage = await Stage.open(make, { limits: { orphanMs: 150_000 } })
      const { ann, ben } = await stage.pair()
      await ann.away()
      await ben.away()
      stage.clock.advance(100_000)
      await ben.attach()
      stage.clock.advance(200_000)
      assert.equal((await ben.log()).chat.ended, false)
      await stage.close()
    })

    it('of an older chat is soon not waited for by somebody who goes on from chat to chat', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      const chats: string[] = []
      for (const name of ['ben', 'cid', 'dan', 'eve']) {
        const other = await stage.person(name)
        chats.push((await stage.meet(ann, other)).id)
        const entry = entryOf(await other.end())
        await other.confirm(entry.offset)
      }
      const kept = await Promise.all(chats.map(async (id) => (await stage.backplane.chats.read(id, 0)).kind))
      assert.deepEqual(kept, ['unknown', 'unknown', 'log', 'log'])
      await stage.close()
    })
  })
}
