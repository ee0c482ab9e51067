import { check, type Check } from '../check.js'
import { same } from '../deviation.js'
import type { Person } from '../person.js'

/** Waits until somebody is told that the other one looks away, and back. */
const isAway = ({ line }: Person) =>
  line.next('presence', 'presence{away: true}', ({ away }) => away === true)
const isBack = ({ line }: Person) =>
  line.next('presence', 'presence without away', ({ away }) => away !== true)

export const attentionChecks: readonly Check[] = [
  check('P-AWAY-1', 'a look away is told as presence, and the chat goes on', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'pong', chat: one.id, away: true })
    const away = await two.line.next('presence', 'presence{away: true}')
    same(
      [away.chat, away.seat, away.present, away.away],
      [two.id, one.chat.you, true, true],
      'chat, seat, present and away',
    )
    two.send('no hurry')
    await one.hears('no hurry')
    one.say({ type: 'pong', chat: one.id, away: false })
    const back = await two.line.next('presence', 'presence without away')
    same([back.present, back.away ?? false], [true, false], 'present and away')
  }),

  check('P-AWAY-2', 'the snapshot says who looks away, whoever reads it', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'pong', chat: one.id, away: true })
    await isAway(two)
    for (const person of [two, one]) {
      const { members } = await (await stage.comeBack(person)).met('P-RESUME-1')
      same(
        members.filter(({ away }) => away === true).map(({ seat }) => seat),
        [one.chat.you],
        'the seats that are away',
      )
    }
  }),

  check('P-AWAY-3', 'whoever writes looks', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'pong', chat: one.id, away: true })
    await isAway(two)
    one.send('here I am')
    await isBack(two)
  }),

  check('P-AWAY-4', 'in haste only the first change is told at once, and the last', async (stage) => {
    const [one, two] = await stage.pair()
    for (let i = 0; i < 9; i++) one.say({ type: 'pong', chat: one.id, away: i % 2 === 0 })
    one.say({ type: 'pong', chat: one.id, away: false })
    await isAway(two)
    await isBack(two)
    const told = two.line.heard.filter(({ type }) => type === 'presence').length
    same(told, 2, 'how often presence was told')
  }),

  check('P-AWAY-5', 'a hidden page is told to nobody', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'pong', chat: one.id, hidden: true })
    one.send('still here')
    await two.hears('still here')
    const told = two.line.heard.filter(({ type }) => type === 'presence').length
    same(told, 0, 'how often presence was told')
  }),
]
