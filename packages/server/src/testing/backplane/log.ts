import assert from 'node:assert/strict'
import type { Runner } from '../runner.js'
import { entryOf, kinds, type MakeBackplane, type Person, Stage } from './stage.js'

const look = ({ stage, who, chat }: Person, away: boolean): Promise<void> =>
  stage.backplane.chats.look({ ...who, chat, away })

/** The log of a chat: order, numbers, confirmations and bounds (P-LOG, P-N, P-SEEN). */
export function logSuite({ describe, it }: Runner, make: MakeBackplane): void {
  describe('a log', () => {
    it('numbers its entries 1, 2, 3, whoever sends, and tells the others only (P-LOG-1)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      for (const person of [ann, ben]) await person.heard()
      for (const person of [ann, ben, ben]) await person.say('hello')
      const { entries, chat } = await ann.log()
      assert.deepEqual(
        entries.map(({ offset, seat, n }) => [offset, seat, n]),
        [
          [1, 0, 1],
          [2, 1, 1],
          [3, 1, 2],
        ],
      )
      assert.deepEqual([chat.first, chat.top], [1, 3])
      assert.deepEqual(await ben.heard(), [{ type: 'entry', sid: ben.sid, chat: chat.id, entry: entries[0] }])
      assert.deepEqual(
        await ann.heard(),
        entries.slice(1).map((entry) => ({ type: 'entry', sid: ann.sid, chat: chat.id, entry })),
      )
      await stage.close()
    })

    it('takes each number once: a repeat is answered with its entry, a gap with the number expected (P-N-1)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      const first = entryOf(await ann.say('one', 1))
      assert.deepEqual(await ann.say('one again', 1), { kind: 'duplicate', entry: first })
      assert.deepEqual(await ann.say('three', 3), { kind: 'gap', expected: 2 })
      assert.deepEqual(
        await ben.say('ahead', 2),
        { kind: 'gap', expected: 1 },
        'each member counts for itself',
      )
      assert.deepEqual((await ann.log()).entries, [first])
      await ann.confirm(1)
      await ben.confirm(1)
      assert.deepEqual(
        await ann.say('one', 1),
        { kind: 'duplicate' },
        'trimmed, so it was acked and confirmed',
      )
      await stage.close()
    })

    it('judges a batch send by send, in order', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      const send = (who: typeof ann, n: number) => ({
        ...who.who,
        chat: chat.id,
        n,
        body: { kind: 'text', text: `${n}` } as const,
      })
      const answers = await stage.backplane.chats.append([
        send(ann, 1),
        send(ben, 1),
        send(ann, 1),
        send(ann, 3),
        send(ann, 2),
      ])
      assert.deepEqual(
        answers.map(({ kind }) => kind),
        ['appended', 'appended', 'duplicate', 'gap', 'appended'],
      )
      assert.deepEqual(await stage.backplane.chats.append([]), [])
      await stage.close()
    })

    it('puts a tombstone in the place of a send that can never succeed; only its author’s n and reason differ (P-N-2)', async () => {
      const stage = await Stage.open(make)
      const { ann, chat } = await stage.pair()
      const [answer] = await stage.backplane.chats.append([
        { ...ann.who, chat: chat.id, n: 1, body: 'denied' },
      ])
      const expected = {
        offset: 1,
        seat: 0,
        at: stage.clock.now(),
        body: { kind: 'void' },
        n: 1,
        rejected: 'denied',
      }
      assert.deepEqual(answer, { kind: 'appended', entry: expected })
      assert.equal((await ann.say('next', 2)).kind, 'appended')
      await stage.close()
    })

    it('never runs backwards, even if the clock does (P-LOG-2)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      const { at } = entryOf(await ann.say('one'))
      stage.clock.step(-5_000)
      assert.equal(entryOf(await ben.say('two')).at, at)
      stage.clock.advance(6_000)
      assert.equal(entryOf(await ben.say('three')).at, at + 1_000)
      await stage.close()
    })

    it('is trimmed below what all have confirmed, and no further (P-SEEN-3)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      for (let i = 0; i < 5; i++) await ann.say(`${i}`)
      assert.equal(await ann.confirm(4), 'confirmed')
      assert.equal((await ann.log()).chat.first, 1)
      await ben.confirm(2)
      assert.deepEqual(
        (await ann.log()).entries.map(({ offset }) => offset),
        [3, 4, 5],
      )
      await ben.confirm(1)
      assert.equal((await ann.log()).chat.members[1]?.seen, 2, 'a position never goes back')
      await ben.confirm(1_000)
      assert.equal((await ann.log()).chat.members[1]?.seen, 5, 'one above the top is taken as the top')
      await ann.say('six', 6, 5)
      assert.deepEqual(
        (await ann.log(5)).entries.map(({ offset }) => offset),
        [6],
        'a send confirms as well',
      )
      assert.deepEqual((await ann.log(6)).entries, [])
      assert.deepEqual((await ann.log(999)).entries, [])
      await stage.close()
    })

    it('takes no more than its entries while somebody is behind, drops nothing, and goes on from there (P-LOG-6)', async () => {
      const stage = await Stage.open(make, { limits: { logEntries: 8 } })
      const { ann, ben } = await stage.pair()
      for (let i = 0; i < 7; i++) assert.equal((await ann.say(`${i}`)).kind, 'appended')
      assert.deepEqual(await ann.say('too many'), { kind: 'busy' })
      assert.deepEqual(await ann.say('after it', 9), { kind: 'gap', expected: 8 }, 'busy consumes no number')
      assert.equal((await ben.log()).entries.length, 7)
      await ann.confirm(7)
      assert.deepEqual(await ann.say('still too many'), { kind: 'busy' }, 'one who confirms is not enough')
      await ben.confirm(1)
      assert.equal((await ann.say('now there is room')).kind, 'appended')
      assert.equal((await ann.end()).kind, 'ended', 'the end always finds room')
      assert.equal((await ben.log()).entries.length, 8)
      await stage.close()
    })

    it('takes no more than its bytes, counted as UTF-8 (P-LOG-1)', async () => {
      const stage = await Stage.open(make, { limits: { logBytes: 10_000 } })
      const { ann, ben } = await stage.pair()
      assert.equal((await ann.say('€'.repeat(3_000))).kind, 'appended')
      assert.deepEqual(await ann.say('x'.repeat(1_000)), { kind: 'busy' })
      assert.equal((await ben.say('a short one fits')).kind, 'appended')
      for (const person of [ann, ben]) await person.confirm(2)
      assert.equal((await ann.say('x'.repeat(9_000))).kind, 'appended', 'what was confirmed weighs nothing')
      assert.equal((await ann.end()).kind, 'ended')
      await stage.close()
    })

    it('answers an attach with the record and what came after, own entries in full (P-RESUME-1)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.say('one')
      await ben.say('two')
      await ann.away()
      await ben.say('three')
      await ann.hello(undefined, 'other node')
      const answer = await ann.attach(1)
      assert(answer.kind === 'attached')
      const { chat, entries } = await ann.log(1)
      assert.deepEqual(answer, { kind: 'attached', chat, entries })
      assert.deepEqual(
        entries.map(({ offset }) => offset),
        [2, 3],
      )
      assert.deepEqual(
        chat.members.map(({ present, node, accepted }) => [present, node, accepted]),
        [
          [true, 'other node', 1],
          [true, ben.node, 2],
        ],
      )
      await stage.close()
    })

    it('tells a member what happens at the node that claimed it last: a poll may come in anywhere', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      const before = ann.node
      await stage.node(before).heard()
      ann.node = 'where the poll came in'
      stage.node(ann.node)
      await ann.hello()
      await ann.attach()
      await ben.say('hello')
      assert.deepEqual(kinds(await stage.node(before).heard()), ['superseded'])
      assert.deepEqual(kinds(await ann.heard()), ['entry'])
      await stage.close()
    })

    it('knows who is there: away and back are told to the others, once (P-GRACE-1)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      await ben.heard()
      await ann.away()
      await ann.away()
      assert.equal((await ben.log()).chat.members[0]?.present, false)
      await ann.hello()
      await ann.attach()
      await ann.attach()
      const presence = { type: 'presence', sid: ben.sid, chat: chat.id, seat: 0 }
      assert.deepEqual(await ben.heard(), [
        { ...presence, present: false },
        { ...presence, present: true },
      ])
      await stage.close()
    })

    it('knows who looks away, and tells the others once; of one whose line fell, when it is back (P-AWAY)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      await ben.heard()
      const presence = { type: 'presence', sid: ben.sid, chat: chat.id, seat: 0 }
      const isAway = async () => (await ben.log()).chat.members.map(({ away }) => away)
      await look(ann, true)
      await look(ann, true)
      assert.deepEqual(await isAway(), [true, false])
      await ann.away()
      await look(ann, false)
      await look(ann, true)
      assert.deepEqual(await isAway(), [true, false], 'a line that falls leaves it as it is')
      await ann.hello()
      await ann.attach()
      await look(ann, false)
      assert.deepEqual(await ben.heard(), [
        { ...presence, present: true, away: true },
        { ...presence, present: false },
        { ...presence, present: true, away: true },
        { ...presence, present: true },
      ])
      await ann.end()
      await ben.heard()
      await look(ann, true)
      assert.deepEqual(await ben.heard(), [], 'nobody looks away from what is over')
      await stage.close()
    })

    it('counts a member as there for good from its first frame that names the chat (P-MATCH-4)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.attach()
      const confirmed = async () => (await ann.log()).chat.members.map((member) => member.confirmed)
      assert.deepEqual(await confirmed(), [false, false])
      await ann.confirm(0)
      assert.deepEqual(await confirmed(), [true, false])
      await ben.say('hello')
      assert.deepEqual(await confirmed(), [true, true])
      await stage.close()
    })

    it('is nothing to those who don’t sit in the chat, and they learn nothing of it', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      await ann.say('hello')
      for (const person of [ann, ben]) await person.heard()
      const eve = await stage.person('eve')
      for (const id of [chat.id, 'no such chat']) {
        eve.chat = id
        assert.deepEqual(await eve.say('hi', 1), { kind: 'unknown' })
        assert.deepEqual(await eve.confirm(1), { kind: 'unknown' })
        assert.deepEqual(await eve.attach(), { kind: 'unknown' })
        assert.deepEqual(await eve.end(), { kind: 'unknown' })
        await eve.away()
        await look(eve, true)
        await eve.forsake()
      }
      for (const person of [ann, ben]) assert.deepEqual(kinds(await person.heard()), [])
      assert.equal((await ann.log()).chat.ended, false)
      await stage.close()
    })
  })
}
