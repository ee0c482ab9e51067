import { check, type Check, EARLY } from '../check.js'
import { must, same } from '../deviation.js'
import { CLIENT, type Stage } from '../stage.js'
import { type Person, text } from '../person.js'

/** Says hello for somebody's session under a number, on a line of its own. */
async function claim(stage: Stage, { welcome: { token, device } }: Person, conn: number) {
  const line = await stage.dial()
  line.say({ type: 'hello', conn, token, device, client: CLIENT })
  return line
}

/** The welcome and the idle of a chat that this server doesn't have (P-RESUME-3). */
async function isLost(person: Person): Promise<void> {
  same(person.welcome.resumed, false, 'welcome.resumed')
  await person.line.next('idle', 'idle')
  const more = person.line.heard.filter(({ type }) => type === 'chat' || type === 'entry')
  must(more.length === 0, 'neither chat nor entries', JSON.stringify(more[0]))
}

export const returningChecks: readonly Check[] = [
  check('P-FENCE-1', 'a higher conn wins, and its predecessor is superseded: 4409', async (stage) => {
    const [one, two] = await stage.pair()
    const [again, goodbye] = await Promise.all([stage.comeBack(one, { conn: 5 }), one.line.sentAway(4409)])
    same([goodbye.reason, again.welcome.resumed], ['superseded', true], 'goodbye.reason and welcome.resumed')
    await again.met('P-RESUME-1')
    again.send('it is me')
    await two.hears('it is me')
  }),

  check(
    'P-FENCE-1',
    'an equal or lower conn gets 4409, the number to exceed, and has no effect',
    async (stage) => {
      const [one, two] = await stage.pair()
      const winner = await stage.comeBack(one, { conn: 5 })
      await winner.met('P-RESUME-1')
      for (const conn of [5, 4, 1]) {
        const line = await claim(stage, one, conn)
        const goodbye = await line.sentAway(4409)
        same([goodbye.reason, goodbye.conn], ['superseded', 5], 'goodbye.reason and goodbye.conn')
      }
      winner.send('still mine')
      await two.hears('still mine')
      await winner.acked(1)
    },
  ),

  check('P-FENCE-2', "an old connection's close changes nothing", async (stage) => {
    const [one, two] = await stage.pair()
    const again = await stage.comeBack(one)
    await again.met('P-RESUME-1')
    one.line.vanish()
    again.send('here I am')
    await two.hears('here I am')
    const isAway = two.line.heard.findLast(({ type }) => type === 'presence')
    must(
      isAway?.type !== 'presence' || isAway.present,
      'no word that the member is away',
      JSON.stringify(isAway),
    )
  }),

  check('P-FENCE-3', 'a chat that hello does not name ends as left', async (stage) => {
    const [one, two] = await stage.pair()
    one.line.vanish()
    const { token, device } = one.welcome
    await stage.enter({ token, device, conn: 2 })
    await two.ended('left')
  }),

  check(
    'P-RESUME-1',
    'resumed: the snapshot, then all entries after the offset, own ones with n',
    async (stage) => {
      const [one, two] = await stage.pair()
      one.send('mine')
      await two.hears('mine')
      await one.acked(1)
      await stage.falls(one, two)
      two.send('while you were away')
      two.send('and more')
      await two.acked(2)
      const back = await stage.comeBack(one, { resume: one.resume(0) })
      same(back.welcome.resumed, true, 'welcome.resumed')
      const chat = await back.met('P-RESUME-1')
      same(
        [chat.chat, chat.epoch, chat.ticket],
        [one.id, one.chat.epoch, one.chat.ticket],
        'chat, epoch and ticket',
      )
      same([chat.offset, chat.accepted, chat.complete], [3, 1, true], 'offset, accepted and complete')
      const own = await back.hears('mine')
      same([own.seat, own.n], [chat.you, 1], 'seat and n of an own entry')
      await back.hears('while you were away')
      await back.hears('and more')
      const order = back.line.heard.map(({ type }) => type).filter((type) => type !== 'ping')
      same(order.slice(0, 3), ['welcome', 'chat', 'entry'], 'the order of frames')
    },
  ),

  check('P-RESUME-1', 'only what comes after the offset', async (stage) => {
    const [one, two] = await stage.pair()
    for (const words of ['first', 'second']) {
      two.send(words)
      await one.hears(words)
    }
    one.line.vanish()
    const back = await stage.comeBack(one, { resume: one.resume(1) })
    await back.met('P-RESUME-1')
    await back.hears('second')
    two.send('third')
    await back.hears('third')
  }),

  check('P-RESUME-3', 'a chat that never was: resumed false and idle', async (stage) => {
    const one = await stage.enter()
    one.line.vanish()
    const { token, device } = one.welcome
    const resume = { chat: 'never-was-such-a-chat', epoch: 'never-was-such-an-epoch', offset: 0 }
    await isLost(await stage.enter({ token, device, conn: 2, resume }))
  }),

  check('P-RESUME-3', "somebody else's chat: the same", async (stage) => {
    const [one, two] = await stage.pair()
    const other = await stage.enter()
    other.line.vanish()
    const { token, device } = other.welcome
    await isLost(await stage.enter({ token, device, conn: 2, resume: one.resume(0) }))
    one.send('still us two')
    await two.hears('still us two')
  }),

  check('P-RESUME-3', 'another epoch, or an offset above the top: the same', async (stage) => {
    for (const wrong of [{ epoch: 'another-epoch-than-this' }, { offset: 5 }]) {
      const [one] = await stage.pair()
      one.line.vanish()
      await isLost(await stage.comeBack(one, { resume: { ...one.resume(0), ...wrong } }))
    }
  }),

  check(
    'P-RESUME-5',
    'complete: false when the log no longer reaches back, and it goes on from there',
    async (stage) => {
      const [one, two] = await stage.pair()
      one.send('gone')
      await two.hears('gone')
      await one.acked(1)
      for (const person of [one, two]) person.confirm(1)
      await Promise.all([one.settled(), two.settled()])
      two.line.vanish()
      one.send('kept')
      await one.acked(2)
      const back = await stage.comeBack(two, { resume: two.resume(0) })
      same((await back.met('P-RESUME-1')).complete, false, 'chat.complete')
      await back.hears('kept')
    },
  ),

  check('P-RESUME-6', 'what was sent before the fall and is sent again is not doubled', async (stage) => {
    const [one, two] = await stage.pair()
    one.send('was it sent')
    await two.hears('was it sent')
    one.line.vanish()
    const back = await stage.comeBack(one, { resume: one.resume(0) })
    const { accepted } = await back.met('P-RESUME-1')
    same(accepted, 1, 'chat.accepted')
    back.send('was it sent', { n: 1 })
    back.send('and this one', { n: 2 })
    await two.hears('and this one')
    await back.acked(2)
  }),

  check('P-GRACE-1', 'a fall and a return are told as presence', async (stage) => {
    const [one, two] = await stage.pair()
    await stage.falls(one, two)
    const back = await stage.comeBack(one)
    await back.met('P-RESUME-1')
    const presence = await two.line.next('presence', 'presence{present: true}', ({ present }) => present)
    same([presence.chat, presence.seat], [two.id, one.chat.you], 'chat and seat')
  }),

  ...(['away', 'hidden'] as const).map((which) =>
    check(
      'P-GRACE-1',
      `a seat is held grace.${which}, then the chat ends as lost`,
      async (stage) => {
        const [one, two] = await stage.pair()
        if (which === 'hidden') one.say({ type: 'pong', hidden: true })
        await one.settled()
        const start = stage.server.clock.now()
        await stage.falls(one, two)
        const graceMs = stage.server.welcome.grace[which]
        const end = await two.ended('lost', graceMs + stage.patienceMs)
        const took = stage.server.clock.now() - start
        must(took >= graceMs * EARLY, `${graceMs} ms of grace`, `${Math.round(took)} ms`)
        same(end.body['by'], one.chat.you, 'by')
      },
      { slow: which === 'away' ? '30 s' : '2 minutes' },
    ),
  ),

  check(
    'P-GRACE-2',
    'a ticket whose line falls leaves the pool, and comes back with the same join',
    async (stage) => {
      const one = await stage.enter()
      const ticket = await one.queue()
      one.line.vanish()
      const watcher = await stage.enter()
      // The server has to notice first: a newer connection that waits for nothing is the sure way.
      const { token, device } = one.welcome
      const back = await stage.enter({ token, device, conn: 2 })
      await watcher.queue()
      await watcher.line.hearsNo('chat with who is not there', ({ type }) => type === 'chat', 300)
      back.join({ ticket })
      const [chat] = await Promise.all([back.met('P-GRACE-2'), watcher.met('P-GRACE-2')])
      same(chat.ticket, ticket, 'chat.ticket')
    },
  ),

  check('P-GRACE-3', 'words said just before leaving arrive, even at somebody who is away', async (stage) => {
    const [one, two] = await stage.pair()
    await stage.falls(two, one)
    one.send('good night')
    one.say({ type: 'end', chat: one.id, reason: 'left' })
    await one.ended('left')
    const back = await stage.comeBack(two)
    await back.met('P-GRACE-3')
    await back.hears('good night')
    await back.ended('left')
  }),

  check('P-GRACE-3', 'once all have confirmed the end, the log is gone', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'send', chat: one.id, n: 1, body: text('soon forgotten') })
    one.say({ type: 'end', chat: one.id, reason: 'left' })
    const ends = await Promise.all([one.ended('left'), two.ended('left')])
    for (const person of [one, two]) person.confirm(ends[0].offset)
    await Promise.all([one.settled(), two.settled()])
    two.line.vanish()
    await isLost(await stage.comeBack(two, { resume: two.resume(0) }))
  }),
]
