import { expect } from '@open-wc/testing'
import type { Fetch } from './api.js'
import { Live } from './live.js'
import { NOW } from './testing/cases.js'
import { COUNTERS } from './testing/lists.js'

/** A server whose lines are in the test's hand, and a clock that rings when it is told to. */
function given() {
  const heard: unknown[] = []
  const waits: number[] = []
  let ring = () => {}
  let line: ReadableStreamDefaultController<Uint8Array> | null = null
  let status = 200
  let moved = () => {}
  const fetch: Fetch = () =>
    Promise.resolve(
      status === 200
        ? new Response(new ReadableStream<Uint8Array>({ start: (one) => void (line = one) }))
        : new Response('', { status }),
    )
  const live = new Live(
    'https://chat.example/live',
    fetch,
    {
      now: () => NOW,
      unit: () => 1,
      after(ms, task) {
        if (ms < 60_000) {
          waits.push(ms)
          ring = task
        }
        return () => {}
      },
    },
    {
      counters: ({ waiting }) => told(`waiting ${waiting}`),
      queue: () => told('queue'),
      state: (state) => told(state),
    },
  )
  function told(what: string) {
    heard.push(what)
    moved()
  }
  return {
    live,
    heard,
    waits,
    refuse: (with_: number) => (status = with_),
    ring: () => ring(),
    write: (text: string) => line?.enqueue(new TextEncoder().encode(text)),
    end: () => line?.close(),
    /** Until something in particular was heard. */
    until: (what: string, times = 1) =>
      new Promise<void>((resolve) => {
        moved = () => {
          if (heard.filter((one) => one === what).length >= times) resolve()
        }
        moved()
      }),
  }
}

describe('the live line', () => {
  it('hears events, however the bytes are cut', async () => {
    const { live, heard, write, until } = given()
    live.start()
    await until('on')
    const text = `: hello\r\n\r\nevent: counters\ndata: ${JSON.stringify(COUNTERS)}\n\nevent: queue\rdata: {}\r\r`
    for (const letter of `${text}\n`) write(letter)
    await until('queue')
    expect(heard).to.deep.equal(['connecting', 'on', 'waiting 4', 'queue'])
    live.stop()
  })

  it('lets pass what makes no sense', async () => {
    const { live, heard, write, until } = given()
    live.start()
    await until('on')
    write('event: counters\ndata: {"waiting":-1}\n\nevent: counters\ndata: {\n\nevent: other\ndata: 1\n\n')
    write('event: queue\ndata: {}\n\n')
    await until('queue')
    expect(heard).to.deep.equal(['connecting', 'on', 'queue'])
    live.stop()
  })

  it('comes back, later each time', async () => {
    const { live, waits, end, ring, refuse, until } = given()
    live.start()
    await until('on')
    end()
    await until('waiting')
    refuse(503)
    for (const times of [2, 3, 4, 5, 6, 7]) {
      ring()
      await until('waiting', times)
    }
    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    live.stop()
  })

  it('gives up where it isn’t wanted, and starts anew when told to', async () => {
    const { live, waits, refuse, until } = given()
    refuse(401)
    live.start()
    await until('refused')
    expect(waits).to.deep.equal([])
    refuse(200)
    live.start()
    await until('on')
    live.stop()
  })

  it('drops a line that floods', async () => {
    const { live, write, until } = given()
    live.start()
    await until('on')
    write(`data: ${'x'.repeat(70_000)}`)
    await until('waiting')
    live.stop()
  })
})
