import assert from 'node:assert/strict'
import type { Runner } from '../runner.js'
import { kinds, type MakeBackplane, matched, type Person, Stage } from './stage.js'

/** Claims: which connection speaks for a session (P-FENCE). */
export function sessionsSuite({ describe, it }: Runner, make: MakeBackplane): void {
  describe('sessions', () => {
    it('belong to their newest connection, and the one before is told on its node (P-FENCE-1)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { node: 'north' })
      assert.deepEqual(await ann.hello(7, 'south'), { kind: 'claimed' })
      assert.deepEqual(await stage.node('north').heard(), [{ type: 'superseded', sid: ann.sid, conn: 7 }])
      assert.deepEqual(await stage.node('south').heard(), [])
      await stage.close()
    })

    it('turn an equal or lower number away without any effect, and say which to exceed (P-FENCE-1)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { node: 'north' })
      await ann.hello(5)
      await ann.heard()
      for (const conn of [5, 4, 1])
        assert.deepEqual(await ann.hello(conn, 'south'), { kind: 'fenced', conn: 5 })
      assert.deepEqual(await ann.heard(), [])
      assert.equal((await ann.join()).kind, 'queued')
      await stage.close()
    })

    it('move within a number by the smallest fraction of it (P-POLL-6)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { node: 'north' })
      const turn = (conn: number, seq: number): number => conn + seq / 2 ** 20
      const highest = 2 ** 32
      for (const conn of [5, turn(5, 2), turn(5, 3), highest, turn(highest, 2), turn(highest, 3)])
        assert.deepEqual(await ann.hello(conn, 'south'), { kind: 'claimed' })
      for (const seq of [3, 2])
        assert.deepEqual(await ann.hello(turn(highest, seq)), { kind: 'fenced', conn: turn(highest, 3) })
      await stage.close()
    })

    it('let nothing an older connection still says take effect (P-FENCE-2)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      const old = ann.who
      await ann.hello()
      await ben.heard()
      const fenced = { kind: 'fenced', conn: ann.conn }
      const { tickets, chats, sessions } = stage.backplane
      const late = { ...old, chat: chat.id }
      assert.deepEqual(await tickets.enter({ ...ann.wish(), ...old }), fenced)
      assert.deepEqual(await tickets.leave(old, ann.ticket), fenced)
      assert.deepEqual(await chats.attach({ ...late, offset: 0 }), fenced)
      assert.deepEqual(await chats.append([{ ...late, n: 1, body: { kind: 'text', text: 'late' } }]), [
        fenced,
      ])
      assert.deepEqual(await chats.confirm({ ...late, seen: 0 }), fenced)
      assert.deepEqual(await chats.end({ ...late, reason: 'left' }), fenced)
      await chats.away(late)
      await chats.forsake(late)
      await sessions.release(old)

      const { chat: now, entries } = await ann.log()
      assert.deepEqual(entries, [])
      assert.deepEqual(now, { ...chat, members: now.members })
      assert.deepEqual(
        now.members,
        chat.members.map((member) => (member.sid === ann.sid ? { ...member, conn: ann.conn } : member)),
      )
      assert.deepEqual(await ben.heard(), [])
      await stage.close()
    })

    it('let nothing take effect that names a higher number which was never claimed (P-FENCE-2)', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      await ben.heard()
      const { sid, conn } = ann
      const fenced = { kind: 'fenced', conn }
      const { tickets, chats, sessions } = stage.backplane
      const early = { sid, conn: conn + 1, chat: chat.id }
      assert.deepEqual(await tickets.enter({ ...ann.wish(), ...early }), fenced)
      assert.deepEqual(await tickets.leave(early, ann.ticket), fenced)
      assert.deepEqual(await chats.attach({ ...early, offset: 0 }), fenced)
      assert.deepEqual(await chats.append([{ ...early, n: 1, body: { kind: 'text', text: 'early' } }]), [
        fenced,
      ])
      assert.deepEqual(await chats.confirm({ ...early, seen: 0 }), fenced)
      assert.deepEqual(await chats.end({ ...early, reason: 'left' }), fenced)
      await chats.away(early)
      await chats.forsake(early)
      await sessions.release(early)
      assert.deepEqual(await ann.log(), { ...(await ann.log()), entries: [], chat: { ...chat, top: 0 } })
      assert.deepEqual(await ben.heard(), [])
      await stage.close()
    })

    it('may do nothing before they are claimed, or after they were released', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      await ann.release()
      assert.deepEqual(await ann.join(), { kind: 'fenced', conn: 0 })
      assert.equal(await stage.backplane.tickets.waiting('pool'), 0)
      assert.deepEqual(await ann.hello(1), { kind: 'claimed' })
      await stage.close()
    })

    it('of one identity are at most as many as its sockets; those that are there may always reconnect (P-LIMIT-4)', async () => {
      const stage = await Stage.open(make, { limits: { sockets: 2 } })
      const tabs = [
        await stage.person('tab1', { identity: 'ann' }),
        await stage.person('tab2', { identity: 'ann' }),
      ]
      const third = await stage.person('other')
      const answer = () =>
        stage.backplane.sessions.claim({ sid: 'tab3', conn: 1, identity: 'ann', node: third.node })
      assert.deepEqual(await answer(), { kind: 'busy' })
      for (const tab of tabs) assert.equal((await tab.hello()).kind, 'claimed')
      await tabs[0]?.release()
      assert.equal((await answer()).kind, 'claimed')
      await stage.close()
    })

    it('are bounded in number; who is there stays (law 8)', async () => {
      const stage = await Stage.open(make, { limits: { claims: 2 } })
      const ann = await stage.person('ann')
      await stage.person('ben')
      const late = () =>
        stage.backplane.sessions.claim({ sid: 'late', conn: 1, identity: 'late', node: ann.node })
      assert.deepEqual(await late(), { kind: 'busy' })
      assert.equal((await ann.hello()).kind, 'claimed')
      await ann.release()
      assert.equal((await late()).kind, 'claimed')
      await stage.close()
    })

    it('name the chat they still sit in, for a hello that forgot it (P-FENCE-3)', async () => {
      const stage = await Stage.open(make)
      const { ann, chat } = await stage.pair()
      assert.deepEqual(await ann.hello(), { kind: 'claimed', chat: chat.id })
      await ann.end()
      assert.deepEqual(await ann.hello(), { kind: 'claimed' })
      await stage.close()
    })

    it('lose their place in the pool with their connection, but not their age (P-GRACE-2)', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      const first = stage.clock.now()
      await ann.join()
      stage.clock.advance(4_000)
      await ann.hello()
      assert.equal(await stage.backplane.tickets.waiting('pool'), 0)
      assert.deepEqual(await ann.renew(), {
        kind: 'queued',
        since: first,
        waiting: 1,
        onlyYou: false,
        offered: false,
      })
      await stage.close()
    })

    it('take everything with them when they say bye: the ticket', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      await ann.join()
      await ann.release()
      const ben = await stage.person('ben')
      assert.equal((await ben.join()).kind, 'queued')
      await stage.close()
    })

    const ending = async (prepare: (ann: Person) => Promise<unknown>) => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ben.heard()
      await prepare(ann)
      await ben.heard()
      await ann.release()
      const [push] = await ben.heard()
      assert(push?.type === 'entry')
      await ben.confirm(push.entry.offset)
      assert(await ben.isForgotten(), 'nobody waits for the one who is gone')
      await stage.close()
      return push.entry.body
    }
    it('take everything with them when they say bye: the chat, which ends as left', async () => {
      assert.deepEqual(await ending((ann) => ann.confirm()), { kind: 'end', reason: 'left', by: 0 })
    })
    it('take everything with them when their grace is over: the chat, which ends as lost', async () => {
      assert.deepEqual(await ending((ann) => ann.away()), { kind: 'end', reason: 'lost', by: 0 })
    })

    it('follow their connection to another node: what happens next is told there', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      const before = ann.node
      await ann.hello(undefined, 'elsewhere')
      await stage.node(before).heard()
      await ben.say('still there?')
      assert.deepEqual(await stage.node(before).heard(), [])
      assert.deepEqual(kinds(await ann.heard()), ['entry'])
      assert.equal(matched(await ann.renew()).members.find(({ sid }) => sid === ann.sid)?.node, 'elsewhere')
      await stage.close()
    })
  })
}
