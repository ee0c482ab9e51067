import { expect, it } from 'vitest'
import { ACTORS } from '../rules/facts.js'
import { APPEAL_MS, RETENTION } from '../rules/lifetimes.js'
import { openStore } from '../sql/store.js'
import { sweepOnce } from './retention.js'

const DAY = 24 * 60 * 60_000

/** A case that was decided on day 1, and perhaps held since. */
async function decided(isHeld: boolean) {
  const { ledger } = await openStore({ path: ':memory:' })
  const id = 'case-one'
  const words = {
    id: 'item-one',
    drawer: id,
    what: 'note',
    of: 'report-one',
    at: 0,
    blob: new Uint8Array([1, 2, 3]),
  } as const
  await ledger.write({
    at: 0,
    actor: ACTORS.member,
    facts: [{ type: 'case.opened', case: id, subject: 'eve', reason: 'threat' }],
    keys: [{ drawer: id, key: new Uint8Array([9]) }],
    sealed: [words],
    marks: [{ case: id, mark: 'place' }],
  })
  await ledger.write({
    at: DAY,
    actor: 'moderator-one',
    facts: [
      { type: 'case.decided', case: id, acted: false, policies: [] },
      ...(isHeld ? [{ type: 'hold.placed', case: id, until: 400 * DAY } as const] : []),
    ],
  })
  return { ledger, id }
}

it('destroys the words of a case when its time has come, and not before', async () => {
  const { ledger, id } = await decided(false)
  expect(await sweepOnce(ledger, DAY + RETENTION.evidence - 1)).toBe(0)
  expect((await ledger.sealed(id)).items).toHaveLength(1)
  expect(await sweepOnce(ledger, DAY + RETENTION.evidence + 1)).toBe(1)
  expect(await ledger.sealed(id)).toEqual({ items: [] })
  expect((await ledger.latest(undefined, 1))[0]?.fact.type).toBe('evidence.shredded')
  expect(await sweepOnce(ledger, DAY + RETENTION.evidence + 2)).toBe(0)
})

it('leaves alone what the law holds, until it no longer does', async () => {
  const { ledger, id } = await decided(true)
  expect(await sweepOnce(ledger, 399 * DAY)).toBe(0)
  expect((await ledger.sealed(id)).items).toHaveLength(1)
  expect(await sweepOnce(ledger, 401 * DAY)).toBe(1)
})

it('that meets a hold on its way destroys nothing, nor what another node destroyed already', async () => {
  const { ledger, id } = await decided(false)
  const now = DAY + RETENTION.evidence + 1
  let isHeld = false
  const crossed = {
    ...ledger,
    // A moderator is quicker by a moment.
    write: async (change: Parameters<typeof ledger.write>[0]) => {
      const facts = [{ type: 'hold.placed', case: id, until: 400 * DAY }] as const
      if (!isHeld) await ledger.write({ at: now, actor: 'moderator-one', facts })
      isHeld = true
      return await ledger.write(change)
    },
  }
  expect(await sweepOnce(crossed, now)).toBe(0)
  expect((await ledger.sealed(id)).items).toHaveLength(1)
  const twice = await decided(false)
  const counts = await Promise.all([sweepOnce(twice.ledger, now), sweepOnce(twice.ledger, now)])
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, 1])
})

it('keeps what somebody has to see who judges an appeal, for as long as one may come', async () => {
  const { ledger } = await openStore({ path: ':memory:' })
  const id = 'case-one'
  const words = (drawer: string) => ({
    keys: [{ drawer, key: new Uint8Array([9]) }],
    sealed: [
      { id: `words-${drawer}`, drawer, what: 'note', of: 'it', at: 0, blob: new Uint8Array(3) } as const,
    ],
  })
  const opened = { type: 'case.opened', case: id, subject: 'eve', reason: 'threat' } as const
  await ledger.write({ at: 0, actor: ACTORS.member, facts: [opened], ...words(id) })
  await ledger.write({
    ...{ at: DAY, actor: 'moderator-one' },
    facts: [
      { type: 'case.decided', case: id, acted: true, policies: ['threats'] },
      {
        ...{ type: 'action.applied', case: id, action: 'ban-one', subject: 'eve', kind: 'ban' },
        ...{ policies: ['threats'], ground: 'terms', automated: false, until: 300 * DAY },
      },
    ],
    ...words('ban-one'),
  })
  const left = async () => [
    (await ledger.sealed(id)).items.length,
    (await ledger.sealed('ban-one')).items.length,
  ]
  await sweepOnce(ledger, DAY + APPEAL_MS)
  expect(await left()).toEqual([1, 1])
  // Nobody can appeal any more: the evidence goes, and what was written to the person stays a month longer.
  await sweepOnce(ledger, DAY + APPEAL_MS + 1)
  expect(await left()).toEqual([0, 1])
  await sweepOnce(ledger, DAY + RETENTION.statements + 1)
  expect(await left()).toEqual([0, 0])
  const types = (await ledger.latest(undefined, 2)).map(({ fact }) => fact.type)
  expect(types).toEqual(['statement.shredded', 'evidence.shredded'])
})

it('leaves alone what waits to be decided', async () => {
  const { ledger } = await openStore({ path: ':memory:' })
  await ledger.write({
    at: 0,
    actor: ACTORS.member,
    facts: [{ type: 'case.opened', case: 'case-one', subject: 'eve', reason: 'threat' }],
    keys: [{ drawer: 'case-one', key: new Uint8Array([9]) }],
  })
  expect(await sweepOnce(ledger, 1_000 * DAY)).toBe(0)
})
