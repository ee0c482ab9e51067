import { describe, expect, it } from 'vitest'
import type { Statement } from '../api/report.js'
import { LIMITS } from '../protocol/index.js'
import { system as platform } from '../system.js'
import { FakeClock, FakeServer, memoryStorage } from '../testing.js'
import { StrangerClient } from './client.js'
import { StrangerChatError } from './errors.js'

const HOUR = 60 * 60_000

function stage({ pictures = 0 } = {}) {
  const clock = new FakeClock()
  const system = {
    ...{ now: clock.now, after: clock.after, unit: clock.unit, id: clock.id },
    sha256: platform.sha256,
  }
  const limits = { ...LIMITS, reportPictures: pictures }
  const server = new FakeServer({ system, welcome: { limits } })
  const storage = memoryStorage()
  const { desk, transport } = server
  const make = () =>
    new StrangerClient({ url: 'https://chat.example', transport, system, storage, fetch: desk.fetch })
  const client = make()
  const run = (ms = 0) => clock.advance(ms)
  const meet = (of = client) => {
    void of.next().catch(() => {})
    run()
    const chat = server.match()
    run()
    return chat
  }
  /** A chat with five entries: hello, Good evening, two rude ones, Stop that. */
  const talk = (of = client) => {
    const chat = meet(of)
    chat.say('hello')
    run()
    of.send('Good evening')
    run(200)
    chat.say('something rude')
    chat.say('something worse')
    run()
    of.send('Stop that')
    run(200)
    return chat
  }
  return { clock, server, desk, storage, client, make, run, meet, talk }
}

const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: StrangerChatError) => {
      expect(error).toBeInstanceOf(StrangerChatError)
      expect(error.message).not.toBe('')
      return error.code
    },
  )

const statement = (more: Partial<Statement> = {}): Statement => ({
  ...{ action: 'action-0001', number: '7K3M-92QD', kind: 'ban', policies: ['spam'], ground: 'terms' },
  ...{ automated: false, at: 1, appeal: 'open', appealUntil: 9 },
  ...more,
})

describe('a report', () => {
  it('P-REPORT-1: hands in the stamped conversation, marks what was picked, and leaves', async () => {
    const { client, desk, run, talk, clock } = stage()
    const chat = talk()
    const report = await (
      await client.desk()
    ).report({ reason: 'harassment', picked: [4, 3, 99], note: '  Twice. ' })
    run()
    expect(desk.reports).toEqual([
      {
        capsule: `capsule.${chat.id}.0`,
        reason: 'harassment',
        entries: chat.log.all.slice(0, 5).map(({ offset, seat, at, body, stamp }) => ({
          ...{ offset, seat, at, body, stamp },
        })),
        picked: [3, 4],
        note: 'Twice.',
      },
    ])
    expect(report).toEqual({
      ...{ number: 'CASE-1', receipt: 'receipt-1', chat: chat.id, reason: 'harassment' },
      ...{ at: clock.now(), state: 'open' },
    })
    expect((await client.desk()).reports()).toEqual([report])
    expect([client.state.phase.get(), client.state.end.get()?.reason]).toEqual(['ended', 'you'])
    expect(chat.log.ended).toBe(true)
  })

  it('shows beforehand exactly what it hands in', async () => {
    const { client, desk, talk } = stage()
    talk()
    const preview = (await client.desk()).preview()
    expect(preview?.entries.map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'stranger: hello',
      'me: Good evening',
      'stranger: something rude',
      'stranger: something worse',
      'me: Stop that',
    ])
    await (await client.desk()).report({ reason: 'other' })
    expect(desk.reports[0]?.entries.map(({ offset, body }) => [offset, body?.['text']])).toEqual(
      preview?.entries.map(({ offset, text }) => [offset, text]),
    )
  })

  it('shows a message as it was said, also when it was taken back', async () => {
    const { client, run, talk } = stage()
    const chat = talk()
    chat.append(chat.stranger.seat, { kind: 'delete', offset: 3 })
    run()
    expect((await client.desk()).preview()?.entries.map(({ kind, text }) => text ?? kind)).toEqual([
      ...['hello', 'Good evening', 'something rude', 'something worse', 'Stop that', 'delete'],
    ])
  })

  it('P-REPORT-2: hands in signals as kind and hash', async () => {
    const { client, desk, run, talk } = stage()
    const chat = talk()
    chat.append(chat.stranger.seat, { kind: 'signal', call: 1, signal: 'offer', data: 'their address' })
    run()
    expect((await client.desk()).preview()?.entries.at(-1)).toMatchObject({ kind: 'signal', text: null })
    await (await client.desk()).report({ reason: 'other' })
    expect(desk.reports[0]?.entries.at(-1)).toMatchObject({
      ...{ offset: 6, kind: 'signal', hash: expect.stringMatching(/^[\w-]{43}$/) },
    })
    expect(JSON.stringify(desk.reports)).not.toContain('their address')
  })

  it('works after the end, after a reload, and of the chat before, while the present one goes on', async () => {
    const { client, desk, make, run, talk, meet } = stage()
    const first = talk()
    first.leave()
    run()
    client.freeze()
    const again = make()
    expect(again.resume()).toBe(true)
    const second = meet(again)
    await (await again.desk()).report({ reason: 'spam', chat: 'previous', picked: [3] })
    expect(desk.reports[0]).toMatchObject({ capsule: `capsule.${first.id}.0`, picked: [3] })
    // The end is an entry like the others.
    expect(desk.reports[0]?.entries).toHaveLength(6)
    expect(again.state.phase.get()).toBe('chatting')
    expect(second.log.ended).toBe(false)
  })

  it('works from the welcome and during the next search', async () => {
    const { client, desk, run, talk } = stage()
    const chat = talk()
    client.stop()
    run()
    client.stop()
    expect(client.state.phase.get()).toBe('idle')
    await (await client.desk()).report({ reason: 'spam' })
    void client.start().catch(() => {})
    await (await client.desk()).report({ reason: 'spam' })
    expect(desk.reports.map(({ capsule }) => capsule)).toEqual(Array(2).fill(`capsule.${chat.id}.0`))
    expect(client.state.phase.get()).toBe('searching')
  })

  it('works with the line down, and takes the person out of the chat all the same', async () => {
    const { client, server, desk, talk } = stage()
    talk()
    server.network.down = true
    server.network.cut()
    await (await client.desk()).report({ reason: 'threat' })
    expect(desk.reports).toHaveLength(1)
    expect(client.state.phase.get()).toBe('ended')
  })

  it('that did not get through can be made again: nothing is lost, and the chat goes on', async () => {
    const { client, desk, talk } = stage()
    talk()
    for (const [next, code] of [
      [null, 'unreachable'],
      [{ status: 503 }, 'unavailable'],
      [{ status: 429, body: { code: 'rate_limited', message: 'Later.' } }, 'rate_limited'],
      [{ status: 200, body: '<html>' }, 'unavailable'],
    ] as const) {
      desk.next = next
      expect(await refusal((await client.desk()).report({ reason: 'spam', picked: [3] }))).toBe(code)
      expect(client.state.phase.get()).toBe('chatting')
      expect((await client.desk()).reports()).toEqual([])
    }
    await (await client.desk()).report({ reason: 'spam', picked: [3] })
    expect(desk.reports).toHaveLength(1)
  })

  it('keeps to the limits of the server, around what was picked', async () => {
    const { client, server, desk, run, meet } = stage()
    server.send({ type: 'ping' })
    const chat = meet()
    for (let i = 1; i <= 250; i++) {
      chat.say(`line ${i}`)
      run()
    }
    expect((await client.desk()).preview()).toMatchObject({ left: 50, why: 'limit' })
    await (await client.desk()).report({ reason: 'spam', picked: [10] })
    const [sent] = desk.reports
    expect([sent?.entries[0]?.offset, sent?.entries.length, sent?.picked]).toEqual([1, 200, [10]])
  })

  it('without words is a report too: the capsule alone says who is meant', async () => {
    const { client, desk, meet } = stage()
    meet()
    await (await client.desk()).report({ reason: 'underage' })
    expect(desk.reports[0]).toMatchObject({ reason: 'underage', entries: [] })
  })

  it('works when the words were cleared, or kept for long enough', async () => {
    const { client, desk, talk, run } = stage()
    const chat = talk()
    client.clear()
    expect((await client.desk()).preview()).toEqual({ chat: chat.id, entries: [], left: 0, why: null })
    chat.leave()
    run(HOUR)
    expect(client.state.messages.get()).toEqual([])
    await (await client.desk()).report({ reason: 'threat' })
    expect(desk.reports[0]).toMatchObject({ capsule: `capsule.${chat.id}.0`, entries: [] })
  })

  it('needs a chat, and a note that fits', async () => {
    const { client, meet } = stage()
    expect((await client.desk()).preview()).toBeNull()
    expect(await refusal((await client.desk()).report({ reason: 'spam' }))).toBe('bad_state')
    meet()
    expect(await refusal((await client.desk()).report({ reason: 'spam', chat: 'previous' }))).toBe(
      'bad_state',
    )
    expect(await refusal((await client.desk()).report({ reason: 'spam', note: 'x'.repeat(1_001) }))).toBe(
      'too_long',
    )
  })

  it('is over with the client, also for whoever has the desk already', async () => {
    const { client, meet } = stage()
    meet()
    const desk = await client.desk()
    client.close()
    expect(await refusal(client.desk())).toBe('closed')
    expect(await refusal(desk.report({ reason: 'spam' }))).toBe('closed')
    expect(desk.preview()).toBeNull()
  })
})

describe('a face that has not fetched the desk', () => {
  it('knows what can be reported: the chat there is, then the last one, also after a reload', async () => {
    const { client, make, meet, run, talk } = stage()
    const reportable = (of = client) => of.state.reportable.get()
    expect(reportable()).toBeNull()
    const first = talk()
    expect(reportable()).toBe(first.id)
    first.leave()
    run()
    client.stop()
    expect(reportable()).toBe(first.id)
    client.freeze()
    const again = make()
    again.resume()
    expect(reportable(again)).toBe(first.id)
    const second = meet(again)
    expect(reportable(again)).toBe(second.id)
    // The desk says the same.
    expect((await again.desk()).preview()?.chat).toBe(second.id)
  })

  it('knows whether there are reports to ask after, in a later visit as well', async () => {
    const { client, make, talk } = stage()
    talk()
    expect(client.hasReports()).toBe(false)
    await (await client.desk()).report({ reason: 'spam' })
    expect([client.hasReports(), make().hasReports()]).toEqual([true, true])
    ;(await client.desk()).forget('CASE-1')
    expect([client.hasReports(), make().hasReports()]).toEqual([false, false])
  })

  it('knows of none where storage fails or there is none, but for those made since', async () => {
    const { desk, clock } = stage()
    const fail = () => {
      throw new Error('forbidden')
    }
    const broken = { get: fail, set: fail, remove: fail }
    for (const device of [broken, null]) {
      const storage = { device, session: null }
      const client = new StrangerClient({
        url: 'https://chat.example',
        storage,
        fetch: desk.fetch,
        system: clock,
      })
      expect(client.hasReports()).toBe(false)
      await (await client.desk()).notice({ text: 'An advert for forged passports.' })
      expect(client.hasReports()).toBe(device === null)
    }
  })
})

describe('pictures in a report (P-REPORT-7)', () => {
  const JPEG = Uint8Array.of(0xff, 0xd8, 0xfb, 0xff)

  it('go along as base64, and the answer says how many are kept', async () => {
    const { client, desk, talk } = stage({ pictures: 3 })
    talk()
    const report = await (
      await client.desk()
    ).report({ reason: 'sexual', pictures: [JPEG, JPEG.subarray(0, 3)] })
    expect(desk.reports[0]?.pictures).toEqual(['/9j7/w==', '/9j7'])
    expect(report.pictures).toBe(2)
    // The receipt that stays in the browser knows nothing of them.
    expect((await client.desk()).reports()[0]).not.toHaveProperty('pictures')
  })

  it('never leave for a server that takes none, nor of somebody under age', async () => {
    const none = stage()
    none.talk()
    await (await none.client.desk()).report({ reason: 'sexual', pictures: [JPEG] })
    const some = stage({ pictures: 3 })
    some.talk()
    await (await some.client.desk()).report({ reason: 'underage', pictures: [JPEG] })
    for (const { desk } of [none, some]) expect(desk.reports[0]).not.toHaveProperty('pictures')
  })

  it('are refused before anything is sent when they are more or larger than is taken', async () => {
    const { client, desk, talk } = stage({ pictures: 1 })
    talk()
    for (const pictures of [[JPEG, JPEG], [new Uint8Array(64 * 1024 + 1)]])
      expect(await refusal((await client.desk()).report({ reason: 'sexual', pictures }))).toBe('denied')
    expect(desk.asked).toEqual([])
    await (await client.desk()).report({ reason: 'sexual', pictures: [new Uint8Array(64 * 1024)] })
    expect(desk.reports[0]?.pictures?.[0]).toHaveLength(87_384)
  })

  it('that a server refuses leave the report to be made without them', async () => {
    const { client, desk, talk } = stage({ pictures: 1 })
    talk()
    desk.next = { status: 422, body: { code: 'bad_picture', message: 'That is no picture.' } }
    await expect((await client.desk()).report({ reason: 'sexual', pictures: [JPEG] })).rejects.toMatchObject({
      ...{ code: 'denied', message: 'That is no picture.' },
    })
    expect(client.state.phase.get()).toBe('chatting')
    await (await client.desk()).report({ reason: 'sexual' })
    expect(desk.reports).toHaveLength(1)
  })
})

describe('what became of a report', () => {
  it('is asked with the receipt, in a later visit as well, and no more once it is known', async () => {
    const { client, desk, make, talk, run } = stage()
    talk()
    await (await client.desk()).report({ reason: 'spam' })
    const later = make()
    expect((await (await later.desk()).statuses()).map(({ state }) => state)).toEqual(['open'])
    desk.states.set('CASE-1', { state: 'acted', decidedAt: 1 })
    run(HOUR - 1)
    expect((await (await later.desk()).statuses(HOUR)).map(({ state }) => state)).toEqual(['open'])
    run(2)
    expect((await (await later.desk()).statuses(HOUR)).map(({ state }) => state)).toEqual(['acted'])
    run(2 * HOUR)
    await (await later.desk()).statuses(HOUR)
    expect(desk.asked.filter((path) => path === '/v1/reports/status')).toHaveLength(2)
    const room = await later.desk()
    room.forget('CASE-1')
    expect((await make().desk()).reports()).toEqual([])
  })

  it('is nobody’s business where nothing was reported', async () => {
    const { client, desk } = stage()
    expect(await (await client.desk()).statuses()).toEqual([])
    expect(desk.asked).toEqual([])
  })
})

describe('a decision about oneself', () => {
  it('is shown to whoever holds the device token, and can be appealed', async () => {
    const { client, desk, meet } = stage()
    meet()
    desk.decisions = [statement()]
    expect(await (await client.desk()).decisions()).toEqual([statement()])
    await (await client.desk()).appeal('action-0001', ' It was a joke. ')
    expect(desk.appeals).toEqual([
      { device: 'device-token-1', action: 'action-0001', text: 'It was a joke.' },
    ])
    expect((await (await client.desk()).decisions())[0]?.appeal).toBe('filed')
  })

  it('is shown after a ban shut the line, and on the next visit', async () => {
    const { server, client, desk, make, run, meet } = stage()
    meet()
    server.goodbye('forbidden', { reason: 'banned' })
    run()
    expect(client.state.error.get()?.code).toBe('banned')
    desk.decisions = [statement()]
    expect(await (await client.desk()).decisions()).toHaveLength(1)
    expect(await (await make().desk()).decisions()).toHaveLength(1)
  })

  it('asks nothing where this browser is nobody yet, and appeals nothing with no words', async () => {
    const { client, desk, meet } = stage()
    expect(await refusal((await client.desk()).decisions())).toBe('bad_state')
    meet()
    expect(await refusal((await client.desk()).appeal('action-0001', ' '))).toBe('bad_state')
    expect(await refusal((await client.desk()).appeal('action-0001', 'x'.repeat(2_001)))).toBe('too_long')
    expect(desk.asked).toEqual([])
  })
})

describe('a notice of illegal content', () => {
  it('needs no chat, and gets a receipt', async () => {
    const { client, desk } = stage()
    const text = 'An advert for forged passports, in a chat.'
    expect(await (await client.desk()).notice({ text, email: 'someone@mail.example' })).toMatchObject({
      ...{ number: 'CASE-1', reason: 'notice', chat: '' },
    })
    expect(desk.notices).toEqual([{ text, email: 'someone@mail.example' }])
    expect((await client.desk()).reports()).toHaveLength(1)
  })

  it('takes a conversation along when told to, which goes on', async () => {
    const { client, desk, talk } = stage()
    const chat = talk()
    await (await client.desk()).notice({ text: 'An advert for forged passports.', chat: 'current' })
    expect(desk.notices[0]).toMatchObject({ capsule: `capsule.${chat.id}.0` })
    expect(desk.notices[0]?.entries).toHaveLength(5)
    expect(client.state.phase.get()).toBe('chatting')
  })

  it('says what is wrong with it before it asks anybody', async () => {
    const { client, desk } = stage()
    expect(await refusal((await client.desk()).notice({ text: 'too short' }))).toBe('denied')
    expect(await refusal((await client.desk()).notice({ text: 'x'.repeat(20), email: 'nobody' }))).toBe(
      'denied',
    )
    expect(desk.asked).toEqual([])
  })
})
