import { once } from 'node:events'
import { createServer as createHttp, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { Reception } from '../gate/door.js'
import type { ServerOptions } from '../options.js'
import type { Socket, SocketEvents } from '../ports/socket.js'
import { createServer, type StrangerServer } from '../server.js'
import { FACTS } from '../testing/people.js'
import { testTransport } from '../testing/transport.js'
import { createWs } from './ws.js'

const ENTER: Reception = { kind: 'enter', visit: { origin: undefined, prefixes: [] } }

async function listen(http: HttpServer): Promise<string> {
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  return `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`
}

testTransport(
  'ws',
  async () => {
    const http = createHttp()
    let accept: (socket: Socket) => SocketEvents = () => {
      throw new Error('Nobody was expected.')
    }
    http.on('upgrade', createWs({ door: { receive: () => ENTER }, accept: (socket) => accept(socket) }))
    const url = await listen(http)
    const clients: WebSocket[] = []
    return {
      tooBig: 64 * 1024 + 1,
      async open(take) {
        accept = take
        const client = new WebSocket(url, 'stranger-chat.v1', { maxPayload: 1024 * 1024 })
        clients.push(client)
        const heard: string[] = []
        client.on('message', (data: Buffer) => heard.push(data.toString()))
        client.on('error', () => undefined)
        const closed = new Promise<{ readonly code: number; readonly reason: string }>((resolve) => {
          client.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
        })
        await once(client, 'open')
        return {
          send: (text) => client.send(text),
          sendBinary: (bytes) => client.send(bytes),
          heard,
          pause: () => client.pause(),
          resume: () => client.resume(),
          close: (code) => client.close(code),
          closed,
        }
      },
      async close() {
        for (const client of clients) client.terminate()
        http.close()
        await once(http, 'close')
      },
    }
  },
  { describe, it },
)

describe('the server over real sockets', () => {
  const open: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of open.splice(0)) await close()
  })

  async function start(
    options: ServerOptions = {},
  ): Promise<{ readonly server: StrangerServer; readonly url: string }> {
    const server = await createServer({ log: { log: () => undefined }, ...options })
    const http = createHttp()
    server.attach(http)
    const url = await listen(http)
    open.push(async () => {
      await server.close()
      http.closeAllConnections()
      http.close()
    })
    return { server, url }
  }

  /** Frames and the end, as a client without a library sees them. */
  async function knock(url: string, protocols: string | string[], headers: Record<string, string> = {}) {
    const client = new WebSocket(url, protocols, { headers })
    open.push(async () => client.terminate())
    const heard: { readonly type: string; readonly [key: string]: unknown }[] = []
    client.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as (typeof heard)[number]))
    const status = new Promise<number>((resolve) =>
      client.on('unexpected-response', (_, res) => resolve(res.statusCode ?? 0)),
    )
    client.on('error', () => undefined)
    const closed = new Promise<number>((resolve) => client.on('close', resolve))
    const opened = new Promise<void>((resolve) => client.on('open', resolve))
    return { client, heard, closed, status, opened }
  }

  it('completes the handshake with whatever was offered first, so that a browser can read why not (P-HELLO-5)', async () => {
    const { url } = await start()
    const { client, heard, closed } = await knock(url, ['graphql-ws', 'chat'])
    expect(await closed).toBe(4406)
    expect(client.protocol).toBe('graphql-ws')
    expect(heard).toMatchObject([{ type: 'goodbye', code: 4406, reason: 'subprotocol' }])
  })

  it('tells a page from elsewhere in words, and by HTTP 403 when it goes on (P-HELLO-5)', async () => {
    const { url } = await start({ trustProxy: ['127.0.0.1'] })
    const headers = { origin: 'https://elsewhere.example', 'x-forwarded-for': '203.0.113.9' }
    for (let i = 0; i < 10; i++) {
      const { heard, closed } = await knock(url, 'stranger-chat.v1', headers)
      expect(await closed).toBe(4403)
      expect(heard).toMatchObject([{ type: 'goodbye', code: 4403, reason: 'origin' }])
    }
    expect(await (await knock(url, 'stranger-chat.v1', headers)).status).toBe(403)
    expect(
      await (
        await knock(url, 'stranger-chat.v1', { ...headers, 'x-forwarded-for': '198.51.100.9' })
      ).closed,
    ).toBe(4403)
  })

  it('answers a draining server with 503, which a browser retries', async () => {
    const { server, url } = await start()
    void server.drain()
    expect(await (await knock(url, 'stranger-chat.v1')).status).toBe(503)
  })

  it('reads what was sent right behind the handshake', async () => {
    const { url } = await start()
    const { client, heard, opened } = await knock(url, 'stranger-chat.v1')
    await opened
    client.send(JSON.stringify({ type: 'hello', conn: 1, client: { name: 'test', version: '1' } }))
    client.send(
      JSON.stringify({
        type: 'join',
        ticket: 'a-ticket',
        mode: 'text',
        languages: [],
        interests: [],
        facts: FACTS,
      }),
    )
    while (heard.length < 2) await once(client, 'message')
    expect(heard.map(({ type }) => type)).toEqual(['welcome', 'queued'])
  })

  it('lets no broken handshake touch anybody else', async () => {
    const { server, url } = await start()
    const good = await knock(url, 'stranger-chat.v1')
    await good.opened
    const { hostname, port } = new URL(url)
    const { connect } = await import('node:net')
    for (const request of [
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: short\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: stranger-chat.v1\r\n\r\n',
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    ]) {
      const raw = connect(Number(port), hostname)
      raw.end(request)
      raw.resume()
      await once(raw, 'close')
    }
    expect(server.stats().connections).toBe(1)
    good.client.send('{"type":"hello","conn":1,"client":{"name":"test","version":"1"}}')
    await once(good.client, 'message')
    expect(good.heard[0]?.type).toBe('welcome')
  })
})
