import { beforeEach, expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Backplane, Push, Ticket } from '../ports/backplane.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, settle, type Stage } from '../testing/people.js'

// What nodes tell each other are hints (P-RESUME-4), and a store may lose what it knew: neither may mislead a session.

let isDeaf: boolean
let isEmpty: boolean
let isMuted: boolean
let pushes: Push[]
let tickets: Ticket[]
let push: (push: Push) => void

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
        return inner.chats.read(chat, after)
      },
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
  isDeaf = isEmpty = isMuted = false
  pushes = []
  tickets = []
  stage = await createStage({ backplane: backplane() })
})

it('a store that no longer knows a session supersedes nobody: the client comes back and learns what is left', async () => {
  const [one] = await stage.pair()
  isEmpty = true
  await one.says({ type: 'seen', chat: one.chat, offset: 0 })
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
