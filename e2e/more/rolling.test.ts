import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { caddyProgram } from '../../scripts/lib/caddy.mjs'
import { startCaddy } from '../support/caddy.ts'
import { type Cluster, startCluster } from '../support/cluster.ts'
import { startSites } from '../support/nginx.ts'
import { type Person, twoMeet, until } from '../support/people.ts'
import type { RunningServer } from '../support/server.ts'

/**
 * A restart of everything that nobody notices: two servers behind the nginx of deploy/, or its Caddy where there is one, one
 * drained and started anew after the other, while people talk and others load the page.
 */

const PAIRS = 10
/** Less than what a person may send. */
const EVERY_MS = 250
const read = (path: string): string => readFileSync(new URL(`../../deploy/${path}`, import.meta.url), 'utf8')

let cluster: Cluster
const closers: (() => Promise<void> | void)[] = []
beforeEach(async () => {
  cluster = await startCluster(2, { args: ['--trust-proxy', '127.0.0.1'] })
  closers.push(cluster.stop)
})
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** nginx with the file as it stands there, with our addresses and without TLS. It says who answered in a header. */
function nginxSite(port: number, servers: readonly RunningServer[]): string {
  const conf = read('nginx/stranger-chat.conf').replace(/server \{\n {4}listen 80;.*?\n\}\n/s, '')
  return servers
    .reduce((text, one, i) => text.replace(`10.0.0.${i + 1}:8787`, `127.0.0.1:${one.port}`), conf)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replace('location / {', 'location / { add_header X-From $upstream_addr;')
    .replace(/^.*(listen \[::\]|ssl_certificate|server_name).*$/gm, '')
}

const caddySite = (): string =>
  read('caddy/Caddyfile').replace(
    'reverse_proxy {$UPSTREAMS} {',
    (line) => `${line}\n\t\theader_down X-From {http.reverse_proxy.upstream.hostport}`,
  )

async function restartAllBehind(url: string): Promise<void> {
  const people: Person[] = []
  closers.push(() => {
    for (const { client } of people) client.close()
  })
  for (let i = 0; i < PAIRS; i++) people.push(...(await twoMeet([url, url])))
  const states = new Set<string>()
  for (const { client } of people) client.on('connection', ({ value }) => states.add(value))
  const said = people.map((): string[] => [])
  let isOver = false
  const talks = people.map(async (person, i) => {
    while (!isOver) {
      const text = `${i}: ${said[i]?.length}`
      if (person.client.send(text) !== null) said[i]?.push(text)
      await pause(EVERY_MS)
    }
  })
  const answers: number[] = []
  /** Which servers answered of late. */
  const from = new Set<string>()
  const visit = (async () => {
    while (!isOver) {
      for (const path of ['/', '/stranger-chat.js', '/readyz']) {
        const { status, headers } = await fetch(new URL(path, url))
        answers.push(status)
        from.add(headers.get('x-from')?.split(', ').at(-1) ?? '')
      }
      await pause(20)
    }
  })()

  for (const i of cluster.servers.keys()) {
    expect(await cluster.servers[i]?.stop()).toBe(0)
    await cluster.again(i)
    // The next one goes when this one was tried again.
    from.clear()
    const { port } = cluster.servers[i] as RunningServer
    await expect.poll(() => [...from], { timeout: 20_000 }).toContain(`127.0.0.1:${port}`)
  }
  isOver = true
  await Promise.all([...talks, visit])

  for (const person of people) await until(person.state.messages, () => person.own('pending').length === 0)
  for (const [i, person] of people.entries()) {
    const partner = i % 2 === 0 ? i + 1 : i - 1
    await person.hears(said[partner]?.length ?? 0)
    expect(person.heard).toEqual(said[partner])
    expect(person.own('failed')).toEqual([])
  }
  expect(said.every((texts) => texts.length > 50)).toBe(true)
  // A goodbye of the old line may overtake the welcome of the new one, which is on its way: no line has to be looked for again.
  expect([...states].filter((state) => state !== 'reconnecting' && state !== 'online')).toEqual([])
  for (const { state } of people) expect(state.connection.get()).toBe('online')
  expect(new Set(answers)).toEqual(new Set([200]))
}

test('behind nginx no line is lost or doubled, nobody is sent away, and no request fails', async () => {
  const nginx = await startSites((port) => nginxSite(port, cluster.servers))
  closers.push(nginx.stop)
  await restartAllBehind(nginx.url)
  expect(new Set(nginx.requests().map((line) => line.split(' ', 1)[0]))).toEqual(new Set(['200', '101']))
}, 360_000)

const caddy = caddyProgram()
test.runIf(caddy !== undefined)(
  'the same behind Caddy',
  async () => {
    const upstreams = cluster.servers.map(({ port }) => `127.0.0.1:${port}`)
    const running = await startCaddy(caddy ?? '', caddySite(), upstreams)
    closers.push(running.stop)
    await restartAllBehind(running.url)
  },
  120_000,
)
