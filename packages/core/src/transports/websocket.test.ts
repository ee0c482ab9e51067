import { describe, expect, it, vi } from 'vitest'
import { FakeClock } from '../testing.js'
import { type WebSocketLike, webSocketTransport } from './websocket.js'

class FakeSocket implements WebSocketLike {
  static last: FakeSocket
  protocol = 'stranger-chat.v1'
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  readyState = 1
  send = vi.fn()
  close = vi.fn()
  readonly url: string
  readonly protocols: string[]
  constructor(url: string, protocols: string[]) {
    this.url = url
    this.protocols = protocols
    FakeSocket.last = this
  }
  fire(type: 'open' | 'message' | 'close' | 'error', event: object = {}): void {
    this[`on${type}`]?.(event as never)
  }
}

function connect() {
  const clock = new FakeClock()
  const events = { opened: vi.fn(), text: vi.fn(), closed: vi.fn() }
  const link = webSocketTransport('wss://chat.example/ws', FakeSocket, clock.after)(events)
  return { link, events, socket: FakeSocket.last, clock }
}

describe('the WebSocket transport', () => {
  it('P-FRAME-1: offers the subprotocol, and tells what happens', () => {
    const { link, events, socket } = connect()
    expect([socket.url, socket.protocols]).toEqual(['wss://chat.example/ws', ['stranger-chat.v1']])
    socket.fire('open')
    socket.fire('message', { data: '{"type":"ping"}' })
    link.send('{"type":"pong"}')
    expect(events.opened).toHaveBeenCalledTimes(1)
    expect(events.text.mock.calls).toEqual([['{"type":"ping"}']])
    expect(socket.send.mock.calls).toEqual([['{"type":"pong"}']])
    socket.fire('close', { code: 4503 })
    expect(events.closed.mock.calls).toEqual([[4503]])
  })

  it('a server that speaks something else is left, with the code for that', () => {
    const { events, socket } = connect()
    socket.protocol = ''
    socket.fire('open')
    expect(events.opened).not.toHaveBeenCalled()
    expect(events.closed.mock.calls).toEqual([[4406]])
    expect(socket.close).toHaveBeenCalled()
  })

  it('an error without a close, as where the page’s policy forbids the address, is a close', () => {
    const { events, socket, clock } = connect()
    socket.readyState = 3
    socket.fire('error')
    clock.advance(1)
    expect(events.closed.mock.calls).toEqual([[1006]])
  })

  it('an error before its close leaves the code to the close', () => {
    const { events, socket, clock } = connect()
    socket.readyState = 3
    socket.fire('error')
    socket.fire('close', { code: 4503 })
    clock.advance(1)
    expect(events.closed.mock.calls).toEqual([[4503]])
  })

  it('binary messages are nobody’s', () => {
    const { events, socket } = connect()
    socket.fire('open')
    socket.fire('message', { data: new ArrayBuffer(8) })
    expect(events.text).not.toHaveBeenCalled()
  })

  it('terminate waits for nobody, and nothing is heard afterwards', () => {
    const { link, events, socket } = connect()
    socket.fire('open')
    link.terminate()
    socket.fire('message', { data: 'late' })
    socket.fire('error')
    socket.fire('close', { code: 1006 })
    link.send('late')
    expect([events.text, events.closed, socket.send].flatMap(({ mock }) => mock.calls)).toEqual([])
    expect(socket.close.mock.calls).toEqual([[undefined]])
  })

  it('closes with 1000 only when asked to', () => {
    const { link, socket } = connect()
    link.close(1000)
    expect(socket.close.mock.calls).toEqual([[1000]])
  })

  it('never throws: not before it is open, not while it closes', () => {
    const { link, socket } = connect()
    link.send('too early')
    expect(socket.send).not.toHaveBeenCalled()
    socket.fire('open')
    socket.send.mockImplementation(() => {
      throw new Error('InvalidStateError')
    })
    socket.close.mockImplementation(() => {
      throw new Error('InvalidStateError')
    })
    link.send('closing')
    link.close()
  })

  it('an address the platform refuses is a connection that fell', () => {
    const clock = new FakeClock()
    const closed = vi.fn()
    const refuse = class extends FakeSocket {
      constructor() {
        super('', [])
        throw new Error('SecurityError: mixed content')
      }
    }
    const dial = () =>
      webSocketTransport(
        'ws://chat.example/ws',
        refuse,
        clock.after,
      )({ opened: vi.fn(), text: vi.fn(), closed })
    dial()
    expect(closed).not.toHaveBeenCalled()
    clock.advance(0)
    expect(closed.mock.calls).toEqual([[1006]])
    dial().terminate()
    clock.advance(0)
    expect(closed).toHaveBeenCalledTimes(1)
  })
})
