import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openStore } from '../sql/store.js'
import { CSV_HEAD, csvLine, csvOf, decisionsOf } from './exports.js'

/** A small reader of CSV, to check the writer with. */
function readLine(line: string): string[] {
  const cells: string[] = []
  for (let rest = line.replace(/\r\n$/, ''); ;) {
    const found = /^(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/.exec(rest)
    if (found === null) throw new Error(`no CSV: ${rest}`)
    cells.push((found[1]?.replaceAll('""', '"') ?? found[2]) || '')
    if (found[3] === '') return cells
    rest = rest.slice(found[0].length)
  }
}

it('a line of CSV reads back as it was, but for formulas, which become text', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 8 }), (cells) => {
      const back = readLine(csvLine(cells))
      expect(back).toEqual(cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)))
    }),
  )
})

it.each(['=1+1', '+1', '-1', '@sum(a1)', '\t=1'])('%j is no formula any more', (cell) => {
  expect(csvLine([cell])).toMatch(/^"?'/)
})

it('exports every decision as it stands now, without who it is about', async () => {
  const { ledger } = await openStore({ path: ':memory:' })
  const applied = {
    type: 'action.applied',
    case: 'case-one',
    subject: 'identity-of-eve',
    policies: ['threats'],
    ground: 'terms',
    automated: false,
  } as const
  await ledger.write({
    at: 1_700_000_000_000,
    actor: 'moderator-one',
    facts: [
      { type: 'case.opened', case: 'case-one', subject: 'identity-of-eve', reason: 'threat' },
      { ...applied, action: 'action-one', kind: 'warn' },
      { ...applied, action: 'action-two', kind: 'ban', until: 1_700_000_100_000 },
      { type: 'action.reversed', case: 'case-one', action: 'action-two', why: 'appeal' },
    ],
  })
  const rows = []
  for await (const row of decisionsOf(ledger)) rows.push(row)
  expect(rows).toMatchObject([
    { action: 'action-one', kind: 'warn', reversed: '' },
    {
      action: 'action-two',
      kind: 'ban',
      until: '2023-11-14T22:15:00.000Z',
      reversed: '2023-11-14T22:13:20.000Z',
    },
  ])
  expect(JSON.stringify(rows)).not.toContain('identity-of-eve')
  expect(CSV_HEAD).toContain('action,case,kind')
  expect(rows.map(csvOf).join('')).not.toContain('identity-of-eve')
})
