import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openProxy, type Proxy } from './proxy.ts'

/** A server that says back what it hears, and remembers how its sockets fared. */
let echo: Server
let served: { readonly socket: Socket; ended: boolean; closed: boolean; error: string | undefined }[]
let proxy: Proxy
const clients: Socket[] = []

beforeEach(async () => {
  served = []
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    const seen = { socket, ended: false, closed: false, error: undefined as string | undefined }
    served.push(seen)
    socket.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code))
    socket.on('end', () => (seen.ended = true))
    socket.on('close', () => (seen.closed = true))
    socket.pipe(socket)
  })
  echo.listen(0, '127.0.0.1')
  await once(echo, 'listening')
  proxy = await openProxy({ port: (echo.address() as AddressInfo).port })
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await proxy.close()
  for (const { socket } of served) socket.destroy()
  await new Promise((resolve) => echo.close(resolve))
})

/** A client through the proxy whose echo is collected. */
async function dial(): Promise<{
  socket: Socket
  heard: () => string
  until: (text: string) => Promise<void>
}> {
  const socket = connect({ port: proxy.port, host: proxy.host })
  clients.push(socket)
  let heard = ''
  socket.setEncoding('utf8')
  socket.on('data', (text: string) => (heard += text))
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const until = async (text: string): Promise<void> => {
    while (heard !== text) await once(socket, 'data')
  }
  return { socket, heard: () => heard, until }
}
const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => (socket.closed ? resolve() : socket.once('close', () => resolve())))
const passed = (direction: 'up' | 'down') =>
  proxy.events.flatMap((event) =>
    event.type === 'passed' && event.direction === direction ? [event.bytes] : [],
  )

describe('a healthy proxy', () => {
  test('passes bytes both ways and logs how many', async () => {
    const client = await dial()
    client.socket.write('hello')
    await client.until('hello')
    expect(passed('up')).toEqual([5])
    expect(passed('down')).toEqual([5])
    expect(proxy.links()).toBe(1)
  })

  test('passes the end on after the last byte, and forgets the link', async () => {
    const client = await dial()
    proxy.add({ kind: 'latency', ms: 30 })
    client.socket.end('last words')
    await once(client.socket, 'end')
    expect(client.heard()).toBe('last words')
    expect(proxy.links()).toBe(0)
  })

  test('refuses as the server behind it would', async () => {
    await new Promise((resolve) => echo.close(resolve))
    const client = await dial()
    await gone(client.socket)
    expect(proxy.events).toEqual([{ type: 'refused', link: 1 }])
    echo.listen(0)
  })
})

describe('toxics', () => {
  test('latency delays a direction and keeps its order', async () => {
    const client = await dial()
    proxy.add({ kind: 'latency', ms: 60, jitter: 40 }, 'up')
    const from = performance.now()
    for (const word of ['one ', 'two ', 'three']) client.socket.write(word)
    await client.until('one two three')
    expect(performance.now() - from).toBeGreaterThanOrEqual(20)
  })

  test('bandwidth takes its time, and holds the sender back', async () => {
    const client = await dial()
    proxy.add({ kind: 'bandwidth', bytesPerSecond: 20_000 }, 'down')
    const from = performance.now()
    client.socket.write('x'.repeat(4_000))
    await client.until('x'.repeat(4_000))
    expect(performance.now() - from).toBeGreaterThanOrEqual(150)
    expect(Math.max(...passed('down'))).toBeLessThanOrEqual(400)
  })

  test('slicer cuts the stream into pieces', async () => {
    const client = await dial()
    proxy.add({ kind: 'slicer', size: 3 }, 'up')
    client.socket.write('abcdefgh')
    await client.until('abcdefgh')
    expect(passed('up')).toEqual([3, 3, 2])
  })

  test('limit_data cuts a link to the byte, and the next link anew', async () => {
    proxy.add({ kind: 'limit_data', bytes: 4, by: 'close' }, 'down')
    for (const link of [1, 2]) {
      const client = await dial()
      client.socket.write('abcdefgh')
      await gone(client.socket)
      expect(client.heard()).toBe('abcd')
      expect(proxy.events).toContainEqual({ type: 'cut', link })
    }
  })

  test('limit_data counts from when it was added', async () => {
    const client = await dial()
    client.socket.write('before ')
    await client.until('before ')
    proxy.add({ kind: 'limit_data', bytes: 3, by: 'close' }, 'down')
    client.socket.write('after')
    await gone(client.socket)
    expect(client.heard()).toBe('before aft')
  })

  test('a toxic taken away is gone', async () => {
    const remove = proxy.add({ kind: 'limit_data', bytes: 1, by: 'reset' })
    remove()
    const client = await dial()
    client.socket.write('all of it')
    await client.until('all of it')
  })
})

describe('faults', () => {
  test('down cuts and refuses, up takes connections on the same port again', async () => {
    const before = await dial()
    await proxy.down()
    await gone(before.socket)
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await proxy.up()
    const after = await dial()
    after.socket.write('back')
    await after.until('back')
  })

  test('reset reaches both sides as a reset', async () => {
    const client = await dial()
    client.socket.write('x')
    await client.until('x')
    const broke = once(client.socket, 'error')
    proxy.reset()
    // The proxy's word is enough: a test must not depend on how the kernel words it.
    expect((await broke)[0]).toMatchObject({ code: 'ECONNRESET' })
    await expect.poll(() => served[0]?.error).toBe('ECONNRESET')
    expect(proxy.links()).toBe(0)
  })

  test('half-open: nobody hears a byte nor an end, and a new link works', async () => {
    const old = await dial()
    old.socket.write('x')
    await old.until('x')
    proxy.halfOpen()
    old.socket.write('lost in the dark')
    const fresh = await dial()
    fresh.socket.write('hello')
    await fresh.until('hello')
    old.socket.destroy()
    fresh.socket.write('!')
    await fresh.until('hello!')
    expect(old.heard()).toBe('x')
    expect(served[0]).toMatchObject({ ended: false, closed: false, error: undefined })
  })

  test('healed, a silent link goes on where it stopped', async () => {
    const client = await dial()
    client.socket.write('one ')
    await client.until('one ')
    proxy.halfOpen()
    client.socket.write('two')
    proxy.heal()
    await client.until('one two')
  })

  test('limit_data can leave a link half-open', async () => {
    const client = await dial()
    proxy.add({ kind: 'limit_data', bytes: 3, by: 'half_open' }, 'up')
    client.socket.write('abcdef')
    await proxy.until((event) => event.type === 'half_open', { from: 0 })
    await client.until('')
    expect(passed('up')).toEqual([3])
    expect(client.socket.closed).toBe(false)
    proxy.heal()
    await client.until('abcdef')
  })

  test('newToo silences those to come', async () => {
    proxy.halfOpen({ newToo: true })
    const client = await dial()
    client.socket.write('anybody?')
    await proxy.until((event) => event.type === 'half_open', { from: 0 })
    expect(passed('up')).toEqual([])
    proxy.heal()
    await client.until('anybody?')
  })
})
