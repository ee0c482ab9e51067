import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { answersStun, bindingRequest, isAnswer, udpPlaceOf } from './stun.js'

const ID = Uint8Array.from({ length: 12 }, (_, i) => i)

it('asks for a binding as RFC 8489 has it', () => {
  expect(bindingRequest(ID).toString('hex')).toBe('000100002112a442000102030405060708090a0b')
})

it('takes an answer to its own question alone', () => {
  const request = bindingRequest(ID)
  const answer = Buffer.from(request)
  answer.writeUInt16BE(0x01_01, 0)
  expect(isAnswer(answer, request)).toBe(true)
  expect(isAnswer(request, request)).toBe(false)
  answer[19] = 0xff
  expect(isAnswer(answer, request)).toBe(false)
  expect(isAnswer(Buffer.alloc(3), request)).toBe(false)
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
