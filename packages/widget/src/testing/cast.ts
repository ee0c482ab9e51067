import type { Gate, Message, Report, Statement } from '@stranger-chat/core'
import { NOW, StubClient } from './stub-client.js'

export const GATES: readonly Gate[] = [
  { kind: 'age', choices: [13, 18] },
  {
    kind: 'rules',
    version: '1',
    items: ['Be kind to the person you meet.', 'Nothing sexual, and nothing about children.', 'No adverts.'],
    url: 'https://chat.example/rules',
  },
]

export const talk: readonly (readonly [Message['from'], string, number])[] = [
  ['stranger', 'Good evening. You picked tea as well?', 0],
  ['me', 'Green, mostly. I grow a little mint on the windowsill too.', 20],
  ['stranger', 'Mint is a weed where I live.', 40],
  ['stranger', 'A very polite weed, it only takes over the places nobody wanted.', 46],
  ['me', 'Then it has better manners than most of us.', 70],
  ['me', 'What do you do with all of it?', 74],
  ['stranger', '🌿🫖', 90],
  ['me', 'I found this yesterday: https://tea.example/mint?from=windowsill, worth a look.', 380],
]

export const LONG = 'The night train leaves at ten and arrives before anybody is awake. '
  .repeat(32)
  .slice(0, 2_000)

function messages(client: StubClient, lines = talk): readonly Message[] {
  return lines.map(([from, text, seconds], i) =>
    client.message({ from, text, at: NOW - 600_000 + seconds * 1_000, n: from === 'me' ? i + 1 : null }),
  )
}

export const stub = (values: ConstructorParameters<typeof StubClient>[0] = {}): StubClient => {
  const client = new StubClient(values)
  client.now = NOW
  return client
}

export function chatting(lines = talk): StubClient {
  const client = stub()
  client.match({ id: 'chat-0001', shared: ['tea'] })
  client.set({ messages: messages(client, lines) })
  return client
}

export function ended(reason: Parameters<StubClient['over']>[0], lines = talk): StubClient {
  const client = chatting(lines)
  client.over(reason)
  return client
}

export const closed = (code: string, message: string, until: number | null = null) =>
  stub({
    connection: 'closed',
    error: { code: code as never, message, retryable: false, retryAfterMs: null, until },
  })

export const wishes = { interests: ['tea', 'chess', 'night trains'], languages: ['en', 'id'] }

export function search(values: object) {
  return {
    ticket: 'ticket-1',
    since: NOW,
    interests: wishes.interests,
    languages: ['en'],
    mode: 'text' as const,
    relaxed: [],
    waiting: null,
    estimateMs: null,
    reason: null,
    ...values,
  }
}

const DAY_MS = 86_400_000

/** A report made yesterday, as the browser remembers it. */
export const report = (more: Partial<Report> = {}): Report => ({
  ...{ number: '7K3M-92QD', receipt: 'receipt', chat: 'chat-0000', reason: 'harassment' },
  ...{ at: NOW - DAY_MS, state: 'open' },
  ...more,
})

/** What was decided this morning. */
export const statement = (more: Partial<Statement> = {}): Statement => ({
  ...{ action: 'action-0001', number: '7K3M-92QD', kind: 'ban', policies: ['spam', 'fraud'] },
  ...{ ground: 'terms', automated: false, at: NOW - DAY_MS / 2, until: NOW + 7 * DAY_MS },
  ...{ appeal: 'open', appealUntil: NOW + 180 * DAY_MS },
  ...more,
})

/** Somebody who is shut out, with the reasons. */
export function banned(more: Partial<Statement> = {}): StubClient {
  const client = closed('banned', 'Adverts were sent from here again and again.', NOW + 7 * DAY_MS)
  client.decided = [statement(more)]
  return client
}
