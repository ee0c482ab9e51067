import { beforeEach, describe, expect, it } from 'vitest'
import type { CaseRecord, Ledger } from '../ports/ledger.js'
import { createKeyRing } from '../session/keys.js'
import { openStore } from '../sql/store.js'
import { FakeClock, seededRandom } from '../testing/clock.js'
import type { Capsule } from './capsule.js'
import { readFile } from './casefile.js'
import { createFiling, type Filing } from './filing.js'
import { numberOf } from './number.js'
import type { SpanEntry } from './span.js'
import { createVault } from './vault.js'

let ledger: { -readonly [K in keyof Ledger]: Ledger[K] }
let filing: Filing
beforeEach(async () => {
  const clock = new FakeClock()
  ledger = (await openStore({ path: ':memory:' })).ledger
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(1), from: clock.now() }], clock)
  const random = seededRandom(1)
  filing = createFiling({ ledger, vault: createVault(keys, random), clock, random })
})

/** What `by` holds of a chat with `of`. */
const capsuleOf = (by: string, of: string, chat = `chat of ${by} and ${of}`): Capsule => ({
  chat,
  epoch: 'epoch',
  startedAt: 1,
  expires: 9e15,
  seat: 0,
  members: [
    { seat: 0, identity: by, prefixes: [`place of ${by}`] },
    { seat: 1, identity: of, prefixes: [`place of ${of}`] },
  ],
})
const entry = (offset: number): SpanEntry => ({
  offset,
  seat: 1,
  at: offset,
  stamp: 'hkey.AAAAAAAAAAAAAAAAAAAAAA',
  body: { kind: 'text', text: 'words' },
})
const NOTHING: readonly SpanEntry[] = []

describe('reports about one person', () => {
  it('come to one case, whoever makes them, and each reporter counts', async () => {
    const numbers = new Set<string>()
    for (const by of ['ann', 'ben', 'cem'])
      numbers.add((await filing.report(capsuleOf(by, 'eve'), { reason: 'hate' }, NOTHING)).number)
    expect(numbers.size).toBe(1)
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 3 })
  })

  it('made at the same moment come to one case all the same, however many they are', async () => {
    const filed = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        filing.report(capsuleOf(`by ${i}`, 'eve'), { reason: 'hate' }, NOTHING),
      ),
    )
    expect(new Set(filed.map(({ number }) => number)).size).toBe(1)
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 60 })
  })

  it('by fifty new identities put a case no higher than one would (brigades)', async () => {
    await filing.report(capsuleOf('ann', 'alone'), { reason: 'threat' }, NOTHING)
    for (let i = 0; i < 50; i++)
      await filing.report(capsuleOf(`new ${i}`, 'mobbed'), { reason: 'threat' }, NOTHING)
    const [alone, mobbed] = [await ledger.openCaseOf('alone'), await ledger.openCaseOf('mobbed')]
    expect(mobbed?.reports).toBe(50)
    expect(mobbed?.priority).toBe(alone?.priority)
  })

  it('by somebody who was right before weigh more than any number of new ones', async () => {
    for (let i = 0; i < 3; i++) {
      const { report } = await filing.report(capsuleOf('known', `other ${i}`), { reason: 'hate' }, NOTHING)
      const facts = [{ type: 'reporter.weighed', reporter: 'known', report, was: 'right' }] as const
      await ledger.write({ at: 1, actor: 'moderator', facts })
    }
    await filing.report(capsuleOf('known', 'eve'), { reason: 'threat' }, NOTHING)
    for (let i = 0; i < 50; i++)
      await filing.report(capsuleOf(`new ${i}`, 'mobbed'), { reason: 'threat' }, NOTHING)
    const [eve, mobbed] = [await ledger.openCaseOf('eve'), await ledger.openCaseOf('mobbed')]
    expect(eve?.priority).toBeGreaterThan(mobbed?.priority ?? 100)
  })

  it('open a new case after the last one was decided', async () => {
    const { number } = await filing.report(capsuleOf('ann', 'eve'), { reason: 'hate' }, NOTHING)
    const open = await ledger.openCaseOf('eve')
    await ledger.write({
      at: 2,
      actor: 'moderator',
      facts: [{ type: 'case.decided', case: open?.id ?? '', acted: false, policies: [] }],
    })
    expect((await filing.report(capsuleOf('ben', 'eve'), { reason: 'hate' }, NOTHING)).number).not.toBe(
      number,
    )
  })
})

describe('where the key of a case that waits is lost or elsewhere', () => {
  /** As a server with other keys sees what was filed here. */
  const elsewhere = () => {
    const clock = new FakeClock()
    const keys = createKeyRing([{ secret: new Uint8Array(32).fill(2), from: clock.now() }], clock)
    const vault = createVault(keys, seededRandom(2))
    const random = { id: () => `other-${++ids}` }
    return { vault, filing: createFiling({ ledger, vault, clock, random }) }
  }
  let ids = 0
  const words = { reason: 'hate', note: 'words' } as const

  it('a report lies in a drawer of its own, and is read there; nothing is destroyed', async () => {
    await filing.report(capsuleOf('ann', 'eve'), words, [entry(1)])
    const { vault, filing: other } = elsewhere()
    const filed = await Promise.all(
      ['ben', 'cem'].map((by) => other.report(capsuleOf(by, 'eve'), words, [entry(1)])),
    )
    await other.report(capsuleOf('ben', 'eve'), { ...words, note: 'more' }, [entry(1), entry(2)])
    const one = await ledger.openCaseOf('eve')
    const file = await readFile({ ledger, vault }, one as CaseRecord, 1)
    expect(file.reports).toHaveLength(3)
    const shown = file.reports.map(({ evidence, entries, notes }) => [evidence, entries.length, notes.length])
    expect(shown).toContainEqual(['shredded', 0, 0])
    expect(shown).toContainEqual(['verified', 2, 2])
    expect(shown).toContainEqual(['verified', 1, 1])
    expect(await ledger.keysOf(filed.map(({ report }) => report))).toHaveLength(2)
    expect(await ledger.key(one?.id ?? '')).toBeDefined()
  })

  it('and those who come at the same moment after it was destroyed are all taken', async () => {
    await filing.report(capsuleOf('ann', 'eve'), words, [entry(1)])
    const { id = '' } = (await ledger.openCaseOf('eve')) ?? {}
    await ledger.write({
      at: 1,
      actor: '@operator',
      facts: [{ type: 'evidence.shredded', case: id }],
      shred: [id],
    })
    const filed = await Promise.all(
      Array.from({ length: 5 }, (_, i) => filing.report(capsuleOf(`by ${i}`, 'eve'), words, [entry(1)])),
    )
    expect(filed.every(({ isNew }) => isNew)).toBe(true)
    expect((await ledger.sealed(id)).items).toHaveLength(10)
  })
})

describe('a report of one chat by one member', () => {
  it('said again with a graver reason is as grave as that, without a word more', async () => {
    const capsule = capsuleOf('ann', 'eve')
    await filing.report(capsule, { reason: 'spam' }, [entry(1)])
    await filing.report(capsule, { reason: 'underage' }, [entry(1)])
    await filing.report(capsule, { reason: 'other' }, [entry(1)])
    const one = await ledger.openCaseOf('eve')
    expect([one?.reason, one?.reports]).toEqual(['underage', 1])
  })

  it('is added to ten times, and not more often by many at once', async () => {
    const capsule = capsuleOf('ann', 'eve')
    await filing.report(capsule, { reason: 'spam' }, [entry(1)])
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) =>
        filing.report(capsule, { reason: 'spam', note: `note ${i}` }, NOTHING),
      ),
    )
    while (!(await filing.report(capsule, { reason: 'spam', note: 'more' }, NOTHING)).isFull);
    const [one] = await ledger.reports((await ledger.openCaseOf('eve'))?.id ?? '', 1)
    expect(one?.added).toBe(10)
  })

  it('sent many times at once is filed once', async () => {
    const capsule = capsuleOf('ann', 'eve')
    const filed = await Promise.all(
      Array.from({ length: 6 }, () => filing.report(capsule, { reason: 'hate' }, [entry(1)])),
    )
    expect(new Set(filed.map(({ report }) => report)).size).toBe(1)
    expect(filed.filter(({ isNew }) => isNew)).toHaveLength(1)
    expect(await ledger.openCaseOf('eve')).toMatchObject({ reports: 1 })
  })

  it('keeps a longer span and its note, although somebody looks at the case meanwhile', async () => {
    const capsule = capsuleOf('ann', 'eve')
    const { report } = await filing.report(capsule, { reason: 'hate' }, [entry(1)])
    const { case: id = '' } = (await ledger.report(report)) ?? {}
    const ask = ledger.key
    let looks = 1
    ledger.key = async (of) => {
      const key = await ask(of)
      if (looks-- > 0)
        await ledger.write({ at: 1, actor: 'moderator', facts: [{ type: 'evidence.opened', case: id }] })
      return key
    }
    await filing.report(capsule, { reason: 'hate', note: 'and this' }, [entry(1), entry(2), entry(3)])
    expect(await ledger.report(report)).toMatchObject({ entries: 3 })
    expect((await ledger.sealed(id)).items.map(({ what }) => what).toSorted()).toEqual([
      'note',
      'span',
      'span',
    ])
  })

  it('keeps what was picked only where it was handed in', async () => {
    const { report } = await filing.report(capsuleOf('ann', 'eve'), { reason: 'hate', picked: [2, 9] }, [
      entry(1),
      entry(2),
    ])
    const { case: id = '' } = (await ledger.report(report)) ?? {}
    const { items } = await ledger.sealed(id)
    expect(items.map(({ what }) => what)).toEqual(['span'])
    expect(items[0]?.blob.length).toBeGreaterThan(100)
  })
})

describe('a legal notice', () => {
  const NOTICE = { text: 'This breaks the law of my country.' }

  it('about a chat has its seats and its proof, counts once, and comes before most reports', async () => {
    const capsule = capsuleOf('ann', 'eve')
    const { report } = await filing.notice(capsule, NOTICE, [entry(1)])
    await filing.notice(capsule, NOTICE, [entry(1)])
    expect(await ledger.report(report)).toMatchObject({
      reason: 'illegal',
      by: 0,
      of: 1,
      entries: 1,
      reporter: 'ann',
    })
    const found = await ledger.openCaseOf('eve')
    expect(found).toMatchObject({ reports: 1, reason: 'illegal' })
    await filing.report(capsuleOf('ben', 'mallory'), { reason: 'harassment' }, NOTHING)
    expect(found?.priority).toBeGreaterThan((await ledger.openCaseOf('mallory'))?.priority ?? 100)
  })

  it('about nobody’s chat is a case of its own', async () => {
    const numbers = [await filing.notice(undefined, NOTICE, []), await filing.notice(undefined, NOTICE, [])]
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(2)
  })

  it('that comes again under its name, by a double click or a reload, is filed once', async () => {
    const id = 'one-notice-0001'
    const twice = await Promise.all([1, 2].map(() => filing.notice(undefined, NOTICE, [], id)))
    const later = await filing.notice(undefined, NOTICE, [], id)
    expect(new Set([...twice, later].map(({ number }) => number)).size).toBe(1)
    expect([...twice, later].filter(({ isNew }) => isNew)).toHaveLength(1)
    expect((await ledger.events(0, 10)).filter(({ fact }) => fact.type === 'notice.filed')).toHaveLength(1)
  })
})

it('people who came from one place have cases that resemble each other', async () => {
  const eve = capsuleOf('ann', 'eve')
  const again = capsuleOf('ben', 'eve again')
  const same = {
    ...again,
    members: again.members.map((one) => (one.seat === 1 ? { ...one, prefixes: ['place of eve'] } : one)),
  }
  await filing.report(eve, { reason: 'hate' }, NOTHING)
  await filing.report(same, { reason: 'hate' }, NOTHING)
  const found = await ledger.openCaseOf('eve again')
  expect((await ledger.similar(found?.id ?? '', 5)).map(({ subject }) => subject)).toEqual(['eve'])
})

it('no fact of a report holds words or a place', async () => {
  await filing.report(capsuleOf('ann', 'eve'), { reason: 'hate', note: 'my words' }, [entry(1)])
  const facts = JSON.stringify(await ledger.events(0, 10))
  expect(facts).not.toContain('words')
  expect(facts).not.toContain('place of')
})

it('a number reads well, is always the same, and differs from case to case', () => {
  const numbers = Array.from({ length: 1_000 }, (_, i) => numberOf(`case-${i}`))
  expect(new Set(numbers).size).toBe(1_000)
  for (const number of numbers) expect(number).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
  expect(numberOf('case-1')).toBe(numbers[1])
})
