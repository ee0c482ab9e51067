import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { Person, until } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Law 8: overload is a state. More people than can be let in at once are told when, come then, and nobody is lost. */

const people: Person[] = []
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
afterEach(async () => {
  for (const person of people.splice(0)) person.client.close()
  await server.remove()
})

function arrive(): { readonly person: Person; readonly refusals: string[] } {
  const person = new Person(server.url)
  const refusals: string[] = []
  person.client.on('error', ({ code, retryAfterMs }) =>
    refusals.push(retryAfterMs === null ? `${code} without a time` : code),
  )
  people.push(person)
  return { person, refusals }
}

describe('a crowd at the door', () => {
  test('everybody who is turned away is given a time, gets in, and talks', async () => {
    server = await startServer({ config: { acceptRate: 4 } })
    const crowd = Array.from({ length: 20 }, arrive)
    await Promise.all(crowd.map(({ person }) => person.client.connect().catch(() => undefined)))
    await Promise.all(
      crowd.map(({ person }) => until(person.state.connection, (state) => state === 'online')),
    )
    const refused = crowd.flatMap(({ refusals }) => refusals)
    expect(new Set(refused)).toEqual(new Set(['over_capacity']))
    // Eight come in at once. Each of the others is turned away, and few of them twice: they come when they were told to.
    expect(refused.length).toBeGreaterThanOrEqual(8)
    expect(refused.length).toBeLessThanOrEqual(24)
    await Promise.all(crowd.map(({ person }) => person.start({ interests: ['crowds'] })))
    for (const { person } of crowd) expect(person.state.phase.get()).toBe('chatting')
  })

  test('the page says that there is no room and when it tries again, and then it is in', async () => {
    server = await startServer({ config: { acceptRate: 1 } })
    const late = await Visitor.arrive(browser, server.url)
    // Others come faster than they can be let in, until the page has said that it was turned away.
    const crowd = setInterval(
      () =>
        void arrive()
          .person.client.connect()
          .catch(() => undefined),
      100,
    )
    await expect.poll(() => people.length).toBeGreaterThan(4)
    await late.button('Start talking').click()
    await late.chat.getByText(/There is no room right now. *Next try in/).waitFor()
    clearInterval(crowd)
    await late.chat.locator('[data-room=gate], [data-room=talk]').first().waitFor()
    await late.page.context().close()
  })
})

describe('posts that never end', () => {
  const MB = 1024 * 1024
  interface Line {
    readonly socket: Socket
    readonly heard: () => string
  }
  /** A post of which this comes, as often, and no more. */
  async function begin(header: string, piece: string, times: number): Promise<Line> {
    const socket = connect(server.port, '127.0.0.1').on('error', () => undefined)
    await once(socket, 'connect')
    let heard = ''
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text))
    socket.write(
      `POST /v1/reports HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${header}\r\n\r\n`,
    )
    for (let i = 0; i < times; i++) {
      await new Promise<void>((done) => {
        socket.once('close', done)
        socket.write(piece, () => {
          socket.off('close', done)
          done()
        })
      })
    }
    return { socket, heard: () => heard }
  }
  /** What becomes of somebody else’s post: 400 where there is room for it. */
  const post = async (): Promise<number> => {
    const block = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }
    return (await fetch(`${server.url}/v1/blocks`, block)).status
  }

  test('take a bounded room together; whoever finds none is told so, and two people talk on', async () => {
    server = await startServer()
    const [one, two] = [arrive().person, arrive().person]
    await Promise.all([one, two].map((person) => person.start({ interests: ['posts'] })))
    const before = server.rss()
    const lines: Line[] = []
    let most = 0
    for (let i = 0; i < 600; i++) {
      lines.push(await begin('content-length: 550000', 'x'.repeat(500_000), 1))
      most = Math.max(most, server.rss())
    }
    // The budget is 32 MB, and what was read and thrown away is garbage for a while. Without it this took 300 MB.
    expect((most - before) / MB).toBeLessThan(180)
    const answers = () => lines.map(({ heard }) => heard()).filter((text) => text !== '')
    await expect.poll(() => answers().length).toBeGreaterThan(500)
    for (const answer of answers()) expect(answer).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: \d/i)
    one.client.send('still here')
    await two.hears(1)
    for (const { socket } of lines) socket.destroy()
    await expect.poll(post).toBe(400)
  })

  test('and come a byte at a time take no more than their bytes', async () => {
    server = await startServer()
    const before = server.rss()
    const lines: Line[] = []
    let most = 0
    for (let i = 0; i < 10; i++) {
      lines.push(await begin('transfer-encoding: chunked', '1\r\nx\r\n'.repeat(10_000), 20))
      expect(await post()).toBe(400)
      most = Math.max(most, server.rss())
    }
    for (const { socket } of lines) socket.destroy()
    // Two million bytes. Every piece kept by itself, this took 400 MB.
    expect((most - before) / MB).toBeLessThan(120)
  })
})
