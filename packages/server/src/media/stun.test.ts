import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import {
  answersStun,
  ATTRIBUTE,
  hiddenAddress,
  METHOD,
  readAnswer,
  request,
  shownAddress,
  udpPlaceOf,
} from './stun.js'

const ID = Uint8Array.from({ length: 12 }, (_, i) => i)
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

it('asks for a binding as RFC 8489 has it', () => {
  expect(request(METHOD.binding, ID).toString('hex')).toBe('000100002112a442000102030405060708090a0b')
})

it('signs what it asks for, over a length that counts the signature (RFC 8489, 14.5)', () => {
  const signed = request(METHOD.allocate, ID, [[ATTRIBUTE.transport, hex('11000000')]], Buffer.from('key'))
  expect(signed.readUInt16BE(2)).toBe(8 + 24)
  expect(signed.length).toBe(20 + 8 + 24)
  // printf … | openssl dgst -sha1 -mac HMAC -macopt key:key, over all before it
  expect(signed.subarray(-24).toString('hex')).toBe('00080014e4bb4532924bc48c596f7359fa503f585d17d41f')
})

it('takes an answer to its own question alone, and reads what it says', () => {
  const asked = request(METHOD.allocate, ID)
  const tail = '2112a442 000102030405060708090a0b'
  const granted = hex(`0103 000c ${tail} 0016 0008 0001 a147 e112a643`)
  expect(readAnswer(granted, asked)?.code).toBe(0)
  // The vector of RFC 5769, 2.2: 192.0.2.1:32853.
  expect(shownAddress(readAnswer(granted, asked)?.attributes.get(ATTRIBUTE.relayed))).toBe('192.0.2.1')
  expect(Buffer.from(hiddenAddress('192.0.2.1', 32_853)).toString('hex')).toBe('0001a147e112a643')
  const refused = hex(`0113 0008 ${tail} 0009 0004 00000401`)
  expect(readAnswer(refused, asked)?.code).toBe(401)
  expect(readAnswer(asked, asked)).toBeUndefined()
  expect(
    readAnswer(
      granted,
      request(
        METHOD.allocate,
        ID.map((byte) => byte + 1),
      ),
    ),
  ).toBeUndefined()
  expect(readAnswer(Buffer.alloc(3), asked)).toBeUndefined()
  // Lengths that lie lead nowhere.
  expect(readAnswer(hex(`0103 000c ${tail} 0016 ffff 0001`), asked)?.attributes.size).toBe(0)
})

it.each([
  ['turn:turn.example.org', { host: 'turn.example.org', port: 3478 }],
  ['turn:turn.example.org:80?transport=udp', { host: 'turn.example.org', port: 80 }],
  ['turn:[2001:db8::1]:3479', { host: '2001:db8::1', port: 3479 }],
  ['turn:turn.example.org?transport=tcp', undefined],
  ['turns:turn.example.org', undefined],
])('knows where %s leads over UDP', (url, place) => expect(udpPlaceOf(url)).toEqual(place))

it('hears whether somebody answers, and waits no longer than it was told', async () => {
  const socket = createSocket('udp4')
  let asked = 0
  socket.on('message', (message, from) => {
    // The first question is lost on its way.
    if (asked++ === 0) return
    message[0] = message[1] = 1
    socket.send(message, from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  expect(await answersStun({ host: '127.0.0.1', port, withinMs: 900 })).toBe(true)
  socket.removeAllListeners('message')
  expect(await answersStun({ host: '127.0.0.1', port, withinMs: 100 })).toBe(false)
  socket.close()
  expect(await answersStun({ host: 'no-such-host.invalid', port, withinMs: 100 })).toBe(false)
})
