import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { staticList } from '../media/providers.js'
import type { ServerOptions } from '../options.js'
import { createStage, type Stage } from '../testing/people.js'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function start(options: ServerOptions = {}): Promise<Stage & { readonly url: string }> {
  const stage = await createStage(options)
  const http = createHttp()
  stage.server.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  open.push(async () => {
    await stage.server.close()
    http.closeAllConnections()
    http.close()
  })
  return { ...stage, url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` }
}

const block = (url: string, capsule: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/blocks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ capsule }),
  })

it('shows everybody the keys its certificates are checked with, and no other', async () => {
  const { url } = await start()
  const answer = await fetch(`${url}/v1/certificate-keys`, { headers: { origin: 'https://court.example' } })
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  const { keys } = (await answer.json()) as { readonly keys: readonly object[] }
  expect(keys).toHaveLength(1)
  expect(Object.keys(keys[0] ?? {}).toSorted()).toEqual(['id', 'publicKey', 'since'])
})

describe('POST /v1/blocks (P-CAPSULE-3)', () => {
  it('ends a live chat as left, on both sides, and the two never meet again', async () => {
    const { url, pair, pass } = await start({ limits: { joinBurst: 50 } })
    const [one, two] = await pair()
    expect((await block(url, one.last('chat').capsule)).status).toBe(204)
    await one.says()
    expect([one.ends, two.ends]).toEqual([['left'], ['left']])
    await one.join()
    await two.join()
    await pass(120_000)
    expect([one.all('chat').length, two.all('chat').length]).toEqual([1, 1])
  })

  it('works after the chat, without a socket, and for whoever waits at that moment', async () => {
    const { url, pair, pass } = await start()
    const [one, two] = await pair()
    const { capsule } = one.last('chat')
    await two.says({ type: 'end', chat: two.chat, reason: 'left' })
    await one.join()
    await two.join()
    expect((await block(url, capsule)).status).toBe(204)
    await pass(60_000)
    expect([one.all('chat').length, two.all('chat').length]).toEqual([1, 1])
  })

  it('says the same when it is sent twice', async () => {
    const { url, pair } = await start()
    const [one] = await pair()
    const { capsule } = one.last('chat')
    expect([(await block(url, capsule)).status, (await block(url, capsule)).status]).toEqual([204, 204])
  })

  it('refuses what is no proof, in words', async () => {
    const { url, pair, clock } = await start()
    const [one, two] = await pair()
    const { capsule } = one.last('chat')
    const answers = [
      [await block(url, `${capsule.slice(0, -3)}AAA`), 400, 'bad_capsule'],
      [await block(url, 'nonsense'), 410, 'expired'],
      [await block(url, 7), 400, 'bad_request'],
      [await block(url, 'x'.repeat(9_000)), 413, 'too_big'],
      [await fetch(`${url}/v1/blocks`, { method: 'POST', body: '{"capsule":' }), 400, 'bad_request'],
      [await fetch(`${url}/v1/blocks`), 405, 'method_not_allowed'],
    ] as const
    for (const [answer, status, code] of answers) {
      expect(answer.status).toBe(status)
      expect(await answer.json()).toEqual({ code, message: expect.stringMatching(/\.$/) })
    }
    clock.step(40 * 60 * 60_000)
    expect((await block(url, capsule)).status).toBe(410)
    await one.send('nobody was blocked')
    expect(two.texts).toEqual(['nobody was blocked'])
  })

  it('lets the same pages in as a socket, and answers them so that they can read it', async () => {
    const { url, pair } = await start({ origins: ['https://example.org'] })
    const [one] = await pair()
    const { capsule } = one.last('chat')
    const refused = await block(url, capsule, { origin: 'https://elsewhere.example' })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await fetch(`${url}/v1/blocks`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://example.org')
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
    const done = await block(url, capsule, { origin: 'https://example.org' })
    expect(done.status).toBe(204)
    expect(done.headers.get('access-control-allow-origin')).toBe('https://example.org')
    expect(done.headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('slows down a person who blocks without end, and nobody else, though both come through one address', async () => {
    const { url, pair } = await start()
    const [one, two] = await pair()
    const statuses = []
    for (let i = 0; i < 21; i++) statuses.push((await block(url, one.last('chat').capsule)).status)
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 204))
    expect(statuses[20]).toBe(429)
    expect((await block(url, two.last('chat').capsule)).status).toBe(204)
  })

  it('outlives the process', async () => {
    const { mkdtempSync, rmSync } = await import('node:fs')
    const { tmpdir } = await import('node:os')
    const { join } = await import('node:path')
    const data = mkdtempSync(join(tmpdir(), 'stranger-chat-blocks-'))
    try {
      const before = await start({ data })
      const [one, two] = await before.pair()
      const devices = [one, two].map((person) => person.last('welcome').device)
      await block(before.url, one.last('chat').capsule)
      await before.server.close()
      const after = await start({ data })
      const again = []
      for (const device of devices) if (device !== undefined) again.push(await after.enter({ device }))
      for (const person of again) await person.join()
      await after.pass(60_000)
      expect(again.flatMap((person) => person.all('chat'))).toEqual([])
    } finally {
      for (const close of open.splice(0)) await close()
      rmSync(data, { recursive: true })
    }
  })
})

describe('health', () => {
  it('is well as long as it answers, and ready as long as it takes people', async () => {
    const { url, server, enter } = await start()
    await enter()
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' })
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' })
    void server.drain()
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const draining = await fetch(`${url}/readyz`)
    expect(draining.status).toBe(503)
    expect(await draining.json()).toEqual({ status: 'draining' })
  })
})

describe('pages and files', () => {
  it("serves the widget to any site's page, also one that isolates itself", async () => {
    const { url } = await start()
    const answer = await fetch(`${url}/stranger-chat.js`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toContain('javascript')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(answer.headers.get('cache-control')).toContain('max-age=3600')
    const again = await fetch(`${url}/stranger-chat.js`, {
      headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })

  it('shows no page unless asked to, one element, or two while developing', async () => {
    const count = async (options: ServerOptions, path = '/') => {
      const { url } = await start(options)
      return (await (await fetch(url + path)).text()).match(/<stranger-chat[ >]/g)?.length ?? 0
    }
    expect(await count({})).toBe(0)
    expect(await count({ page: true })).toBe(1)
    expect(await count({ page: true, dev: true })).toBe(2)
    expect(await count({ page: true, dev: true }, '/?one')).toBe(1)
  })

  it('asks its element for the modes that are offered, and for nothing where that is text alone', async () => {
    const page = async (options: ServerOptions) => (await fetch((await start(options)).url)).text()
    const calls = {
      modes: ['text', 'voice', 'video'],
      ice: staticList([{ urls: 'turn:192.0.2.1' }]),
    } as const
    expect(await page({ page: true, ...calls })).toContain('<stranger-chat modes="text voice video">')
    expect((await page({ page: true, dev: true, ...calls })).match(/modes="text voice video"/g)).toHaveLength(
      2,
    )
    expect(await page({ page: true, modes: ['text', 'video'] })).not.toContain('modes=')
  })

  it('lets its own page do nothing but run our script and talk to us', async () => {
    const { url } = await start({ page: true, path: 'chat' })
    const page = await fetch(`${url}/chat/`)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`ws://${new URL(url).host}`)
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect(policy).not.toContain('unsafe')
    const html = await page.text()
    expect(html).not.toMatch(/<style|style=|<script>| on\w+=/)
    expect((await fetch(`${url}/chat/stranger-chat.js`)).status).toBe(200)
    expect((await fetch(`${url}/chat/demo.css`)).headers.get('content-type')).toContain('text/css')
  })

  it('leaves out of the policy what a made-up host would smuggle in', async () => {
    const { pagePolicy } = await import('../demo/page.js')
    expect(pagePolicy('x; script-src *')).not.toContain('*')
    expect(pagePolicy('chat.example:8787')).toContain('wss://chat.example:8787')
  })

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/constructor',
    '/__proto__',
    '/%',
  ])('has nothing at %s', async (path) => {
    const { url } = await start({ page: true })
    const { request } = await import('node:http')
    const { hostname, port } = new URL(url)
    const status = await new Promise<number | undefined>((resolve) => {
      request({ hostname, port, path }, (res) => {
        res.resume()
        resolve(res.statusCode)
      }).end()
    })
    expect(status).toBe(404)
  })

  it('says what it takes where something else was tried', async () => {
    const { url } = await start()
    const wrong = await fetch(`${url}/healthz`, { method: 'DELETE' })
    expect(wrong.status).toBe(405)
    expect(wrong.headers.get('allow')).toBe('GET')
    expect((await fetch(`${url}/ws`)).status).toBe(426)
    expect((await fetch(`${url}/healthz`, { method: 'HEAD' })).status).toBe(200)
  })
})
