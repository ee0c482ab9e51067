import type { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as ws from 'ws'
import { clientFrame, closing, OPCODE } from '../testing/frames.js'
import { type Fault, FrameReader } from './reader.js'

const { continuation, text, binary, close, ping, pong } = OPCODE
const MAX = 64 * 1024

class Recorder extends FrameReader {
  readonly heard: string[] = []
  constructor() {
    super(MAX)
  }
  protected onText(said: string): void {
    this.heard.push(`text ${said}`)
  }
  protected onBinary(): void {
    this.heard.push('binary')
  }
  protected onPing(payload: Buffer): void {
    this.heard.push(`ping ${payload.toString('hex')}`)
  }
  protected onClose(code: number): void {
    this.heard.push(`close ${code}`)
  }
  protected onFault(fault: Fault): void {
    this.heard.push(`fault ${fault}`)
  }
}

/** What is heard of these chunks. They are copied: a reader writes in what it gets. */
function hear(...chunks: readonly Uint8Array[]): readonly string[] {
  const reader = new Recorder()
  for (const chunk of chunks) reader.read(Buffer.from(chunk))
  return reader.heard
}

const bytewise = (bytes: Buffer): readonly Uint8Array[] => [...bytes].map((byte) => Uint8Array.of(byte))
const invalid = Buffer.from('cebae1bdb9cf83cebcceb5eda080656469746564', 'hex')

describe('frames as they come (RFC 6455 section 5.2)', () => {
  it.each([0, 1, 2, 3, 4, 5, 124, 125, 126, 127, 255, 256, 257, 258, 259, 65_535, 65_536])(
    'a text of %i bytes',
    (length) => {
      const said = 'x'.repeat(length)
      expect(hear(clientFrame(text, said), clientFrame(text, 'next'))).toEqual([`text ${said}`, 'text next'])
    },
  )

  it.each([
    ['long', 2, 'short'],
    ['longest', 8, 'short'],
    ['longest', 8, 'x'.repeat(300)],
  ] as const)('a length in its %s form where a shorter one would do', (_, lengthBytes, said) =>
    expect(hear(clientFrame(text, said, { lengthBytes }))).toEqual([`text ${said}`]),
  )

  it('several in one chunk, and one in as many chunks as it has bytes', () => {
    const bytes = Buffer.concat(['one', '', 'tea 🍵', 'x'.repeat(300)].map((said) => clientFrame(text, said)))
    const heard = ['text one', 'text ', 'text tea 🍵', `text ${'x'.repeat(300)}`]
    expect(hear(bytes)).toEqual(heard)
    expect(hear(...bytewise(bytes))).toEqual(heard)
  })

  it.each([0, 1, 2, 3])('wherever they lie in memory: %i bytes off a word', (offset) => {
    const said = 'ünïcödé '.repeat(60)
    const frame = clientFrame(text, said)
    const room = Buffer.alloc(frame.length + offset)
    frame.copy(room, offset)
    const reader = new Recorder()
    reader.read(room.subarray(offset))
    expect(reader.heard).toEqual([`text ${said}`])
  })

  it.each([1, 2, 4, 7])('reserved bits %i are a fault, since no extension was agreed on', (reserved) =>
    expect(hear(clientFrame(text, 'x', { reserved }))).toEqual(['fault 1002']),
  )

  it.each([3, 4, 5, 6, 7, 11, 12, 13, 14, 15])('opcode %i means nothing and is a fault', (opcode) =>
    expect(hear(clientFrame(opcode, 'x'))).toEqual(['fault 1002']),
  )

  it('a frame without a mask is a fault (section 5.1)', () =>
    expect(hear(clientFrame(text, 'x', { isMasked: false }))).toEqual(['fault 1002']))

  it('a mask of zeros is a mask', () =>
    expect(hear(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]))).toEqual(['text hi']))

  it('nothing is read after a fault', () =>
    expect(hear(clientFrame(3), clientFrame(text, 'x'))).toEqual(['fault 1002']))
})

describe('fragments (section 5.4)', () => {
  const first = clientFrame(text, 'frag', { isLast: false })
  const last = clientFrame(continuation, 'ment')

  it('make one message', () => expect(hear(first, last)).toEqual(['text fragment']))

  it('may be many, and empty', () =>
    expect(
      hear(
        clientFrame(text, '', { isLast: false }),
        ...Array.from({ length: 1_000 }, () => clientFrame(continuation, '', { isLast: false })),
        clientFrame(continuation),
        last,
      ),
    ).toEqual(['text ', 'fault 1002']))

  it('may be a byte each, in the middle of a character as well', () => {
    const parts = bytewise(Buffer.from('tea 🍵'))
    const frames = parts.map((part, i) =>
      clientFrame(i === 0 ? text : continuation, part, { isLast: i === parts.length - 1 }),
    )
    expect(hear(...frames)).toEqual(['text tea 🍵'])
    expect(hear(...bytewise(Buffer.concat(frames)))).toEqual(['text tea 🍵'])
  })

  it('let control frames through in between', () =>
    expect(hear(first, clientFrame(ping, 'p'), clientFrame(pong, 'p'), last)).toEqual([
      'ping 70',
      'text fragment',
    ]))

  it('never begin in the middle', () => {
    expect(hear(last)).toEqual(['fault 1002'])
    expect(hear(clientFrame(continuation, 'x', { isLast: false }))).toEqual(['fault 1002'])
  })

  it.each([text, binary])('no other message begins before the last (opcode %i)', (opcode) =>
    expect(hear(first, clientFrame(opcode, 'x'))).toEqual(['fault 1002']),
  )

  it('the next message is one of its own', () =>
    expect(hear(first, last, first, last, clientFrame(text, 'x'))).toEqual([
      'text fragment',
      'text fragment',
      'text x',
    ]))

  it('of what isn’t text nothing is kept, and one is told of at its end', () => {
    expect(hear(clientFrame(binary, 'abc'))).toEqual(['binary'])
    expect(hear(clientFrame(binary, 'abc', { isLast: false }))).toEqual([])
    expect(hear(clientFrame(binary, 'abc', { isLast: false }), last)).toEqual(['binary'])
  })
})

describe('control frames (section 5.5)', () => {
  it.each([0, 1, 125])('a ping of %i bytes', (length) =>
    expect(hear(clientFrame(ping, 'p'.repeat(length)))).toEqual([`ping ${'70'.repeat(length)}`]),
  )

  it('a pong nobody asked for is nothing', () => expect(hear(clientFrame(pong, 'x'))).toEqual([]))

  it.each([close, ping, pong])(
    'opcode %i is never in fragments, and never longer than 125 bytes',
    (opcode) => {
      expect(hear(clientFrame(opcode, closing(1000), { isLast: false }))).toEqual(['fault 1002'])
      expect(hear(clientFrame(opcode, closing(1000, 'x'.repeat(124))))).toEqual(['fault 1002'])
      expect(hear(clientFrame(opcode, closing(1000), { lengthBytes: 2 }))).toEqual(['fault 1002'])
      expect(hear(clientFrame(opcode, closing(1000), { lengthBytes: 8 }))).toEqual(['fault 1002'])
    },
  )
})

describe('close frames (sections 5.5.1 and 7.4)', () => {
  it('may say nothing', () => expect(hear(clientFrame(close))).toEqual(['close 1005']))

  it('may say why, in up to 123 bytes', () =>
    expect(hear(clientFrame(close, closing(1000, 'x'.repeat(123))))).toEqual(['close 1000']))

  it('have a whole code', () => expect(hear(clientFrame(close, 'x'))).toEqual(['fault 1002']))

  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])(
    'may carry %i',
    (code) => expect(hear(clientFrame(close, closing(code)))).toEqual([`close ${code}`]),
  )

  it.each([0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535])(
    'never carry %i',
    (code) => expect(hear(clientFrame(close, closing(code)))).toEqual(['fault 1002']),
  )

  it('have a reason in UTF-8', () =>
    expect(hear(clientFrame(close, closing(1000, invalid)))).toEqual(['fault 1007']))

  it('are the last thing read', () =>
    expect(hear(Buffer.concat([clientFrame(close), clientFrame(text, 'x'), clientFrame(3)]))).toEqual([
      'close 1005',
    ]))

  it('leave a message in fragments unread', () =>
    expect(hear(clientFrame(text, 'x', { isLast: false }), clientFrame(close))).toEqual(['close 1005']))
})

describe('text is UTF-8 (section 8.1)', () => {
  it.each(['', 'a', 'é', 'ह', '🍵', '\0', '\uFEFFmark', '\u{10FFFF}', '\uFFFE', 'a'.repeat(300) + 'é'])(
    'reads %j',
    (said) => expect(hear(clientFrame(text, said))).toEqual([`text ${said}`]),
  )

  it.each([
    '80',
    'bf',
    'c0af',
    'e080af',
    'f08080af',
    'c1bf',
    'eda080',
    'edbfbf',
    'f4908080',
    'f888808080',
    'fe',
    'ff',
    'ce',
    'e1bd',
    'f09f8d',
    '61c3',
  ])('refuses the bytes %s, whole or in fragments', (hex) => {
    const bytes = Buffer.from(hex, 'hex')
    expect(hear(clientFrame(text, bytes))).toEqual(['fault 1007'])
    expect(hear(clientFrame(text, 'a'.repeat(300) + 'é'), clientFrame(text, bytes))).toHaveLength(2)
    expect(
      hear(
        clientFrame(text, bytes.subarray(0, 1), { isLast: false }),
        clientFrame(continuation, bytes.subarray(1)),
      ),
    ).toEqual(['fault 1007'])
  })
})

describe('what is kept is bounded (section 10.4)', () => {
  it('a message over the bound is a fault as soon as its length is known', () => {
    const [long, longer] = [clientFrame(text, 'x'.repeat(MAX)), clientFrame(text, 'x'.repeat(MAX + 1))]
    expect(hear(long)).toHaveLength(1)
    expect(hear(longer.subarray(0, 9))).toEqual([])
    expect(hear(longer.subarray(0, 10))).toEqual(['fault 1009'])
    expect(hear(Buffer.from('81ffffffffffffffffff', 'hex'))).toEqual(['fault 1009'])
  })

  it('so is one in fragments that are over it together, text or not', () => {
    const half = 'x'.repeat(MAX / 2)
    for (const opcode of [text, binary]) {
      const begun = [
        clientFrame(opcode, half, { isLast: false }),
        clientFrame(continuation, half, { isLast: false }),
      ]
      expect(hear(...begun, clientFrame(continuation, 'x').subarray(0, 2))).toEqual(['fault 1009'])
      expect(hear(...begun, clientFrame(continuation))).toHaveLength(1)
    }
  })

  it('control frames don’t count', () => {
    const begun = clientFrame(text, 'x'.repeat(MAX), { isLast: false })
    expect(hear(begun, clientFrame(ping, 'p'), clientFrame(continuation))).toHaveLength(2)
  })
})

/** The parser of `ws`, which passes the conformance suite; its types leave it out. */
const { Receiver } = ws as unknown as { readonly Receiver: new (options: object) => Writable }

async function hearByWs(chunks: readonly Uint8Array[]): Promise<readonly string[]> {
  const receiver = new Receiver({ isServer: true, maxPayload: MAX })
  const heard: string[] = []
  receiver.on('message', (data: Buffer, isBinary: boolean) =>
    heard.push(isBinary ? 'binary' : `text ${data.toString()}`),
  )
  receiver.on('ping', (data: Buffer) => heard.push(`ping ${data.toString('hex')}`))
  receiver.on('conclude', (code: number) => heard.push(`close ${code}`))
  receiver.on('error', (error: Error & Record<symbol, unknown>) => {
    const [status] = Object.getOwnPropertySymbols(error)
    heard.push(`fault ${String(status && error[status])}`)
  })
  for (const chunk of chunks)
    if (!receiver.destroyed && !receiver.writableEnded) receiver.write(Buffer.from(chunk))
  // Its errors are told in the next tick.
  await new Promise<void>((resolve) => void setImmediate(resolve))
  return heard
}

describe('any bytes, in any chunks, beside the parser of ws', () => {
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 200 }).map((said) => Buffer.from(said)),
    fc.constantFrom(124, 125, 126, 300, MAX / 2, MAX, MAX + 1).map((length) => Buffer.alloc(length, 'x')),
    fc.integer({ min: 999, max: 5001 }).map((code) => closing(code, 'why')),
  )
  /** Mostly what may be, or no sequence would come far. */
  const mostly = <T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    fc.oneof({ weight: 30, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })
  const frame = fc
    .record({
      opcode: fc.oneof(
        {
          weight: 20,
          arbitrary: fc.constantFrom<number>(continuation, continuation, text, text, ping, pong, binary),
        },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 }) },
      ),
      payload,
      isLast: fc.boolean(),
      isMasked: mostly(true, fc.constant(false)),
      reserved: mostly(0, fc.integer({ min: 1, max: 7 })),
      lengthBytes: fc.constantFrom<2 | 8 | undefined>(undefined, undefined, 8),
    })
    .map(({ opcode, payload: bytes, ...framing }) => {
      const isControl = opcode >= close
      const { lengthBytes, ...rest } = framing
      return clientFrame(opcode, isControl ? bytes.subarray(0, 125) : bytes, {
        ...rest,
        ...(isControl ? { isLast: true } : lengthBytes === undefined ? {} : { lengthBytes }),
      })
    })
  const bytes = fc
    .tuple(fc.array(frame, { maxLength: 8 }), fc.uint8Array({ maxLength: 20 }), fc.nat({ max: 20 }))
    .map(([frames, rest, cut]) => {
      const all = Buffer.concat([...frames, rest])
      return all.subarray(0, Math.max(0, all.length - cut))
    })
  const cuts = fc.array(fc.nat({ max: 200_000 }), { maxLength: 12 })

  function chunksOf(all: Buffer, at: readonly number[]): readonly Buffer[] {
    const places = [...at.map((place) => place % (all.length + 1)), all.length].toSorted((a, b) => a - b)
    return places.map((place, i) => all.subarray(i === 0 ? 0 : places[i - 1], place))
  }

  it('the same is heard, and nothing throws', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, cuts, async (all, at) => {
        const chunks = chunksOf(all, at)
        const heard = hear(...chunks)
        expect(heard).toEqual(await hearByWs(chunks))
        expect(hear(all)).toEqual(heard)
      }),
      { numRuns: 600 },
    )
  })

  it('of bytes of no form at all, too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), cuts, async (all, at) => {
        const chunks = chunksOf(Buffer.from(all), at)
        expect(hear(...chunks)).toEqual(await hearByWs(chunks))
      }),
      { numRuns: 600 },
    )
  })
})
