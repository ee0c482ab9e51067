import type { StrangerChat } from '../stranger-chat.js'
import { chatting, closed, ended, GATES, LONG, search, stub, talk, wishes } from './cast.js'
import { CALL_SCENES } from './call-scenes.js'
import { COMFORT_SCENES } from './comfort-scenes.js'
import { LAYOUT_SCENES } from './layout-scenes.js'
import { REPORT_SCENES } from './report-scenes.js'
import { type Scene, settled, toTop } from './show.js'
import { NOW, StubClient } from './stub-client.js'

const at = (element: StrangerChat, ms: number) =>
  Object.assign(element, { timing: { ...element.timing, now: () => NOW + ms } })
const searching = (
  element: StrangerChat,
  ms: number,
  values: Parameters<StubClient['set']>[0] = {},
): void => {
  void element.start()
  if (element.client instanceof StubClient) element.client.set(values)
  at(element, ms)
}
const type = (element: StrangerChat, text: string) => {
  element.insertText(text)
}
const click = (element: StrangerChat, part: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part~='${part}']`)?.click()

/** Every state there is: drawn by the pictures, judged by axe. */
export const SCENES: readonly Scene[] = [
  { name: 'welcome' },
  { name: 'welcome-wishes', options: { ...wishes, storage: 'none' } },
  {
    name: 'welcome-full',
    options: {
      interests: [
        'tea',
        'chess',
        'night trains',
        'the slow movement of glaciers',
        'bread',
        'jazz',
        'моря',
        'ركوب الدراجات',
      ],
      languages: ['en', 'id', 'ar'],
    },
  },
  { name: 'welcome-disabled', options: { disabled: true } },
  {
    name: 'welcome-unreachable',
    client: () =>
      stub({
        gates: null,
        connection: 'reconnecting',
        retryAt: NOW + 8_000,
        error: { code: 'unreachable', message: '', retryable: true, retryAfterMs: null, until: null },
      }),
    play: (element, client) => {
      Object.assign(client, { connect: () => new Promise(() => {}) })
      void element.start()
    },
  },
  {
    name: 'welcome-busy',
    client: () =>
      stub({
        gates: null,
        connection: 'connecting',
        retryAt: NOW + 12_000,
        error: { code: 'over_capacity', message: '', retryable: true, retryAfterMs: 12_000, until: null },
      }),
    play: (element, client) => {
      Object.assign(client, { connect: () => new Promise(() => {}) })
      void element.start()
    },
  },
  { name: 'gate', client: () => stub({ gates: GATES }), play: (element) => element.start() },
  {
    name: 'gate-asked',
    client: () => stub({ gates: GATES }),
    play: async (element) => {
      await element.start()
      await element.start()
    },
  },
  {
    name: 'gate-too-young',
    client: () => stub({ gates: GATES }),
    play: async (element) => {
      await element.start()
      await element.updateComplete
      element.shadowRoot?.querySelector<HTMLElement>('[name=age]')?.click()
    },
  },
  { name: 'searching', options: wishes, play: (element) => searching(element, 3_000) },
  {
    name: 'searching-wider',
    options: wishes,
    play: (element) => searching(element, 21_000, { search: search({ waiting: 34 }) }),
  },
  {
    name: 'searching-relaxed',
    options: wishes,
    play: (element) =>
      searching(element, 35_000, { search: search({ relaxed: ['interests', 'languages'] }) }),
  },
  {
    name: 'searching-only-you',
    play: (element) => searching(element, 6_000, { search: search({ reason: 'only_you' }) }),
  },
  {
    name: 'searching-lonely',
    client: () => stub({ hours: 'Fridays, 20:00 to 22:00 UTC' }),
    play: (element) => searching(element, 70_000),
  },
  {
    name: 'searching-unreachable',
    play: (element) =>
      searching(element, 9_000, {
        connection: 'reconnecting',
        retryAt: NOW + 13_000,
        error: { code: 'unreachable', message: '', retryable: true, retryAfterMs: null, until: null },
      }),
  },
  { name: 'matched', client: () => chatting([]) },
  {
    name: 'matched-nothing-shared',
    client: () => {
      const client = stub()
      client.match({ id: 'chat-0002', met: true })
      return client
    },
  },
  { name: 'chatting', client: () => chatting() },
  {
    name: 'chatting-typing',
    client: () => {
      const client = chatting()
      client.set({ typing: true })
      return client
    },
    play: (element) => type(element, 'That is a lovely way to'),
  },
  {
    name: 'chatting-pending-failed',
    client: () => {
      const client = chatting(talk.slice(0, 3))
      client.set({
        messages: [
          ...client.state.messages.get(),
          client.message({
            from: 'me',
            n: 11,
            state: 'failed',
            why: 'denied',
            text: 'This one was refused.',
          }),
          client.message({
            from: 'me',
            n: 12,
            state: 'failed',
            why: null,
            text: 'This one got lost on the way.',
          }),
          client.message({ from: 'me', n: 13, state: 'pending', text: 'This one is on its way.' }),
          client.message({ kind: 'unsupported', text: '' }),
        ],
      })
      return client
    },
  },
  {
    name: 'chatting-long',
    client: () =>
      chatting([
        ['stranger', LONG, 0],
        ['me', `${'a'.repeat(400)}\n\nand a word`, 10],
        ['stranger', 'one\ntwo\n\nthree', 20],
        ['me', '👩‍👩‍👧‍👦', 30],
      ]),
  },
  {
    name: 'chatting-rtl-text',
    client: () =>
      chatting([
        ['stranger', 'مساء الخير. هل تحب الشاي أيضا؟', 0],
        ['me', 'Yes. شكرا means thank you?', 10],
        ['stranger', 'שלום, 3 עציצי נענע (mint)!', 20],
        ['me', '一緒にお茶を飲みましょう。', 30],
      ]),
  },
  {
    name: 'chatting-over-limit',
    client: () => chatting(talk.slice(0, 2)),
    play: (element) => type(element, 'word '.repeat(402)),
  },
  {
    name: 'chatting-really',
    client: () => chatting(),
    play: (element) => click(element, 'button-stop'),
  },
  {
    name: 'chatting-block-really',
    client: () => chatting(),
    play: (element) => click(element, 'button-block'),
  },
  {
    name: 'chatting-restore',
    client: () => chatting(talk.slice(0, 2)),
    play: async (element, client) => {
      type(element, 'And then I told them that the kettle, of all things, had been')
      client.over('left')
      at(element, 1_000)
      element.next()
      await element.updateComplete
      client.match({ id: 'chat-0003', shared: ['chess', 'night trains'] })
    },
  },
  {
    name: 'chatting-away',
    client: () => {
      const client = chatting()
      const chat = client.state.chat.get()
      if (chat)
        client.set({ chat: { ...chat, present: false, away: { since: NOW - 6_000, graceMs: 30_000 } } })
      return client
    },
  },
  {
    name: 'chatting-reconnecting',
    client: () => {
      const client = chatting()
      client.set({ hold: { since: NOW - 1_000, graceMs: 30_000 }, connection: 'reconnecting' })
      return client
    },
  },
  {
    name: 'chatting-rate-limited',
    client: () => chatting(),
    play: (_, client) =>
      client.set({
        error: { code: 'rate_limited', message: '', retryable: true, retryAfterMs: 4_000, until: null },
      }),
  },
  {
    name: 'chatting-drain',
    client: () => chatting(),
    play: (_, client) => client.emit('notice', { level: 'info', code: 'drain', text: null, action: null }),
  },
  {
    name: 'chatting-scrolled',
    client: () => chatting([...talk, ...talk, ...talk]),
    play: async (element, client) => {
      await settled()
      const log = element.shadowRoot?.querySelector('.log')
      // On a short list in a tall window there is nothing to scroll, and nothing to wait for.
      if (!log || log.scrollTop === 0) return
      await toTop(log)
      client.receive('Still there?', 'Take your time.')
    },
  },
  {
    name: 'chatting-link',
    client: () => chatting([['stranger', 'This is the one: https://tea.example/mint', 0]]),
    play: (element) => element.shadowRoot?.querySelector<HTMLElement>('.bubble a')?.click(),
  },
  { name: 'ended-left', client: () => ended('left') },
  { name: 'ended-early', client: () => ended('left', []) },
  { name: 'ended-you', client: () => ended('you') },
  { name: 'ended-lost', client: () => ended('server_lost') },
  {
    name: 'ended-blocked',
    client: () => chatting(),
    play: async (element) => {
      click(element, 'button-block')
      await element.updateComplete
      click(element, 'button-block')
    },
  },
  { name: 'stop-origin', client: () => closed('origin', '') },
  {
    name: 'stop-banned',
    client: () => closed('banned', 'Adverts were sent from here again and again.', NOW + 86_400_000),
  },
  { name: 'stop-superseded', client: () => closed('superseded', '') },
  { name: 'stop-forbidden', client: () => closed('forbidden', 'Too many visitors from one place.') },
  { name: 'stop-version', client: () => closed('subprotocol', '') },
  ...REPORT_SCENES,
  ...CALL_SCENES,
  { name: 'classic', options: { look: 'classic' }, client: () => chatting() },
  { name: 'classic-welcome', options: { look: 'classic', ...wishes } },
  ...LAYOUT_SCENES,
  ...COMFORT_SCENES,
  { name: 'indonesian', options: { lang: 'id', ...wishes } },
  { name: 'indonesian-chatting', options: { lang: 'id' }, client: () => ended('left') },
  { name: 'rtl', options: { dir: 'rtl' }, client: () => chatting() },
  { name: 'rtl-matched', options: { dir: 'rtl' }, client: () => chatting([]) },
]
