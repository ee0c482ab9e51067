import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AppealsPage,
  type CaseFile,
  type Counters,
  type Decided,
  type Me,
  type QueuePage,
  type Role,
  ROLES,
} from '@stranger-chat/core/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACTORS } from '../../rules/facts.js'
import { type Deed, may } from '../../rules/roles.js'
import { createStaffRoom, type StaffRoom } from '../../safety/staff.js'
import { openStore } from '../../sql/store.js'
import type { Store } from '../../ports/store.js'
import { createStage, type Stage } from '../../testing/people.js'
import { seededRandom } from '../../testing/clock.js'

// The console's side of HTTP, as its own page uses it and as others would misuse it.

let stage: Stage
let store: Store
let staff: StaffRoom
let base: string
let stop: () => Promise<void>

beforeEach(async () => {
  store = await openStore({ path: ':memory:' })
  stage = await createStage({ store })
  staff = createStaffRoom({ ledger: store.ledger, clock: stage.clock, random: seededRandom(5) })
  const http = createHttp()
  stage.server.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  base = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1/moderation`
  stop = async () => {
    await stage.server.close()
    http.closeAllConnections()
    http.close()
    await store.close()
  }
})
afterEach(() => stop())

const OURS = { 'content-type': 'application/json', 'x-stranger-moderator': '1' }

interface Console {
  readonly me: Me
  readonly cookie: string
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>
  readonly post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>
}
const signIn = (invite: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${base}/signin`, {
    method: 'POST',
    headers: { ...OURS, ...headers },
    body: JSON.stringify({ invite }),
  })

/** Somebody at an open console. */
async function sit(name: string, role: Role): Promise<Console> {
  const { secret } = await staff.invite(name, role)
  const answer = await signIn(secret)
  expect(answer.status).toBe(200)
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
  return {
    me: (await answer.json()) as Me,
    cookie,
    get: (path, headers = {}) => fetch(`${base}${path}`, { headers: { cookie, ...headers } }),
    post: (path, body = {}, headers = {}) =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { cookie, ...OURS, ...headers },
        body: JSON.stringify(body),
      }),
  }
}
const told = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T
const codeOf = async (answer: Promise<Response>): Promise<string> => {
  const got = await answer
  return `${got.status} ${((await got.json()) as { code?: string }).code ?? ''}`
}

/** A case about somebody. */
async function report(subject: string, reason: 'threat' | 'underage' | 'spam' = 'threat'): Promise<string> {
  const id = `case-of-${subject}`
  await store.ledger.write({
    at: stage.clock.now(),
    actor: ACTORS.member,
    facts: [
      { type: 'case.opened', case: id, subject, reason },
      {
        type: 'report.filed',
        case: id,
        report: `report-of-${subject}`,
        reason,
        chat: `chat-of-${subject}`,
        reporter: `reporter-of-${subject}`,
        by: 0,
        of: 1,
        weight: 30,
        entries: 0,
      },
    ],
    keys: [],
  })
  return id
}

describe('signing in', () => {
  it('takes an invitation once, and gives the browser a secret of its own', async () => {
    const { secret } = await staff.invite('Ann', 'senior')
    const answer = await signIn(secret)
    expect(await answer.json()).toMatchObject({ name: 'Ann', role: 'senior' })
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      /^sc_moderator=[\w-]{43}; Path=\/v1\/moderation; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    )
    expect(cookie).not.toContain(secret)
    expect(await codeOf(signIn(secret))).toBe('403 bad_invite')
  })

  it('of two who try one link at once lets one in', async () => {
    const { secret } = await staff.invite('Ann', 'senior')
    const answers = await Promise.all([signIn(secret), signIn(secret), signIn(secret)])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403, 403])
  })

  it('never takes over a secret that somebody planted (session fixation)', async () => {
    const planted = 'A'.repeat(43)
    const { secret } = await staff.invite('Ann', 'senior')
    const answer = await signIn(secret, { cookie: `sc_moderator=${planted}` })
    expect(answer.headers.get('set-cookie')).not.toContain(planted)
    expect((await fetch(`${base}/me`, { headers: { cookie: `sc_moderator=${planted}` } })).status).toBe(401)
  })

  it('ends with the working day, by signing out, and when somebody is removed', async () => {
    const [ann, bob] = [await sit('Ann', 'senior'), await sit('Bob', 'helper')]
    const out = await ann.post('/signout')
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await ann.get('/me')).status).toBe(401)
    expect((await bob.get('/me')).status).toBe(200)
    await staff.remove('Bob')
    expect((await bob.get('/me')).status).toBe(401)
    const cem = await sit('Cem', 'helper')
    stage.clock.advance(13 * 60 * 60_000)
    expect((await cem.get('/me')).status).toBe(401)
  })

  it('is slowed down for whoever guesses, and no guess or secret is in the log', async () => {
    const codes: number[] = []
    for (let i = 0; i < 12; i++) codes.push((await signIn('guess-guess-guess-guess-guess')).status)
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 403))
    expect(codes.slice(10)).toEqual([429, 429])
    expect(stage.logged()).toContain('signin.refused')
    expect(stage.logged()).not.toContain('guess-guess')
  })
})

describe('a request that is not our page’s own', () => {
  it.each([
    ['of another site', { origin: 'https://evil.example' }],
    ['of another site, as browsers say', { 'sec-fetch-site': 'cross-site' }],
    ['of a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['of a form that says it is text', { 'content-type': 'text/plain' }],
    ['without our word', { 'x-stranger-moderator': '' }],
    ['of an unreadable origin', { origin: 'null' }],
  ])('%s changes nothing (CSRF)', async (_, headers) => {
    const ann = await sit('Ann', 'senior')
    await report('eve')
    expect(await codeOf(ann.post('/next', {}, headers))).toBe('403 forbidden')
    expect((await told<QueuePage>(ann.get('/queue'))).cases[0]?.takenBy).toBeUndefined()
  })

  it('reads nothing either', async () => {
    const ann = await sit('Ann', 'senior')
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      expect((await ann.get('/queue', headers)).status).toBe(403)
    const answer = await ann.get('/queue')
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

describe('roles', () => {
  const WANTED: readonly (readonly [Role, string, string, object])[] = [
    ['auditor', 'POST', '/next', {}],
    ['auditor', 'POST', '/practice', {}],
    ['helper', 'POST', '/cases/case-of-eve/hold', { hold: true }],
    ['moderator', 'POST', '/appeals/action-one/decide', { overturn: true }],
  ]
  it.each(WANTED)('a %s may not %s %s', async (role, _, path, body) => {
    await report('eve')
    const one = await sit('One', role)
    expect(await codeOf(one.post(path, body))).toBe('403 forbidden')
  })

  it('a helper may warn and may not ban, and a long ban is a senior’s', async () => {
    const id = await report('eve')
    const [helper, moderator, senior] = [
      await sit('Hal', 'helper'),
      await sit('Mo', 'moderator'),
      await sit('Sam', 'senior'),
    ]
    const decide = async (who: Console, forDays: number): Promise<string> => {
      const { version } = await told<CaseFile>(who.post(`/cases/${id}/open`))
      const answer = await who.post(`/cases/${id}/decide`, {
        version,
        policies: ['threats'],
        action: 'ban',
        forMs: forDays * 24 * 60 * 60_000,
      })
      const code = String(answer.status)
      if (answer.status !== 200) await who.post(`/cases/${id}/leave`)
      return code
    }
    expect(await decide(helper, 1)).toBe('403')
    expect(await decide(moderator, 31)).toBe('403')
    expect(await decide(senior, 31)).toBe('200')
  })
})

describe('cases', () => {
  it('come by priority, and one is never with two people', async () => {
    await report('spammer', 'spam')
    await report('groomer', 'underage')
    const [ann, bob] = [await sit('Ann', 'moderator'), await sit('Bob', 'moderator')]
    const first = await told<CaseFile>(ann.post('/next'))
    const second = await told<CaseFile>(bob.post('/next'))
    expect([first.row.case, second.row.case]).toEqual(['case-of-groomer', 'case-of-spammer'])
    expect((await ann.post('/next')).status).toBe(200)
    expect(await codeOf(bob.post('/cases/case-of-groomer/open'))).toBe('409 taken')
    await ann.post('/cases/case-of-groomer/leave')
    expect((await bob.post('/cases/case-of-groomer/open')).status).toBe(200)
  })

  it('of two who reach for the next one at once each gets another', async () => {
    await report('one')
    await report('two')
    const people = [await sit('Ann', 'moderator'), await sit('Bob', 'moderator')]
    const files = await Promise.all(people.map((who) => told<CaseFile>(who.post('/next'))))
    expect(new Set(files.map(({ row }) => row.case)).size).toBe(2)
  })

  it('that changed since they were read are not decided', async () => {
    const id = await report('eve')
    const ann = await sit('Ann', 'moderator')
    const { version } = await told<CaseFile>(ann.post(`/cases/${id}/open`))
    await told<CaseFile>(ann.post(`/cases/${id}/open`))
    expect(await codeOf(ann.post(`/cases/${id}/decide`, { version, policies: [] }))).toBe('409 stale')
  })

  it('can be undone for a moment, by whoever decided', async () => {
    const id = await report('eve')
    const [ann, bob] = [await sit('Ann', 'moderator'), await sit('Bob', 'moderator')]
    const { version } = await told<CaseFile>(ann.post(`/cases/${id}/open`))
    const decided = await told<Decided>(
      ann.post(`/cases/${id}/decide`, { version, policies: ['threats'], action: 'ban' }),
    )
    expect((await store.ledger.sanctions('eve', stage.clock.now())).map(({ kind }) => kind)).toEqual(['ban'])
    expect(await codeOf(bob.post(`/cases/${id}/undo`, { version: decided.version }))).toBe('409 not_yours')
    expect((await ann.post(`/cases/${id}/undo`, { version: decided.version })).status).toBe(204)
    expect(await store.ledger.sanctions('eve', stage.clock.now())).toEqual([])
    expect(await store.ledger.reporter('reporter-of-eve')).toEqual({ right: 0, wrong: 0 })
    const again = await told<CaseFile>(ann.post(`/cases/${id}/open`))
    const late = await told<Decided>(
      ann.post(`/cases/${id}/decide`, { version: again.version, policies: ['threats'], action: 'warn' }),
    )
    stage.clock.advance(31_000)
    expect(await codeOf(ann.post(`/cases/${id}/undo`, { version: late.version }))).toBe('409 too_late')
  })

  it('for practice are labelled, and do nothing to anybody', async () => {
    const ann = await sit('Ann', 'moderator')
    const file = await told<CaseFile>(ann.post('/practice'))
    expect(file.row.practice).toBe(true)
    expect(file.reports[0]?.entries.length).toBeGreaterThan(2)
    const { case: id } = file.row
    const answer = await ann.post(`/cases/${id}/decide`, {
      version: file.version,
      policies: ['threats'],
      action: 'ban',
    })
    expect(answer.status).toBe(200)
    const facts = (await store.ledger.events(0, 100)).map(({ fact }) => fact.type)
    expect(facts).not.toContain('action.applied')
    expect(facts).not.toContain('reporter.weighed')
  })

  it('and every look at their evidence stand in the audit log, by name', async () => {
    const id = await report('eve')
    const ann = await sit('Ann', 'moderator')
    await ann.post(`/cases/${id}/open`)
    const { events } = await told<{ events: { type: string; actor: string }[] }>(ann.get('/audit'))
    expect(events[0]).toMatchObject({ type: 'evidence.opened', actor: 'Ann' })
  })

  it('that are not there, or have a name that is none, are a plain 404', async () => {
    const ann = await sit('Ann', 'admin')
    for (const path of [
      '/cases/case-of-nobody/open',
      "/cases/x' or 1=1 --/open",
      '/cases/..%2f..%2fetc/open',
      '/cases/__proto__/open',
      '/constructor',
      '/cases/case-of-nobody/constructor',
    ])
      expect((await ann.post(path)).status, path).toBe(404)
    expect((await ann.get(`/queue?after=${encodeURIComponent("' or 1=1 --")}`)).status).toBe(200)
    expect((await ann.get('/audit?after=1;drop table')).status).toBe(200)
  })
})

describe('appeals', () => {
  async function banned(ann: Console): Promise<string> {
    const id = await report('eve')
    const { version } = await told<CaseFile>(ann.post(`/cases/${id}/open`))
    await ann.post(`/cases/${id}/decide`, { version, policies: ['threats'], action: 'ban' })
    const [action] = await store.ledger.sanctions('eve', stage.clock.now())
    await store.ledger.write({
      at: stage.clock.now(),
      actor: ACTORS.member,
      facts: [{ type: 'appeal.filed', case: id, action: action?.id ?? '' }],
    })
    return action?.id ?? ''
  }

  it('are decided by somebody else than the first decision, and an overturn really undoes', async () => {
    const [ann, bob] = [await sit('Ann', 'senior'), await sit('Bob', 'senior')]
    const action = await banned(ann)
    expect(await codeOf(ann.post(`/appeals/${action}/decide`, { overturn: true }))).toBe('403 own_decision')
    // Only somebody else may, so that there is no time from which she could.
    expect((await told<AppealsPage>(ann.get('/appeals'))).appeals[0]).not.toHaveProperty('from')
    stage.clock.advance(48 * 60 * 60_000)
    const again = await sit('Ann too', 'senior')
    expect((await told<AppealsPage>(again.get('/appeals'))).appeals[0]).toMatchObject({ mine: true })
    expect(await codeOf(bob.get('/me'))).toBe('401 signed_out')
    expect((await again.post(`/appeals/${action}/decide`, { overturn: true })).status).toBe(204)
    expect(await store.ledger.sanctions('eve', stage.clock.now())).toEqual([])
    expect(await codeOf(again.post(`/appeals/${action}/decide`, { overturn: false }))).toBe('409 stale')
  })

  it('are the same person’s after a day where there is nobody else, or only somebody who never came', async () => {
    await staff.invite('Never came', 'senior')
    const ann = await sit('Ann', 'senior')
    const action = await banned(ann)
    expect(await codeOf(ann.post(`/appeals/${action}/decide`, { overturn: false }))).toBe('403 own_decision')
    stage.clock.advance(11 * 60 * 60_000)
    expect((await ann.get('/me')).status).toBe(200)
    stage.clock.advance(13.5 * 60 * 60_000)
    const { secret } = (await staff.inviteAgain('Ann')) ?? { secret: '' }
    const answer = await signIn(secret)
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
    const done = await fetch(`${base}/appeals/${action}/decide`, {
      method: 'POST',
      headers: { ...OURS, cookie },
      body: JSON.stringify({ overturn: false }),
    })
    expect(done.status).toBe(204)
  })
})

it('a console that watches hears of a new case at once, with the counts', async () => {
  const ann = await sit('Ann', 'moderator')
  const answer = await ann.get('/live')
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = (await reader?.read())?.value ?? ''
  expect(heard).toContain('event: counters')
  await stage.pass(1_000)
  await report('eve')
  await stage.pass(1_000)
  while (!heard.includes('"waiting":1')) heard += (await reader?.read())?.value ?? ''
  expect(heard).toContain('event: queue')
  await reader?.cancel()
})

it('counts what waits and what was decided', async () => {
  await report('eve')
  const ann = await sit('Ann', 'moderator')
  expect(await told<Counters>(ann.get('/counters'))).toMatchObject({
    waiting: 1,
    decidedToday: 0,
    appeals: 0,
  })
  const { version } = await told<CaseFile>(ann.post('/next'))
  await ann.post('/cases/case-of-eve/decide', { version, policies: [] })
  const counts = await told<Counters>(ann.get('/counters'))
  expect(counts).toMatchObject({ waiting: 0, decidedToday: 1 })
  expect(counts.hours.at(-1)).toBe(1)
})

it('decisions can be taken along as CSV and JSON, by those who may', async () => {
  await report('eve')
  const [mo, hal] = [await sit('Mo', 'moderator'), await sit('Hal', 'helper')]
  const { version } = await told<CaseFile>(mo.post('/next'))
  expect(await (await mo.get('/export/decisions.json')).text()).toBe('[]\n')
  await mo.post('/cases/case-of-eve/decide', { version, policies: ['threats'], action: 'warn' })
  const csv = await mo.get('/export/decisions.csv')
  expect(csv.headers.get('content-disposition')).toContain('attachment')
  expect((await csv.text()).split('\r\n')).toHaveLength(3)
  expect(await told<object[]>(mo.get('/export/decisions.json'))).toMatchObject([{ kind: 'warn' }])
  expect(await codeOf(hal.get('/export/decisions.csv'))).toBe('403 forbidden')
})

it('who reported whom, and what people write in appeals, is for those who decide them', async () => {
  await report('eve')
  const [sen, hal, aud] = [
    await sit('Sen', 'senior'),
    await sit('Hal', 'helper'),
    await sit('Aud', 'auditor'),
  ]
  for (const one of [hal, aud]) {
    expect(await codeOf(one.get('/appeals'))).toBe('403 forbidden')
    const log = await (await one.get('/audit')).text()
    for (const word of ['reporter-of-eve', 'chat-of-eve', '"eve"']) expect(log).not.toContain(word)
    expect(log).toContain('report.filed')
  }
  expect((await sen.get('/appeals')).status).toBe(200)
  expect(await (await sen.get('/audit')).text()).toContain('reporter-of-eve')
})

it('every route stands in docs/moderation-api.md with the least role that may use it', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
  const routes = [...read('./api.ts').matchAll(/'((?:GET|POST) \/[^']+)': \{\s*deed: '(\w+)'/g)]
  expect(routes.length).toBeGreaterThan(10)
  const page = read('../../../../../docs/moderation-api.md')
  for (const [, route = '', deed = ''] of routes) {
    const pattern = route
      .replace(
        /^(\w+) \/(cases|appeals)\/\{\}/,
        (_, method: string, kind: string) => `${method} /${kind}/{${kind === 'cases' ? 'case' : 'action'}}`,
      )
      .replace('/pictures/{}', '/pictures/{picture}')
    const row = page.split('\n').find((line) => line.includes(`\`${pattern}\``))
    const least = ROLES.find((role) => may(role, deed as Deed))
    expect(row, route).toContain(`| ${least} |`)
  }
})
