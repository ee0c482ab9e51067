import { beforeEach, describe, expect, it } from 'vitest'
import { staticList } from '../media/providers.js'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Action, Backplane, Ticket } from '../ports/backplane.js'
import type { ActionRecord } from '../ports/ledger.js'
import { SLOW_MS } from '../rules/sanctions.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, type Person, type Stage } from '../testing/people.js'

// What moderators decide about somebody reaches them at once, and at every hello after it. What it rests on, and how to
// appeal, is asked for elsewhere.

const HOUR = 60 * 60_000

let stage: Stage
let backplane: Backplane
let tickets: Ticket[]
/** What else happens while a session is claimed. */
let meanwhile: () => Promise<void>
let held: Map<string, readonly Partial<ActionRecord>[]>

beforeEach(async () => {
  tickets = []
  held = new Map()
  meanwhile = () => Promise.resolve()
  const inner = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  const enter: Backplane['tickets']['enter'] = (ticket) => {
    tickets.push(ticket)
    return inner.tickets.enter(ticket)
  }
  const claim: Backplane['sessions']['claim'] = async (who) => {
    const once = meanwhile
    meanwhile = () => Promise.resolve()
    await once()
    return inner.sessions.claim(who)
  }
  backplane = { ...inner, tickets: { ...inner.tickets, enter }, sessions: { ...inner.sessions, claim } }
  const store = await openStore({ path: ':memory:' })
  const sanctions = async (who: string) => (held.get(who) ?? []) as readonly ActionRecord[]
  stage = await createStage({
    ...{ backplane, modes: ['text', 'voice'] as const, ice: staticList([]) },
    store: { ...store, ledger: { ...store.ledger, sanctions } },
  })
})

/** Two in a chat, and who they are to the moderators. */
async function pair(wish: Parameters<Stage['pair']>[0] = {}) {
  const people = await stage.pair(wish)
  const ids = people.map(
    (person) => tickets.findLast(({ id }) => id === person.last('chat').ticket)?.identity ?? '',
  )
  return [people[0], people[1], ids[0] ?? ''] as const
}

async function decide(identity: string, kind: ActionRecord['kind'], ms?: number): Promise<void> {
  const until = ms === undefined ? {} : { until: stage.clock.now() + ms }
  held.set(identity, [{ id: 'action-one', kind, ...until }])
  const action: Action = { type: 'judged', action: 'action-one', kind, ...until }
  await backplane.command(identity, action)
  await stage.pass(250)
}
const decisions = (person: Person) => person.all('notice').filter(({ code }) => code === 'decision')

describe('a decision', () => {
  it('is told to the person it is about, with its name, and to nobody else (P-DECISION-1)', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'warn', HOUR)
    expect(decisions(one)).toMatchObject([{ level: 'warn', action: 'action-one' }])
    expect(decisions(two)).toEqual([])
    expect(one.ended).toBeUndefined()
  })

  it('is told again at the next hello while it holds', async () => {
    const [one, , id] = await pair()
    await decide(id, 'mute', HOUR)
    await one.falls()
    const back = stage.arrive()
    await back.hello(one.back(0))
    expect(decisions(back)).toHaveLength(1)
  })

  it('that bans stops the person at once, ends the chat, and keeps them out until it is over', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'ban', HOUR)
    expect(one.ended).toMatchObject({ code: 4403, reason: 'banned' })
    expect(two.ends).toEqual(['left'])
    const { device } = one.last('welcome')
    const again = await stage.enter({ device })
    expect(again.last('goodbye')).toMatchObject({
      code: 4403,
      reason: 'banned',
      until: expect.any(Number) as number,
    })
    await stage.pass(1_000)
    held.set(id, [{ id: 'action-one', kind: 'ban', until: stage.clock.now() - 1 }])
    expect((await stage.enter({ device })).all('welcome')).toHaveLength(1)
  })

  it('that bans without an end keeps the person out, and names none', async () => {
    const [one, , id] = await pair()
    await decide(id, 'ban')
    const { device } = one.last('welcome')
    const again = await stage.enter({ device })
    expect(again.all('welcome')).toEqual([])
    expect(again.last('goodbye')).toMatchObject({ code: 4403, reason: 'banned' })
    expect(again.last('goodbye')).not.toHaveProperty('until')
  })

  it('that cools down without an end refuses every wish, and names no time to come again', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'cooldown')
    await two.says({ type: 'bye' })
    await one.says({ type: 'seen', chat: one.chat, offset: 1 })
    await one.join()
    expect(one.last('error')).toMatchObject({ code: 'denied', re: { type: 'join' } })
    expect(one.last('error')).not.toHaveProperty('retryAfterMs')
  })

  it('that bans while a session is claimed meets the person all the same, and ends their chat', async () => {
    const [one, two, id] = await pair()
    await one.falls()
    meanwhile = () => decide(id, 'ban', HOUR)
    const back = stage.arrive()
    await back.hello(one.back(0))
    await stage.pass(1_000)
    expect(back.all('welcome')).toEqual([])
    expect(back.ended).toMatchObject({ code: 4403, reason: 'banned' })
    expect(two.ends).toEqual(['lost'])
  })

  it('that mutes while a session is claimed is told at its welcome, and holds', async () => {
    const [one, two, id] = await pair()
    await one.falls()
    meanwhile = () => decide(id, 'mute', HOUR)
    const back = stage.arrive()
    await back.hello(one.back(0))
    await stage.pass(1_000)
    expect(decisions(back)).toHaveLength(1)
    await back.send('unheard')
    expect(two.texts).toEqual([])
  })

  it('that ends a chat ends it for both', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'end')
    expect([one.ends, two.ends]).toEqual([['closed'], ['closed']])
  })

  it('that comes twice, by the node that made it and by the ledger, is told once', async () => {
    const [one, , id] = await pair()
    await decide(id, 'warn', HOUR)
    await decide(id, 'warn', HOUR)
    expect(decisions(one)).toHaveLength(1)
  })

  it('that mutes lets nothing through, and says so; taken back, words flow again', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'mute', HOUR)
    await one.send('unheard')
    expect(two.texts).toEqual([])
    expect(one.last('notice')).toMatchObject({ code: 'denied' })
    held.delete(id)
    await backplane.command(id, { type: 'reviewed', action: 'action-one' })
    await stage.pass(250)
    expect(one.last('notice')).toMatchObject({ code: 'reviewed', action: 'action-one' })
    await one.send('heard')
    expect(two.texts).toEqual(['heard'])
  })

  it('that slows down lets one message through in a while, and loses none', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'slow', HOUR)
    await one.send('first')
    await one.send('second')
    expect(two.texts).toEqual(['first'])
    const { retryAfterMs = 0 } = one.last('error')
    expect(retryAfterMs).toBeLessThanOrEqual(SLOW_MS)
    await stage.pass(retryAfterMs)
    await one.send('second', 2)
    expect(two.texts).toEqual(['first', 'second'])
  })

  it('that slows down leaves the signals of a call their own pace', async () => {
    const [one, two, id] = await pair({ mode: 'voice' })
    const state = (video: boolean) => ({
      ...{ kind: 'signal', call: 1, signal: 'state' },
      data: JSON.stringify({ audio: true, video }),
    })
    const heard = (): number => two.all('entry').filter(({ body }) => body['kind'] === 'signal').length
    await decide(id, 'slow', HOUR)
    for (const video of [true, false, true]) await one.tell(state(video))
    await one.tell({ kind: 'consent', call: 1, step: 'voice', on: false })
    expect(heard()).toBe(3)
    expect(two.last('entry').body).toMatchObject({ kind: 'consent', on: false })
    expect(one.all('error')).toEqual([])
  })

  it.each(['mute', 'restrict'] as const)(
    'that says %s stops nobody from taking back what they had agreed to, and from hanging up (P-CALL-7)',
    async (kind) => {
      const [one, two, id] = await pair({ mode: 'voice' })
      // It was decided elsewhere, and its news got lost: they hear of it as they come back.
      held.set(id, [{ id: 'action-one', kind, until: stage.clock.now() + HOUR }])
      await one.falls()
      const back = stage.arrive()
      await back.hello(one.back(0))
      await back.tell({ kind: 'consent', call: 1, step: 'voice', on: true }, 1)
      await back.tell({ kind: 'consent', call: 1, step: 'voice', on: false }, 2)
      await back.tell({ kind: 'signal', call: 1, signal: 'hangup', data: 'hung_up' }, 3)
      expect(two.all('entry').map(({ body }) => body)).toMatchObject([
        { kind: 'void' },
        { kind: 'consent', on: false },
        { kind: 'signal', signal: 'hangup' },
      ])
    },
  )

  it.each(['mute', 'restrict'] as const)(
    'that says %s ends a chat that allows calls, whose sound nobody here could stop, and no other',
    async (kind) => {
      const [one, two, id] = await pair({ mode: 'voice' })
      await decide(id, kind, HOUR)
      expect([one.ends, two.ends]).toEqual([['closed'], ['closed']])
      const [, four, other] = await pair()
      await decide(other, kind, HOUR)
      expect(four.ends).toEqual([])
    },
  )

  it('that restricts lets words through, and no links', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'restrict', HOUR)
    for (const text of ['come to www.example.com', 'youtu.be/abc', 'hi.me too', 'me@evil.shop'])
      await one.send(text)
    expect(two.texts).toEqual(['hi.me too'])
  })

  it('that cools down refuses the next wish, and says when to come again', async () => {
    const [one, two, id] = await pair()
    await decide(id, 'cooldown', HOUR)
    await two.says({ type: 'bye' })
    await one.says({ type: 'seen', chat: one.chat, offset: 1 })
    await one.join()
    expect(one.last('error')).toMatchObject({ code: 'denied', re: { type: 'join' } })
    expect(one.last('error').retryAfterMs).toBeGreaterThan(HOUR - 10_000)
  })
})

it('nobody comes in while the ledger cannot say what holds for them', async () => {
  const store = await openStore({ path: ':memory:' })
  const sanctions = () => Promise.reject(new Error('no disk'))
  const blind = await createStage({ store: { ...store, ledger: { ...store.ledger, sanctions } } })
  const person = await blind.enter()
  expect(person.ended).toMatchObject({ code: 4500 })
})

it('the ledger is asked once about somebody who comes, and again only if anything was decided meanwhile', async () => {
  const store = await openStore({ path: ':memory:' })
  let asked = 0
  const sanctions = async () => (asked++, [])
  const counted = await createStage({
    backplane,
    store: { ...store, ledger: { ...store.ledger, sanctions } },
  })
  const { device } = (await counted.enter()).last('welcome')
  expect(asked).toBe(1)
  meanwhile = () => backplane.command('somebody else', { type: 'reviewed' })
  await counted.enter({ device })
  expect(asked).toBe(3)
})
