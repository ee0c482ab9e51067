import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { hmacSha1, systemClock, systemRandom } from '../system.js'

/** As much of STUN and TURN (RFC 8489, 8656) as it takes to ask whether a server is there, and whom it relays for. */

const COOKIE = 0x21_12_a4_42
const HEAD = 20
const INTEGRITY_BYTES = 24

export const METHOD = { binding: 0x001, allocate: 0x003, refresh: 0x004, permission: 0x008 } as const
export const ATTRIBUTE = {
  username: 0x0006,
  integrity: 0x0008,
  error: 0x0009,
  lifetime: 0x000d,
  peer: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  relayed: 0x0016,
  transport: 0x0019,
} as const

export type Attributes = readonly (readonly [type: number, value: Uint8Array])[]

/** A request. With a `key` it is signed, as the server asks of whoever wants anything relayed. */
export function request(
  method: number,
  id: Uint8Array,
  attributes: Attributes = [],
  key?: Uint8Array,
): Buffer {
  const body = Buffer.concat(attributes.map(([type, value]) => attribute(type, value)))
  const head = Buffer.alloc(HEAD)
  head.writeUInt16BE(method, 0)
  head.writeUInt16BE(body.length + (key === undefined ? 0 : INTEGRITY_BYTES), 2)
  head.writeUInt32BE(COOKIE, 4)
  head.set(id.subarray(0, 12), 8)
  const message = Buffer.concat([head, body])
  if (key === undefined) return message
  return Buffer.concat([message, attribute(ATTRIBUTE.integrity, hmacSha1(key, message))])
}

function attribute(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4)
  bytes.writeUInt16BE(type, 0)
  bytes.writeUInt16BE(value.length, 2)
  bytes.set(value, 4)
  return bytes
}

export interface Answer {
  /** 0 when it was granted, else the number of the refusal. */
  readonly code: number
  readonly attributes: ReadonlyMap<number, Uint8Array>
}

/** What a message answers to that request; nothing if it answers another one, or is none. */
export function readAnswer(message: Uint8Array, asked: Uint8Array): Answer | undefined {
  const [first = 0, second = 0] = message
  // Bit 8 says that it is an answer, bit 4 that it is a refusal.
  if (message.length < HEAD || first !== 0x01) return undefined
  if (Buffer.compare(message.subarray(4, HEAD), asked.subarray(4, HEAD)) !== 0) return undefined
  const attributes = new Map<number, Uint8Array>()
  const view = Buffer.from(message)
  for (let at = HEAD; at + 4 <= view.length;) {
    const length = view.readUInt16BE(at + 2)
    if (at + 4 + length > view.length) break
    attributes.set(view.readUInt16BE(at), view.subarray(at + 4, at + 4 + length))
    at += 4 + Math.ceil(length / 4) * 4
  }
  const error = attributes.get(ATTRIBUTE.error)
  const code = (second & 0x10) === 0 ? 0 : ((error?.[2] ?? 0) & 7) * 100 + (error?.[3] ?? 0)
  return { code, attributes }
}

/** An address as the protocol hides it from what rewrites addresses on the way. IPv4 only. */
export function hiddenAddress(address: string, port = 0): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes[1] = 1
  bytes.writeUInt16BE(port ^ (COOKIE >>> 16), 2)
  for (const [i, part] of address.split('.').entries())
    bytes[4 + i] = Number(part) ^ ((COOKIE >>> (24 - 8 * i)) & 0xff)
  return bytes
}

/** The other way round; nothing for IPv6. */
export const shownAddress = (value: Uint8Array | undefined): string | undefined =>
  value?.[1] === 1
    ? [...value.subarray(4, 8)].map((part, i) => part ^ ((COOKIE >>> (24 - 8 * i)) & 0xff)).join('.')
    : undefined

export interface Place {
  readonly host: string
  readonly port: number
}

/** Where a `turn:` or `stun:` URL leads over UDP; nothing for TLS and TCP, which this doesn't speak. */
export function udpPlaceOf(url: string): Place | undefined {
  const [, scheme = '', six, four = '', port = '3478', transport = 'udp'] =
    /^(turns?|stuns?):(?:\[([^\]]+)\]|([^:?]+))(?::(\d+))?(?:\?transport=(\w+))?$/i.exec(url) ?? []
  if (!/^(turn|stun)$/i.test(scheme) || transport.toLowerCase() !== 'udp') return undefined
  return { host: six ?? four, port: Number(port) }
}

/** Each question is asked so often, since a packet may be lost. */
const ASKED = 3

/** A line to one server over UDP. */
export class StunLine {
  readonly #socket: Socket
  readonly #withinMs: number

  private constructor(socket: Socket, withinMs: number) {
    this.#socket = socket
    this.#withinMs = withinMs
    // Nobody listens there: that shows as silence.
    socket.on('error', () => undefined)
  }

  /** @param withinMs how long an answer may take. Rejects where the name can't be found. */
  static async to({ host, port }: Place, withinMs: number): Promise<StunLine> {
    const { address, family } = await lookup(host)
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.connect(port, address, resolve)
    })
    return new StunLine(socket, withinMs)
  }

  /** Asks, and asks again. @returns nothing if nobody answers */
  ask(method: number, attributes: Attributes = [], key?: Uint8Array): Promise<Answer | undefined> {
    const asked = request(method, systemRandom.bytes(12), attributes, key)
    return new Promise((resolve) => {
      const cancels: (() => void)[] = []
      const done = (answer: Answer | undefined): void => {
        for (const cancel of cancels) cancel()
        this.#socket.off('message', hear)
        resolve(answer)
      }
      const hear = (message: Uint8Array): void => {
        const answer = readAnswer(message, asked)
        if (answer !== undefined) done(answer)
      }
      const say = (): void => this.#socket.send(asked, () => undefined)
      this.#socket.on('message', hear)
      for (let i = 1; i < ASKED; i++) cancels.push(systemClock.after((this.#withinMs * i) / ASKED, say))
      cancels.push(systemClock.after(this.#withinMs, () => done(undefined)))
      say()
    })
  }

  close(): void {
    this.#socket.close()
  }
}

/** Whether a STUN or TURN server answers over UDP. Never rejects. */
export async function answersStun({
  withinMs,
  ...place
}: Place & { readonly withinMs: number }): Promise<boolean> {
  try {
    const line = await StunLine.to(place, withinMs)
    const answer = await line.ask(METHOD.binding)
    line.close()
    return answer !== undefined
  } catch {
    return false
  }
}
