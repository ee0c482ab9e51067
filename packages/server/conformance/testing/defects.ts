import { createMemoryBackplane } from '../../src/index.js'
import { systemClock, systemRandom } from '../../src/system.js'
import type { Defect, Loose } from './broken.js'
import { acksOf, bodyOf, heard, isOf, type Known, said, withBody, without } from './turns.js'

let conns = 1_000

/** Says another place, time or stamp of entries, the same to everybody. */
function reworded(change: (told: { offset: number; at: unknown; stamp: unknown }) => Loose): Defect {
  return {
    fromServer(frame) {
      if (!isOf(frame, 'entry') && !isOf(frame, 'ack')) return undefined
      const acked = acksOf(frame).map(([n, offset, at, stamp, ...rest]) => {
        const told = change({ offset: Number(offset), at, stamp })
        return [n, told['offset'], told['at'], told['stamp'], ...rest]
      })
      if (isOf(frame, 'ack')) return [{ ...frame, acked }]
      return [
        {
          ...frame,
          ...change({ offset: Number(frame['offset']), at: frame['at'], stamp: frame['stamp'] }),
          acked,
        },
      ]
    },
  }
}

/** Ways to break the protocol. */
export const DEFECTS: Readonly<Record<string, Known>> = {
  'type is not the first key': {
    clauses: ['P-FRAME-2'],
    defect: said('queued', ({ type, ...rest }) => [{ ...rest, type }]),
  },
  'a limit is missing': {
    clauses: ['P-FRAME-2', 'P-HELLO-4'],
    defect: said('welcome', (frame) => [{ ...frame, limits: without(frame['limits'] as Loose, 'sockets') }]),
  },
  'what is no frame is ignored': {
    clauses: ['P-FRAME-3'],
    defect: heard('seen', (frame) => (frame['offset'] === -1 ? [] : [frame])),
  },
  'unknown keys of a body go through': {
    clauses: ['P-FRAME-4'],
    defect: said('entry', (frame) => [withBody(frame, { colour: 'blue' })]),
  },
  'an unknown type closes the connection': {
    clauses: ['P-FRAME-5'],
    defect: {
      fromClient: (frame, passage) => {
        if (!isOf(frame, 'teleport')) return undefined
        passage.toClient({ type: 'goodbye', code: 4400, reason: 'bad_frame' })
        passage.close(4400)
        return []
      },
    },
  },
  "a send to somebody else's chat is dropped": {
    clauses: ['P-FRAME-8'],
    defect: said('error', (frame) =>
      frame['code'] === 'bad_state' && (frame['re'] as Loose)['n'] === 7 ? [] : [frame],
    ),
  },
  'any first frame will do': {
    clauses: ['P-HELLO-1'],
    defect: { fromClient: (frame) => (isOf(frame, 'pong') || isOf(frame, 'teleport') ? [] : undefined) },
  },
  'a forged token is nobody we know': {
    clauses: ['P-HELLO-3'],
    defect: heard('hello', (frame) => [without(without(frame, 'token'), 'device')]),
  },
  'an origin is never refused': {
    clauses: ['P-HELLO-5'],
    defect: said('goodbye', (frame) =>
      frame['code'] === 4403 ? [{ ...frame, reason: 'forbidden' }] : [frame],
    ),
  },
  'another version is refused by HTTP': {
    clauses: ['P-HELLO-5'],
    defect: { refuses: (protocols) => !protocols.includes('stranger-chat.v1') },
  },
  'facts are never asked for': {
    clauses: ['P-HELLO-6'],
    defect: heard('join', (frame) => [{ ...frame, facts: { age: 18, rules: '1' } }]),
  },
  'two tabs of one browser meet': {
    clauses: ['P-MATCH-1'],
    defect: heard('hello', (frame) => [without(frame, 'device')]),
  },
  'interests are ignored': {
    clauses: ['P-MATCH-2'],
    defect: heard('join', (frame) => [{ ...frame, interests: ['anything'], languages: ['en'] }]),
  },
  'chat names another ticket': {
    clauses: ['P-MATCH-5'],
    defect: said('chat', (frame) => [{ ...frame, ticket: 'some-other-ticket' }]),
  },
  'offsets with a gap': {
    clauses: ['P-LOG-1'],
    defect: reworded(({ offset, ...rest }) => ({ ...rest, offset: offset < 2 ? 1 : offset + 1 })),
  },
  'time runs back': {
    clauses: ['P-LOG-2'],
    defect: reworded(({ offset, ...rest }) => ({ ...rest, offset, at: 1_000 - offset })),
  },
  'another stamp for each member': {
    clauses: ['P-LOG-3'],
    defect: said('entry', (frame) => [{ ...frame, stamp: `${String(frame['stamp']).slice(0, -4)}AAAA` }]),
  },
  'texts are tidied up': {
    clauses: ['P-LOG-4'],
    defect: heard('send', (frame) => {
      const { text } = bodyOf(frame)
      return [typeof text === 'string' ? withBody(frame, { text: text.trim() }) : frame]
    }),
  },
  'the end has a seat': {
    clauses: ['P-END-1', 'P-LOG-5'],
    defect: said('entry', (frame) => [bodyOf(frame)['kind'] === 'end' ? { ...frame, seat: 0 } : frame]),
  },
  'a full log forgets': {
    clauses: ['P-LOG-6'],
    defect: said('error', (frame) => [frame['code'] === 'busy' ? { ...frame, code: 'unavailable' } : frame]),
  },
  'lengths are UTF-16 units': {
    clauses: ['P-BODY-2', 'P-LIMIT-2'],
    defect: heard('send', (frame) => {
      const { text } = bodyOf(frame)
      return [
        typeof text === 'string' && text.length > 2_000
          ? withBody(frame, { text: 'x'.repeat(2_001) })
          : frame,
      ]
    }),
  },
  'the other one learns why': {
    clauses: ['P-BODY-3'],
    defect: said('entry', (frame) => [
      bodyOf(frame)['kind'] === 'void' ? withBody(frame, { why: 'unsupported' }) : frame,
    ]),
  },
  'a duplicate is appended again': {
    clauses: ['P-N-1'],
    defect: {
      options: () => {
        const backplane = createMemoryBackplane({ clock: systemClock, random: systemRandom })
        const last = new Map<string, number>()
        const append: typeof backplane.chats.append = (sends) =>
          backplane.chats.append(
            sends.map((send) => {
              const place = `${send.sid} ${send.chat}`
              const n = Math.max(send.n, (last.get(place) ?? 0) + 1)
              last.set(place, n)
              return { ...send, n }
            }),
          )
        return { backplane: { ...backplane, chats: { ...backplane.chats, append } } }
      },
    },
  },
  'a gap is not said': {
    clauses: ['P-N-1'],
    defect: said('error', (frame) => (frame['code'] === 'gap' ? [] : [frame])),
  },
  'acks are never sent': {
    clauses: ['P-ACK-1', 'P-ACK-2'],
    defect: {
      fromServer: (frame) => {
        if (isOf(frame, 'ack')) return []
        return isOf(frame, 'entry') ? [without(frame, 'acked')] : undefined
      },
    },
  },
  'acks come behind the answer': {
    clauses: ['P-ACK-2'],
    defect: said('entry', (frame) => {
      const { chat, acked } = frame
      return acked === undefined ? [frame] : [without(frame, 'acked'), { type: 'ack', chat, acked }]
    }),
  },
  'the log is never trimmed': {
    clauses: ['P-SEEN-1'],
    defect: { fromClient: (frame) => (frame['seen'] === undefined ? undefined : [without(frame, 'seen')]) },
  },
  'the log is trimmed by one alone': {
    clauses: ['P-SEEN-3'],
    defect: heard('seen', (frame) => [frame['offset'] === 1 ? { ...frame, offset: 3 } : frame]),
  },
  'superseded is not said': {
    clauses: ['P-CLOSE-1', 'P-FENCE-1'],
    defect: said('goodbye', (frame) => (frame['code'] === 4409 ? [] : [frame])),
  },
  'a lower conn wins too': {
    clauses: ['P-FENCE-1'],
    defect: heard('hello', (frame) => [frame['token'] === undefined ? frame : { ...frame, conn: conns++ }]),
  },
  'a resume replays nothing': {
    clauses: ['P-LOG-1', 'P-RESUME-1'],
    defect: {
      fromServer: (frame, { notes }) => {
        if (isOf(frame, 'chat')) notes['top'] = frame['offset']
        return isOf(frame, 'entry') && Number(frame['offset']) <= Number(notes['top']) ? [] : undefined
      },
    },
  },
  'entries go out twice': {
    clauses: ['P-RESUME-2'],
    defect: said('entry', (frame) => [frame, frame]),
  },
  'a lost chat is only resumed false': {
    clauses: ['P-RESUME-3'],
    defect: said('idle', () => []),
  },
  'complete, whatever is missing': {
    clauses: ['P-RESUME-5', 'P-LOG-1'],
    defect: said('chat', (frame) => [{ ...frame, complete: true }]),
  },
  'skips are told': {
    clauses: ['P-END-2'],
    defect: said('entry', (frame) => [
      bodyOf(frame)['kind'] === 'end' ? withBody(frame, { reason: 'skipped' }) : frame,
    ]),
  },
  'an end ends whatever chat is there': {
    clauses: ['P-END-3'],
    defect: {
      fromClient: (frame, { chat }) => (isOf(frame, 'end') && chat !== '' ? [{ ...frame, chat }] : undefined),
    },
  },
  'a late send reaches the next chat': {
    clauses: ['P-END-4'],
    defect: {
      fromClient: (frame, { chat }) =>
        isOf(frame, 'send') && chat !== '' ? [{ ...frame, chat }] : undefined,
    },
  },
  'nobody learns that a line fell': {
    clauses: ['P-AWAY-1', 'P-AWAY-2', 'P-AWAY-3', 'P-AWAY-4', 'P-GRACE-1', 'P-GRACE-3'],
    defect: said('presence', () => []),
  },
  'a hidden page is told of': {
    clauses: ['P-AWAY-5'],
    defect: heard('pong', (frame) => [frame['hidden'] === true ? { ...frame, away: true } : frame]),
  },
  'who looks away is forgotten': {
    clauses: ['P-AWAY-2'],
    defect: said('chat', (frame) => [
      { ...frame, members: (frame['members'] as Loose[]).map((member) => without(member, 'away')) },
    ]),
  },
  'a pong is not answered': {
    clauses: ['P-BEAT-2'],
    defect: heard('pong', () => []),
  },
  'typing comes back to its sender': {
    clauses: ['P-TYPING-1'],
    defect: {
      fromClient: (frame, { you, toClient }) => {
        if (isOf(frame, 'typing')) toClient({ ...frame, seat: you })
        return undefined
      },
    },
  },
  'one stamp for all': {
    clauses: ['P-STAMP-1'],
    defect: reworded((place) => ({ ...place, stamp: 'key.AAAAAAAAAAAAAAAAAAAAAA' })),
  },
  'one capsule for both': {
    clauses: ['P-CAPSULE-1'],
    defect: said('chat', (frame) => [{ ...frame, capsule: 'the-same-for-all' }]),
  },
  'any capsule is taken': {
    clauses: ['P-CAPSULE-2', 'P-CAPSULE-3'],
    defect: { http: () => 204 },
  },
  'any report is taken': { clauses: ['P-REPORT-3', 'P-REPORT-7'], defect: { http: () => 201 } },
  'nobody hears what was decided': { clauses: ['P-DECISION-2'], defect: { http: () => 404 } },
  'sockets without bound': {
    clauses: ['P-LIMIT-4'],
    defect: heard('hello', (frame) => [without(frame, 'device')]),
  },
  'another code than was said': {
    clauses: ['P-CLOSE-1', 'P-HELLO-1'],
    defect: { closing: (code) => (code === 4400 ? 4500 : code) },
  },
}
