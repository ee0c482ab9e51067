import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shakeHands } from './handshake.js'

const GOOD = {
  Host: 'x',
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  // The example of RFC 6455 section 1.3.
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
}

let http: Server
beforeEach(async () => {
  http = createServer()
  http.on('upgrade', (req, socket) => {
    if (shakeHands(req, socket) !== undefined) socket.end()
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => void http.close())

/** The answer to a handshake with other headers, or without some, as text. */
async function answer(
  other: Readonly<Record<string, string | undefined>> = {},
  line = 'GET /ws HTTP/1.1',
): Promise<string> {
  const socket = connect((http.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  socket.on('data', (bytes) => void (text += bytes.toString()))
  const headers = Object.entries({ ...GOOD, ...other }).filter(([, value]) => value !== undefined)
  socket.write(`${line}\r\n${headers.map(([key, value]) => `${key}: ${value}`).join('\r\n')}\r\n\r\n`)
  await once(socket, 'close')
  return text
}

describe('a handshake (RFC 6455 section 4.2)', () => {
  it('is completed with the key’s answer and nothing else', async () =>
    expect(await answer()).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
    ))

  it('agrees on our subprotocol among others, else on the first, so that a browser can be told', async () => {
    const chosen = async (offered: string): Promise<string | undefined> =>
      /Sec-WebSocket-Protocol: (.*)\r\n/.exec(await answer({ 'Sec-WebSocket-Protocol': offered }))?.[1]
    expect(await chosen('chat, stranger-chat.v1 ,x')).toBe('stranger-chat.v1')
    expect(await chosen('graphql-ws, chat')).toBe('graphql-ws')
  })

  it('answers no extension', async () =>
    expect(await answer({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })).not.toContain('Extensions'))

  it('takes its words in any case, and among others', async () =>
    expect(await answer({ Connection: 'keep-alive, UPGRADE', Upgrade: 'WebSocket' })).toContain('101'))

  it.each([
    ['another upgrade', { Upgrade: 'h2c' }],
    ['no key', { 'Sec-WebSocket-Key': undefined }],
    ['a key that is too short', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }],
    ['a key that is no base64', { 'Sec-WebSocket-Key': '!!!!!!!!!!!!!!!!!!!!!!==' }],
    ['the same subprotocol twice', { 'Sec-WebSocket-Protocol': 'chat, chat' }],
    ['a subprotocol without a name', { 'Sec-WebSocket-Protocol': 'chat,,x' }],
    ['a subprotocol that is no token', { 'Sec-WebSocket-Protocol': 'a b' }],
  ])('is refused with %s', async (_, headers) => expect(await answer(headers)).toMatch(/^HTTP\/1\.1 400 /))

  it('is refused in an HTTP that is too old', async () =>
    expect(await answer({}, 'GET /ws HTTP/1.0')).toMatch(/^HTTP\/1\.1 400 /))

  it('is refused with any other method', async () =>
    expect(await answer({}, 'PUT /ws HTTP/1.1')).toMatch(/^HTTP\/1\.1 405 /))

  it.each(['8', '14', '', undefined])(
    'names the version there is to whoever asks for %j',
    async (version) => {
      const text = await answer({ 'Sec-WebSocket-Version': version })
      expect(text).toMatch(/^HTTP\/1\.1 426 /)
      expect(text).toContain('\r\nSec-WebSocket-Version: 13\r\n')
    },
  )
})
