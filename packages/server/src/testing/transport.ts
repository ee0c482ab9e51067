import { deepEqual, equal, ok } from 'node:assert/strict'
import type { Socket, SocketEvents } from '../ports/socket.js'
import { nextTurn } from '../system.js'
import type { Runner } from './runner.js'

/** The far end of a connection, as a client of the transport sees it. */
export interface FarEnd {
  readonly send: (text: string) => void
  /** Sends what isn't text, in whatever way the transport has; `undefined` if it has none. */
  readonly sendBinary: ((bytes: Uint8Array) => void) | undefined
  /** Frames received, oldest first. */
  readonly heard: readonly string[]
  /** Stops and resumes reading, so that what is sent piles up at the other side. */
  readonly pause: () => void
  readonly resume: () => void
  readonly close: (code: number) => void
  /** Resolves with the code and reason the far end was closed with. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
}

/** One connection through the transport under test: `open` hands our end to `accept`, as an adapter does. */
export interface TransportUnderTest {
  readonly open: (accept: (socket: Socket) => SocketEvents) => Promise<FarEnd>
  /** The size of a message the transport itself refuses, bytes. */
  readonly tooBig: number
  readonly close: () => Promise<void>
}

interface Heard {
  readonly socket: Socket
  readonly texts: string[]
  readonly unreadable: string[]
  readonly codes: number[]
}

/**
 * The contract of a transport (`ports/socket`), as tests: whoever writes one passes it, and sessions ask no more.
 *
 * @param name what is under test, for the report
 * @param make a transport for each test
 * @param runner `{ describe, it }` of vitest, node:test, Jest or Mocha
 */
export function testTransport(
  name: string,
  make: () => Promise<TransportUnderTest>,
  { describe, it }: Runner,
): void {
  const within = (
    what: string,
    test: (far: FarEnd, near: Heard, transport: TransportUnderTest) => Promise<void>,
  ): unknown =>
    it(what, async () => {
      const transport = await make()
      try {
        let near: Heard | undefined
        const far = await transport.open((socket) => {
          const heard: Heard = { socket, texts: [], unreadable: [], codes: [] }
          near = heard
          return {
            text: (text) => void heard.texts.push(text),
            unreadable: (why) => void heard.unreadable.push(why),
            closed: (code) => void heard.codes.push(code),
          }
        })
        if (near === undefined) throw new Error('The transport opened without a socket.')
        await test(far, near, transport)
      } finally {
        await transport.close()
      }
    })

  describe(`transport: ${name}`, () => {
    within('names the subprotocol it speaks', async (_, { socket }) =>
      equal(socket.protocol, 'stranger-chat.v1'),
    )

    within('carries texts both ways, whole and in order', async (far, near) => {
      const texts = ['a', 'tea 🍵, שלום, ñ', 'x'.repeat(125), 'x'.repeat(126), 'é'.repeat(15_000), '']
      for (const text of texts) {
        far.send(text)
        near.socket.send(text)
      }
      await until(() => near.texts.length === texts.length && far.heard.length === texts.length)
      deepEqual(near.texts, texts)
      deepEqual(far.heard, texts)
    })

    within('carries a frame of any size a server writes', async (far, { socket }) => {
      const texts = [65_535, 65_536, 200_000].map((size) => 'x'.repeat(size))
      for (const text of texts) socket.send(text)
      await until(() => far.heard.length === texts.length)
      deepEqual(
        far.heard.map(({ length }) => length),
        [65_535, 65_536, 200_000],
      )
    })

    within('delivers what was sent before close, then closes with code and reason', async (far, near) => {
      near.socket.send('goodbye')
      near.socket.close(4403, 'origin')
      deepEqual(await far.closed, { code: 4403, reason: 'origin' })
      deepEqual(far.heard, ['goodbye'])
      await until(() => near.codes.length > 0)
    })

    within('tells once that the far end closed, and with which code', async (far, near) => {
      far.close(1000)
      await until(() => near.codes.length > 0)
      near.socket.close(4500, 'internal')
      near.socket.terminate()
      await far.closed
      deepEqual(near.codes, [1000])
    })

    within('does nothing after close, and never throws', async (far, { socket }) => {
      socket.close(4409, 'superseded')
      socket.send('too late')
      socket.close(4500, 'internal')
      await far.closed
      socket.send('far too late')
      socket.terminate()
      deepEqual(far.heard, [])
    })

    within('drops the connection at once when terminated', async (far, near) => {
      near.socket.terminate()
      await far.closed
      await until(() => near.codes.length > 0)
      near.socket.send('nobody there')
      equal(near.codes.length, 1)
    })

    within('refuses what is no text, and keeps nothing of it', async (far, near) => {
      if (far.sendBinary === undefined) return
      far.sendBinary(Uint8Array.of(0, 1, 2, 255))
      await until(() => near.unreadable.length > 0)
      deepEqual(near.unreadable, ['binary'])
      deepEqual(near.texts, [])
    })

    within('refuses a message over its own bound, and says so', async (far, near, { tooBig }) => {
      far.send('x'.repeat(tooBig))
      await until(() => near.unreadable.length > 0 || near.codes.length > 0)
      deepEqual(near.unreadable, ['too_big'])
      deepEqual(near.texts, [])
    })

    within(
      'tells truly how much the reader has not taken, and forgets it when they have (P-LIMIT-5)',
      async (far, { socket }) => {
        equal(socket.buffered(), 0)
        far.pause()
        const chunk = 'x'.repeat(60_000)
        let sent = 0
        // The kernel takes some; what it doesn't must show.
        while (socket.buffered() < 200_000 && sent < 400) {
          socket.send(chunk)
          sent++
          await nextTurn()
        }
        ok(socket.buffered() >= 200_000, `only ${socket.buffered()} of ${sent * chunk.length} bytes show`)
        far.resume()
        await until(() => far.heard.length === sent)
        await until(() => socket.buffered() === 0)
      },
    )
  })
}

/** Waits for the network, never for a length of time; the runner's own time-out ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await nextTurn()
}
