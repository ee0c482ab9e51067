import type { StrangerModerator } from '../stranger-moderator.js'
import { DAY, file, FILES, HOSTILE, HOUR, NOW, report, row, SECOND, someone, span } from './cases.js'
import { APPEALS } from './lists.js'
import { press, settled, show, type ShowOptions, type Shown } from './show.js'

/** One state of the console, as a moderator would meet it. */
export interface Scene extends ShowOptions {
  readonly name: string
  readonly play?: (shown: Shown) => void | Promise<void>
}

/** One key after the other, each when what the last one did is on the screen. */
const keys =
  (...pressed: readonly string[]) =>
  async (shown: Shown): Promise<void> => {
    for (const key of pressed) {
      press(shown, key)
      await settled(shown.element)
    }
  }
const click = (element: StrangerModerator, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector)?.click()

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

/** Every state there is: drawn by the pictures, judged by axe. */
export const SCENES: readonly Scene[] = [
  { name: 'sign-in', fake: { me: null } },
  { name: 'sign-in-passkey', fake: { me: null, passkeys: true } },
  {
    name: 'sign-in-expired',
    play: async (shown) => {
      await keys('n', '1')(shown)
      shown.fake.me = null
      await keys('Enter')(shown)
    },
  },
  {
    name: 'sign-in-refused',
    fake: { me: null },
    play: async ({ element }) => {
      location.hash = '#invite=used'
      await settled(element)
      await new Promise((resolve) => requestAnimationFrame(resolve))
      await settled(element)
    },
  },
  {
    name: 'sign-in-unreachable',
    fake: { me: null },
    play: async ({ element, fake }) => {
      fake.next.set('/me', 'lost')
      click(element, '.door button')
      await settled(element)
    },
  },
  {
    name: 'sign-in-forbidden',
    fake: { me: null },
    play: async ({ element, fake }) => {
      fake.next.set('/me', [403, { code: 'removed', message: 'You no longer moderate here.' }])
      click(element, '.door button')
      await settled(element)
    },
  },
  {
    name: 'sign-in-other',
    play: async (shown) => {
      await keys('n')(shown)
      location.hash = '#invite=another'
      await new Promise((resolve) => requestAnimationFrame(resolve))
      await settled(shown.element)
    },
  },
  { name: 'signed-out', play: ({ element }) => click(element, '.self .bare') },
  { name: 'queue' },
  { name: 'queue-empty', fake: { files: [], counters: { ...emptyCounters() } } },
  { name: 'queue-passkey', fake: { me: someone('senior', { canAddPasskey: true }) } },
  { name: 'queue-auditor', fake: { me: someone('auditor') } },
  {
    name: 'queue-reconnecting',
    play: async ({ element, fake }) => {
      fake.drop()
      await settled(element)
    },
  },
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
  { name: 'undo', play: keys('n', '1', 'Enter') },
  { name: 'undo-two', play: keys('n', '1', 'Enter', '2', 'Enter') },
  { name: 'stopped', play: keys('n', '1', 's', 'Enter') },
  { name: 'undone', play: keys('n', '1', 'Enter', 'u') },
  {
    name: 'stale',
    play: async (shown) => {
      await keys('n', '1')(shown)
      shown.fake.change('case-minor-1', (one) => ({
        ...one,
        version: 8,
        reports: [...one.reports, report({ report: 'report-minor-4', reason: 'spam' })],
      }))
      await keys('Enter')(shown)
    },
  },
  {
    name: 'taken',
    play: async (shown) => {
      await keys('n', '1')(shown)
      shown.fake.next.set('/cases/case-minor-1/decide', [409, { code: 'taken', message: '' }])
      await keys('Enter')(shown)
    },
  },
  {
    name: 'unreachable',
    play: async (shown) => {
      await keys('n', '1')(shown)
      shown.fake.next.set('/cases/case-minor-1/decide', 'lost')
      await keys('Enter')(shown)
    },
  },
  { name: 'appeals', play: keys('a') },
  {
    name: 'appeals-really',
    play: async (shown) => {
      await keys('a')(shown)
      click(shown.element, '.letter .row button:last-child')
    },
  },
  { name: 'appeals-empty', fake: { appeals: [] }, play: keys('a') },
  { name: 'audit', fake: { me: someone('senior') }, play: keys('l') },
  { name: 'keys', play: keys('?') },
  {
    name: 'keys-taken',
    play: async (shown) => {
      await keys('?')(shown)
      click(shown.element, '.commands li button')
      await settled(shown.element)
      const dialog = shown.element.shadowRoot?.querySelector('dialog')
      dialog?.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true, cancelable: true }))
    },
  },
  {
    name: 'keys-off',
    play: async (shown) => {
      await keys('?')(shown)
      click(shown.element, 'dialog input')
      await settled(shown.element)
      click(shown.element, 'dialog .between button')
    },
  },
  { name: 'indonesian', properties: { lang: 'id' }, play: keys('n', '1') },
  { name: 'indonesian-appeals', properties: { lang: 'id' }, fake: { appeals: APPEALS }, play: keys('a') },
]

function emptyCounters() {
  return {
    waiting: 0,
    oldestAt: NOW,
    appeals: 0,
    decidedToday: 31,
    online: 1,
    hours: Array.from({ length: 24 }, (_, i) => (DAY / HOUR - i) % 3),
  }
}

/** Puts a scene's console into a place of the page and lets it play. */
export async function showScene(scene: Scene, into: Element): Promise<StrangerModerator> {
  const shown = await show(into, scene)
  await scene.play?.(shown)
  await settled(shown.element)
  return shown.element
}
