import { check, type Check, LATE } from '../check.js'
import { must, same } from '../deviation.js'
import { post } from '../post.js'
import { type Person, text } from '../person.js'
import type { Stage } from '../stage.js'

/** Blocks with a capsule, as a page does. @returns the HTTP status */
const block = async (stage: Stage, body: unknown): Promise<number> =>
  (await post(stage, '/v1/blocks', body)).status

const end = (person: Person, reason: 'left' | 'skip' = 'left'): void =>
  person.say({ type: 'end', chat: person.id, reason })

export const endingChecks: readonly Check[] = [
  check('P-END-1', 'the end is an entry on seat -1, the same for both, and once', async (stage) => {
    const [one, two] = await stage.pair()
    one.send('goodbye then')
    end(one)
    end(one)
    await two.hears('goodbye then')
    const ends = await Promise.all([one.ended('left'), two.ended('left')])
    for (const { seat, body, offset } of ends) {
      same([seat, offset], [-1, 2], 'seat and offset of the end')
      same(body, { kind: 'end', reason: 'left', by: one.chat.you }, 'the body of the end')
    }
    await one.settled()
    const all = one.line.heard.filter((frame) => frame.type === 'entry' && frame.body['kind'] === 'end')
    same(all.length, 1, 'how many end entries came')
  }),

  check('P-END-2', 'left, whether somebody left, skipped or said bye', async (stage) => {
    const ways: readonly ((person: Person) => void)[] = [
      (person) => end(person, 'left'),
      (person) => end(person, 'skip'),
      (person) => person.say({ type: 'bye' }),
    ]
    const bodies = await Promise.all(
      ways.map(async (leave) => {
        const [one, two] = await stage.pair()
        leave(one)
        return (await two.ended('left')).body
      }),
    )
    for (const body of bodies) same(Object.keys(body).sort(), ['by', 'kind', 'reason'], 'what the end says')
  }),

  check(
    'P-END-2',
    'idle, after limits.idleMs of quiet',
    async (stage) => {
      const [one, two] = await stage.pair()
      const { idleMs } = stage.limits
      await Promise.all(
        [one, two].map((person) => person.ended('idle', idleMs * LATE + stage.patienceMs + 10_000)),
      )
    },
    { slow: '15 minutes' },
  ),

  check('P-END-3', 'end{next} leaves and joins in one frame', async (stage) => {
    const [one, two] = await stage.pair()
    const next = one.wish()
    one.say({ type: 'end', chat: one.id, reason: 'skip', next })
    await two.ended('left')
    await one.line.next('queued', 'queued for the next ticket', ({ ticket }) => ticket === next.ticket)
    const three = await stage.enter()
    three.join()
    const [chat] = await Promise.all([one.met('P-END-3'), three.met('P-END-3')])
    same(chat.ticket, next.ticket, 'chat.ticket')
  }),

  check('P-END-3', 'end for a chat that is over leaves the next one alone', async (stage) => {
    const [one, two] = await stage.pair()
    const before = one.id
    end(one, 'skip')
    await Promise.all([one.ended('left'), two.ended('left')])
    const three = await stage.enter()
    await stage.match(one, three)
    for (const person of [one, two]) person.say({ type: 'end', chat: before, reason: 'left' })
    two.say({ type: 'end', chat: one.id, reason: 'left' })
    await Promise.all([one.settled(), two.settled()])
    one.send('still with you')
    await three.hears('still with you')
  }),

  check(
    'P-END-4',
    'sends on their way at the end are refused and never reach the next chat',
    async (stage) => {
      const [one, two] = await stage.pair()
      const before = two.id
      end(one)
      await Promise.all([one.ended('left'), two.ended('left')])
      two.say({ type: 'send', chat: before, n: 1, body: text('meant for the last one') })
      await two.refused('bad_state', { type: 'send', chat: before })
      const three = await stage.enter()
      await stage.match(two, three)
      two.say({ type: 'send', chat: before, n: 1, body: text('meant for the last one') })
      await two.refused('bad_state', { type: 'send', chat: before })
      two.send('meant for you')
      await three.hears('meant for you')
    },
  ),

  check('P-CAPSULE-1', 'each member gets a capsule of its own', async (stage) => {
    const [one, two] = await stage.pair()
    const [a, b] = [one.chat.capsule, two.chat.capsule]
    must(a.length > 0 && a !== b, 'two capsules', 'both are the same')
    for (const capsule of [a, b]) {
      const plain = Buffer.from(capsule, 'base64url').toString('latin1')
      must(!plain.includes(one.id), 'a capsule that only the server reads', 'it shows the id of the chat')
    }
  }),

  check('P-CAPSULE-2', 'no other proof is taken', async (stage) => {
    const [one, two] = await stage.pair()
    const { capsule } = one.chat
    const middle = Math.floor(capsule.length / 2)
    const changed =
      capsule.slice(0, middle) + (capsule[middle] === 'A' ? 'B' : 'A') + capsule.slice(middle + 1)
    for (const body of [{ capsule: changed }, { capsule: 'nonsense' }, { chat: one.id }]) {
      const status = await block(stage, body)
      must(status >= 400 && status < 500, 'HTTP 4xx', `HTTP ${status}`)
    }
    one.send('nothing happened')
    await two.hears('nothing happened')
  }),

  check('P-CAPSULE-2', 'a capsule is taken after the chat as well', async (stage) => {
    const [one, two] = await stage.pair()
    end(one)
    await Promise.all([one.ended('left'), two.ended('left')])
    same(await block(stage, { capsule: two.chat.capsule }), 204, 'the HTTP status')
  }),

  check('P-CAPSULE-3', 'a block ends the chat as left, like any leaving', async (stage) => {
    const [one, two] = await stage.pair()
    same(await block(stage, { capsule: one.chat.capsule }), 204, 'the HTTP status')
    const { body } = await two.ended('left')
    same(body, { kind: 'end', reason: 'left', by: one.chat.you }, 'what the other one learns')
    await one.ended('left')
  }),

  check(
    'P-CAPSULE-3',
    'the two never meet again',
    async (stage) => {
      const [one, two] = await stage.pair()
      await block(stage, { capsule: one.chat.capsule })
      await Promise.all([one.ended('left'), two.ended('left')])
      const chats = one.line.heard.filter(({ type }) => type === 'chat').length
      await Promise.all([one.queue(), two.queue()])
      // Past the 20 s after which two who only met before may meet again (P-MATCH-6).
      await one.line.hearsNo(
        'chat',
        () => one.line.heard.filter(({ type }) => type === 'chat').length > chats,
        30_000,
      )
    },
    { slow: '30 s', alone: true },
  ),
]
