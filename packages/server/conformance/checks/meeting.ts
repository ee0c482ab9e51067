import { check, type Check, EARLY } from '../check.js'
import { must, NotRun, same } from '../deviation.js'
import { seatOf } from '../stage.js'

/** Long enough to see that two aren't matched, and too short for any wish to give way on a sensible server, ms. */
const APART_MS = 700

/** The clause's own time for a member to show up, ms (P-MATCH-4). */
const SHOW_MS = 10_000

export const meetingChecks: readonly Check[] = [
  check('P-MATCH-1', 'nobody meets their own identity', async (stage) => {
    const one = await stage.enter()
    const clone = await stage.enter({ device: one.welcome.device })
    await one.queue()
    await clone.queue()
    await one.line.hearsNo('chat with oneself', ({ type }) => type === 'chat', APART_MS)
    const other = await stage.enter()
    other.join()
    const chat = await other.met('P-MATCH-1')
    must(chat.members.length === 2, 'two members', String(chat.members.length))
  }),

  check('P-MATCH-1', 'tickets of different modes never meet', async (stage) => {
    const [one, two] = await Promise.all([stage.enter(), stage.enter()])
    const ticket = one.join({ mode: 'video' })
    const answer = await one.line.until(
      () => one.line.heard.find(({ type }) => type === 'queued' || type === 'error'),
      `queued or error{unsupported} for ${ticket}`,
    )
    if (answer.type === 'error') throw new NotRun(`this server offers no video (${answer.code})`)
    await two.queue()
    await two.line.hearsNo('chat', ({ type }) => type === 'chat', APART_MS)
  }),

  check('P-MATCH-1', 'tickets of different age bands never meet', async (stage) => {
    const choices = stage.server.welcome.gates.find(({ kind }) => kind === 'age')?.choices ?? []
    if (choices.length < 2) throw new NotRun('this server has one age band')
    const [one, two] = await Promise.all([stage.enter(), stage.enter()])
    const [young, old] = choices
    if (young === undefined || old === undefined) return
    await one.queue({ facts: { ...one.wish().facts, age: young } })
    await two.queue({ facts: { ...two.wish().facts, age: old } })
    await two.line.hearsNo('chat', ({ type }) => type === 'chat', APART_MS)
  }),

  check('P-MATCH-2', 'a shared interest brings two together', async (stage) => {
    const [one, two] = await Promise.all([stage.enter(), stage.enter()])
    await stage.match(one, two)
    for (const person of [one, two]) {
      const other = person.chat.members.find(({ seat }) => seat !== person.chat.you)
      same(other?.shared, [stage.word], 'what the other one shares')
    }
    must(seatOf(one) !== seatOf(two), 'two seats', 'both have the same')
  }),

  check('P-MATCH-2', 'without interests a ticket is open for any', async (stage) => {
    const [one, two] = await Promise.all([stage.enter(), stage.enter()])
    await stage.match(one, two, { interests: [] })
  }),

  check('P-MATCH-2', 'other interests or another language do not meet at once', async (stage) => {
    const [one, two, three] = await Promise.all([stage.enter(), stage.enter(), stage.enter()])
    await one.queue()
    await two.queue({ interests: [`${stage.word.slice(0, 30)} other`] })
    await three.queue({ languages: [stage.language === 'qzz' ? 'qzy' : 'qzz'] })
    await one.line.hearsNo('chat', ({ type }) => type === 'chat', APART_MS)
  }),

  check(
    'P-MATCH-3',
    'a wish gives way by time, and queued says so',
    async (stage) => {
      const [one, two] = await Promise.all([stage.enter(), stage.enter()])
      await Promise.all([one.queue(), two.queue({ interests: [`${stage.word.slice(0, 30)} other`] })])
      const found = await one.line.until(
        () =>
          one.line.heard.find(
            (frame) =>
              frame.type === 'chat' || (frame.type === 'queued' && frame.relaxed.includes('languages')),
          ),
        'chat, once interests have given way',
        60_000,
      )
      if (found.type === 'queued') throw new NotRun('languages give way before interests here')
      await Promise.all([one.met(), two.met()])
      stage.mustBeTogether(one, two)
      // The last to give way is matched by that very step; only the other still waited and is told.
      const said = [one, two].some(({ line }) =>
        line.heard.some((frame) => frame.type === 'queued' && frame.relaxed.includes('interests')),
      )
      must(said, 'queued{relaxed: [interests]} to whoever gave way first', 'neither was told')
    },
    { slow: 'until interests give way' },
  ),

  check(
    'P-MATCH-4',
    'who never names the chat ends it as no_show, and the other goes on waiting',
    async (stage) => {
      const [one, two] = await Promise.all([stage.enter(), stage.enter()])
      const ticket = one.join()
      two.join()
      await Promise.all([one.met(), two.met()])
      stage.mustBeTogether(one, two)
      one.confirm()
      const start = stage.server.clock.now()
      await one.ended('no_show', SHOW_MS + stage.patienceMs)
      must(stage.server.clock.now() - start > SHOW_MS * EARLY, 'no_show after 10 s', 'it came earlier')
      await one.line.next('queued', 'queued with the same ticket', (queued) => queued.ticket === ticket)
      const three = await stage.enter()
      three.join()
      const [chat] = await Promise.all([one.met('P-MATCH-4'), three.met('P-MATCH-4')])
      same(chat.ticket, ticket, 'the ticket of the next chat')
    },
    { slow: '10 s' },
  ),

  check('P-MATCH-5', 'chat names the ticket it came from, and both get the same chat', async (stage) => {
    const [one, two] = await Promise.all([stage.enter(), stage.enter()])
    const tickets = [one.join(), two.join()]
    await Promise.all([one.met(), two.met()])
    stage.mustBeTogether(one, two)
    same([one.chat.ticket, two.chat.ticket], tickets, 'the tickets in chat')
    same([one.chat.offset, one.chat.accepted, one.chat.complete], [0, 0, true], 'offset, accepted, complete')
  }),

  check('P-MATCH-5', 'a join whose ticket was used up is answered idle', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'end', chat: one.id, reason: 'left' })
    await Promise.all([one.ended('left'), two.ended('left')])
    one.join({ ticket: one.chat.ticket })
    await one.line.next('idle', 'idle')
  }),

  check('P-MATCH-5', 'the same join twice is one wish, and leave takes it back: idle', async (stage) => {
    const one = await stage.enter()
    const ticket = await one.queue()
    one.join({ ticket })
    one.say({ type: 'leave', ticket })
    await one.line.next('idle', 'idle')
    const two = await stage.enter()
    await two.queue()
    await two.line.hearsNo('chat with who left', ({ type }) => type === 'chat', APART_MS)
  }),

  check('P-MATCH-6', 'the last partner is not met again at once, somebody else is', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'end', chat: one.id, reason: 'left' })
    await Promise.all([one.ended('left'), two.ended('left')])
    const chats = one.line.heard.filter(({ type }) => type === 'chat').length
    await Promise.all([one.queue(), two.queue()])
    await one.line.hearsNo(
      'chat',
      () => one.line.heard.filter(({ type }) => type === 'chat').length > chats,
      APART_MS,
    )
    const three = await stage.enter()
    three.join()
    const chat = await three.met()
    same(chat.met ?? false, false, 'met, for two who never met')
  }),

  check(
    'P-MATCH-6',
    'the last partner is met again after 20 s, and both are told',
    async (stage) => {
      const [one, two] = await stage.pair()
      one.say({ type: 'end', chat: one.id, reason: 'left' })
      await Promise.all([one.ended('left'), two.ended('left')])
      one.join()
      two.join()
      // Looked for again every few seconds, on most servers.
      const withinMs = 30_000 + stage.patienceMs
      const [chat, other] = await Promise.all([
        one.met('P-MATCH-6', withinMs),
        two.met('P-MATCH-6', withinMs),
      ])
      stage.mustBeTogether(one, two)
      same([chat.met, other.met], [true, true], 'met, for both')
    },
    { slow: '20 s', alone: true },
  ),
]
