import { check, type Check } from '../check.js'
import { Deviation, must, NotRun, same } from '../deviation.js'
import { STANDING } from '../ledger.js'
import { text } from '../person.js'
import type { Stage } from '../stage.js'

const NO_FRAMES = [
  '{"type":',
  '[1,2,3]',
  'null',
  '{"chat":"abcdefgh"}',
  '{"type":7}',
  '{"type":"seen","chat":"abcdefgh","offset":-1}',
  '{"type":"typing","chat":"abcdefgh","on":"yes"}',
  '{"type":"seen","chat":"short","offset":0}',
]

/** A pong of exactly so many bytes: an unknown key fills it up. */
function padded(bytes: number, letter = 'x'): string {
  const empty = JSON.stringify({ type: 'pong', padding: '' })
  const size = Buffer.byteLength(letter)
  const letters = Math.floor((bytes - empty.length) / size)
  const rest = bytes - empty.length - letters * size
  return JSON.stringify({ type: 'pong', padding: letter.repeat(letters) + 'x'.repeat(rest) })
}

/** Brings every kind of frame. */
async function converse(stage: Stage): Promise<void> {
  const [one, two] = await stage.pair()
  one.send('hello')
  await two.hears('hello')
  two.say({ type: 'typing', chat: two.id, on: true })
  two.send('hello you')
  await one.hears('hello you')
  await stage.falls(two, one)
  const back = await stage.comeBack(two, { resume: two.resume(0) })
  await back.met('P-RESUME-1')
  await back.hears('hello')
  await back.hears('hello you')
  back.send('there you are')
  await one.hears('there you are')
  await back.acked(2)
  one.say({ type: 'end', chat: one.id, reason: 'left' })
  await Promise.all([one.ended('left'), back.ended('left')])
  one.say({ type: 'bye' })
  await one.line.sentAway(1000)
}

export const frameChecks: readonly Check[] = [
  check('P-FRAME-1', 'the subprotocol is stranger-chat.v1, also among others', async (stage) => {
    const line = await stage.dial({ protocols: ['something.else', 'stranger-chat.v1'] })
    same(line.protocol, 'stranger-chat.v1', 'the subprotocol chosen')
  }),

  check('P-FRAME-1', 'a binary message: 4400', async (stage) => {
    const { line } = await stage.enter()
    line.raw(Buffer.from('{"type":"pong"}'))
    await line.sentAway(4400)
  }),

  check(
    'P-FRAME-2',
    'a conversation with a fall, a return and an end has its frames in the form of the schema',
    async (stage) => {
      try {
        await converse(stage)
      } catch (cause) {
        // Every frame of it was judged; why it went no further is what other clauses say.
        throw cause instanceof Deviation
          ? new NotRun(`the conversation came to a halt: ${cause.message}`)
          : cause
      }
    },
    { also: Object.keys(STANDING) },
  ),

  check('P-FRAME-3', 'what is no frame, or has a field out of bounds: 4400', async (stage) => {
    await Promise.all(
      NO_FRAMES.map(async (frame) => {
        const { line } = await stage.enter()
        line.raw(frame)
        await line.sentAway(4400)
      }),
    )
  }),

  check('P-FRAME-3', 'a frame of exactly limits.frameBytes is taken', async (stage) => {
    const person = await stage.enter()
    person.line.raw(padded(stage.limits.frameBytes))
    await person.settled()
  }),

  check('P-FRAME-3', 'one byte more: 4413, and bytes are those of UTF-8', async (stage) => {
    for (const letter of ['x', 'é', '漢']) {
      const { line } = await stage.enter()
      line.raw(padded(stage.limits.frameBytes + 1, letter))
      await line.sentAway(4413)
    }
  }),

  check('P-FRAME-3', 'over twice that: 4413, or 1009 by the transport', async (stage) => {
    const { line } = await stage.enter()
    line.raw(padded(2 * stage.limits.frameBytes + 1_024))
    await line.isClosed('a close with 4413 or 1009')
    must([4413, 1009].includes(line.closed ?? 0), 'a close with 4413 or 1009', `a close with ${line.closed}`)
  }),

  check('P-FRAME-4', 'unknown keys are dropped, in frames and bodies', async (stage) => {
    const [one, two] = await stage.pair()
    const extra = { to: 0, colour: 'blue' }
    const frame = { type: 'send', chat: one.id, n: 1, body: { ...text('hello'), ...extra }, ...extra }
    one.line.raw(JSON.stringify(frame))
    const entry = await two.entry('the entry')
    same(entry.body, text('hello'), 'the body')
  }),

  check('P-FRAME-5', 'an unknown type is unsupported, and the line goes on', async (stage) => {
    const person = await stage.enter()
    for (const type of ['teleport', '__proto__', 'constructor']) {
      person.line.raw(JSON.stringify({ type, anything: 1 }))
      await person.refused('unsupported')
    }
    await person.settled()
  }),

  check('P-FRAME-7', 'ids differ, and knowing one is no right', async (stage) => {
    const [one, two] = await stage.pair()
    const other = await stage.enter()
    must(one.chat.chat !== one.chat.epoch && one.id.length >= 16, 'an id nobody guesses', one.id)
    other.say({ type: 'send', chat: one.id, n: 1, body: text('let me in') })
    await other.refused('bad_state', { type: 'send', chat: one.id })
    one.send('only us two')
    await two.hears('only us two')
  }),

  check('P-FRAME-8', "typing, seen and end about somebody else's chat are dropped", async (stage) => {
    const [one, two] = await stage.pair()
    const other = await stage.enter()
    other.say({ type: 'typing', chat: one.id, on: true })
    other.say({ type: 'seen', chat: one.id, offset: 0 })
    other.say({ type: 'pong', chat: one.id, seen: 0 })
    other.say({ type: 'end', chat: one.id, reason: 'left' })
    await other.settled()
    one.send('still here')
    await two.hears('still here')
    same(two.line.heard.filter(({ type }) => type === 'typing').length, 0, 'how much typing was heard')
  }),

  check('P-FRAME-8', 'a send to no current chat is bad_state, as to one that never was', async (stage) => {
    const [one] = await stage.pair()
    const other = await stage.enter()
    const answers = []
    for (const chat of [one.id, 'never-was-such-a-chat']) {
      other.say({ type: 'send', chat, n: 7, body: text('hello') })
      const { code, message, re } = await other.refused('bad_state', { type: 'send', chat })
      answers.push({ code, message, n: re?.n })
    }
    same(answers[0], answers[1], 'the answer for a chat of others')
  }),
]
