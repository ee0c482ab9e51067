import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServerOptions } from '../../options.js'
import type { Store } from '../../ports/store.js'
import { createDecisions } from '../../safety/decisions.js'
import { createDesk } from '../../safety/desk.js'
import { createVault } from '../../safety/vault.js'
import { createKeyRing } from '../../session/keys.js'
import { openStore } from '../../sql/store.js'
import { UNDO_MS } from '../../rules/lifetimes.js'
import { FakeClock, seededRandom } from '../../testing/clock.js'
import { createStage, type Stage } from '../../testing/people.js'

// The page as a browser without scripts sees it, and as somebody else's page would have it used.

const MODERATOR = { id: 'moderator-one', role: 'senior' } as const
const TEXT = 'On Friday at noon somebody sold what was stolen.'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

interface Place extends Stage {
  readonly url: string
  readonly store: Store
  readonly moderation: () => {
    readonly desk: ReturnType<typeof createDesk>
    readonly decisions: ReturnType<typeof createDecisions>
  }
  readonly post: (
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Shown>
}
interface Shown {
  readonly status: number
  readonly page: string
  readonly headers: Headers
}

const shown = async (answer: Response): Promise<Shown> => ({
  status: answer.status,
  page: await answer.text(),
  headers: answer.headers,
})

async function start(options: ServerOptions = {}): Promise<Place> {
  const clock = new FakeClock()
  const keys = createKeyRing([{ secret: new Uint8Array(32).fill(7), from: clock.now() }], clock)
  const store = await openStore({ path: ':memory:' })
  const stage = await createStage({ store, keys, ...options })
  const http = createHttp()
  stage.server.attach(http)
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  open.push(async () => {
    await stage.server.close()
    http.closeAllConnections()
    http.close()
    await store.close()
  })
  return {
    ...stage,
    url,
    store,
    moderation() {
      const { clock } = stage
      const effect = { applied: () => Promise.resolve(), reviewed: () => Promise.resolve() }
      const vault = createVault(keys, seededRandom(9))
      const parts = { ledger: store.ledger, vault, clock, random: seededRandom(10), effect }
      return { desk: createDesk(parts), decisions: createDecisions(parts) }
    },
    async post(path, fields, headers = {}) {
      const body = new URLSearchParams(fields)
      return await shown(await fetch(`${url}${path}`, { method: 'POST', body, headers }))
    },
  }
}

const secretOn = (page: string): string => /name="form" value="([^"]+)"/.exec(page)?.[1] ?? ''
const receiptOn = (page: string): string => /<textarea class="receipt"[^>]*>\n([^<]+)</.exec(page)?.[1] ?? ''
const numberOn = (page: string): string => /<h1>[^<]*?([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(page)?.[1] ?? ''

describe('the page for legal notices', () => {
  it('is there for anybody, without a script, whether or not there is a page for the chat', async () => {
    for (const [options, path] of [
      [{}, '/notice'],
      [{ page: true, path: 'chat' }, '/chat/notice'],
    ] as const) {
      const { url } = await start(options)
      const { status, page, headers } = await shown(await fetch(url + path))
      expect(status).toBe(200)
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(page).toContain('<form method="post" action="notice?lang=en"')
      expect(page).not.toContain('<script')
      const css = await fetch(new URL('notice.css', url + path))
      expect(css.headers.get('content-type')).toBe('text/css; charset=utf-8')
    }
  })

  it('may run nothing, load nothing, be framed by nobody, and be sent nowhere else', async () => {
    const { url } = await start()
    for (const path of ['/notice', '/notice/status']) {
      const { headers } = await fetch(url + path)
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      )
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('speaks what the browser asks for, or what was chosen, and goes on in it', async () => {
    const { url, post } = await start()
    const indonesian = await shown(await fetch(`${url}/notice`, { headers: { 'accept-language': 'id-ID' } }))
    expect(indonesian.page).toContain('<html lang="id">')
    expect(indonesian.page).toContain('action="notice?lang=id"')
    expect(indonesian.headers.get('vary')).toBe('accept-language')
    const chosen = { 'accept-language': 'en' }
    const done = await post('/notice?lang=id', { text: TEXT }, chosen)
    expect(done.page).toContain('<html lang="id">')
    expect(done.page).toContain('action="notice/status?lang=id"')
    const status = await post('/notice/status?lang=id', { receipt: receiptOn(done.page) }, chosen)
    expect(status.page).toContain('<html lang="id">')
    expect(status.page).toContain('action="../notice/status?lang=id"')
  })
})

describe('a notice sent from it', () => {
  it('is a case like any other, and its receipt tells what becomes of it (P-REPORT-5, P-REPORT-6)', async () => {
    const { clock, post, moderation, logged } = await start()
    const done = await post('/notice', { text: TEXT, law: '§ 259', name: 'Ann', email: 'ann@example.org' })
    expect(done.status).toBe(201)
    const [number, receipt] = [numberOn(done.page), receiptOn(done.page)]
    expect(logged()).toContain(`notice.filed number=${number}`)
    const { desk, decisions } = moderation()
    const file = await desk.next(MODERATOR)
    expect(file?.row).toMatchObject({ number, reason: 'illegal' })
    expect(file?.reports[0]?.notes[0]?.text).toBe([TEXT, '§ 259', 'Ann', 'ann@example.org'].join('\n'))

    const waiting = await post('/notice/status', { receipt })
    expect([waiting.status, numberOn(waiting.page)]).toEqual([200, number])
    expect(waiting.page).toContain('Nobody has decided yet.')
    expect(receiptOn(waiting.page)).toBe(receipt)
    const answer = await decisions.decide(MODERATOR, file?.row.case ?? '', {
      version: file?.version ?? 0,
      policies: [],
    })
    expect(answer.kind).toBe('decided')
    clock.step(UNDO_MS + 1)
    expect((await post('/notice/status', { receipt })).page).toContain('nothing was done about it.')
  })

  it('puts nothing secret into an address, nor lets a cache keep it', async () => {
    const { post } = await start()
    const done = await post('/notice', { text: TEXT })
    const receipt = receiptOn(done.page)
    expect(receipt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(done.page.split(receipt)).toHaveLength(2)
    expect(done.headers.get('location')).toBeNull()
    expect(done.headers.get('cache-control')).toBe('no-store')
    expect((await post('/notice/status', { receipt })).headers.get('cache-control')).toBe('no-store')
  })

  it('comes once, by a double click and a reload, but again with other words', async () => {
    const { url, post, moderation } = await start()
    const form = secretOn((await shown(await fetch(`${url}/notice`))).page)
    expect(form).not.toBe('')
    const sent = await Promise.all([1, 2].map(() => post('/notice', { text: TEXT, form })))
    const again = await post('/notice', { text: TEXT, form })
    expect(new Set([...sent, again].map(({ page }) => numberOn(page))).size).toBe(1)
    const other = await post('/notice', { text: `${TEXT} And again on Monday.`, form })
    expect(numberOn(other.page)).not.toBe(numberOn(again.page))
    expect((await moderation().desk.queue()).waiting).toBe(2)
    for (let i = 0; i < 6; i++) expect((await post('/notice', { text: TEXT, form })).status).toBe(201)
  })

  it('of the same words from another form is another', async () => {
    const { post, moderation } = await start()
    for (const form of ['a-form-of-anns', 'a-form-of-bens', 'bad', ''])
      await post('/notice', { text: TEXT, form })
    expect((await moderation().desk.queue()).waiting).toBe(4)
  })
})

describe('what can’t be taken', () => {
  it('comes back as it was typed, with all that is wrong, and costs nothing of the pace', async () => {
    const { post, moderation } = await start()
    const typed = { text: '<script>x', email: '"><b>me', law: '</textarea>', form: 'a-form-of-anns' }
    for (let i = 0; i < 6; i++) {
      const { status, page } = await post('/notice', typed)
      expect(status).toBe(400)
      expect(page).toContain('>\n&lt;script&gt;x</textarea>')
      expect(page).toContain('value="&quot;&gt;&lt;b&gt;me"')
      expect(page).toContain('value="&lt;/textarea&gt;"')
      expect(page.match(/aria-invalid="true"/g)).toHaveLength(2)
      expect(secretOn(page)).toBe('a-form-of-anns')
    }
    expect((await post('/notice', { ...typed, text: TEXT, email: '' })).status).toBe(201)
    expect((await moderation().desk.queue()).waiting).toBe(1)
  })

  it('too many from one neighbourhood wait, whichever way they come, and lose nothing', async () => {
    const { url, post, clock } = await start()
    const json = (): Promise<Response> =>
      fetch(`${url}/v1/notices`, { method: 'POST', body: JSON.stringify({ text: TEXT }) })
    for (let i = 0; i < 4; i++) expect((await json()).status).toBe(201)
    expect((await post('/notice', { text: TEXT })).status).toBe(201)
    expect((await json()).status).toBe(429)
    const slow = await post('/notice', { text: TEXT, name: 'Ann' })
    expect([slow.status, slow.headers.get('retry-after')]).toEqual([429, '120'])
    expect(slow.page).toContain('Send it again in 2 minutes.')
    expect(slow.page).toContain(`>\n${TEXT}</textarea>`)
    expect(slow.page).toContain('value="Ann"')
    clock.step(120_000)
    expect((await post('/notice', { text: TEXT })).status).toBe(201)
  })

  it('is told apart: too much, and what is no form', async () => {
    const { url, post, moderation } = await start()
    const big = await post('/notice', { text: 'x'.repeat(200_000) })
    expect([big.status, big.headers.get('connection')]).toEqual([413, 'close'])
    expect(big.page).toContain('Go back, make it shorter')
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
      const headers = { 'content-type': type }
      const answer = await fetch(`${url}/notice`, { method: 'POST', headers, body: `text=${TEXT}` })
      expect(answer.status).toBe(415)
    }
    expect((await fetch(`${url}/notice`, { method: 'PUT' })).status).toBe(405)
    expect((await moderation().desk.queue()).waiting).toBe(0)
  })

  it('a receipt that nobody here gave is not known, whatever it is', async () => {
    const { post } = await start()
    const receipt = receiptOn((await post('/notice', { text: TEXT })).page)
    for (const tried of ['', 'nonsense', `${receipt}x`, receipt.slice(1), '"><script>', 'x'.repeat(5_000)]) {
      const { status, page } = await post('/notice/status', { receipt: tried })
      expect(status).toBe(400)
      expect(page).toContain('This receipt isn’t known here.')
      expect(page).not.toContain('<script')
    }
    expect((await post('/notice/status', { receipt: ` ${receipt.replace('.', '.\r\n')} ` })).status).toBe(200)
  })

  it('whoever asks without end is told to wait', async () => {
    const { post } = await start()
    let last = await post('/notice/status', { receipt: 'x' })
    for (let i = 0; i < 30; i++) last = await post('/notice/status', { receipt: 'x' })
    expect([last.status, last.headers.get('retry-after')]).toEqual([429, '1'])
    expect(last.page).toContain('Ask again in 1 second.')
  })
})

describe('a page of somebody else’s (CSRF)', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['a sibling’s host', { 'sec-fetch-site': 'same-site' }],
    ['another origin, in an old browser', { origin: 'https://evil.example' }],
    ['a hidden origin, in an old browser', { origin: 'null' }],
    ['a page that may chat here', { origin: 'http://localhost:3000' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ])('has nobody’s browser file one, or ask: %s', async (_, headers) => {
    const { post, moderation } = await start({ origins: ['http://localhost:3000'] })
    const { status, page } = await post('/notice', { text: TEXT }, headers)
    expect(status).toBe(403)
    expect(page).toContain('Nothing was sent')
    expect((await post('/notice/status', { receipt: 'x' }, headers)).status).toBe(403)
    expect((await moderation().desk.queue()).waiting).toBe(0)
  })

  it.each<[string, (url: string) => Readonly<Record<string, string>>]>([
    ['our own page', (url) => ({ 'sec-fetch-site': 'same-origin', origin: url })],
    ['our own page, in an old browser', (url) => ({ origin: url })],
    [
      'our own page, behind a proxy that changes our name',
      () => ({ 'sec-fetch-site': 'same-origin', origin: 'https://chat.example' }),
    ],
    ['a reload', () => ({ 'sec-fetch-site': 'none' })],
    ['no browser at all', () => ({})],
  ])('isn’t %s', async (_, headersAt) => {
    const { url, post } = await start()
    expect((await post('/notice', { text: TEXT }, headersAt(url))).status).toBe(201)
  })
})
