import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createStage, type Stage } from '../testing/people.js'
import { BODIES } from './reading.js'

// What the server does with bodies that come slowly, never end, or are too many at once (law 8), over real sockets. The
// http server around it has no limits of its own: a host app may have none.

let stage: Stage
let port: number
let stop: () => Promise<void>
const lines: Line[] = []

beforeEach(async () => {
  stage = await createStage({ origins: ['https://example.org'] })
  const http = createHttp({ requestTimeout: 0, headersTimeout: 0 })
  stage.server.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  port = (http.address() as AddressInfo).port
  stop = async () => {
    await stage.server.close()
    http.closeAllConnections()
    http.close()
  }
})
afterEach(async () => {
  for (const { socket } of lines.splice(0)) socket.destroy()
  await stop()
})

interface Line {
  readonly socket: Socket
  /** What came so far. */
  readonly heard: () => string
  readonly isClosed: () => boolean
}
/** A post that says it is `length` long and brings `bytes` of it. */
async function begin(path: string, length: number, bytes: number): Promise<Line> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined)
  let heard = ''
  let isClosed = false
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text))
  socket.on('close', () => (isClosed = true))
  const head = ['host: x', 'origin: https://example.org', 'content-type: application/json']
  socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\ncontent-length: ${length}\r\n\r\n`)
  const line = { socket, heard: () => heard, isClosed: () => isClosed }
  lines.push(line)
  await new Promise<void>((done) => void socket.write('x'.repeat(bytes), () => done()))
  return line
}
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((next) => void setImmediate(next))
}
const post = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: '{}', headers })
const OURS = { 'x-stranger-moderator': '1', 'content-type': 'application/json' }

describe('posts that never end', () => {
  it('together take a bounded room; past it everybody is told when to come again, and then gets in', async () => {
    const SIZE = 500_000
    while (!lines.some(({ heard }) => heard() !== '')) {
      expect(lines.length).toBeLessThan((2 * BODIES.bytes) / SIZE)
      await begin('/v1/reports', 550_000, SIZE)
    }
    expect(lines.length).toBeGreaterThan(BODIES.bytes / SIZE / 2)
    const refused = lines.find(({ heard }) => heard() !== '')!
    await until(() => refused.heard().endsWith('}'))
    const said = refused.heard().toLowerCase()
    expect(said).toMatch(/^http\/1.1 503 /)
    for (const header of [
      'retry-after: 5',
      'connection: close',
      'access-control-allow-origin: https://example.org',
    ])
      expect(said).toContain(header)
    stage.clock.advance(1_000)
    await until(refused.isClosed)

    // One budget for all of /v1: filled to the brim, there is no room for the smallest.
    for (const bytes of [50_000, 4_000, 1_000]) {
      const known = new Set(lines)
      while (lines.every((one) => known.has(one) || one.heard() === ''))
        await begin('/v1/notices', 550_000, bytes)
    }
    const paths = ['blocks', 'reports', 'reports/status', 'notices', 'decisions', 'appeals']
    for (const path of paths) expect((await post(`/v1/${path}`)).status).toBe(503)
    expect((await post('/v1/moderation/signin', OURS)).status).toBe(503)
    const form = await post('/notice', { 'content-type': 'application/x-www-form-urlencoded' })
    expect([form.status, form.headers.get('retry-after'), form.headers.get('content-type')]).toEqual([
      ...[503, '5', 'text/html; charset=utf-8'],
    ])
    expect(await form.text()).toContain('too much is being sent')
    // The others' lines are another budget.
    expect((await post('/poll', { 'content-type': 'application/json' })).status).toBe(400)
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200)

    for (const { socket } of lines) socket.destroy()
    await until(async () => (await post('/v1/blocks')).status === 400)
  })

  it.each(['/v1/reports', '/v1/blocks'])(
    'are told so after a while, and let go, whatever the http server allows: %s',
    async (path) => {
      const [silent, slow] = [await begin(path, 100, 0), await begin(path, 100, 10)]
      await until(async () => (await post('/v1/blocks')).status === 400)
      stage.clock.advance(10_000)
      slow.socket.write('x'.repeat(10))
      await until(async () => (await post('/v1/blocks')).status === 400)
      expect([silent.heard(), slow.heard()]).toEqual(['', ''])
      stage.clock.advance(10_000)
      for (const line of [silent, slow]) {
        await until(() => line.heard().endsWith('}'))
        expect(line.heard()).toMatch(/^HTTP\/1.1 408 /)
      }
      stage.clock.advance(1_000)
      await until(() => silent.isClosed() && slow.isClosed())
    },
  )

  it('are let go at /poll as well, and told to come again', async () => {
    const line = await begin('/poll', 100, 10)
    await until(async () => (await post('/v1/blocks')).status === 400)
    stage.clock.advance(20_000)
    await until(() => line.heard().endsWith('}'))
    expect(line.heard()).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: 5/i)
    stage.clock.advance(1_000)
    await until(line.isClosed)
  })
})

it('a body that is too long is refused in an answer its sender can read, and the line is cut', async () => {
  const line = await begin('/v1/blocks', 2_000_000, 100_000)
  await until(() => line.heard().endsWith('}'))
  expect(line.heard()).toMatch(/^HTTP\/1.1 413 /)
  // What is still coming is thrown away for a moment.
  await new Promise<void>((done) => void line.socket.write('x'.repeat(100_000), () => done()))
  stage.clock.advance(1_000)
  await until(line.isClosed)
})
