import { beforeEach, expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Backplane, Push, Ticket } from '../ports/backplane.js'
import type { Store } from '../ports/store.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, settle, type Stage } from '../testing/people.js'

// What nodes tell each other are hints (P-RESUME-4), and a store may lose what it knew: neither may mislead a session.

let isDeaf: boolean
let isEmpty: boolean
let isMuted: boolean
/** The store loses the claim right after it was made. */
let isForgetful: boolean
/** The answer of a read takes until then to come back. */
let returning: Promise<void>
/** Appending answers with an offset that was given before. */
let isRewound: boolean
/** The record lost its last so many entries: what took over from the store never had them. */
let missing: number
let pushes: Push[]
let tickets: Ticket[]
let push: (push: Push) => void
let store: Store
/** What the store has read waits for this before it answers. */
let answering: Promise<void>
/** The store has no answer. */
let isBroken: boolean

/** A real backplane that notes what passes, and that can be struck deaf, mute or empty. */
function backplane(): Backplane {
  const inner = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  return {
    ...inner,
    sessions: {
      ...inner.sessions,
      claim: async (claim) => {
        const answer = await inner.sessions.claim(claim)
        if (isMuted) throw new Error('The answer got lost.')
        return answer
      },
    },
    tickets: {
      ...inner.tickets,
      enter: (ticket) => {
        tickets.push(ticket)
        return inner.tickets.enter(ticket)
      },
    },
    chats: {
      ...inner.chats,
      // A store elsewhere takes its time.
      read: async (chat, after) => {
        await settle()
        const answer = await inner.chats.read(chat, after)
        await returning
        if (answer.kind !== 'log') return answer
        const top = answer.chat.top - missing
        return {
          ...answer,
          chat: { ...answer.chat, top },
          entries: answer.entries.filter(({ offset }) => offset <= top),
        }
      },
      append: async (sends) => {
        const answers = await inner.chats.append(sends)
        if (!isRewound) return answers
        return answers.map((one) =>
          one.kind === 'appended' ? { ...one, entry: { ...one.entry, offset: 1 } } : one,
        )
      },
      attach: async (who) => (isForgetful ? { kind: 'fenced', conn: 0 } : inner.chats.attach(who)),
      confirm: async (who) => (isEmpty ? { kind: 'fenced', conn: 0 } : inner.chats.confirm(who)),
    },
    inbox: {
      ...inner.inbox,
      on: (node, handler) => {
        push = handler
        return inner.inbox.on(node, (one) => {
          pushes.push(one)
          if (!isDeaf) handler(one)
        })
      },
    },
  }
}

let stage: Stage
beforeEach(async () => {
  isDeaf = isEmpty = isMuted = isBroken = isRewound = isForgetful = false
  missing = 0
  returning = Promise.resolve()
  answering = Promise.resolve()
  pushes = []
  tickets = []
  store = await openStore({ path: ':memory:' })
  const around: Store['blocks']['around'] = async (identity, limit) => {
    const read = await store.blocks.around(identity, limit)
    await answering
    if (isBroken) throw new Error('No disk.')
    return read
  }
  stage = await createStage({
    backplane: backplane(),
    store: { ...store, blocks: { ...store.blocks, around } },
  })
})

it('a store that no longer knows a session supersedes nobody: the client comes back and learns what is left', async () => {
  const [one] = await stage.pair()
  isEmpty = true
  await one.says({ type: 'seen', chat: one.chat, offset: 0 })
  expect(one.ended).toMatchObject({ code: 4500 })
})

it('a store that forgets a session as it comes back says nothing of its chat: the client comes again, and goes on (P-RESUME-3)', async () => {
  const { pair, enter } = stage
  const [one, two] = await pair()
  await one.falls()
  isForgetful = true
  const back = await enter(one.back(0))
  expect(back.all('welcome')).toEqual([])
  expect(back.ended).toMatchObject({ code: 4500 })
  isForgetful = false
  const again = await enter(one.back(0, 3))
  expect(again.last('welcome').resumed).toBe(true)
  expect(two.ends).toEqual([])
})

it('that a stranger fell, or is back, is told at the next look if the word of it got lost', async () => {
  const { pair, enter, pass } = stage
  const [one, two] = await pair()
  await pass(20_000)
  isDeaf = true
  await one.falls()
  await two.says({ type: 'pong', chat: two.chat })
  await pass(500)
  expect(two.all('presence')).toMatchObject([{ seat: one.last('chat').you, present: false }])
  await enter(one.back(0))
  await two.says({ type: 'pong', chat: two.chat })
  await pass(500)
  expect(two.all('presence').map(({ present }) => present)).toEqual([false, true])
})

it('a record that runs back is nobody’s to mend: both come back and learn that the chat is lost (P-RESUME-3)', async () => {
  const [one, two] = await stage.pair()
  await two.send('heard, and then never said')
  missing = 1
  // The next look at the record: after a quiet time, at the latest.
  await stage.pass(20_000)
  expect([one.ended, two.ended]).toMatchObject([{ code: 4500 }, { code: 4500 }])
})

it('a look at the record that is older than what was heard meanwhile is no loss', async () => {
  const [one, two] = await stage.pair()
  await two.send('first')
  let answer = (): void => undefined
  returning = new Promise((go) => (answer = go))
  // The quiet time is over, and both look.
  await stage.pass(20_000)
  await two.send('second')
  answer()
  await stage.pass(1_000)
  expect([one.ended, two.ended]).toEqual([undefined, undefined])
  expect(one.texts).toEqual(['first', 'second'])
})

it('nor does it take back that somebody fell', async () => {
  const [one, two] = await stage.pair()
  let answer = (): void => undefined
  returning = new Promise((go) => (answer = go))
  // Everybody's node looks who came.
  await stage.pass(11_000)
  await two.falls()
  answer()
  await stage.pass(1_000)
  expect(one.all('presence')).toMatchObject([{ present: false }])
})

it('a send that takes a place in the log that was taken is no news: the chat is lost (P-RESUME-3)', async () => {
  const [one, two] = await stage.pair()
  await two.send('first')
  isRewound = true
  missing = 1
  await one.send('second, at the first one’s place')
  await stage.pass(0)
  expect(one.ended).toMatchObject({ code: 4500 })
})

it('a skip finds the next stranger although an entry before the end never came (P-END-3)', async () => {
  const [one, two] = await stage.pair()
  isDeaf = true
  await two.send('unheard')
  isDeaf = false
  const { ticket } = one
  const next = {
    ticket: ticket(),
    mode: 'text',
    languages: [],
    interests: [],
    facts: { age: 18, rules: '1' },
  } as const
  await one.says({ type: 'end', chat: one.chat, reason: 'skip', next })
  await stage.pass(250)
  expect(one.texts).toEqual(['unheard'])
  expect(one.ends).toEqual(['left'])
  expect(one.last('queued')).toMatchObject({ ticket: next.ticket })
})

it('the news of a match that is long over takes nobody out of the chat they are in', async () => {
  const [one, two] = await stage.pair()
  const news = pushes.find(({ type }) => type === 'matched')
  await two.says({ type: 'bye' })
  await one.says({ type: 'seen', chat: one.chat, offset: 1 })
  await one.join()
  const three = await stage.enter()
  await three.join()
  const now = one.chat
  if (news !== undefined) push(news)
  await stage.pass(1_000)
  expect(one.chat).toBe(now)
  await three.send('still here')
  expect(one.texts).toEqual(['still here'])
})

it('whoever waits hears of a block that was made elsewhere (P-MATCH-1)', async () => {
  const { enter, pass } = stage
  const [one, two] = [await enter(), await enter()]
  await one.join({ interests: ['tea'] })
  await two.join({ interests: ['rain'] })
  const [mine = '', theirs = ''] = tickets.map(({ identity }) => identity)
  push({ type: 'command', identity: mine, action: { type: 'avoid', identity: theirs } })
  await pass(60_000)
  expect([one.all('chat'), two.all('chat')]).toEqual([[], []])
  expect([one.ended, two.ended]).toEqual([undefined, undefined])
})

/** Two who wait, and who would meet when the first has waited 8 s: their identities. */
async function twoWait(): Promise<readonly [string, string]> {
  const [one, two] = [await stage.enter(), await stage.enter()]
  await one.join({ interests: ['tea'] })
  await two.join({ interests: ['rain'] })
  const [mine = '', theirs = ''] = tickets.map(({ identity }) => identity)
  return [mine, theirs]
}

it('a block holds between two who wait already, though nobody is told of it (P-MATCH-1)', async () => {
  const [mine, theirs] = await twoWait()
  isDeaf = true
  await store.blocks.add(mine, theirs, 0)
  await stage.pass(60_000)
  expect(pushes.filter(({ type }) => type === 'matched')).toEqual([])
})

it('while the store cannot say who was blocked, those who wait meet nobody; then they do', async () => {
  await twoWait()
  isBroken = true
  await stage.pass(20_000)
  expect(pushes.filter(({ type }) => type === 'matched')).toEqual([])
  isBroken = false
  await stage.pass(10_000)
  expect(pushes.filter(({ type }) => type === 'matched')).toHaveLength(1)
})

it('a block that is made while somebody looks up whom they blocked holds for that look (P-MATCH-1)', async () => {
  const [one, two] = [await stage.enter(), await stage.enter()]
  const ticket = two.ticket()
  await two.join({ ticket })
  await two.says({ type: 'leave', ticket })
  await one.join()
  const [theirs = '', mine = ''] = tickets.map(({ identity }) => identity)
  let answer = (): void => undefined
  answering = new Promise((go) => (answer = go))
  const coming = two.join()
  await settle()
  push({ type: 'command', identity: theirs, action: { type: 'avoid', identity: mine } })
  answer()
  await coming
  await settle()
  expect([one.all('chat'), two.all('chat')]).toEqual([[], []])
})

it('a line that falls before its welcome leaves no ghost behind (P-GRACE-1)', async () => {
  const [one, two] = await stage.pair()
  await one.falls()
  const hello = one.back(0)
  const back = stage.arrive()
  const coming = back.hello(hello)
  await back.falls()
  await coming
  await stage.pass(35_000)
  expect(two.last('presence')).toMatchObject({ present: false })
  expect(two.ends).toEqual(['lost'])
})

it('a claim whose answer gets lost leaves no ghost behind either (P-GRACE-1)', async () => {
  const [one, two] = await stage.pair()
  await one.falls()
  const hello = one.back(0)
  isMuted = true
  const back = stage.arrive()
  await back.hello(hello)
  isMuted = false
  expect(back.ended).toMatchObject({ code: 4500 })
  await stage.pass(35_000)
  expect(two.last('presence')).toMatchObject({ present: false })
  expect(two.ends).toEqual(['lost'])
})

it('nobody can come back to a claim that no token names: it is let go at once', async () => {
  const { device } = (await stage.enter()).last('welcome')
  isMuted = true
  for (let i = 0; i < 10; i++) await stage.arrive().hello({ device })
  isMuted = false
  // Eight of them are what one person may hold (P-LIMIT-4).
  expect((await stage.enter({ device })).ended).toBeUndefined()
  expect(stage.server.stats().sessions).toBe(2)
})

it('a seat that is held for a claim whose answer got lost is counted, and given up with its grace', async () => {
  const [one] = await stage.pair()
  await one.falls()
  isMuted = true
  await stage.arrive().hello(one.back(0))
  isMuted = false
  // It took the place of the one before, which was told so.
  expect(stage.server.stats().sessions).toBe(2)
  await stage.pass(35_000)
  expect(stage.server.stats().sessions).toBe(1)
})

it('a page that had said it was hidden keeps its grace, though its new line never came to a welcome (P-GRACE-1)', async () => {
  const [one, two] = await stage.pair()
  await one.says({ type: 'pong', hidden: true })
  await one.falls()
  isMuted = true
  await stage.arrive().hello(one.back(0))
  isMuted = false
  await stage.pass(100_000)
  expect(two.ends).toEqual([])
  await stage.pass(30_000)
  expect(two.ends).toEqual(['lost'])
})

it('an own entry that was learnt of by reading goes out in full: another tab may have said it (P-RESUME-7)', async () => {
  const [one, two] = await stage.pair()
  isDeaf = true
  await two.send('unheard')
  isDeaf = false
  // Its answer lies behind what is missing, so the log is read.
  await one.send('and mine')
  await stage.pass(250)
  expect(one.last('entry')).toMatchObject({ offset: 2, n: 1, body: { kind: 'text', text: 'and mine' } })
})
