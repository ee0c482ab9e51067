import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { type Nginx, startNginx } from '../support/nginx.ts'
import { arrive, FAST, meet, talk } from '../support/polling.ts'
import { type RunningServer, startServer } from '../support/server.ts'

/** Behind a real nginx that passes no upgrades on, buffers every answer and waits 8 s for one: less than a poll is held. */

let server: RunningServer
let nginx: Nginx
let browser: Browser

beforeAll(async () => {
  server = await startServer({ args: ['--dev'], config: FAST })
  const pass = `proxy_pass http://127.0.0.1:${server.port}; proxy_buffering on; proxy_set_header Host $http_host;`
  nginx = await startNginx(`
    location / { ${pass} }
    location = /poll { ${pass} proxy_read_timeout 8s; proxy_http_version 1.1; proxy_set_header Connection ''; }
  `)
  browser = await openBrowser()
}, 360_000)
afterAll(async () => {
  await browser?.close()
  await nginx?.stop()
  await server?.remove()
})

test('a chat goes on through idle time-outs, with nobody away and nothing lost', async () => {
  const { visitor: ann } = await arrive(browser, Number(new URL(nginx.url).port))
  const { visitor: ben } = await arrive(browser, server.port)
  await meet(ann, ben, 'buffers')
  expect(nginx.requests().some((line) => /^(?!101)\d+ GET \/ws/.test(line))).toBe(true)

  const titles = new Set<string>()
  const look = async (): Promise<void> => {
    for (const one of [ann, ben]) titles.add(await one.title.innerText())
  }
  await talk(ann, ben, 1)
  const of = (status: number) => nginx.requests().filter((line) => line === `${status} POST /poll`).length
  // Nobody says anything until nginx has lost its patience once, and four polls after it were shorter than that.
  await expect.poll(async () => (await look(), of(504)), { timeout: 20_000, interval: 200 }).toBe(1)
  const answered = of(200)
  await expect
    .poll(async () => (await look(), of(200)), { timeout: 40_000, interval: 200 })
    .toBeGreaterThanOrEqual(answered + 4)
  await talk(ann, ben, 2)
  await look()
  expect(of(504)).toBe(1)
  expect([...titles]).toEqual(['With a stranger'])
}, 120_000)
