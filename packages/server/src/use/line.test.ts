import { Duplex, duplexPair } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { clientFrame, closing, OPCODE } from '../testing/frames.js'
import { Line } from './line.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** A line, what it tells, and the far end of its socket. */
function stage(head: Buffer = Buffer.alloc(0)) {
  const [near, far] = duplexPair() as unknown as [Duplex, Duplex]
  const told: string[] = []
  const line = new Line(near, 'stranger-chat.v1')
  const heard: Uint8Array[] = []
  far.on('data', (bytes: Uint8Array) => heard.push(bytes))
  far.on('end', () => told.push('far end'))
  line.open(head, {
    text: (text) => void told.push(`text ${text}`),
    unreadable: (why) => void told.push(why),
    closed: (code) => void told.push(`closed ${code}`),
  })
  return { line, near, far, told, heard: () => hex(Buffer.concat(heard)) }
}

/** A line on a socket that takes everything at once, and what it took at a time. */
function written() {
  const pieces: Buffer[] = []
  const wire = new Duplex({
    ...{ read: () => undefined, decodeStrings: false },
    writev(chunks, done) {
      pieces.push(Buffer.concat(chunks.map(({ chunk, encoding }) => Buffer.from(chunk as string, encoding))))
      done()
    },
  })
  const line = new Line(wire, 'stranger-chat.v1')
  line.open(Buffer.alloc(0))
  return { line, pieces }
}

describe('a line', () => {
  it('reads what came right behind the handshake', () =>
    expect(stage(clientFrame(OPCODE.text, 'early')).told).toEqual(['text early']))

  it('answers a ping with its payload (RFC 6455 section 5.5.3)', async () => {
    const { far, heard } = stage()
    far.write(clientFrame(OPCODE.ping, 'tea'))
    await turn()
    expect(heard()).toBe('8a03746561')
  })

  it('answers the last ping only, once a slow reader has caught up', async () => {
    const { line, far, heard } = stage()
    far.pause()
    for (let i = 0; i < 4; i++) line.send('x'.repeat(60_000))
    for (const payload of ['a', 'b', 'c']) far.write(clientFrame(OPCODE.ping, payload))
    await turn()
    const before = line.buffered()
    for (let i = 0; i < 1_000; i++) far.write(clientFrame(OPCODE.ping, 'd'))
    await turn()
    expect(line.buffered()).toBe(before)
    far.resume()
    await vi.waitUntil(() => line.buffered() === 0)
    await turn()
    expect(heard().endsWith('8a0164')).toBe(true)
    expect(heard()).not.toContain('8a0163')
  })

  it('sends what belongs together in one piece, and the same bytes', () => {
    const { line, pieces } = written()
    line.together(() => {
      for (const text of ['a', 'b', 'c']) line.send(text)
    })
    line.send('d')
    expect(pieces.map(hex)).toEqual(['810161810162810163', '810164'])
  })

  it('holds no more of it back than a piece: a long resume makes nobody a slow reader', () => {
    const { line, pieces } = written()
    line.together(() => {
      for (let i = 0; i < 40; i++) {
        line.send('x'.repeat(10_000))
        expect(line.buffered()).toBeLessThan(80_000)
      }
    })
    expect(line.buffered()).toBe(0)
    expect(Buffer.concat(pieces)).toHaveLength(40 * 10_004)
  })

  it('echoes a close with its code, hangs up, and tells which it was (section 7.1.5)', async () => {
    const { far, told, heard } = stage()
    far.write(clientFrame(OPCODE.close, closing(1000, 'done')))
    await vi.waitUntil(() => told.includes('far end'))
    expect(heard()).toBe('880203e8')
    far.end()
    await vi.waitUntil(() => told.includes('closed 1000'))
  })

  it('echoes a close without a code by one without', async () => {
    const { far, told, heard } = stage()
    far.write(clientFrame(OPCODE.close))
    far.end()
    await vi.waitUntil(() => told.includes('closed 1005'))
    expect(heard()).toBe('8800')
  })

  it('says goodbye once, waits for the answer, and reads nothing else meanwhile', async () => {
    const { line, far, told, heard } = stage()
    line.close(4403, 'origin')
    line.close(4500, 'internal')
    line.send('too late')
    far.write(clientFrame(OPCODE.text, 'unheard'))
    far.write(clientFrame(OPCODE.ping, 'unheard'))
    await turn()
    expect(heard()).toBe(`88081133${hex(Buffer.from('origin'))}`)
    expect(told).toEqual([])
    far.end(clientFrame(OPCODE.close, closing(4403)))
    await vi.waitUntil(() => told.includes('closed 4403'))
  })

  it('cuts a reason to what a close frame holds, between characters', async () => {
    const { line, heard } = stage()
    line.close(4403, 'é'.repeat(100))
    await turn()
    expect(heard()).toBe(`887c1133${hex(Buffer.from('é'.repeat(61)))}`)
  })

  it.each([
    ['broken framing', 1002, clientFrame(3), []],
    ['text that isn’t UTF-8', 1007, clientFrame(OPCODE.text, Uint8Array.of(0xff)), []],
    [
      'a message over the bound',
      1009,
      clientFrame(OPCODE.text, 'x'.repeat(65_537)).subarray(0, 10),
      ['too_big'],
    ],
  ] as const)('says why it fails at %s, and hangs up (section 7.1.7)', async (_, code, bytes, first) => {
    const { far, told, heard } = stage()
    far.write(bytes)
    await vi.waitUntil(() => told.includes('far end'))
    expect(heard()).toBe(`8802${code.toString(16).padStart(4, '0')}`)
    far.write(clientFrame(OPCODE.text, 'unheard'))
    far.end()
    await vi.waitUntil(() => told.includes('closed 1006'))
    expect(told).toEqual([...first, 'far end', 'closed 1006'])
  })

  it('tells of a far end that only stops talking, and hangs up as well', async () => {
    const { far, told } = stage()
    far.end()
    await vi.waitUntil(() => told.includes('closed 1006'))
    expect(told).toContain('far end')
  })

  it('tells of a socket that fails, once', async () => {
    const { near, told } = stage()
    near.destroy(new Error('reset by peer'))
    await vi.waitUntil(() => told.length > 0)
    await turn()
    expect(told.filter((one) => one.startsWith('closed'))).toEqual(['closed 1006'])
  })

  describe('with a far end that never hangs up', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
    afterEach(() => void vi.useRealTimers())

    it.each([
      ['after our close', ({ line }: ReturnType<typeof stage>) => line.close(4500, 'internal')],
      ['after its close', ({ far }: ReturnType<typeof stage>) => void far.write(clientFrame(OPCODE.close))],
      ['after a fault', ({ far }: ReturnType<typeof stage>) => void far.write(clientFrame(3))],
      ['after it stopped talking and reading', ({ far }: ReturnType<typeof stage>) => void far.pause().end()],
    ])('drops it in the end: %s', async (_, begin) => {
      const all = stage()
      begin(all)
      await turn()
      vi.advanceTimersByTime(29_999)
      await turn()
      const early = all.near.destroyed
      vi.advanceTimersByTime(1)
      await turn()
      expect([early, all.near.destroyed]).toEqual([false, true])
      expect(all.told.some((one) => one.startsWith('closed'))).toBe(true)
      expect(vi.getTimerCount()).toBe(0)
    })
  })
})
