import { LIMITS, StrangerChatError } from '@stranger-chat/core'
import type { StrangerChat } from '../stranger-chat.js'
import { banned, chatting, ended, LONG, report, statement, stub, talk } from './cast.js'
import { jpeg } from './jpeg.js'
import { offer } from './pictures.js'
import { type Scene, settled } from './show.js'
import type { StubClient } from './stub-client.js'

/** Rooms that come when they are needed, and answers, take a few turns. */
export async function until(element: StrangerChat, selector: string): Promise<HTMLElement> {
  for (let i = 0; i < 500; i++) {
    await element.updateComplete
    const found = element.shadowRoot?.querySelector<HTMLElement>(selector)
    if (found) return found
    await settled()
  }
  throw new Error(`nothing became ${selector}`)
}

const open = async (element: StrangerChat): Promise<void> => {
  element.report()
  await until(element, 'dialog[open] .reasons')
}
/** @param nth the reason's place in the list, from 1 */
const choose = async (element: StrangerChat, nth: number): Promise<void> => {
  await open(element)
  ;(await until(element, `.reasons li:nth-child(${nth}) button`)).click()
  await element.updateComplete
}
const pick = async (element: StrangerChat, ...offsets: number[]): Promise<void> => {
  for (const nth of offsets) {
    element.shadowRoot?.querySelector<HTMLElement>(`.entries li:nth-child(${nth}) input`)?.click()
    await element.updateComplete
  }
}
const send = async (element: StrangerChat): Promise<void> => {
  element.shadowRoot?.querySelector<HTMLElement>('dialog[open] > .row .primary')?.click()
  await settled()
}
const judged = async (element: StrangerChat, client: StubClient): Promise<void> => {
  const { until: _, ...warning } = statement({ kind: 'warn', policies: ['harassment'] })
  client.decided = [warning]
  client.emit('notice', { level: 'warning', code: 'decision', text: null, action: null })
  await until(element, '.strip button, .news button')
}

/** What a client says when nobody answers. */
export const unreachable = (): StrangerChatError =>
  new StrangerChatError({
    ...{ code: 'unreachable', message: '', retryable: true, retryAfterMs: null, until: null },
  })

const HARASSMENT = 5

export const REPORT_SCENES: readonly Scene[] = [
  { name: 'report-reasons', client: () => chatting(), play: open },
  {
    name: 'report-two-chats',
    client: () => {
      const client = ended('left')
      client.match({ id: 'chat-0002' })
      client.receive('Hello, you.')
      return client
    },
    play: open,
  },
  {
    name: 'report-evidence',
    client: () => chatting(),
    play: async (element) => {
      await choose(element, HARASSMENT)
      await pick(element, 3, 4)
    },
  },
  {
    name: 'report-pictures',
    client: () => {
      const client = chatting(talk.slice(0, 3))
      client.set({ limits: { ...LIMITS, reportPictures: 3 } })
      return client
    },
    play: async (element) => {
      offer([jpeg(), jpeg(), jpeg()])
      await choose(element, HARASSMENT)
      ;(await until(element, '.shot button')).click()
      ;(await until(element, '.shots input')).click()
      await element.updateComplete
      element.shadowRoot?.querySelector('.shots')?.scrollIntoView({ block: 'nearest' })
      offer(null)
    },
  },
  { name: 'report-crisis', client: () => ended('left'), play: (element) => choose(element, 2) },
  {
    name: 'report-long',
    client: () => {
      const client = chatting([...talk, ['stranger', LONG, 400], ['stranger', 'a'.repeat(300), 410], ...talk])
      client.left = { left: 12, why: 'limit' }
      return client
    },
    play: (element) => choose(element, HARASSMENT),
  },
  { name: 'report-no-words', client: () => ended('left', []), play: (element) => choose(element, 1) },
  {
    name: 'report-failed',
    client: () => {
      const client = chatting(talk.slice(0, 3))
      client.handing = () => Promise.reject(unreachable())
      return client
    },
    play: async (element) => {
      await choose(element, HARASSMENT)
      await send(element)
    },
  },
  {
    name: 'report-done',
    client: () => chatting(),
    play: async (element) => {
      await choose(element, HARASSMENT)
      await send(element)
      await until(element, '.next')
    },
  },
  {
    name: 'report-done-closed',
    client: () => chatting(),
    play: async (element) => {
      await choose(element, HARASSMENT)
      await send(element)
      await until(element, '.next')
      await send(element)
    },
  },
  {
    name: 'report-notice',
    client: () => chatting(),
    play: async (element) => {
      await open(element)
      ;(await until(element, '.plain')).click()
      ;(await until(element, 'dialog[open] > .row .primary')).click()
      await element.updateComplete
    },
  },
  {
    name: 'report-outcome',
    client: () => {
      const client = stub()
      client.made = [report({ state: 'acted' })]
      return client
    },
  },
  {
    name: 'report-outcome-ended',
    client: () => {
      const client = ended('left')
      client.made = [report({ state: 'not_acted' })]
      return client
    },
  },
  {
    name: 'report-last-chat',
    client: () => ended('left'),
    play: (element) => element.stop(),
  },
  {
    name: 'report-last-searching',
    client: () => ended('left'),
    play: (element) => element.start(),
  },
  { name: 'decision-line', client: () => chatting(), play: judged },
  { name: 'decision-welcome', play: judged },
  {
    name: 'decision-dialog',
    client: () => chatting(),
    play: async (element, client) => {
      await judged(element, client)
      element.shadowRoot?.querySelector<HTMLElement>('.strip button')?.click()
      await until(element, 'dialog[open] dl')
    },
  },
  {
    name: 'decision-ban',
    client: () => banned({ message: 'The same link to forty people within an hour.' }),
    play: async (element) => void (await until(element, '.appeal')),
  },
  {
    name: 'decision-ban-empty-appeal',
    client: () => banned(),
    play: async (element) => {
      ;(await until(element, '.appeal button')).click()
      await element.updateComplete
    },
  },
  ...(['filed', 'upheld', 'overturned', 'closed'] as const).map((appeal): Scene => ({
    name: `decision-ban-${appeal}`,
    client: () => banned({ appeal, automated: true, ground: 'legal', policies: ['illegal'] }),
    play: async (element) => void (await until(element, '.appeal')),
  })),
  { name: 'indonesian-report', options: { lang: 'id' }, client: () => chatting(), play: open },
  {
    name: 'indonesian-crisis',
    options: { lang: 'id' },
    client: () => chatting(),
    play: (element) => choose(element, 2),
  },
  {
    name: 'indonesian-ban',
    options: { lang: 'id' },
    client: () => banned(),
    play: async (element) => void (await until(element, '.appeal')),
  },
  {
    name: 'rtl-report',
    options: { dir: 'rtl' },
    client: () => chatting(),
    play: async (element) => {
      await choose(element, HARASSMENT)
      await pick(element, 3)
    },
  },
]
