import { check, type Check, EARLY, LATE } from '../check.js'
import { must, NotRun, same } from '../deviation.js'
import { secret } from '../system.js'
import { CLIENT } from '../stage.js'

/** Signals are counted in this time, ms. */
const SIGNALS_MS = 10_000

export const boundsChecks: readonly Check[] = [
  check('P-LIMIT-2', 'lengths are code points: a character of four bytes is one', async (stage) => {
    const [one, two] = await stage.pair()
    const words = `${'\u{1f375}'.repeat(stage.limits.textLength - 1)}x`
    one.send(words)
    await two.hears(words)
  }),

  check(
    'P-LIMIT-3',
    'joins: a burst, then rate_limited with a time, after which it goes on',
    async (stage) => {
      const person = await stage.enter()
      const { joinBurst } = stage.limits
      for (let i = 0; i <= joinBurst; i++) person.join()
      const error = await person.refused('rate_limited', { type: 'join' })
      const wait = error.retryAfterMs ?? 0
      must(
        wait > 0 && wait <= stage.limits.joinIntervalMs,
        'retryAfterMs up to limits.joinIntervalMs',
        String(wait),
      )
      await stage.pause(wait + 50)
      await person.queue()
    },
  ),

  check('P-LIMIT-3', 'signals: limits.signalsPer10s, each of limits.signalBytes', async (stage) => {
    stage.needsBody('signal')
    const [one, two] = await stage.pair()
    const { signalBytes, signalsPer10s, frameRate } = stage.limits
    const signal = (data: string) => ({ kind: 'signal', call: 1, signal: 'candidate', data })
    one.say({ type: 'send', chat: one.id, n: 1, body: signal('x'.repeat(signalBytes)) })
    await two.entry('the largest signal')
    one.say({ type: 'send', chat: one.id, n: 2, body: signal('x'.repeat(signalBytes + 1)) })
    same((await one.acked(2))[4], 'too_long', 'the reason in the ack')
    const isRefused = (): boolean => one.line.heard.some(({ type }) => type === 'error')
    const start = stage.server.clock.now()
    const passed = (): number => stage.server.clock.now() - start
    // Slower than the bound on all frames, and faster than this one, which may fill up again meanwhile.
    for (let n = 3; n <= 2 * signalsPer10s && !isRefused();) {
      for (const due = 3 + (passed() * frameRate * 0.9) / 1_000; n <= due; n++)
        one.say({ type: 'send', chat: one.id, n, body: signal('x') })
      await stage.pause(50)
    }
    if (!isRefused() && passed() > SIGNALS_MS * 0.8)
      throw new NotRun('so many frames a second are more than this machine sends')
    await one.refused('rate_limited', { type: 'send' })
  }),

  check('P-LIMIT-3', 'frames of any kind: rate_limited with a time', async (stage) => {
    const person = await stage.enter()
    const { frameRate } = stage.limits
    for (let i = 0; i < 3 * frameRate; i++)
      person.say({ type: 'seen', chat: 'never-was-such-a-chat', offset: 0 })
    const error = await person.refused('rate_limited')
    must((error.retryAfterMs ?? 0) > 0, 'retryAfterMs', JSON.stringify(error))
    await stage.pause((error.retryAfterMs ?? 0) + 1_000)
    await person.settled()
  }),

  check('P-LIMIT-4', 'limits.sockets for one identity, then 4513', async (stage) => {
    const { device } = (await stage.enter()).welcome
    const { sockets } = stage.limits
    for (let i = 1; i < sockets; i++) await stage.enter({ device })
    const line = await stage.dial()
    line.say({ type: 'hello', conn: 1, client: CLIENT, device })
    await line.sentAway(4513)
    stage.turnedAway = 0
  }),

  check(
    'P-LIMIT-6',
    'a ticket lives limits.ticketMs',
    async (stage) => {
      const person = await stage.enter()
      await person.queue()
      await person.line.next(
        'idle',
        'idle',
        undefined,
        stage.limits.ticketMs * LATE + 10_000 + stage.patienceMs,
      )
    },
    { slow: '10 minutes', alone: true },
  ),

  check('P-CLOSE-1', 'bye is answered by goodbye and 1000', async (stage) => {
    const { line } = await stage.enter()
    line.say({ type: 'bye' })
    await line.sentAway(1000)
  }),

  check('P-CLOSE-4', '4429 comes only after rate_limited', async (stage) => {
    const { line } = await stage.enter()
    // Enough to be told, and no more than a stuck client would send.
    for (let i = 0; i < 6 * stage.limits.frameRate; i++)
      line.say({ type: 'leave', ticket: `ticket-${secret()}` })
    await line.next('error', 'error{rate_limited}', ({ code }) => code === 'rate_limited')
    const flooding = line.heard.findIndex((frame) => frame.type === 'goodbye' && frame.code === 4429)
    const told = line.heard.findIndex((frame) => frame.type === 'error' && frame.code === 'rate_limited')
    must(flooding < 0 || flooding > told, 'rate_limited before 4429', 'it was the other way round')
  }),

  check(
    'P-BEAT-1',
    'a ping when ping.interval passes, and a line that answers lives on',
    async (stage) => {
      const { line, welcome } = await stage.enter()
      const { interval } = welcome.ping
      for (let i = 0; i < 2; i++) await line.next('ping', 'ping', undefined, interval + stage.patienceMs)
      must(line.closed === undefined, 'an open line', `closed with ${line.closed}`)
    },
    { slow: '50 s' },
  ),

  check(
    'P-BEAT-1',
    'no answer in ping.timeout: the connection is dropped',
    async (stage) => {
      const { line, welcome } = await stage.enter()
      const { interval, timeout } = welcome.ping
      line.isAwake = false
      await line.next('ping', 'ping', undefined, interval + stage.patienceMs)
      const start = stage.server.clock.now()
      await line.isClosed('the end of the line', timeout + stage.patienceMs)
      const took = stage.server.clock.now() - start
      must(took > timeout * EARLY, `${timeout} ms for an answer`, `${Math.round(took)} ms`)
    },
    { slow: '45 s' },
  ),
]
