import { describe, expect, it, vi } from 'vitest'
import { FakeClock } from '../testing.js'
import { fallbackTransport } from './fallback.js'
import type { LinkEvents, Transport } from './transport.js'

interface Line {
  readonly kind: 'socket' | 'poll'
  readonly events: LinkEvents
  readonly sent: string[]
  state: 'open' | 'closed' | 'terminated'
}

/** A tab whose two ways to the server do what the test says. */
function tab(memory = { kept: null as string | null }, clock = new FakeClock()) {
  const lines: Line[] = []
  const kind =
    (name: Line['kind']): Transport =>
    (events) => {
      const line: Line = { kind: name, events, sent: [], state: 'open' }
      lines.push(line)
      return {
        send: (text) => void line.sent.push(text),
        close: () => (line.state = 'closed'),
        terminate: () => (line.state = 'terminated'),
      }
    }
  const transport = fallbackTransport(kind('socket'), kind('poll'), clock, {
    get: () => memory.kept,
    set: (value) => (memory.kept = value),
  })
  const connect = () => {
    const events = { opened: vi.fn(), text: vi.fn(), closed: vi.fn() }
    return { ...events, link: transport(events) }
  }
  const last = (): Line => {
    const line = lines.at(-1)
    if (!line) throw new Error('Nothing was opened.')
    return line
  }
  /** Connects, and the connection falls before it was open. */
  const fail = (code = 1006) => {
    const client = connect()
    last().events.closed(code)
    return client
  }
  return { clock, memory, lines, connect, last, fail, kinds: () => lines.map((line) => line.kind) }
}

/** Somewhere between 20 and 40 s after the first answer. */
function untilLooks(clock: FakeClock, lines: readonly Line[]): void {
  clock.advance(19_999)
  expect(lines.length).toBe(3)
  for (let ms = 0; ms <= 20_000 && lines.length === 3; ms += 1_000) clock.advance(1_000)
  expect(lines.length).toBe(4)
}

/** On polls that work. */
function polling(memory = { kept: null as string | null }) {
  const stage = tab(memory)
  stage.fail()
  stage.fail()
  const client = stage.connect()
  const line = stage.last()
  line.events.opened()
  line.events.text('{"type":"welcome"}')
  return { ...stage, client, line }
}

describe('falling back (P-POLL-10)', () => {
  it('takes the WebSocket as long as it opens', () => {
    const { connect, last, kinds } = tab()
    for (let i = 0; i < 5; i++) {
      const { opened, text, closed, link } = connect()
      last().events.opened()
      last().events.text('a')
      link.send('b')
      last().events.closed(1006)
      expect([opened.mock.calls.length, text.mock.calls, closed.mock.calls]).toEqual([1, [['a']], [[1006]]])
      expect(last().sent).toEqual(['b'])
    }
    expect(new Set(kinds())).toEqual(new Set(['socket']))
  })

  it('polls after two upgrades that failed, and remembers that it works', () => {
    const { kinds, memory, client, clock } = polling()
    expect(kinds()).toEqual(['socket', 'socket', 'poll'])
    expect(client.text.mock.calls).toEqual([['{"type":"welcome"}']])
    const next = tab(memory, clock)
    next.connect()
    expect(next.kinds()).toEqual(['poll'])
  })

  it('an upgrade that hangs fails after 6 s', () => {
    const { connect, last, clock, kinds } = tab()
    for (let i = 0; i < 2; i++) {
      const { closed } = connect()
      clock.advance(6_000)
      expect(closed.mock.calls).toEqual([[1006]])
      expect(last().state).toBe('terminated')
    }
    connect()
    expect(kinds()).toEqual(['socket', 'socket', 'poll'])
  })

  it('one that the client lets go itself says nothing about the network', () => {
    const { connect, clock, kinds } = tab()
    for (let i = 0; i < 4; i++) {
      const { link, closed } = connect()
      link.terminate()
      clock.advance(60_000)
      expect(closed).not.toHaveBeenCalled()
    }
    expect(new Set(kinds())).toEqual(new Set(['socket']))
  })

  it('a server that speaks something else isn’t a network in the way', () => {
    const { fail, kinds } = tab()
    for (let i = 0; i < 4; i++) fail(4406)
    expect(new Set(kinds())).toEqual(new Set(['socket']))
  })

  it('where one has opened before it takes six: a server that restarts makes nobody poll', () => {
    const { connect, last, fail, kinds } = tab()
    connect()
    last().events.opened()
    last().events.closed(1006)
    for (let i = 0; i < 6; i++) fail()
    expect(new Set(kinds())).toEqual(new Set(['socket']))
    connect()
    expect(kinds().at(-1)).toBe('poll')
  })

  it('where nothing works both are tried in turn, and nothing is remembered', () => {
    const { fail, kinds, memory } = tab()
    for (let i = 0; i < 6; i++) fail()
    expect(kinds()).toEqual(['socket', 'socket', 'poll', 'socket', 'socket', 'poll'])
    expect(memory.kept).toBeNull()
  })

  it('looks back soon, and moves by a drain of its own once a WebSocket opens', () => {
    const { clock, lines, last, client, memory, connect, kinds } = polling()
    untilLooks(clock, lines)
    expect(last().kind).toBe('socket')
    last().events.opened()
    expect(last().state).toBe('closed')
    expect(client.text.mock.calls.at(-1)).toEqual(['{"type":"drain","reconnectInMs":0}'])
    expect(client.closed).not.toHaveBeenCalled()
    expect(memory.kept).toBeNull()
    connect()
    expect(kinds().at(-1)).toBe('socket')
  })

  it('looks back every ten minutes from then on, and never once the line is let go', () => {
    const { clock, lines, last, client } = polling()
    untilLooks(clock, lines)
    last().events.closed(1006)
    expect(client.closed).not.toHaveBeenCalled()
    clock.advance(10 * 60_000 - 1)
    expect(lines.length).toBe(4)
    clock.advance(1)
    expect(lines.length).toBe(5)
    client.link.close(1000)
    expect(last().state).toBe('terminated')
    clock.advance(60 * 60_000)
    expect(lines.length).toBe(5)
  })

  it('a time that was written by something else counts for nothing', () => {
    for (const kept of ['Infinity', '1e15', 'soon', '']) {
      const { connect, kinds } = tab({ kept })
      connect()
      expect(kinds()).toEqual(['socket'])
    }
  })
})
