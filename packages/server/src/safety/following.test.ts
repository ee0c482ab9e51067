import { createHmac } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../ports/clock.js'
import type { Ledger } from '../ports/ledger.js'
import type { ReportSink } from '../ports/sink.js'
import type { LedgerEvent } from '../rules/facts.js'
import { openStore } from '../sql/store.js'
import { FakeClock } from '../testing/clock.js'
import { settle } from '../testing/people.js'
import { startFollowing } from './following.js'
import { createWebhook } from './webhook.js'

let clock: FakeClock
let ledger: Ledger
let logged: string[]
const log: Log = { log: (_, event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`) }
beforeEach(async () => {
  clock = new FakeClock()
  ledger = (await openStore({ path: ':memory:' })).ledger
  logged = []
})

/** Lets time pass, and the store answer: that takes turns of the event loop. */
async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 500) {
    clock.advance(Math.min(500, left))
    for (let turn = 0; turn < 5; turn++) {
      await settle()
      await new Promise((next) => void setImmediate(next))
    }
  }
}
async function open(id: string): Promise<void> {
  const facts = [{ type: 'case.opened', case: id, subject: id, reason: 'spam' }] as const
  await ledger.write({ at: clock.now(), actor: '@member', facts })
}
class Sink implements ReportSink {
  readonly name = 'sink'
  readonly heard: string[] = []
  isAway = false
  readonly take = async (events: readonly LedgerEvent[]): Promise<void> => {
    if (this.isAway) throw new Error('away')
    for (const { fact } of events) this.heard.push('case' in fact ? fact.case : fact.type)
  }
}
const start = (sink: ReportSink, node = 'node-1') =>
  startFollowing({ ledger, sinks: [sink], node, clock, log })

describe('a sink', () => {
  it('hears everything from when it was first there, in order', async () => {
    await open('before')
    const sink = new Sink()
    start(sink)
    await pass(1_000)
    for (let i = 0; i < 250; i++) await open(`case ${i}`)
    await pass(5_000)
    expect(sink.heard).toEqual(Array.from({ length: 250 }, (_, i) => `case ${i}`))
  })

  it('that was away misses nothing, and is asked less and less often meanwhile', async () => {
    const sink = new Sink()
    start(sink)
    await pass(1_000)
    sink.isAway = true
    await open('one')
    await open('two')
    await pass(60_000)
    expect(logged.length).toBeGreaterThan(2)
    expect(logged.length).toBeLessThan(8)
    expect(logged[0]).toContain('sink.failed')
    sink.isAway = false
    await pass(64_000)
    expect(sink.heard).toEqual(['one', 'two'])
  })

  it('goes on after a restart where it was', async () => {
    const sink = new Sink()
    const stop = start(sink)
    await pass(1_000)
    await open('one')
    await pass(2_000)
    stop()
    await open('two')
    await pass(61_000)
    start(sink, 'node-2')
    await pass(2_000)
    expect(sink.heard).toEqual(['one', 'two'])
  })

  it('is served by one of several nodes at a time', async () => {
    const sink = new Sink()
    start(sink, 'node-1')
    start(sink, 'node-2')
    start(sink, 'node-3')
    await pass(1_000)
    for (let i = 0; i < 20; i++) await open(`case ${i}`)
    await pass(5_000)
    expect(sink.heard).toHaveLength(20)
  })
})

describe('a batch', () => {
  class Notes implements ReportSink {
    readonly name = 'notes'
    readonly offers: (readonly number[])[] = []
    isAway = true
    readonly take = async (events: readonly LedgerEvent[]): Promise<void> => {
      this.offers.push(events.map(({ seq }) => seq))
      if (this.isAway) throw new Error('away')
    }
  }

  it('that was not taken is offered again as it was, however much has happened since', async () => {
    const sink = new Notes()
    start(sink)
    await pass(1_000)
    await open('one')
    await pass(1_500)
    for (let i = 0; i < 5; i++) {
      await open(`more ${i}`)
      await pass(10_000)
    }
    expect(sink.offers.length).toBeGreaterThan(3)
    expect(new Set(sink.offers.map(String))).toEqual(new Set(['1']))
    sink.isAway = false
    await pass(60_000)
    expect(sink.offers.slice(-2)).toEqual([[1], [2, 3, 4, 5, 6]])
  })

  it('is forgotten where another node has handed it over meanwhile', async () => {
    const [slow, quick] = [new Notes(), new Notes()]
    const stop = start(slow, 'node-1')
    await pass(1_000)
    await open('one')
    await pass(1_500)
    expect(slow.offers).toContainEqual([1])
    // Its lease runs out while it waits.
    await open('two')
    const seq = await ledger.followers.lend('notes', 'node-2', clock.now() + 61_000, clock.now() + 62_000)
    expect(seq).toBe(0)
    await ledger.followers.advance('notes', 'node-2', 2)
    slow.isAway = quick.isAway = false
    await open('three')
    await pass(130_000)
    expect(slow.offers.at(-1)).toEqual([3])
    stop()
  })
})

describe('a webhook', () => {
  const SECRET = 'a secret of some length, at least'
  interface Call {
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  const hookTo = (calls: Call[], status = 200, types?: readonly string[]): ReportSink =>
    createWebhook(
      {
        url: 'https://hooks.example/x?key=hidden',
        secret: SECRET,
        ...(types === undefined ? {} : { types }),
      },
      clock,
      async (url, { headers, body }) => {
        calls.push({ url, headers: headers as Record<string, string>, body: body as string })
        return { ok: status < 300, status }
      },
    )

  it('is signed so that the receiver can check it, and can tell a repeat', async () => {
    const calls: Call[] = []
    const hook = hookTo(calls)
    await open('one')
    const events = await ledger.events(0, 10)
    await hook.take(events, new AbortController().signal)
    await hook.take(events, new AbortController().signal)
    const [{ headers, body }, again] = calls as [Call, Call]
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const mac = createHmac('sha256', SECRET).update(signed).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${mac}`)
    expect(again.headers['webhook-id']).toBe(headers['webhook-id'])
    expect(JSON.parse(body)).toMatchObject({ events: [{ seq: 1, type: 'case.opened', case: 'one' }] })
  })

  it('is told of the types it asked for only, and not called for nothing', async () => {
    const calls: Call[] = []
    const hook = hookTo(calls, 200, ['case.decided'])
    await open('one')
    await hook.take(await ledger.events(0, 10), new AbortController().signal)
    expect(calls).toEqual([])
  })

  it('that refuses is tried again under the same id and with the same body, although more has happened', async () => {
    const calls: Call[] = []
    start(hookTo(calls, 503))
    await pass(1_000)
    await open('one')
    await pass(1_500)
    await open('two')
    await pass(10_000)
    expect(calls.length).toBeGreaterThan(1)
    expect(new Set(calls.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(['events_1_1']))
    expect(new Set(calls.map(({ body }) => body)).size).toBe(1)
  })

  it('that refuses is tried again, and neither its address nor its secret is in the log', async () => {
    const calls: Call[] = []
    start(hookTo(calls, 503))
    await pass(1_000)
    await open('one')
    await pass(10_000)
    expect(calls.length).toBeGreaterThan(1)
    expect(logged.join()).toContain('HTTP 503')
    expect(logged.join()).not.toMatch(/hooks\.example|hidden|a secret/)
  })
})
