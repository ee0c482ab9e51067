import type { AppealRow, AuditRow, Counters } from '@stranger-chat/core/api'
import { action, DAY, HOUR, MINUTE, NOW } from './cases.js'

export const COUNTERS: Counters = {
  waiting: 4,
  oldestAt: NOW - 9 * HOUR,
  appeals: 2,
  decidedToday: 27,
  online: 2,
  hours: [1, 0, 0, 2, 1, 0, 0, 0, 1, 3, 2, 4, 3, 2, 5, 7, 6, 3, 2, 4, 3, 1, 2, 4],
}

export const APPEALS: readonly AppealRow[] = [
  {
    action: action({
      action: 'action-ban-1',
      kind: 'ban',
      policies: ['fraud'],
      active: true,
      appeal: 'filed',
      until: NOW + 5 * DAY,
      at: NOW - 2 * DAY,
    }),
    filedAt: NOW - 5 * HOUR,
    text: 'I shared a link to my own pottery class. I didn’t know that counts as advertising, and I won’t do it again.',
    mine: true,
    from: NOW - 5 * HOUR,
  },
  {
    action: action({
      action: 'action-ban-2',
      number: 'D8WL-13MH',
      kind: 'restrict',
      policies: ['harassment', 'hate'],
      by: 'Robin',
      active: true,
      appeal: 'filed',
      at: NOW - 20 * HOUR,
      until: NOW + 6 * DAY,
    }),
    filedAt: NOW - 2 * HOUR,
    text: 'He started it. Read the whole thing.',
    mine: false,
    from: NOW + 4 * HOUR,
  },
  {
    action: action({
      action: 'action-ban-3',
      number: 'Q2RB-40TA',
      kind: 'ban',
      policies: ['spam'],
      by: 'Robin',
      active: true,
      appeal: 'filed',
      at: NOW - 30 * HOUR,
      until: NOW + 6 * DAY,
    }),
    filedAt: NOW - 1 * HOUR,
    text: 'My cousin used this computer.',
    mine: false,
  },
]

export const AUDIT: readonly AuditRow[] = [
  ['signin.done', 'Robin', undefined, { by: 'passkey' }],
  ['case.decided', 'Robin', '7K3M-92QD', { acted: true, policies: ['sexual'] }],
  ['evidence.opened', 'Robin', '7K3M-92QD', {}],
  ['case.taken', 'Robin', '7K3M-92QD', {}],
  ['report.filed', 'a member', '7K3M-92QD', { reason: 'sexual', entries: 9 }],
  ['evidence.shredded', 'the server', 'A0BB-17FE', {}],
  ['moderator.invited', 'the operator', undefined, { role: 'moderator' }],
].map(([type, actor, number, data], i) => ({
  seq: 240 - i,
  at: NOW - i * 4 * MINUTE,
  type: type as string,
  actor: actor as string,
  hash: 'f2a1'.repeat(10).slice(0, 43 - i),
  ...(number === undefined ? {} : { number: number as string, case: `case-of-${240 - i}` }),
  data: data as Readonly<Record<string, unknown>>,
}))
