import type { CaseRow } from '@stranger-chat/core/api'
import { DAY, file, FILES, HOSTILE, HOUR, NOW, report, row, SECOND, someone, span } from './cases.js'
import { click, keys, type Scene } from './play.js'
import { printed, settled } from './show.js'

const long = span(
  Array.from({ length: 60 }, (_, i) =>
    i === 40
      ? [1, 'and now the part that matters', i * 9, 'picked']
      : [i % 2, `Line ${i + 1} of a long and friendly talk about bread.`, i * 9],
  ),
)

/** Written at three moments, the last of them a legal notice. */
const NOTES = [
  { at: NOW - 5 * DAY, text: 'They asked for pictures.' },
  { at: NOW - DAY, text: 'I met them again. It was the same.' },
  {
    at: NOW - HOUR,
    text: 'They sold what was stolen from me.\nSection 259\nA. Person\na.person@example.org',
  },
]

const PICTURES = ['picture-0001', 'picture-0002'] as const

const decided = (n: number, changes: Partial<CaseRow>) =>
  row({
    case: `case-like-${n}`,
    number: `M${n}NT-77EA`,
    state: 'decided',
    decidedAt: NOW - n * DAY,
    ...changes,
  })
const SIMILAR = [
  decided(1, { acted: true }),
  decided(2, { acted: false, reason: 'harassment' }),
  row({
    case: 'case-like-3',
    number: 'K0LA-18PT',
    reason: 'spam',
    takenBy: 'Lee',
    takenUntil: NOW + 10 * SECOND,
  }),
] as const

/** A case in hand, in every state. */
export const CASE_SCENES: readonly Scene[] = [
  { name: 'case', fake: { files: FILES.slice(1) }, play: keys('n') },
  { name: 'case-reports', play: keys('n') },
  { name: 'case-report-none', play: keys('n', 'r', 'r') },
  {
    name: 'case-notes',
    fake: { files: [file({ reports: [report({ notes: NOTES })] })] },
    play: keys('n'),
  },
  { name: 'case-chosen', play: keys('n', '1') },
  {
    name: 'case-adjust',
    fake: { files: FILES.slice(1) },
    play: async (shown) => {
      await keys('n', '2')(shown)
      shown.element.shadowRoot?.querySelector('.adjust')?.setAttribute('open', '')
      shown.element.shadowRoot?.querySelector('.badge')?.setAttribute('open', '')
    },
  },
  {
    name: 'case-pictures',
    fake: { files: [file({ reports: [report({ pictures: PICTURES })] })] },
    play: async (shown) => {
      await keys('n')(shown)
      click(shown.element, '.pictures button')
      await printed(shown.element, PICTURES.length)
      click(shown.element, '.prints button')
      await settled(shown.element)
      shown.element.shadowRoot?.querySelector('.prints')?.scrollIntoView({ block: 'nearest' })
    },
  },
  {
    name: 'case-pictures-senior',
    fake: {
      me: someone('helper'),
      files: [file({ row: row({ reason: 'underage' }), reports: [report({ pictures: PICTURES })] })],
    },
    play: keys('n'),
  },
  { name: 'case-covered', play: keys('c', 'n') },
  { name: 'case-helper', fake: { me: someone('helper') }, play: keys('n') },
  { name: 'case-practice', fake: { files: [] }, play: keys('p', '1') },
  {
    name: 'case-long',
    fake: { files: [file({ reports: [report({ entries: long })], history: [] })] },
    play: ({ element }) => click(element, '.card'),
  },
  {
    name: 'case-hostile',
    fake: {
      files: [
        file({
          row: row({ reason: 'other', held: true }),
          reports: [
            report({
              notes: HOSTILE.map((text, i) => ({ at: NOW - i * HOUR, text })),
              entries: span([
                ...HOSTILE.map((text, i) => [i % 2, text, i * 5, 'picked'] as const),
                [1, null, 90],
                [1, { kind: '<b>gift</b>', text: 'x' }, 91],
                [3, { kind: 'void' }, 92],
              ]),
            }),
            report({ evidence: 'shredded', entries: [], notes: [] }),
          ],
        }),
      ],
    },
    play: keys('n'),
  },
  {
    name: 'case-lease',
    play: async (shown) => {
      await keys('n')(shown)
      shown.clock.wind(565 * SECOND)
      await settled(shown.element)
    },
  },
  {
    name: 'case-nobody',
    fake: {
      files: [
        file({
          row: row({ reason: 'illegal', nobody: true }),
          reports: [report({ reason: 'illegal', evidence: 'none', entries: [], notes: NOTES.slice(2) })],
          history: [],
          similar: [],
        }),
      ],
    },
    play: keys('n', '0'),
  },
  {
    name: 'case-similar',
    fake: { files: [file({ history: [], similar: SIMILAR }), file({ row: SIMILAR[0] })] },
    play: async (shown) => {
      await keys('n')(shown)
      click(shown.element, '.like')
    },
  },
  {
    name: 'case-similar-list',
    fake: {
      files: [file({ reports: [report({ evidence: 'none', entries: [] })], history: [], similar: SIMILAR })],
    },
    play: keys('n'),
  },
]
