import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { systemClock, systemRandom } from '../system.js'

/** The two numbers of STUN that we need (RFC 8489): a question for a binding, and what stands in every message. */
const BINDING = 0x00_01
const COOKIE = 0x21_12_a4_42

/** A question for a binding: type, no length, cookie, and a name of its own. */
export function bindingRequest(id: Uint8Array): Buffer {
  const message = Buffer.alloc(20)
  message.writeUInt16BE(BINDING, 0)
  message.writeUInt32BE(COOKIE, 4)
  message.set(id.subarray(0, 12), 8)
  return message
}

/** Whether a message answers that question, with a binding or a refusal: either way somebody is there. */
export const isAnswer = (message: Uint8Array, request: Uint8Array): boolean =>
  message.length >= 20 &&
  message[0] === 0x01 &&
  (message[1] === 0x01 || message[1] === 0x11) &&
  Buffer.compare(message.subarray(4, 20), request.subarray(4, 20)) === 0

export interface StunPlace {
  readonly host: string
  readonly port: number
  readonly withinMs: number
}

/** Where a `turn:` URL leads over UDP; nothing for TLS and TCP, which this doesn't speak. */
export function udpPlaceOf(url: string): { readonly host: string; readonly port: number } | undefined {
  const [, scheme = '', six, four = '', port = '3478', transport = 'udp'] =
    /^(turns?|stuns?):(?:\[([^\]]+)\]|([^:?]+))(?::(\d+))?(?:\?transport=(\w+))?$/i.exec(url) ?? []
  if (!/^(turn|stun)$/i.test(scheme) || transport.toLowerCase() !== 'udp') return undefined
  return { host: six ?? four, port: Number(port) }
}

/** Whether a STUN or TURN server answers over UDP: asked three times, since a packet may be lost. Never rejects. */
export async function answersStun({ host, port, withinMs }: StunPlace): Promise<boolean> {
  try {
    const { address, family } = await lookup(host)
    return await ask({ address, port, withinMs }, family === 6 ? 'udp6' : 'udp4')
  } catch {
    return false
  }
}

const ASKED = 3

function ask(
  { address, port, withinMs }: { readonly address: string; readonly port: number; readonly withinMs: number },
  type: 'udp4' | 'udp6',
): Promise<boolean> {
  const request = bindingRequest(systemRandom.bytes(12))
  return new Promise((resolve) => {
    const socket = createSocket(type)
    const cancels: (() => void)[] = []
    const done = (answers: boolean): void => {
      for (const cancel of cancels.splice(0)) cancel()
      socket.close()
      resolve(answers)
    }
    socket.once('error', () => done(false))
    socket.on('message', (message) => {
      if (isAnswer(message, request)) done(true)
    })
    socket.connect(port, address, () => {
      const say = (): void => void socket.send(request, () => undefined)
      say()
      for (let i = 1; i < ASKED; i++) cancels.push(systemClock.after((withinMs * i) / ASKED, say))
      cancels.push(systemClock.after(withinMs, () => done(false)))
    })
  })
}
