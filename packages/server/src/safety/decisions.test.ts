import type { ActionKind } from '@stranger-chat/core/api'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Ledger } from '../ports/ledger.js'
import type { CaseFact } from '../rules/facts.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import type { Capsule } from './capsule.js'
import { createModeration, type Moderation } from './moderation.js'

const ANN = { id: 'moderator-ann', role: 'senior' } as const
const BOB = { id: 'moderator-bob', role: 'senior' } as const
const CEM = { id: 'moderator-cem', role: 'senior' } as const

let ledger: Ledger
let clock: FakeClock
let logged: string[]
/** What another process does between two questions of this one. */
let between: () => Promise<unknown>
let command: () => Promise<void>
let moderation: Moderation

beforeEach(async () => {
  clock = new FakeClock()
  logged = []
  between = () => Promise.resolve()
  command = () => Promise.resolve()
  const { ledger: plain } = await openStore({ path: ':memory:' })
  ledger = {
    ...plain,
    async reports(id, limit) {
      const once = between
      between = () => Promise.resolve()
      await once()
      return await plain.reports(id, limit)
    },
  }
  moderation = createModeration({
    ledger,
    keys: createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock),
    clock,
    random: seededRandom(1),
    backplane: { command: () => command() },
    oidc: undefined,
    log: { log: (_, event) => logged.push(event) },
  })
})

const capsule: Capsule = {
  chat: 'chat-one',
  epoch: 'epoch',
  startedAt: 1,
  expires: 9e15,
  seat: 0,
  members: [
    { seat: 0, identity: 'reporter', prefixes: [] },
    { seat: 1, identity: 'eve', prefixes: [] },
  ],
}

/** Somebody was reported, and this was decided. */
async function decide(action: ActionKind) {
  await moderation.filing.report(capsule, { reason: 'threat' }, [])
  const file = await moderation.desk.next(ANN)
  const id = file?.row.case ?? ''
  const request = { version: file?.version ?? 0, policies: ['threats' as const], action }
  const answer = await moderation.decisions.decide(ANN, id, request)
  const [done] = await ledger.actionsOn('eve', 1)
  return { id, answer, version: answer.kind === 'decided' ? answer.version : 0, action: done?.id ?? '' }
}
const appeal = (action: string) => moderation.appeals.file('eve', action, 'It was a joke.')
const held = async () => (await ledger.sanctions('eve', clock.now())).map(({ kind }) => kind)

it('what stands in the ledger is decided, and taken back, although nobody could be told at once', async () => {
  command = () => Promise.reject(new Error('away'))
  const { id, answer, version } = await decide('ban')
  expect(answer.kind).toBe('decided')
  expect(await held()).toEqual(['ban'])
  expect(await moderation.decisions.undo(ANN, id, version)).toEqual({ kind: 'undone' })
  expect(await held()).toEqual([])
  expect(logged).toEqual(['effect.failed', 'effect.failed'])
})

it('fifty empty reports push the one with evidence out of nobody’s sight', async () => {
  const entries = [
    { offset: 1, seat: 1, at: 1, stamp: '', body: { kind: 'text', text: 'the proof' } as const },
  ]
  await moderation.filing.report(capsule, { reason: 'threat' }, entries)
  for (let i = 0; i < 50; i++)
    await moderation.filing.report({ ...capsule, chat: `chat ${i}` }, { reason: 'threat' }, [])
  const file = await moderation.desk.next(ANN)
  expect(file?.row.reports).toBe(51)
  expect(JSON.stringify(file?.reports)).toContain('the proof')
})

describe('reports that come while somebody decides', () => {
  const more = (i: number, reason: 'threat' | 'underage' = 'threat') =>
    moderation.filing.report({ ...capsule, chat: `chat ${i}` }, { reason }, [])
  const take = async () => {
    await moderation.filing.report(capsule, { reason: 'threat' }, [])
    const file = await moderation.desk.next(ANN)
    const [id, version] = [file?.row.case ?? '', file?.version ?? 0]
    const act = { version, policies: ['threats' as const], action: 'ban' as const }
    return { id, act, dismiss: { version, policies: [] } }
  }

  it('keep nobody from acting, and are counted: else one could make oneself undecidable through others', async () => {
    const { id, act } = await take()
    for (let i = 0; i < 3; i++) await more(i)
    expect(await moderation.decisions.decide(ANN, id, act)).toMatchObject({ kind: 'decided', unseen: 3 })
    expect(await ledger.reporter('reporter')).toEqual({ right: 1, wrong: 0 })
  })

  it('are looked at before somebody says that nothing was wrong, and so is a graver reason in any case', async () => {
    const { id, act, dismiss } = await take()
    await more(1)
    expect(await moderation.decisions.decide(ANN, id, dismiss)).toEqual({ kind: 'stale' })
    await more(2, 'underage')
    expect(await moderation.decisions.decide(ANN, id, act)).toEqual({ kind: 'stale' })
    expect(await held()).toEqual([])
  })

  it('weigh nothing for or against those who made them, as nobody judged them', async () => {
    const { id, act } = await take()
    const others = {
      ...capsule,
      chat: 'other',
      members: [{ seat: 0, identity: 'late', prefixes: [] }, capsule.members[1]!],
    }
    await moderation.filing.report(others, { reason: 'threat' }, [])
    await moderation.decisions.decide(ANN, id, act)
    expect(await ledger.reporter('late')).toEqual({ right: 0, wrong: 0 })
  })

  it('by thousands are decided all the same', async () => {
    const { id } = await take()
    const facts = Array.from({ length: 6_000 }, (_, i): CaseFact => ({
      ...{ type: 'report.filed', case: id, report: `many-${i}`, reason: 'threat', chat: `many ${i}` },
      ...{ reporter: `many ${i}`, by: 0, of: 1, weight: 30, entries: 0 },
    }))
    await ledger.write({ at: 1, actor: '@member', facts })
    const file = await moderation.desk.open(ANN, id)
    const version = 'version' in file ? file.version : 0
    const request = { version, policies: ['threats' as const], action: 'ban' as const }
    expect((await moderation.decisions.decide(ANN, id, request)).kind).toBe('decided')
  })
})

it('nothing is done to anybody without a rule it rests on', async () => {
  await moderation.filing.report(capsule, { reason: 'threat' }, [])
  const file = await moderation.desk.next(ANN)
  const [id, request] = [file?.row.case ?? '', { version: file?.version ?? 0, policies: [] }]
  expect(await moderation.decisions.decide(ANN, id, { ...request, action: 'ban' })).toEqual({
    kind: 'no_policy',
  })
  expect((await moderation.decisions.decide(ANN, id, request)).kind).toBe('decided')
})

it('a certificate of a report makes no decision stale', async () => {
  const entries = [{ offset: 1, seat: 1, at: 1, stamp: '', body: { kind: 'text', text: 'words' } as const }]
  const { report } = await moderation.filing.report(capsule, { reason: 'threat' }, entries)
  const file = await moderation.desk.next(ANN)
  const [id, version] = [file?.row.case ?? '', file?.version ?? 0]
  expect(await moderation.certify(ANN, id, report)).toBeDefined()
  const request = { version, policies: ['threats' as const], action: 'ban' as const }
  expect((await moderation.decisions.decide(ANN, id, request)).kind).toBe('decided')
})

it('everything that was said of a chat is shown, oldest first: a second note hides no first, and a note no notice', async () => {
  await moderation.filing.report(capsule, { reason: 'threat', note: 'He is 14, I know his school.' }, [])
  clock.advance(1_000)
  await moderation.filing.report(capsule, { reason: 'threat', note: 'Please hurry.' }, [])
  clock.advance(1_000)
  const notice = { text: 'This is against the law of my country.', law: '§ 1', email: 'ann@example.org' }
  await moderation.filing.notice(capsule, notice, [])
  const [report] = (await moderation.desk.next(ANN))?.reports ?? []
  expect(report?.notes.map(({ text }) => text)).toEqual([
    'He is 14, I know his school.',
    'Please hurry.',
    'This is against the law of my country.\n§ 1\nann@example.org',
  ])
  expect(report?.notes.map(({ at }) => at - clock.now())).toEqual([-2_000, -1_000, 0])
})

it('a case whose key is lost can be read and decided all the same, without its words', async () => {
  await moderation.filing.report(capsule, { reason: 'threat', note: 'words' }, [])
  const other = createModeration({
    ...{ ledger, clock, random: seededRandom(9), backplane: { command: () => command() }, oidc: undefined },
    keys: createKeyRing([{ secret: new Uint8Array(32).fill(2), from: clock.now() }], clock),
    log: { log: () => undefined },
  })
  const file = await other.desk.next(ANN)
  expect(file?.reports[0]).toMatchObject({ evidence: 'shredded', notes: [] })
  const request = { version: file?.version ?? 0, policies: ['threats' as const], action: 'warn' as const }
  expect((await other.decisions.decide(ANN, file?.row.case ?? '', request)).kind).toBe('decided')
})

it('nothing can be done to nobody: a notice that names no chat is decided without an action', async () => {
  await moderation.filing.notice(undefined, { text: 'There is something illegal on this site.' }, [])
  const file = await moderation.desk.next(ANN)
  const [id, request] = [
    file?.row.case ?? '',
    { version: file?.version ?? 0, policies: ['illegal' as const] },
  ]
  expect(await moderation.decisions.decide(ANN, id, { ...request, action: 'ban' })).toEqual({
    kind: 'nobody',
  })
  expect((await moderation.decisions.decide(ANN, id, request)).kind).toBe('decided')
})

it('practice is one case at a time for each moderator, and begins anew when it was decided', async () => {
  const first = await moderation.practise(ANN)
  expect((await moderation.practise(ANN)).row.case).toBe(first.row.case)
  expect((await moderation.practise(BOB)).row.case).not.toBe(first.row.case)
  const again = await moderation.practise(ANN)
  await moderation.decisions.decide(ANN, first.row.case, { version: again.version, policies: [] })
  expect((await moderation.practise(ANN)).row.case).not.toBe(first.row.case)
})

it('a case that somebody put back is next for others, and theirs again only if they open it', async () => {
  await moderation.filing.report(capsule, { reason: 'underage' }, [])
  const id = (await moderation.desk.next(ANN))?.row.case ?? ''
  await moderation.desk.leave(ANN, id)
  expect(await moderation.desk.next(ANN)).toBeUndefined()
  expect((await moderation.desk.next(BOB))?.row.case).toBe(id)
  await moderation.desk.leave(BOB, id)
  expect(await moderation.desk.open(ANN, id)).toHaveProperty('version')
  await moderation.desk.leave(ANN, id)
  clock.advance(60 * 60_000 + 1)
  expect((await moderation.desk.next(ANN))?.row.case).toBe(id)
})

it('a case left to a senior waits for one, and is offered to nobody below', async () => {
  const [helper, other] = [
    { id: 'moderator-hal', role: 'helper' },
    { id: 'moderator-mo', role: 'moderator' },
  ] as const
  await moderation.filing.report(capsule, { reason: 'underage' }, [])
  const id = (await moderation.desk.next(helper))?.row.case ?? ''
  await moderation.desk.leave(helper, id, 'senior')
  expect(await moderation.desk.next(other)).toBeUndefined()
  expect((await moderation.desk.queue()).cases[0]).toMatchObject({ case: id, wants: 'senior' })
  const file = await moderation.desk.next(ANN)
  expect(file?.row).toMatchObject({ case: id, wants: 'senior' })
  await moderation.decisions.decide(ANN, id, { version: file?.version ?? 0, policies: [] })
  expect((await ledger.case(id))?.wants).toBeUndefined()
})

it('what holds for somebody is among their decisions, whatever came later and is over', async () => {
  const { action } = await decide('ban')
  const facts = Array.from({ length: 30 }, (_, i): CaseFact => ({
    ...{ type: 'action.applied', case: 'case-late', action: `nudge-${i}`, subject: 'eve', kind: 'nudge' },
    ...{ policies: ['spam'], ground: 'terms', automated: false, until: clock.now() },
  }))
  const opened = { type: 'case.opened', case: 'case-late', subject: 'eve', reason: 'spam' } as const
  await ledger.write({ at: clock.now(), actor: 'ann', facts: [opened, ...facts] })
  const statements = await moderation.appeals.statements('eve')
  expect(statements).toHaveLength(20)
  expect(statements.map((one) => one.action)).toContain(action)
})

describe('an appeal', () => {
  it('is the same moderator’s after a day where the others are no longer named by the operator', async () => {
    const { action } = await decide('ban')
    await appeal(action)
    const gone = { id: 'gone', name: 'Gone', role: 'senior', addedAt: 1, joinedAt: 1, keys: [] } as const
    await ledger.staff.add({ ...gone, oidc: 'issuer gone@example.org' })
    expect(await moderation.appeals.decide(ANN, action, true)).toBe('own_decision')
    clock.advance(25 * 60 * 60_000)
    expect(await moderation.appeals.decide(ANN, action, true)).toBe('decided')
  })

  it('is decided by one of two who look at it at the same time', async () => {
    const { action } = await decide('ban')
    await appeal(action)
    between = async () => expect(await moderation.appeals.decide(BOB, action, false)).toBe('decided')
    expect(await moderation.appeals.decide(CEM, action, true)).toBe('not_open')
    expect(await held()).toEqual(['ban'])
    expect((await ledger.action(action))?.appeal).toBe('upheld')
  })

  it('is decided although its case is looked at meanwhile', async () => {
    const { id, action } = await decide('ban')
    await appeal(action)
    between = () => ledger.write({ at: 1, actor: BOB.id, facts: [{ type: 'evidence.opened', case: id }] })
    expect(await moderation.appeals.decide(CEM, action, true)).toBe('decided')
    expect(await held()).toEqual([])
  })

  it('takes back what the decision said about reporters where it is won, and only there', async () => {
    const { action } = await decide('ban')
    expect(await ledger.reporter('reporter')).toEqual({ right: 1, wrong: 0 })
    await appeal(action)
    await moderation.appeals.decide(BOB, action, true)
    expect(await ledger.reporter('reporter')).toEqual({ right: 0, wrong: 0 })
  })

  it('that is lost leaves reporters as they were', async () => {
    const { action } = await decide('ban')
    await appeal(action)
    await moderation.appeals.decide(BOB, action, false)
    expect(await ledger.reporter('reporter')).toEqual({ right: 1, wrong: 0 })
  })

  it('is not taken against what was taken back', async () => {
    const { id, action, version } = await decide('ban')
    await moderation.decisions.undo(ANN, id, version)
    const facts = [{ type: 'appeal.filed', case: id, action }] as const
    const guards = [{ is: 'no_appeal', action }] as const
    expect((await ledger.write({ at: 2, actor: '@member', facts, guards })).kind).toBe('conflict')
    expect(await appeal(action)).toBe('not_open')
  })
})

describe('a decision is taken back', () => {
  it('although its case was held or looked at since', async () => {
    const { id, version } = await decide('ban')
    await moderation.desk.hold(BOB, id, true)
    await moderation.desk.open(BOB, id)
    expect(await moderation.decisions.undo(ANN, id, version)).toEqual({ kind: 'undone' })
    expect(await held()).toEqual([])
  })

  it('with an appeal that waits, which is won by it', async () => {
    const { id, action, version } = await decide('ban')
    await appeal(action)
    expect(await moderation.decisions.undo(ANN, id, version)).toEqual({ kind: 'undone' })
    expect(await ledger.appeals(undefined, 5)).toEqual({ rows: [] })
    expect((await ledger.action(action))?.appeal).toBe('overturned')
  })

  it('no more once somebody decided an appeal against it', async () => {
    const { id, action, version } = await decide('ban')
    await appeal(action)
    await moderation.appeals.decide(BOB, action, false)
    expect(await moderation.decisions.undo(ANN, id, version)).toEqual({ kind: 'stale' })
    expect(await held()).toEqual(['ban'])
  })
})
