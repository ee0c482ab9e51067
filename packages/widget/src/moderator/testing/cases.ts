import type {
  CaseFile,
  CaseRow,
  Me,
  PastAction,
  Role,
  ShownEntry,
  ShownReport,
} from '@stranger-chat/core/api'

/** Sunday, 22 November 2026, 14:20 UTC. */
export const NOW = 1_795_357_200_000
export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export const someone = (role: Role = 'senior', changes: Partial<Me> = {}): Me => ({
  moderator: 'moderator-0001',
  name: 'Robin',
  role,
  passkeys: false,
  canAddPasskey: false,
  ...changes,
})

export const row = (changes: Partial<CaseRow> = {}): CaseRow => ({
  case: 'case-sexual-1',
  number: '7K3M-92QD',
  state: 'open',
  reason: 'sexual',
  priority: 64,
  reports: 1,
  openedAt: NOW - 12 * MINUTE,
  practice: false,
  held: false,
  ...changes,
})

/** `[seat, text or a whole body, seconds after the first, picked?]`; `null` for words that weren't handed in. */
type Told = readonly [number, string | Readonly<Record<string, unknown>> | null, number, 'picked'?]

export const span = (told: readonly Told[], from = NOW - 20 * MINUTE): readonly ShownEntry[] =>
  told.map(([seat, said, seconds, picked], i) => ({
    offset: i + 3,
    seat,
    at: from + seconds * SECOND,
    picked: picked === 'picked',
    ...(said === null
      ? { kind: 'text', hash: 'q83vEjRWeJC6vX4LkpQzH2rT0mYdUeS7iWcAoNfBgLs' }
      : { body: typeof said === 'string' ? { kind: 'text', text: said } : said }),
  }))

export const report = (changes: Partial<ShownReport> = {}): ShownReport => ({
  report: 'report-0001',
  reason: 'sexual',
  at: NOW - 12 * MINUTE,
  weight: 30,
  reporter: 0,
  reported: 1,
  evidence: 'verified',
  entries: span([
    [0, 'Hello. What are you reading these days?', 0],
    [1, 'nothing. what are you wearing', 9],
    [0, 'A cardigan. I meant books.', 21],
    [1, 'send a picture without it', 30, 'picked'],
    [0, 'No. Please stop.', 38],
    [1, 'come on, nobody will know', 44, 'picked'],
    [1, 'last chance', 61],
    [0, 'I’m leaving.', 70],
    [-1, { kind: 'end', reason: 'left', by: 0 }, 71],
  ]),
  notes: [{ at: NOW - 12 * MINUTE, text: 'I said no twice and they went on.' }],
  ...changes,
})

export const action = (changes: Partial<PastAction> = {}): PastAction => ({
  action: 'action-0001',
  case: 'case-before-1',
  number: 'B4TT-81XC',
  kind: 'warn',
  policies: ['sexual'],
  ground: 'terms',
  at: NOW - 9 * DAY,
  by: 'Lee',
  active: false,
  appeal: 'none',
  ...changes,
})

export const file = (changes: Partial<CaseFile> = {}): CaseFile => ({
  row: row({ takenBy: 'Robin', takenUntil: NOW + 10 * MINUTE }),
  version: 4,
  reports: [report()],
  history: [
    action(),
    action({
      action: 'action-0002',
      number: 'C0ZY-5D2A',
      kind: 'cooldown',
      policies: ['harassment', 'sexual'],
      at: NOW - 30 * DAY,
      until: NOW - 29 * DAY,
      appeal: 'upheld',
    }),
  ],
  similar: [
    row({
      case: 'case-like-1',
      number: 'M1NT-77EA',
      state: 'decided',
      reason: 'sexual',
      decidedAt: NOW - 2 * DAY,
    }),
  ],
  ...changes,
})

/** Written by somebody who would like to be more than text. */
export const HOSTILE = [
  '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>',
  '\u202Egnp.exe says: elbathgir-ot-thgir m\u2019I\u202C and back',
  'https://bank.example.attacker.example/login?next=javascript:alert(1)',
  'A'.repeat(600),
  'Z\u0336\u0321\u0329\u0353a\u0337\u0322\u032Al\u0334\u0327\u0323g\u0335\u0328o'.repeat(6),
  'مرحبا (مرحبا) 123 hello',
] as const

/** Four people, ordered as a server orders them. */
export const FILES: readonly CaseFile[] = [
  file({
    row: row({
      case: 'case-minor-1',
      number: 'Q2RB-40TA',
      reason: 'underage',
      priority: 92,
      reports: 3,
      openedAt: NOW - 4 * MINUTE,
    }),
    version: 7,
    reports: [
      report({
        report: 'report-minor-1',
        reason: 'underage',
        at: NOW - 4 * MINUTE,
        weight: 83,
        notes: [{ at: NOW - 4 * MINUTE, text: 'Says they are 13. Please look at once.' }],
        entries: span([
          [0, 'Hi there', 0],
          [1, 'hiii', 4],
          [0, 'Do you have a hobby?', 12],
          [1, 'drawing :) my school has a club', 20],
          [0, 'Nice. Which year are you in?', 31],
          [1, 'im 13 but everyone says i look older', 40, 'picked'],
          [0, 'You shouldn’t be here. Take care of yourself.', 55],
        ]),
      }),
      report({ report: 'report-minor-2', reason: 'underage', weight: 30, at: NOW - 3 * MINUTE, notes: [] }),
      report({
        report: 'report-minor-3',
        reason: 'other',
        weight: 14,
        at: NOW - 2 * MINUTE,
        evidence: 'none',
        entries: [],
        notes: [{ at: NOW - 2 * MINUTE, text: 'rude' }],
      }),
    ],
    history: [],
    similar: [],
  }),
  file({ row: row() }),
  file({
    row: row({
      case: 'case-scam-1',
      number: 'D8WL-13MH',
      reason: 'scam',
      priority: 31,
      reports: 2,
      openedAt: NOW - 3 * HOUR,
    }),
    version: 3,
    reports: [
      report({
        report: 'report-scam-1',
        reason: 'scam',
        at: NOW - 3 * HOUR,
        notes: [{ at: NOW - 3 * HOUR, text: 'Same text three times this week.' }],
        entries: span([
          [1, 'I made 4,000 in a week, ask me how: https://quick-money.example/join', 0, 'picked'],
          [0, 'No thanks', 8],
          [1, 'write to me there, not here', 15, 'picked'],
        ]),
      }),
    ],
    history: [],
    similar: [],
  }),
  file({
    row: row({
      case: 'case-spam-1',
      number: 'H5PV-66KE',
      reason: 'spam',
      priority: 14,
      openedAt: NOW - 9 * HOUR,
      takenBy: 'Lee',
      takenUntil: NOW + 7 * MINUTE,
    }),
    version: 2,
    history: [],
    similar: [],
  }),
]

export const PRACTICE = file({
  row: row({ case: 'case-practice-1', number: 'TRY-0001', practice: true, takenBy: 'Robin' }),
  version: 1,
  history: [],
  similar: [],
})
