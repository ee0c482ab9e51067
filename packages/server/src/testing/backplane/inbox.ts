import assert from 'node:assert/strict'
import type { Action, Push } from '../../ports/backplane.js'
import type { Runner } from '../runner.js'
import { kinds, type MakeBackplane, Stage } from './stage.js'

/** What nodes tell each other: hints, in order, never inside the call that caused them (P-RESUME-4). */
export function inboxSuite({ describe, it }: Runner, make: MakeBackplane): void {
  const typing = (on: boolean): Push => ({ type: 'typing', sid: 's', chat: 'c', seat: 0, on })

  describe('an inbox', () => {
    it('hears in order', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.heard()
      await ben.say('one')
      await ben.say('two')
      await ben.away()
      await ben.end()
      const heard = await ann.heard()
      assert.deepEqual(kinds(heard), ['entry', 'entry', 'presence', 'entry'])
      assert.deepEqual(
        heard.flatMap((push) => (push.type === 'entry' ? [push.entry.offset] : [])),
        [1, 2, 3],
      )
      await stage.close()
    })

    it('is never called inside the call that caused the push', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      let inside = false
      let calls = 0
      stage.backplane.inbox.on(ann.node, () => {
        calls++
        assert.equal(inside, false)
      })
      inside = true
      const [said, told] = [ben.say('hello'), stage.backplane.command('i', { type: 'end' })]
      stage.backplane.inbox.whisper(ann.node, typing(true))
      inside = false
      await Promise.all([said, told])
      await stage.node('another').heard()
      assert.equal(calls > 0, true)
      await stage.close()
    })

    it('takes a whisper for a node that is there, and forgets one for a node that isn’t', async () => {
      const stage = await Stage.open(make)
      const north = stage.node('north')
      stage.backplane.inbox.whisper('north', typing(true))
      stage.backplane.inbox.whisper('nowhere', typing(true))
      assert.deepEqual(await north.heard(), [typing(true)])
      assert.deepEqual(await stage.node('nowhere').heard(), [])
      await stage.close()
    })

    it('brings a command to every node, whoever it is about', async () => {
      const stage = await Stage.open(make)
      const nodes = ['north', 'south'].map((name) => stage.node(name))
      const action: Action = { type: 'ban', message: 'No.' }
      await stage.backplane.command('somebody', action)
      for (const node of nodes)
        assert.deepEqual(await node.heard(), [{ type: 'command', identity: 'somebody', action }])
      await stage.close()
    })

    it('names the nodes that are there', async () => {
      const stage = await Stage.open(make)
      const nodes = ['north', 'south'].map((name) => stage.node(name))
      assert.deepEqual([...(await stage.backplane.inbox.nodes())].sort(), ['north', 'south'])
      nodes[0]?.leave()
      assert.deepEqual(await stage.backplane.inbox.nodes(), ['south'])
      await stage.close()
    })

    it('falls silent when the node leaves; leaving twice is leaving once', async () => {
      const stage = await Stage.open(make)
      let heard = 0
      const leave = stage.backplane.inbox.on('north', () => void heard++)
      leave()
      leave()
      stage.backplane.inbox.whisper('north', typing(true))
      await stage.node('south').heard()
      assert.equal(heard, 0)
      await stage.close()
    })
  })

  describe('a node that is lost', () => {
    /** Resolves with the name of the next node lost. */
    const nextLost = (stage: Stage): Promise<string> =>
      new Promise((resolve) => void stage.backplane.inbox.onNodeLost(resolve))

    it('leaves its members away and their partners told, so that a grace can run', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      await ben.heard()
      await stage.lose(ann.node)
      assert.deepEqual(await ben.heard(), [
        { type: 'presence', sid: ben.sid, chat: chat.id, seat: 0, present: false },
      ])
      assert.equal((await ben.end('lost')).kind, 'ended')
      await stage.close()
    })

    it('leaves no ticket behind, and its sessions may come back elsewhere', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      const since = stage.clock.now()
      await ann.join()
      await stage.lose(ann.node)
      assert.equal(await stage.backplane.tickets.waiting('pool'), 0)
      stage.clock.advance(5_000)
      await ann.hello(undefined, 'south')
      assert.deepEqual(await ann.renew(), {
        kind: 'queued',
        since,
        waiting: 1,
        onlyYou: false,
        offered: false,
      })
      stage.clock.advance(300_000)
      assert.equal((await ann.renew()).kind, 'queued', 'and is not given up there')
      await stage.close()
    })

    it('takes sessions with it that never come back', async () => {
      const stage = await Stage.open(make, { limits: { orphanMs: 150_000, claims: 2 } })
      const ann = await stage.person('ann')
      const ben = await stage.person('ben')
      await stage.lose(ann.node)
      const claim = () =>
        stage.backplane.sessions.claim({ sid: 'new', conn: 1, identity: 'new', node: ben.node })
      assert.equal((await claim()).kind, 'busy')
      stage.clock.advance(150_000)
      assert.equal((await claim()).kind, 'claimed')
      await stage.close()
    })

    it('is also one whose name is joined again: whatever was connected to it is gone', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.heard()
      const lost = nextLost(stage)
      const heard: Push[] = []
      stage.backplane.inbox.on(ann.node, (push) => void heard.push(push))
      assert.equal(await lost, ann.node)
      assert.equal((await ben.log()).chat.members[0]?.present, false)
      stage.node(ann.node).leave()
      stage.backplane.inbox.whisper(ann.node, typing(true))
      await ben.heard()
      assert.deepEqual(heard, [typing(true)], 'the former handler has nothing to take away')
      await stage.close()
    })

    it('is told to nobody who no longer listens', async () => {
      const stage = await Stage.open(make)
      let told = 0
      const stop = stage.backplane.inbox.onNodeLost(() => void told++)
      stop()
      await stage.lose('north')
      assert.equal(told, 0)
      await stage.close()
    })
  })

  describe('closing', () => {
    it('releases every timer, and may be done twice', async () => {
      const stage = await Stage.open(make)
      const { ann } = await stage.pair()
      await ann.end()
      await stage.close()
      await stage.close()
      assert.equal(stage.clock.pending, 0)
    })

    it('leaves no timer running while there is nothing to clean up either', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ann.end()
      await ann.confirm(1)
      await ben.confirm(1)
      assert.equal(stage.clock.pending, 0)
      await stage.close()
    })
  })
}
