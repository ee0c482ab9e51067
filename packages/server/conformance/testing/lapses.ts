import { LIMITS } from '@stranger-chat/core/protocol'
import { createMemoryBackplane, type ServerOptions } from '../../src/index.js'
import { systemClock, systemRandom } from '../../src/system.js'
import type { Defect, Passage } from './broken.js'
import { bodyOf, heard, isOf, type Known, said, without } from './turns.js'

/** A server that says one thing of its bounds and does another. */
const unlike = (limits: NonNullable<ServerOptions['limits']>): Defect => ({
  options: () => ({ limits, modes: ['text', 'video'] }),
  ...said('welcome', (frame) => [{ ...frame, limits: LIMITS }]),
})

let conns = 1_000

/** Who is in which chat, for a server that lets anybody type there. */
const rooms = new Map<string, Passage[]>()
/** Ids that were cut short, and what they were. */
const cut = new Map<unknown, unknown>()
const shorten = (id: unknown): string => {
  const short = String(id).slice(0, 9)
  cut.set(short, id)
  return short
}

/** More ways to break the protocol: the smaller ones, each for a check that no other defect would reach. */
export const LAPSES: Readonly<Record<string, Known>> = {
  'silence before hello is never ended': {
    clauses: ['P-HELLO-1'],
    defect: {
      ...said('goodbye', (frame) => (frame['code'] === 4408 ? [] : [frame])),
      closing: (code) => (code === 4408 ? 1006 : code),
    },
  },
  'a join behind hello is lost': {
    clauses: ['P-HELLO-2'],
    defect: {
      fromServer: (frame, { notes }) => {
        if (isOf(frame, 'welcome')) notes['in'] = true
        return undefined
      },
      fromClient: (frame, { notes }) => (isOf(frame, 'join') && notes['in'] === undefined ? [] : undefined),
    },
  },
  'everybody is resumed': {
    clauses: ['P-HELLO-3'],
    defect: said('welcome', (frame) => [{ ...frame, resumed: true }]),
  },
  'a version of its own': {
    clauses: ['P-HELLO-4'],
    defect: said('welcome', (frame) => [{ ...frame, version: 2 }]),
  },
  'the first subprotocol is chosen, and binary is ignored': {
    clauses: ['P-FRAME-1'],
    defect: { choosesFirst: true, ignoresBinary: true },
  },
  'frames too large are swallowed': {
    clauses: ['P-FRAME-3'],
    defect: heard('pong', (frame) => (String(frame['padding']).length > 5_000 ? [] : [frame])),
  },
  'frames may be smaller than was said': { clauses: ['P-FRAME-3'], defect: unlike({ frameBytes: 20_000 }) },
  'bounds are only said': {
    clauses: ['P-LIMIT-3'],
    defect: unlike({ signalsPer10s: 1_000, frameRate: 1_000, joinBurst: 50 }),
  },
  'ids are short': {
    clauses: ['P-FRAME-7'],
    defect: {
      fromServer: (frame) =>
        frame['chat'] === undefined ? undefined : [{ ...frame, chat: shorten(frame['chat']) }],
      fromClient: (frame) =>
        cut.has(frame['chat']) ? [{ ...frame, chat: cut.get(frame['chat']) }] : undefined,
    },
  },
  'anybody may type in any chat': {
    clauses: ['P-FRAME-8'],
    defect: {
      fromServer: (frame, passage) => {
        const chat = String(frame['chat'])
        if (isOf(frame, 'chat')) rooms.set(chat, [...(rooms.get(chat) ?? []), passage])
        return undefined
      },
      fromClient: (frame, passage) => {
        const others = isOf(frame, 'typing') ? (rooms.get(String(frame['chat'])) ?? []) : []
        for (const other of others) if (other !== passage) other.toClient({ ...frame, seat: 1 - other.you })
        return undefined
      },
    },
  },
  'walls are not there': {
    clauses: ['P-MATCH-1'],
    defect: {
      options: () => ({ modes: ['text', 'video'], gates: { age: [16, 18] } }),
      ...heard('join', (frame) => [{ ...frame, mode: 'text', facts: { age: 16, rules: '1' } }]),
    },
  },
  'who names no interest meets nobody': {
    clauses: ['P-MATCH-2'],
    defect: heard('join', (frame) => {
      const { interests, ticket } = frame
      return [Array.isArray(interests) && interests.length === 0 ? { ...frame, interests: [ticket] } : frame]
    }),
  },
  'leave is not answered': { clauses: ['P-MATCH-5'], defect: heard('leave', () => []) },
  'the last partner is met again at once': {
    clauses: ['P-MATCH-6'],
    defect: {
      options: () => {
        const pairing = { recentMs: 0 }
        return { backplane: createMemoryBackplane({ clock: systemClock, random: systemRandom, pairing }) }
      },
    },
  },
  'any kind and an empty text are taken': {
    clauses: ['P-BODY-2'],
    defect: heard('send', (frame) => {
      const { kind, text } = bodyOf(frame)
      return [kind === 'text' && text !== '' ? frame : { ...frame, body: { kind: 'text', text: 'x' } }]
    }),
  },
  'a send that cannot succeed is dropped': {
    clauses: ['P-N-2'],
    defect: heard('send', (frame) => (bodyOf(frame)['kind'] === 'teleport' ? [] : [frame])),
  },
  'rate_limited is not said': {
    clauses: ['P-N-3'],
    defect: said('error', (frame) => (frame['code'] === 'rate_limited' ? [] : [frame])),
  },
  'who comes back always lacks something': {
    clauses: ['P-SEEN-3'],
    defect: said('chat', (frame) => [{ ...frame, complete: Number(frame['accepted']) > 0 }]),
  },
  'members seem away': {
    clauses: ['P-FENCE-2'],
    defect: said('entry', (frame) => {
      const { chat, seat } = frame
      return [{ type: 'presence', chat, seat, present: false }, frame]
    }),
  },
  'a chat that hello does not name goes on': {
    clauses: ['P-FENCE-3'],
    defect: said('entry', (frame) => (bodyOf(frame)['kind'] === 'end' ? [] : [frame])),
  },
  'accepted is forgotten': {
    clauses: ['P-RESUME-6'],
    defect: said('chat', (frame) => [{ ...frame, accepted: 0 }]),
  },
  'a ticket that fell is not taken back': {
    clauses: ['P-GRACE-2'],
    defect: {
      fromClient: (frame, { notes }) => {
        if (isOf(frame, 'hello')) notes['again'] = frame['token'] !== undefined
        return isOf(frame, 'join') && notes['again'] === true ? [] : undefined
      },
    },
  },
  'an ended log is kept': {
    clauses: ['P-GRACE-3'],
    defect: heard('seen', (frame) => (Number(frame['offset']) > 0 ? [] : [frame])),
  },
  'next is not read': { clauses: ['P-END-3'], defect: heard('end', (frame) => [without(frame, 'next')]) },
  'capsules are out of date at once': {
    clauses: ['P-CAPSULE-2', 'P-CAPSULE-3'],
    defect: { http: () => 410 },
  },
  'bye is not answered': {
    clauses: ['P-CLOSE-1'],
    defect: said('goodbye', (frame) => (frame['code'] === 1000 ? [] : [frame])),
  },
  'flooding is not told before it is punished': {
    clauses: ['P-CLOSE-4'],
    defect: {
      fromServer: (frame) => (isOf(frame, 'error') ? [] : undefined),
      fromClient: (frame, passage) => {
        passage.notes['frames'] = Number(passage.notes['frames'] ?? 0) + 1
        if (passage.notes['frames'] !== 60) return undefined
        passage.toClient({ type: 'goodbye', code: 4429, reason: 'flooding' })
        passage.close(4429)
        return []
      },
    },
  },
  'polls are not answered as polls': {
    clauses: ['P-POLL-1'],
    defect: { answering: () => '{"ok":true}' },
  },
  'polls are not held': {
    clauses: ['P-POLL-3'],
    defect: { asking: (body) => body.replace(/"hold":\d+/, '"hold":0') },
  },
  'a poll is held whatever comes after it': {
    clauses: ['P-POLL-4'],
    defect: { asking: (body) => body.replace(/"line":"[^"]*"/, `"line":"${'x'.repeat(22)}${conns++}"`) },
  },
  'what was sent counts as received': {
    clauses: ['P-POLL-5'],
    defect: { asking: (body) => body.replace('"got":0', '"got":2') },
  },
  'the end of a line is not said': {
    clauses: ['P-POLL-7', 'P-POLL-8'],
    defect: { answering: (body) => body.replace('"closed"', '"over"') },
  },
  'nobody is told why a page may not poll': {
    clauses: ['P-POLL-9'],
    defect: { answering: (body) => body.replaceAll('4403', '4400') },
  },
}
