import { ACTIONS, POLICIES, REASONS } from '@stranger-chat/core/api'
import { describe, expect, it } from 'vitest'
import type { Measure } from '../../rules/outcomes.js'
import { statementLine, statementOf, STATEMENTS_HEAD } from './statements.js'

const AT = Date.parse('2026-03-04T05:06:07Z')
const measure = (more: Partial<Measure> = {}): Measure => ({
  ...{ at: AT, action: '-x1', kind: 'ban', policies: ['threats'], ground: 'terms', automated: false },
  ...{ until: AT + 7 * 86_400_000, reason: 'threat', openedAt: AT - 86_400_000, noticedAt: [], reports: 2 },
  ...more,
})

it('a ban is a record of the database', () => {
  const { territorial_scope: scope, ...rest } = statementOf(measure()) ?? {}
  expect(rest).toEqual({
    decision_provision: 'DECISION_PROVISION_TOTAL_SUSPENSION',
    end_date_service_restriction: '2026-03-11',
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: 'Rules of the service: threats',
    incompatible_content_explanation: 'What was handed in was found to break the rules named.',
    category: 'STATEMENT_CATEGORY_CYBER_VIOLENCE',
    category_specification: '["KEYWORD_CYBER_BULLYING_INTIMIDATION"]',
    content_type: '["CONTENT_TYPE_TEXT"]',
    content_date: '2026-03-03',
    application_date: '2026-03-04',
    decision_facts:
      'A chat between two people, looked into on 2 reports by participants, first about: threat. Decided by a moderator.',
    source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
    automated_detection: 'No',
    automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
    puid: 'action--x1',
  })
  expect(JSON.parse(scope ?? '')).toHaveLength(30)
})

/** What the database refuses a record without, whatever it is about. */
const NEEDED = [
  ...[
    'decision_provision',
    'decision_ground',
    'category',
    'content_type',
    'content_date',
    'application_date',
  ],
  ...['decision_facts', 'source_type', 'automated_detection', 'automated_decision', 'puid'],
] as const

describe.each(ACTIONS)('a statement of %s', (kind) => {
  it('has what the database needs, for every reason, rule and ground; words alone have none', () => {
    for (const reason of [...REASONS, 'illegal'] as const)
      for (const policy of POLICIES)
        for (const ground of ['terms', 'legal'] as const) {
          const statement = statementOf(measure({ kind, reason, policies: [policy], ground }))
          expect(statement === undefined).toBe(kind === 'nudge' || kind === 'warn')
          if (statement === undefined) continue
          for (const name of NEEDED) expect(statement[name], name).toMatch(/./)
          expect(statement.puid).toMatch(/^[a-zA-Z0-9-_]+$/)
          for (const name of ['content_date', 'application_date'] as const)
            expect(statement[name]).toMatch(/^\d{4}-\d\d-\d\d$/)
          if (ground === 'terms') expect(statement.incompatible_content_ground).toMatch(/./)
          expect(statementLine(statement).split('\r\n')).toHaveLength(2)
        }
  })
})

it('says where it began: a notice of what is illegal, a report, or nobody', () => {
  const [noticed, found] = [
    statementOf(
      measure({ noticedAt: [AT], reports: 2, policies: ['illegal'], reason: 'illegal', ground: 'legal' }),
    ),
    statementOf(measure({ reports: 0, automated: true })),
  ]
  expect(noticed).toMatchObject({
    source_type: 'SOURCE_ARTICLE_16',
    category: 'STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE',
  })
  expect(noticed?.decision_facts).toContain('a report by a participant and a notice of illegal content')
  // Which law it was is for people to say.
  expect(noticed).not.toHaveProperty('illegal_content_legal_ground')
  expect(found).toMatchObject({
    source_type: 'SOURCE_VOLUNTARY',
    automated_detection: 'Yes',
    automated_decision: 'AUTOMATED_DECISION_FULLY',
  })
})

it('never names an end that there is none of, and says of the terms when they meet the law', () => {
  const { until: _, ...endless } = measure({ kind: 'end', policies: ['spam', 'illegal'] })
  const statement = statementOf(endless)
  expect(statement).not.toHaveProperty('end_date_service_restriction')
  expect(statement).toMatchObject({
    decision_provision: 'DECISION_PROVISION_PARTIAL_TERMINATION',
    incompatible_content_illegal: 'Yes',
    category_specification: '["KEYWORD_OTHER"]',
    category_specification_other: 'Adverts and bots',
  })
})

it('has a head that names each field once', () => {
  const names = STATEMENTS_HEAD.trim().split(',')
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain('decision_account')
})
