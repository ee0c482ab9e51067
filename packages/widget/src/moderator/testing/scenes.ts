import type { StrangerModerator } from '../stranger-moderator.js'
import { CASE_SCENES } from './case-scenes.js'
import { DAY, HOUR, NOW, report, SECOND, someone } from './cases.js'
import { APPEALS } from './lists.js'
import { click, keys, type Scene } from './play.js'
import { settled, show } from './show.js'

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
  ...CASE_SCENES,
  { name: 'undo', play: keys('n', '1', 'Enter') },
  { name: 'undo-two', play: keys('n', '1', 'Enter', '2', 'Enter') },
  {
    name: 'undo-unseen',
    play: async (shown) => {
      await keys('n', '1')(shown)
      const undoUntil = NOW + 30 * SECOND
      shown.fake.next.set('/cases/case-minor-1/decide', [200, { version: 8, undoUntil, unseen: 2 }])
      await keys('Enter')(shown)
    },
  },
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
