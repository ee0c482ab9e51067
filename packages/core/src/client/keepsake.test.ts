import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acked, CHAT, endFrame, entryFrame, Rehearsal } from '../testing/rehearsal.js'
import { memoryStorage } from '../testing.js'
import { Keepsake } from './keepsake.js'
import { INITIAL } from './machine.js'

const NOW = 5_000_000
const HALF_AN_HOUR = 30 * 60_000

function keeping() {
  const storage = memoryStorage()
  return {
    storage,
    save: (me: Rehearsal, at = NOW) => new Keepsake(storage, 'stranger-chat:here:').save(me.state, at),
    load: (at = NOW) => new Keepsake(storage, 'stranger-chat:here:').load(at),
  }
}

const talk = () =>
  new Rehearsal()
    .chatting()
    .hear(entryFrame(1, 'hi'))
    .do({ type: 'say', text: 'hello' })
    .do({ type: 'say', text: 'rude' })
    .hear({ type: 'ack', chat: CHAT, acked: [acked(1, 2), acked(2, 3, 'denied')] })
    .do({ type: 'say', text: 'on its way' })

describe('P-KEEP: what a tab keeps', () => {
  it('a chat comes back as it was, but for the line', () => {
    const { save, load } = keeping()
    const me = talk()
    save(me)
    const back = load()
    expect(back).toMatchObject({
      phase: 'chatting',
      keys: me.state.keys,
      line: { conn: 1, live: null, state: 'offline' },
    })
    expect(back.chat).toMatchObject({
      view: me.state.chat?.view,
      ticket: me.ticket,
      epoch: 'epoch-01',
      attached: false,
    })
    expect(back.chat?.outbox).toMatchObject({
      last: 3,
      items: [{ n: 3, body: { kind: 'text', text: 'on its way' } }],
    })
    expect(back.transcript.current).toMatchObject({ cursor: 3, capsule: 'capsule', seat: 0 })
    expect(back.transcript.current?.entries).toEqual(me.state.transcript.current?.entries)
    expect(
      back.transcript.current?.messages.map(({ from, text, state }) => `${from} ${state} ${text}`),
    ).toEqual(me.lines)
  })

  it('words that failed, or that nobody can vouch for, are still shown to whoever said them', () => {
    const { save, load } = keeping()
    const me = new Rehearsal().chatting().do({ type: 'say', text: 'in doubt' })
    me.resumed({ offset: 9, accepted: 1, complete: false })
    me.do({ type: 'say', text: 'too late' }).hear(endFrame(10, 'left'))
    save(me)
    const back = load()
    expect(back.transcript.current?.messages).toEqual(me.messages)
    expect(me.lines).toEqual(['server sent left', 'me failed in doubt', 'me failed too late'])
  })

  it('a search comes back with its ticket and age', () => {
    const { save, load } = keeping()
    const me = new Rehearsal().searching()
    save(me)
    expect(load()).toMatchObject({
      phase: 'searching',
      wish: me.state.wish,
      search: { ticket: me.ticket, since: me.state.search?.since },
    })
  })

  it('an end comes back with both transcripts', () => {
    const { save, load } = keeping()
    const me = talk()
      .hear(endFrame(4, 'left'))
      .do({ type: 'start', wish: { mode: 'text', languages: [], interests: [], facts: {} } })
    me.hear({
      type: 'chat',
      chat: 'chat-000002',
      ticket: me.ticket,
      epoch: 'epoch-02',
      offset: 0,
      accepted: 0,
      complete: true,
      mode: 'text',
      you: 1,
      members: [],
      capsule: 'capsule2',
    })
    me.hear({ ...endFrame(1, 'lost'), chat: 'chat-000002' })
    save(me)
    const back = load()
    expect(back).toMatchObject({
      phase: 'ended',
      end: { chat: 'chat-000002', reason: 'lost' },
      chat: { over: true },
    })
    expect(back.transcript.previous?.entries).toHaveLength(4)
    expect(back.transcript.previous?.capsule).toBe('capsule')
  })

  it('P-KEEP-2: is forgotten after half an hour; the identity and the number are not', () => {
    const { save, load, storage } = keeping()
    save(talk())
    expect(load(NOW + HALF_AN_HOUR).phase).toBe('chatting')
    const later = load(NOW + HALF_AN_HOUR + 1)
    expect(later).toMatchObject({
      phase: 'idle',
      transcript: { current: null },
      keys: { token: 'token', device: 'device' },
      line: { conn: 1 },
    })
    expect([...storage.session.entries.keys()]).toEqual(['stranger-chat:here:line'])
  })

  it('P-KEEP-2: and when the person clears it', () => {
    const { save, load, storage } = keeping()
    save(talk().hear(endFrame(4, 'left')))
    const reloaded = new Rehearsal()
    const keepsake = new Keepsake(storage, 'stranger-chat:here:')
    reloaded.state = keepsake.load(NOW)
    keepsake.save(reloaded.do({ type: 'clear' }).do({ type: 'stop' }).state, NOW)
    expect([...storage.session.entries.values()].join()).not.toContain('hello')
    expect(load().transcript).toEqual({ current: null, previous: null })
  })

  it('P-FENCE-4: a raised number is kept by itself', () => {
    const { storage, load } = keeping()
    const keepsake = new Keepsake(storage, 'stranger-chat:here:')
    const me = new Rehearsal().online()
    keepsake.save(me.state, NOW)
    keepsake.save(me.falls().pass(300).state, NOW)
    expect(load().line.conn).toBe(2)
  })

  it('P-KEEP-1: the device outlives the tab, nothing else does', () => {
    const { storage, save } = keeping()
    save(talk())
    expect([...storage.device.entries]).toEqual([['stranger-chat:here:device', 'device']])
    expect([...storage.session.entries.keys()].map((key) => key.split(':')[2]).sort()).toEqual([
      'line',
      'place',
      'words',
    ])
  })

  it('tokens that were taken away are removed', () => {
    const { storage, load } = keeping()
    const keepsake = new Keepsake(storage, 'stranger-chat:here:')
    const me = new Rehearsal().online()
    keepsake.save(me.state, NOW)
    keepsake.save(me.hear({ type: 'goodbye', code: 4401, reason: 'bad_token' }).state, NOW)
    expect(load().keys).toEqual({ token: null, device: null })
    expect(storage.device.entries.size).toBe(0)
  })

  it('keys keep identities apart', () => {
    const { storage, save } = keeping()
    save(talk())
    expect(new Keepsake(storage, 'stranger-chat:there:').load(NOW)).toEqual(INITIAL)
  })

  it('writes a piece only when it changed', () => {
    const { storage } = keeping()
    const keepsake = new Keepsake(storage, 'stranger-chat:here:')
    const me = talk()
    keepsake.save(me.state, NOW)
    storage.session.entries.clear()
    keepsake.save(me.do({ type: 'read' }).state, NOW + 1)
    expect(storage.session.entries.size).toBe(0)
    keepsake.save(me.do({ type: 'say', text: 'more' }).state, NOW + 1)
    expect([...storage.session.entries.keys()].map((key) => key.split(':')[2]).sort()).toEqual([
      'place',
      'words',
    ])
  })

  it('without storage nothing is kept', () => {
    const none = new Keepsake({ device: null, session: null }, 'stranger-chat:here:')
    none.save(talk().state, NOW)
    expect(none.load(NOW)).toEqual(INITIAL)
  })
})

it('a storage that throws is one that keeps nothing', () => {
  const fail = (): never => {
    throw new Error('mine')
  }
  const broken = { get: fail, set: fail, remove: fail }
  const keepsake = new Keepsake({ device: broken, session: broken }, 'stranger-chat:here:')
  keepsake.save(talk().state, NOW)
  expect(keepsake.load(NOW)).toEqual(INITIAL)
})

describe('what storage holds is as hostile as the page', () => {
  const names = ['line', 'place', 'words', 'device']
  const put = (storage: ReturnType<typeof memoryStorage>, name: string, text: string) =>
    (name === 'device' ? storage.device : storage.session).set(`stranger-chat:here:${name}`, text)

  it.each(['', 'null', '[]', '{"at":1', '{"at":"now"}', '{"conn":-1}', '\u0000'])('%j is ignored', (text) => {
    const { storage, load } = keeping()
    for (const name of names) put(storage, name, text)
    expect(load()).toMatchObject({ phase: 'idle', keys: { token: null }, line: { conn: 0 } })
  })

  it('one broken piece does not spoil the others, and never makes a chat of two halves', () => {
    for (const broken of ['line', 'place', 'words']) {
      const { storage, save, load } = keeping()
      save(talk())
      put(storage, broken, '{}')
      const back = load()
      expect(back.phase, broken).toBe(broken === 'line' ? 'chatting' : 'idle')
      expect(back.chat === null, broken).toBe(broken !== 'line')
    }
  })

  it('a transcript of another chat is not this one’s', () => {
    const { storage, save, load } = keeping()
    save(talk())
    const key = 'stranger-chat:here:words'
    storage.session.set(key, (storage.session.get(key) ?? '').replaceAll(CHAT, 'chat-other'))
    expect(load()).toMatchObject({ phase: 'idle', chat: null })
  })

  it('anything loads, and nothing throws', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .jsonValue()
        .map((value) => JSON.stringify({ at: NOW, phase: 'chatting', current: value, chat: value })),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), text)), (pieces) => {
        const { storage, load } = keeping()
        for (const [name, value] of pieces) put(storage, name, value)
        expect(['idle', 'searching']).toContain(load().phase)
      }),
    )
  })
})
