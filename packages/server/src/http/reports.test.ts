import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EvidenceEntry, ReportAnswer, ReportStatus, Statement } from '@stranger-chat/core/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryBackplane } from '../memory/backplane.js'
import type { Store } from '../ports/store.js'
import { createDecisions } from '../safety/decisions.js'
import { createDesk } from '../safety/desk.js'
import { createVault } from '../safety/vault.js'
import { createKeyRing, type KeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { UNDO_MS } from '../rules/lifetimes.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import { createStage, type Person, type Stage } from '../testing/people.js'

// Reports as somebody's page, and as an attacker, would send them: over HTTP, against the real ledger.

const MODERATOR = { id: 'moderator-one', role: 'senior' } as const
const SECRET = 'meet me behind the station'

let stage: Stage
let store: Store
let keys: KeyRing
let url: string
let stop: () => Promise<void>

beforeEach(async () => {
  const backplane = createMemoryBackplane({ clock: new FakeClock(), random: seededRandom(2) })
  keys = createKeyRing([{ secret: new Uint8Array(32).fill(7), from: 1_700_000_000_000 }], new FakeClock())
  store = await openStore({ path: ':memory:' })
  stage = await createStage({ store, keys, backplane, limits: { joinBurst: 500, reportEntries: 20 } })
  const http = createHttp()
  stage.server.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  stop = async () => {
    await stage.server.close()
    http.closeAllConnections()
    http.close()
    await store.close()
  }
  moderation = () => {
    const vault = createVault(keys, seededRandom(9))
    const effect = {
      applied: async (subject: string, { id, kind }: { id: string; kind: 'ban' | 'warn' }) =>
        backplane.command(subject, { type: 'judged', action: id, kind }),
      reviewed: async (subject: string) => backplane.command(subject, { type: 'reviewed' }),
    } as never
    const parts = { ledger: store.ledger, vault, clock: stage.clock, random: seededRandom(10), effect }
    return { desk: createDesk(parts), decisions: createDecisions(parts) }
  }
})
afterEach(() => stop())
let moderation: () => { desk: ReturnType<typeof createDesk>; decisions: ReturnType<typeof createDecisions> }

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${((await answer.json()) as { code?: string }).code ?? ''}`

/** What a person holds of the chat they are in, as their page would hand it in. */
function spanOf(person: Person): EvidenceEntry[] {
  const own = new Map(
    [...person.all('ack'), ...person.all('entry')].flatMap(({ acked = [] }) =>
      acked.map((one) => [one[0], one] as const),
    ),
  )
  const theirs = person
    .all('entry')
    .map(({ offset, seat, at, stamp, body }) => ({ offset, seat, at, stamp, body }))
  const mine = person.sent.flatMap(({ n, text }) => {
    const ack = own.get(n)
    if (ack === undefined) return []
    const [, offset, at, stamp] = ack
    return [{ offset, seat: person.last('chat').you, at, stamp, body: { kind: 'text', text } }]
  })
  return [...theirs, ...mine].toSorted((a, b) => a.offset - b.offset)
}

/** Two people who said something to each other. */
async function talk(): Promise<readonly [Person, Person]> {
  const [ann, bob] = await stage.pair()
  await ann.send('hi')
  await bob.send(SECRET)
  await ann.send('no')
  await stage.pass(500)
  return [ann, bob]
}
const reportOf = (person: Person, more: object = {}) => ({
  capsule: person.last('chat').capsule,
  reason: 'threat',
  entries: spanOf(person),
  ...more,
})

describe('a report (P-REPORT)', () => {
  it('is filed with a number and a receipt, ends the chat, and parts the two for good (P-REPORT-1)', async () => {
    const [ann, bob] = await talk()
    const answer = await post('/v1/reports', reportOf(ann))
    expect(answer.status).toBe(201)
    const { number, receipt } = (await answer.json()) as ReportAnswer
    expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(receipt).toMatch(/^h/)
    await stage.pass(250)
    expect([ann.ends, bob.ends]).toEqual([['left'], ['left']])
    await ann.join()
    await bob.join()
    await stage.pass(120_000)
    expect([ann.all('chat').length, bob.all('chat').length]).toEqual([1, 1])
  })

  it('tells the reported one nothing but that somebody left', async () => {
    const [ann, bob] = await talk()
    await post('/v1/reports', reportOf(ann))
    await stage.pass(250)
    expect(bob.all('notice')).toEqual([])
    expect(bob.ends).toEqual(['left'])
  })

  it('reaches a moderator with its evidence in the order it was said, and what the reporter picked', async () => {
    const [ann] = await talk()
    await post('/v1/reports', reportOf(ann, { picked: [2, 99], note: 'I am afraid' }))
    const { desk } = moderation()
    const file = await desk.next(MODERATOR)
    expect(file?.reports[0]).toMatchObject({
      reason: 'threat',
      evidence: 'verified',
      notes: [{ text: 'I am afraid' }],
      entries: [{ offset: 1 }, { offset: 2, picked: true, body: { text: SECRET } }, { offset: 3 }],
    })
    expect((await store.ledger.latest(undefined, 1))[0]?.fact.type).toBe('evidence.opened')
  })

  it('is filed after the other one left, and on another process with the same keys', async () => {
    const [ann, bob] = await talk()
    await bob.says({ type: 'bye' })
    await stage.pass(250)
    const other = await createStage({ store, keys })
    const http = createHttp()
    other.server.attach(http)
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
    expect((await post('/v1/reports', reportOf(ann))).status).toBe(201)
    await other.server.close()
    http.closeAllConnections()
    http.close()
  })

  it('sent twice counts once, and a longer span of the same chat is kept beside it (P-REPORT-4)', async () => {
    const [ann] = await talk()
    const entries = spanOf(ann)
    const first = await post('/v1/reports', reportOf(ann, { entries: entries.slice(0, 1) }))
    const second = await post('/v1/reports', reportOf(ann))
    const third = await post('/v1/reports', reportOf(ann))
    const numbers = (await Promise.all([first, second, third].map((one) => one.json()))) as ReportAnswer[]
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(1)
    const file = await moderation().desk.next(MODERATOR)
    expect(file?.row.reports).toBe(1)
    expect(file?.reports[0]?.entries).toHaveLength(spanOf(ann).length)
  })

  it('of two sides about each other makes two cases', async () => {
    const [ann, bob] = await talk()
    await post('/v1/reports', reportOf(ann))
    await post('/v1/reports', reportOf(bob))
    expect((await moderation().desk.queue()).waiting).toBe(2)
  })
})

describe('a report is refused', () => {
  it('with words changed, or blamed on the other (P-REPORT-3)', async () => {
    const [ann] = await talk()
    const entries = spanOf(ann)
    const forged = entries.map((entry) =>
      entry.offset === 2 ? { ...entry, body: { kind: 'text', text: 'worse' } } : entry,
    )
    expect(await codeOf(await post('/v1/reports', reportOf(ann, { entries: forged })))).toBe(
      '422 bad_evidence',
    )
    const pinned = entries.map((entry) => ({ ...entry, seat: 1 - entry.seat }))
    expect(await codeOf(await post('/v1/reports', reportOf(ann, { entries: pinned })))).toBe(
      '422 bad_evidence',
    )
    expect((await moderation().desk.queue()).waiting).toBe(0)
  })

  it('with the capsule of another chat, a changed one, or none', async () => {
    const [ann] = await talk()
    const [cem] = await stage.pair()
    const report = reportOf(ann)
    const foreign = { ...report, capsule: cem.last('chat').capsule }
    expect(await codeOf(await post('/v1/reports', foreign))).toBe('422 bad_evidence')
    const bent = { ...report, capsule: `${report.capsule.slice(0, -4)}AAAA` }
    expect(await codeOf(await post('/v1/reports', bent))).toMatch(/^400 bad_(capsule|request)$/)
    const { capsule: _, ...none } = report
    expect(await codeOf(await post('/v1/reports', none))).toBe('400 bad_request')
  })

  it('too long, too big, unreadable, or for no reason we know (P-REPORT-2)', async () => {
    const [ann] = await talk()
    const [entry] = spanOf(ann)
    const many = Array.from({ length: 21 }, () => entry)
    expect(await codeOf(await post('/v1/reports', reportOf(ann, { entries: many })))).toBe('413 too_many')
    expect(await codeOf(await post('/v1/reports', 'x'.repeat(700_000)))).toBe('413 too_big')
    expect(await codeOf(await post('/v1/reports', '{'))).toBe('400 bad_request')
    expect(await codeOf(await post('/v1/reports', reportOf(ann, { reason: 'revenge' })))).toBe(
      '400 bad_request',
    )
  })

  it('from somebody who reports without end, and from nobody else behind the same address', async () => {
    const [ann, bob] = await talk()
    const answers: number[] = []
    for (let i = 0; i < 12; i++) answers.push((await post('/v1/reports', reportOf(ann))).status)
    expect(answers.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 201))
    expect(answers.slice(10)).toEqual([429, 429])
    expect((await post('/v1/reports', reportOf(bob))).status).toBe(201)
  })

  it('from a page we do not know, before anything of it is read', async () => {
    const [ann] = await talk()
    const answer = await post('/v1/reports', reportOf(ann), { origin: 'https://evil.example' })
    expect(answer.status).toBe(403)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('what became of it', () => {
  const statusOf = async (receipts: readonly string[]): Promise<readonly ReportStatus[]> =>
    ((await (await post('/v1/reports/status', { receipts })).json()) as { reports: readonly ReportStatus[] })
      .reports

  it('is told to whoever holds the receipt: that it waits, and whether something was done (P-REPORT-5)', async () => {
    const [ann] = await talk()
    const { receipt, number } = (await (await post('/v1/reports', reportOf(ann))).json()) as ReportAnswer
    expect(await statusOf([receipt, 'nonsense'])).toEqual([{ number, state: 'open' }])
    const { desk, decisions } = moderation()
    const file = await desk.next(MODERATOR)
    const answer = await decisions.decide(MODERATOR, file?.row.case ?? '', {
      version: file?.version ?? 0,
      policies: ['threats'],
      action: 'warn',
    })
    expect(answer.kind).toBe('decided')
    // What may still be taken back is told to nobody: who knows an end asks no more.
    expect(await statusOf([receipt])).toEqual([{ number, state: 'open' }])
    await stage.pass(UNDO_MS + 1)
    expect(await statusOf([receipt])).toMatchObject([{ number, state: 'acted' }])
  })

  it('reaches the reported one at once, with reasons and an appeal, and never who reported (P-DECISION-2, P-DECISION-3)', async () => {
    const [ann, bob] = await talk()
    await post('/v1/reports', reportOf(ann))
    const { desk, decisions } = moderation()
    const file = await desk.next(MODERATOR)
    const row = file?.row.case ?? ''
    await decisions.decide(MODERATOR, row, {
      version: file?.version ?? 0,
      policies: ['threats'],
      action: 'ban',
      message: 'Threats end it here.',
    })
    await stage.pass(1_000)
    expect(bob.ended).toMatchObject({ code: 4403, reason: 'banned' })
    const { device } = bob.last('welcome')
    const told = (await (await post('/v1/decisions', { device })).json()) as {
      decisions: readonly Statement[]
    }
    expect(told.decisions).toMatchObject([
      {
        kind: 'ban',
        policies: ['threats'],
        automated: false,
        appeal: 'open',
        message: 'Threats end it here.',
      },
    ])
    const action = told.decisions[0]?.action
    expect((await post('/v1/appeals', { device, action, text: 'It was a joke' })).status).toBe(204)
    expect(await codeOf(await post('/v1/appeals', { device, action, text: 'again' }))).toBe('409 not_open')
    const { device: other } = ann.last('welcome')
    expect(await codeOf(await post('/v1/appeals', { device: other, action, text: 'not mine' }))).toBe(
      '404 unknown',
    )
  })

  it.each(['nudge', 'warn'] as const)(
    'reaches somebody who was away at their next hello: a %s too (P-DECISION-1)',
    async (action) => {
      const [ann, bob] = await talk()
      await post('/v1/reports', reportOf(ann))
      const { device } = bob.last('welcome')
      await bob.falls()
      const { desk, decisions } = moderation()
      const file = await desk.next(MODERATOR)
      const request = { version: file?.version ?? 0, policies: ['threats' as const], action }
      expect((await decisions.decide(MODERATOR, file?.row.case ?? '', request)).kind).toBe('decided')
      const told = (person: Person) => person.all('notice').filter(({ code }) => code === 'decision')
      expect(told(bob)).toEqual([])
      expect(told(await stage.enter({ device }))).toHaveLength(1)
      const { subject = '' } = (await store.ledger.case(file?.row.case ?? '')) ?? {}
      const later = stage.clock.now() + 8 * 24 * 60 * 60_000
      expect(await store.ledger.sanctions(subject, later)).toEqual([])
    },
  )

  it('is told to nobody with a token that somebody changed', async () => {
    const [ann] = await talk()
    const { device } = ann.last('welcome')
    expect(await codeOf(await post('/v1/decisions', { device: `${device}x` }))).toBe('403 bad_token')
  })
})

it('a legal notice needs no chat, and is a case of its own (P-REPORT-6)', async () => {
  const notice = { text: 'On your site somebody sells what is stolen.', email: 'me@example.org' }
  const answer = await post('/v1/notices', notice)
  expect(answer.status).toBe(201)
  const file = await moderation().desk.next(MODERATOR)
  expect(file?.reports[0]?.notes[0]?.text).toContain('me@example.org')
})

it('without a report not a word is in the store', async () => {
  await talk()
  const all = JSON.stringify(await store.ledger.events(0, 100))
  expect(all).not.toContain(SECRET)
  expect(await store.ledger.head()).toMatchObject({ seq: 0 })
})
