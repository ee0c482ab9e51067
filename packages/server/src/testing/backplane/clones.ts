import assert from 'node:assert/strict'
import type { Runner } from '../runner.js'
import { entryOf, type MakeBackplane, matched, type Person, Stage } from './stage.js'

/** The matching bugs of those who built this before, each by its name. */
export function clonesSuite({ describe, it }: Runner, make: MakeBackplane): void {
  const partnerOf = async (
    person: Person,
    answer: Promise<{ readonly kind: string }>,
  ): Promise<string | undefined> => matched(await answer).members.find(({ sid }) => sid !== person.sid)?.sid

  describe('bugs of others that must not come back', () => {
    it('the inverted filter: who leaves is taken out, and everybody else stays', async () => {
      const stage = await Stage.open(make)
      const [tea, go, kites] = await Promise.all(
        ['tea', 'go', 'kites'].map((name) => stage.person(name, { interests: [name] })),
      )
      assert(tea && go && kites)
      for (const person of [tea, go, kites]) await person.join()
      await go.leave()
      assert.equal(await stage.backplane.tickets.waiting('pool'), 2)
      for (const person of [tea, kites]) {
        const eve = await stage.person(`eve of ${person.sid}`, person.traits)
        assert.equal(await partnerOf(eve, eve.join()), person.sid)
      }
      assert.equal((await (await stage.person('late', go.traits)).join()).kind, 'queued')
      await stage.close()
    })

    it('the lost half of a pair: when one of two vanishes, the other is still found', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      await ben.confirm()
      await ann.release()
      assert.equal((await ben.join()).kind, 'queued')
      const eve = await stage.person('eve')
      assert.equal(await partnerOf(eve, eve.join()), ben.sid)
      await stage.close()
    })

    it('last in, first out: who waited longest goes first', async () => {
      const stage = await Stage.open(make)
      // One person's tabs, so that they wait for somebody else.
      const tabs = await Promise.all([1, 2, 3].map((i) => stage.person(`tab${i}`, { identity: 'ann' })))
      for (const tab of tabs) {
        await tab.join()
        stage.clock.advance(1_000)
      }
      const met: (string | undefined)[] = []
      for (const name of ['ben', 'cid', 'dan']) {
        const person = await stage.person(name)
        met.push(await partnerOf(person, person.join()))
      }
      assert.deepEqual(
        met,
        tabs.map(({ sid }) => sid),
      )
      await stage.close()
    })

    it('the mirror: nobody meets themselves, in whichever tab, however long they wait', async () => {
      const stage = await Stage.open(make)
      const tabs = await Promise.all([1, 2].map((i) => stage.person(`tab${i}`, { identity: 'ann' })))
      for (const tab of tabs) assert.equal((await tab.join()).kind, 'queued')
      stage.clock.advance(60_000)
      for (const tab of tabs) {
        assert.equal((await tab.renew({ relaxed: ['interests', 'languages', 'trust'] })).kind, 'queued')
      }
      await stage.close()
    })

    for (const [how, vanish] of [
      ['its connection fell', (ann: Person) => ann.leave()],
      ['it said bye', (ann: Person) => ann.release()],
      ['it reconnected and does something else', (ann: Person) => ann.hello()],
      ['its node is gone', (ann: Person) => ann.stage.lose(ann.node)],
      ['its ticket ran out', async (ann: Person) => ann.stage.clock.advance(600_000)],
    ] as const) {
      it(`the ghost: nobody is matched with one who is gone, since ${how}`, async () => {
        const stage = await Stage.open(make)
        const ann = await stage.person('ann')
        await ann.join()
        await vanish(ann)
        assert.equal((await (await stage.person('ben')).join()).kind, 'queued')
        await stage.close()
      })
    }

    it('the double booking: of two who come at once, only one gets the one who waits', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann')
      const tabs = await Promise.all([1, 2].map((i) => stage.person(`tab${i}`, { identity: 'ben' })))
      await ann.join()
      const answers = await Promise.all(tabs.map((tab) => tab.join()))
      assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['matched', 'queued'])
      assert.equal((await ann.heard()).length, 1)
      await stage.close()
    })

    it('the one-sided memory: two who have met don’t meet again at once, whichever of them remembers', async () => {
      for (const forgetful of ['ann', 'ben'] as const) {
        const stage = await Stage.open(make)
        const people = await stage.pair()
        await people.ann.end()
        await people[forgetful].release()
        // The same person in a new session, which has no memory of its own.
        const again = await stage.person('again', { identity: people[forgetful].identity })
        const other = forgetful === 'ann' ? people.ben : people.ann
        await other.join()
        assert.equal((await again.join()).kind, 'queued')
        assert.equal((await other.renew()).kind, 'queued')
        await stage.close()
      }
    })

    it('the late goodbye: what is said about the last chat never touches the next one', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat: last } = await stage.pair()
      await ann.end()
      const eve = await stage.person('eve')
      const next = await stage.meet(ben, eve)
      await eve.heard()
      for (const person of [ann, ben]) {
        person.chat = last.id
        assert.equal((await person.end()).kind, 'ended')
        await person.away()
        assert.deepEqual(await person.say('late', 1), { kind: 'ended' })
        await person.forsake()
      }
      assert.deepEqual(await eve.heard(), [])
      ben.chat = next.id
      assert.equal(
        (await ben.log()).chat.members.every(({ present }) => present),
        true,
      )
      assert.equal((await ben.say('hello', 1)).kind, 'appended')
      await stage.close()
    })

    it('the open relay: nobody writes to, ends or reads their way into a chat they don’t sit in', async () => {
      const stage = await Stage.open(make)
      const { ann, ben, chat } = await stage.pair()
      const other = await stage.meet(await stage.person('cid'), await stage.person('dan'))
      ann.chat = other.id
      assert.deepEqual(
        [(await ann.say('hi', 1)).kind, (await ann.end()).kind, (await ann.attach()).kind],
        ['unknown', 'unknown', 'unknown'],
      )
      ann.chat = chat.id
      await ann.end()
      await ben.confirm(1)
      await ann.confirm(1)
      ann.chat = chat.id
      assert.deepEqual(await ann.end(), { kind: 'unknown' }, 'nor one that is over')
      await stage.close()
    })

    it('stuck on searching: two who came at the same moment and found nobody still meet', async () => {
      const stage = await Stage.open(make)
      const ann = await stage.person('ann', { interests: ['tea'] })
      const ben = await stage.person('ben', { interests: ['go'] })
      await Promise.all([ann.join(), ben.join()])
      stage.clock.advance(8_000)
      const answers = await Promise.all([ann, ben].map((person) => person.renew({ relaxed: ['interests'] })))
      assert.deepEqual(
        answers.map(({ kind }) => kind),
        ['queued', 'matched'],
      )
      assert.equal((await ann.renew()).kind, 'matched')
      await stage.close()
    })

    it('the endless chat: an ended one is over for both, and its end arrives though the first word was lost', async () => {
      const stage = await Stage.open(make)
      const { ann, ben } = await stage.pair()
      const end = entryOf(await ann.end())
      await ben.heard()
      assert.deepEqual((await ben.log()).entries, [end])
      assert.deepEqual(await ben.renew(), { kind: 'unknown' })
      await stage.close()
    })
  })
}
