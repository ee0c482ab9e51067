import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { beforeEach, expect, it } from 'vitest'
import { conformance } from './command.js'
import { startBroken, startServer } from './testing/broken.js'
import type { Report } from './runner.js'

let out: string
let err: string
beforeEach(() => void (out = err = ''))

const run = (...args: string[]): Promise<number> =>
  conformance(args, { out: (text) => void (out += text), err: (text) => void (err += text) })

it('has a help a person can read', async () => {
  expect(await run('--help')).toBe(0)
  for (const word of ['URL', '--only', '--slow', '--alone', '--json', 'Exit code'])
    expect(out).toContain(word)
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
})

it.each([
  [[], /Which server\?/],
  [['localhost:8787'], /is no address\. Write one such as https:/],
  [['ftp://chat.example.org'], /is no address/],
  [['http://a.example', 'http://b.example'], /One server at a time/],
  [['--fast', 'http://localhost'], /'--fast'.*--help/],
  [['http://localhost', '--only', 'talking'], /no clause "TALKING"\. There are: P-FRAME, /],
  [['http://localhost', '--only', 'P-KEEP'], /P-KEEP can't be tried: it says what a client does/],
  [['http://localhost', '--patience', 'soon'], /"soon" is no time/],
  [['http://127.0.0.1:1'], /http:\/\/127\.0\.0\.1:1 can't be reached: nothing listens there/],
  [['http://nobody.invalid'], /can't be reached: /],
])('says in one sentence what is wrong with %j, and ends with 2', async (args, sentence) => {
  expect(await run(...args)).toBe(2)
  expect(err).toMatch(sentence)
  expect(err).toMatch(/^stranger-chat: [^\n]*\.?[^\n]*\n$/)
  expect(out).toBe('')
})

it('says so when another kind of server answers', async () => {
  const http = createServer((_, res) => res.writeHead(404).end()).listen(0, '127.0.0.1')
  await once(http, 'listening')
  try {
    expect(await run(`http://127.0.0.1:${(http.address() as AddressInfo).port}`)).toBe(2)
  } finally {
    http.close()
  }
  expect(err).toMatch(/answered HTTP 404, not a WebSocket\. Is http:.* a stranger-chat server\?/)
})

it('prints a line a group and how many there were, and takes an address with /ws', async () => {
  const { url, close } = await startServer()
  expect(await run(`${url.replace('http', 'ws')}/ws`, '--only', 'P-N-1,p-ack', '--only', 'P-BEAT')).toBe(0)
  await close()
  expect(out).toContain(`${url}\n`)
  expect(out).toMatch(/^ {2}P-N +2 passed$/m)
  expect(out).toMatch(/^ {2}P-BEAT-1 .*: takes .*--slow$/m)
  expect(out).toMatch(/^\d+ passed, 0 failed, 2 not run\n$/m)
  expect(err).toBe('')
})

it('shows of a failure what the clause says, what was sent, what came and what was expected', async () => {
  const { url, close } = await startBroken({ fromServer: ({ code }) => (code === 'gap' ? [] : undefined) })
  expect(await run(url, '--only', 'P-N-1', '--patience', '1')).toBe(1)
  const text = out
  out = ''
  expect(await run(url, '--only', 'P-N-1', '--json', '--patience', '1')).toBe(1)
  await close()
  expect(text).toMatch(/^FAILED P-N-1 n > last \+ 1 is a gap$/m)
  expect(text).toMatch(/^ {2}P-N-1 says: A member numbers its sends/m)
  expect(text).toMatch(/^ {2}sent {5}[\s\S]*A: \{"type":"send".*"n":3/m)
  expect(text).toMatch(/^ {2}came {5}[\s\S]*"type":"chat"/m)
  expect(text).toMatch(/^ {2}expected A to get error\{gap\}/m)
  expect(text).toMatch(/^ {2}instead {2}nothing within 1000 ms$/m)
  expect(text).not.toMatch(/"token":"[^…]/)
  const report = JSON.parse(out) as Report
  expect(report).toMatchObject({ url, failed: 1 })
  expect(report.results.find(({ status }) => status === 'failed')).toMatchObject({
    clause: 'P-N-1',
    failure: { sentence: expect.stringContaining('numbers its sends') as string },
  })
})

it('waits when the server asks it to, says so, and finds it in order all the same', async () => {
  let turned = 0
  const full = { type: 'goodbye', code: 4513, reason: 'over_capacity', retryAfterMs: 20 }
  const { url, close } = await startBroken({
    fromServer: (frame, passage) => {
      if (frame['type'] !== 'welcome' || turned++ > 2) return undefined
      passage.toClient(full)
      passage.close(4513)
      return []
    },
  })
  expect(await run(url, '--only', 'P-ACK')).toBe(0)
  await close()
  expect(turned).toBeGreaterThan(2)
  expect(out).toContain('The server asks to wait 1 s.')
})

it('keeps the pace of a door that counts who comes from one address', async () => {
  const { url, close } = await startBroken({
    from: '203.0.113.7',
    options: () => ({ trustProxy: ['127.0.0.1/32'] }),
  })
  expect(await run(url, '--only', 'P-FRAME,P-FENCE')).toBe(0)
  await close()
  expect(out).toContain('The server asks to wait')
})
