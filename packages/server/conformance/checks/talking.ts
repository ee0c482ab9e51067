import { check, type Check } from '../check.js'
import { must, same } from '../deviation.js'
import { text, wordsOf } from '../person.js'

/** What an ack may take beyond the clause's 100 ms: the way there and back, ms. */
const ACK_MS = 100

/** Texts that something on the way likes to tidy up. */
const TEXTS = [
  '  spaces around  ',
  'e\u0301 isn\u2019t \u00e9',
  '\u{1f469}\u200d\u{1f680} \u{1f1f3}\u{1f1f1} \u{1f375}',
  '\ufeff\u200f\u202eright to left\u2028next',
  '<b>&amp;</b> "\\u0041" \\ \u0007 \n\t.',
]

export const talkingChecks: readonly Check[] = [
  check('P-LOG-1', 'offsets count up from 1, whoever speaks', async (stage) => {
    const [one, two] = await stage.pair()
    const offsets: unknown[] = []
    for (const [from, to] of [
      [one, two],
      [two, one],
      [two, one],
      [one, two],
    ] as const) {
      const n = from.send(`entry ${offsets.length + 1}`)
      offsets.push((await to.hears(`entry ${offsets.length + 1}`)).offset)
      same((await from.acked(n))[1], offsets.at(-1), 'the offset in the ack')
    }
    same(offsets, [1, 2, 3, 4], 'the offsets')
  }),

  check('P-LOG-3', 'an entry and its ack say the same, and after a resume again', async (stage) => {
    const [one, two] = await stage.pair()
    const n = one.send('the same for both')
    const [, offset, at, stamp] = await one.acked(n)
    const entry = await two.hears('the same for both')
    same([entry.offset, entry.at, entry.stamp], [offset, at, stamp], 'offset, time and stamp')
    two.line.vanish()
    const back = await stage.comeBack(two, { resume: two.resume(0) })
    await back.met('P-RESUME-1')
    same(await back.entry('the entry again'), entry, 'the entry after a resume')
  }),

  check('P-LOG-4', 'the server never alters a body', async (stage) => {
    const [one, two] = await stage.pair()
    for (const words of TEXTS) {
      one.send(words)
      same(wordsOf(await two.entry(JSON.stringify(words))), words, 'the text')
    }
  }),

  check(
    'P-LOG-6',
    'with a member away and the log full the sender gets busy, and nothing is dropped',
    async (stage) => {
      const [one, two] = await stage.pair()
      await stage.falls(two, one)
      const { textLength, logBytes, logEntries } = stage.limits
      const large = '\u{1f375}'.repeat(textLength)
      // More than a log of these bounds holds.
      const most = Math.min(logEntries, Math.ceil(logBytes / (4 * textLength))) + 1
      let kept = 0
      let busyMs = 0
      for (let tries = 0; busyMs === 0; tries++) {
        must(
          kept < most && tries < 2 * most,
          `busy before ${most} of the largest texts`,
          `${kept} were taken`,
        )
        const answer = await one.answer(one.send(large, { n: kept + 1 }))
        if (!('code' in answer)) {
          kept++
          continue
        }
        const { code, retryAfterMs = 0 } = answer
        must(code === 'busy' || code === 'rate_limited', 'error{busy}', JSON.stringify(answer))
        must(retryAfterMs > 0, 'retryAfterMs', JSON.stringify(answer))
        if (code === 'busy') busyMs = retryAfterMs
        else await stage.pause(retryAfterMs)
      }
      const back = await stage.comeBack(two)
      await back.met('P-RESUME-1')
      for (let offset = 1; offset <= kept; offset++)
        same((await back.entry(`entry ${offset}`)).offset, offset, 'the offset')
      back.confirm(kept)
      await stage.pause(busyMs)
      one.send('there is room again', { n: kept + 1 })
      await back.hears('there is room again')
    },
  ),

  check('P-BODY-2', 'kinds that are not in caps, and what no member may say, become void', async (stage) => {
    const [one, two] = await stage.pair()
    const bodies = [{ kind: 'teleport' }, { kind: 'end', reason: 'left' }, { kind: 'void' }]
    for (const [i, body] of bodies.entries()) {
      one.say({ type: 'send', chat: one.id, n: i + 1, body })
      same((await one.acked(i + 1))[4], 'unsupported', `the reason for ${body.kind}`)
      same((await two.entry('the tombstone')).body, { kind: 'void' }, 'the body')
    }
  }),

  check('P-BODY-2', 'text of limits.textLength code points is taken, one more is too_long', async (stage) => {
    const [one, two] = await stage.pair()
    const full = '\u{1f375}'.repeat(stage.limits.textLength)
    one.send(full)
    same(wordsOf(await two.entry('the longest text')), full, 'the text')
    const n = one.send(`${full}x`)
    same((await one.acked(n))[4], 'too_long', 'the reason in the ack')
    same((await two.entry('the tombstone')).body, { kind: 'void' }, 'the body')
  }),

  check('P-BODY-2', 'empty text and half a character are refused', async (stage) => {
    const [one, two] = await stage.pair()
    for (const words of ['', '\ud83c', 'x\udf75']) {
      const n = one.send(words)
      const [, , , , why] = await one.acked(n)
      must(why !== undefined, `a reason for ${JSON.stringify(words)}`, 'it was accepted')
      same((await two.entry('the tombstone')).body, { kind: 'void' }, 'the body')
    }
  }),

  check('P-BODY-3', 'the reason for a void goes to its author only', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'send', chat: one.id, n: 1, body: { kind: 'teleport' } })
    one.send('and on', { n: 2 })
    const [n, , , , why] = await one.acked(1)
    same([n, why], [1, 'unsupported'], 'n and reason in the ack')
    same((await two.entry('the tombstone')).body, { kind: 'void' }, 'the body')
    await two.hears('and on')
    must(
      !JSON.stringify(two.line.heard).includes('unsupported'),
      'no reason for the other one',
      'it was told',
    )
  }),

  check('P-N-1', 'n = last + 1 is appended, n ≤ last is acked again and not doubled', async (stage) => {
    const [one, two] = await stage.pair()
    const first = one.send('once')
    await two.hears('once')
    const ack = await one.acked(first)
    for (const words of ['once', 'in other words']) {
      const acks = (): number =>
        one.line.heard.filter((frame) => 'acked' in frame && frame.acked?.some(([n]) => n === first)).length
      const before = acks()
      one.send(words, { n: first })
      await one.line.until(() => (acks() > before ? true : undefined), `n = ${first} acked again`)
      same(one.line.ackOf(one.id, first), ack, 'the ack of a duplicate')
    }
    one.send('after it', { n: first + 1 })
    await two.hears('after it')
  }),

  check('P-N-1', 'n > last + 1 is a gap', async (stage) => {
    const [one, two] = await stage.pair()
    one.send('too early', { n: 3 })
    await one.refused('gap', { type: 'send', chat: one.id, n: 3 })
    one.send('first', { n: 1 })
    await two.hears('first')
  }),

  check('P-N-2', 'a send that can never succeed consumes its n', async (stage) => {
    const [one, two] = await stage.pair()
    one.say({ type: 'send', chat: one.id, n: 1, body: { kind: 'teleport' } })
    const [, offset] = await one.acked(1)
    same(offset, 1, 'its offset')
    one.send('under a used number', { n: 1 })
    one.send('second', { n: 2 })
    same((await two.entry('the tombstone')).body, { kind: 'void' }, 'the first entry')
    await two.hears('second')
  }),

  check('P-N-3', 'rate_limited keeps n: higher ones count as nothing until it comes again', async (stage) => {
    const [one, two] = await stage.pair()
    const { sendBurst, sendRate } = stage.limits
    const most = sendBurst + Math.max(4, sendRate)
    for (let n = 1; n <= most; n++) one.send(`line ${n}`, { n })
    for (let refusals = 0; ; refusals++) {
      must(refusals <= most, `an end of refusals for ${most} sends`, 'they went on')
      const answer = await one.line.until(
        () => one.line.take('error') ?? one.line.ackOf(one.id, most),
        `an ack of n = ${most}, or a refusal`,
      )
      if (!('code' in answer)) {
        must(refusals > 0, `rate_limited for ${most} sends at once`, 'all were taken')
        break
      }
      same(answer.code, 'rate_limited', 'the refusal')
      const { re, retryAfterMs = 0 } = answer
      must(re?.n !== undefined && retryAfterMs > 0, 'n and retryAfterMs', JSON.stringify(answer))
      await stage.pause(retryAfterMs)
      const more = one.line.take('error')
      must(more === undefined, 'silence about the higher n', JSON.stringify(more))
      for (let n = re.n; n <= most; n++) one.send(`line ${n}`, { n })
    }
    for (let n = 1; n <= most; n++) await two.hears(`line ${n}`)
  }),

  check(
    'P-ACK-1',
    'an own entry is acked within 100 ms, and the time it takes to get here',
    async (stage) => {
      const [one] = await stage.pair()
      const n = one.send('hello')
      const [number, , at, stamp, rejected] = await one.acked(n, ACK_MS + stage.patienceMs)
      must(
        number === n && at > 0 && stamp !== '' && rejected === undefined,
        '[n, offset, at, stamp]',
        'another ack',
      )
    },
  ),

  check('P-ACK-2', 'an answer comes behind the ack of what it answers', async (stage) => {
    const [one, two] = await stage.pair()
    for (let i = 1; i <= 5; i++) {
      const n = one.send(`question ${i}`)
      await two.hears(`question ${i}`)
      two.send(`answer ${i}`)
      await one.hears(`answer ${i}`)
      must(one.line.ackOf(one.id, n) !== undefined, `n = ${n} acked before or with the answer`, 'it was not')
    }
  }),

  check(
    'P-TYPING-1',
    'typing is told to the other one, not to oneself, at most once a second',
    async (stage) => {
      const [one, two] = await stage.pair()
      const heard = (): number => two.line.heard.filter(({ type }) => type === 'typing').length
      for (let i = 0; i < 5; i++) one.say({ type: 'typing', chat: one.id, on: true })
      const typing = await two.line.next('typing', 'typing')
      same([typing.chat, typing.seat, typing.on], [one.id, one.chat.you, true], 'chat, seat and on')
      one.send('done')
      await two.hears('done')
      // Two, since what left a second apart may bunch up on its way.
      must(heard() <= 2, 'one or two typing frames of five at once', String(heard()))
      await one.line.hearsNo('typing', ({ type }) => type === 'typing', ACK_MS)
      await stage.pause(1_000)
      one.say({ type: 'typing', chat: one.id, on: false })
      await two.line.next('typing', 'typing{on: false}', ({ on }) => !on)
    },
  ),

  check('P-STAMP-1', 'the same words twice have two stamps, of one key', async (stage) => {
    const [one, two] = await stage.pair()
    one.send('twice')
    one.send('twice')
    const stamps = [(await two.hears('twice')).stamp, (await two.hears('twice')).stamp]
    must(stamps[0] !== stamps[1], 'two stamps', 'both are the same')
    same(stamps[0]?.split('.')[0], stamps[1]?.split('.')[0], 'the key id')
  }),

  check('P-SEEN-1', 'any frame that names the chat may carry seen', async (stage) => {
    const [one, two] = await stage.pair()
    one.send('first')
    await two.hears('first')
    two.say({ type: 'send', chat: two.id, n: 1, body: text('second'), seen: 1 })
    await one.hears('second')
    two.say({ type: 'typing', chat: two.id, on: false, seen: 1 })
    two.say({ type: 'pong', chat: two.id, seen: 1 })
    one.say({ type: 'pong', chat: one.id, seen: 2 })
    await Promise.all([one.settled(), two.settled()])
    one.line.vanish()
    // All have confirmed entry 1, so it is gone.
    const back = await stage.comeBack(one, { resume: one.resume(0) })
    same((await back.met('P-RESUME-5')).complete, false, 'chat.complete')
  }),

  check('P-SEEN-3', 'the log is trimmed below what all have confirmed, and no further', async (stage) => {
    const [one, two] = await stage.pair()
    for (const words of ['first', 'second', 'third']) {
      one.send(words)
      await two.hears(words)
    }
    await one.acked(3)
    one.confirm(3)
    two.confirm(1)
    await Promise.all([one.settled(), two.settled()])
    two.line.vanish()
    const back = await stage.comeBack(two, { resume: two.resume(1) })
    same((await back.met('P-RESUME-1')).complete, true, 'chat.complete from offset 1')
    await back.hears('second')
    await back.hears('third')
  }),

  check('P-SEEN-3', 'a seen above the top is taken as the top', async (stage) => {
    const [one, two] = await stage.pair()
    for (const person of [one, two]) person.confirm(1_000)
    await Promise.all([one.settled(), two.settled()])
    two.line.vanish()
    one.send('not yet confirmed')
    await one.acked(1)
    const back = await stage.comeBack(two)
    same((await back.met('P-RESUME-1')).complete, true, 'chat.complete')
    await back.hears('not yet confirmed')
  }),
]
