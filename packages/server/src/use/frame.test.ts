import { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as ws from 'ws'
import { writeText } from './frame.js'

/** The parser of `ws`, which checks frames against RFC 6455, UTF-8 included; its types leave it out. */
const { Receiver } = ws as unknown as { readonly Receiver: new (options: { isServer: boolean }) => Writable }

async function readBack(texts: readonly string[]): Promise<readonly string[]> {
  const receiver = new Receiver({ isServer: false })
  const read: string[] = []
  receiver.on('message', (data: Buffer, isBinary: boolean) =>
    read.push(isBinary ? 'binary' : data.toString()),
  )
  const wire = new Writable({
    write: (chunk: Buffer, _, done) => void receiver.write(chunk, done),
    final: (done) => void receiver.end(done),
  })
  for (const text of texts) writeText(wire, text)
  await new Promise<void>((resolve) => wire.end(resolve))
  return read
}

describe('a text frame written in one piece', () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 70_000])('carries %i letters', async (length) => {
    const text = 'x'.repeat(length)
    expect(await readBack([text, 'next'])).toEqual([text, 'next'])
  })

  it.each([62, 63, 32_767, 32_768, 40_000])('carries %i letters of two bytes', async (length) => {
    const text = 'é'.repeat(length)
    expect(await readBack([text, 'next'])).toEqual([text, 'next'])
  })

  it('carries any well-formed text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 5 }),
        async (texts) => {
          expect(await readBack(texts)).toEqual(texts)
        },
      ),
    )
  })
})
