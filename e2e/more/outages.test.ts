import { afterEach, expect, test } from 'vitest'
import { startPostgres } from '../../packages/server/src/testing/postgres.ts'
import { startCluster } from '../support/cluster.ts'
import { startSites } from '../support/nginx.ts'
import { Person, twoMeet, until } from '../support/people.ts'
import { openProxy } from '../support/proxy.ts'
import { type RunningServer, startServer } from '../support/server.ts'

/** What people notice when what a server stands on is gone for a while: as docs/operations.md says it. */

const closers: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})
async function meet(url: string): Promise<readonly [Person, Person]> {
  const pair = await twoMeet([url, url])
  for (const person of pair) closers.push(() => person.client.close())
  return pair
}
const readiness = async ({ url }: RunningServer): Promise<unknown> =>
  (await fetch(new URL('/readyz', url))).json()
const becomes = (server: RunningServer, what: object): Promise<void> =>
  expect.poll(() => readiness(server), { timeout: 30_000, interval: 250 }).toEqual(what)

test('Redis gone: whoever talks waits, then the chat is lost and said to be; the server needs no restart', async () => {
  const cluster = await startCluster(1)
  closers.push(cluster.stop)
  const [server] = cluster.servers as readonly [RunningServer]
  const [ann, ben] = await meet(server.url)
  ann.client.send('before')
  await ben.hears(1)
  await until(ann.state.messages, () => ann.own('sent').length === 1)
  await cluster.redis.kill()
  ann.client.send('into the dark')
  await becomes(server, { status: 'unready', missing: ['backplane'] })
  expect((await fetch(new URL('/livez', server.url))).status).toBe(200)
  expect(ann.own('sent')).toEqual(['before'])
  await cluster.redis.restart()
  await becomes(server, { status: 'ready' })
  for (const { client, state } of [ann, ben]) {
    client.wake('online')
    expect((await until(state.end, (end) => end !== null))?.reason).toBe('server_lost')
  }
  expect(ann.own('sent')).toEqual(['before'])
  await Promise.all([ann.client.next({ interests: ['after'] }), ben.client.next({ interests: ['after'] })])
  ann.client.send('after')
  expect(await ben.hears(2)).toEqual(['before', 'after'])
}, 90_000)

test('Postgres gone: whoever talks goes on, nobody new comes in, and all is well when it is back', async () => {
  const postgres = await startPostgres()
  closers.push(postgres.stop)
  const url = new URL(postgres.database())
  const line = await openProxy({ host: url.hostname, port: Number(url.port) })
  closers.push(line.close)
  url.port = String(line.port)
  const server = await startServer({ args: ['--postgres', url.href] })
  closers.push(server.remove)
  const [ann, ben] = await meet(server.url)
  const [carl] = await meet(server.url)
  await line.down()
  ann.client.send('still here')
  expect(await ben.hears(1)).toEqual(['still here'])
  await becomes(server, { status: 'unready', missing: ['store'] })
  const anew = carl.client.next({ interests: ['tea'] })
  await expect(ann.client.desk().then((desk) => desk.report({ reason: 'spam' }))).rejects.toMatchObject({
    code: 'unavailable',
  })
  const eve = new Person(server.url)
  closers.push(() => eve.client.close())
  const coming = eve.client.connect()
  await until(eve.state.error, (error) => error !== null)
  ben.client.send('and I')
  expect(await ann.hears(1)).toEqual(['and I'])
  await line.up()
  await becomes(server, { status: 'ready' })
  eve.client.wake('online')
  await coming
  expect(eve.state.connection.get()).toBe('online')
  await Promise.all([anew, eve.start({ interests: ['tea'] })])
  carl.client.send('found you')
  expect(await eve.hears(1)).toEqual(['found you'])
}, 120_000)

test('a server killed: its people come back to another one, and their chats go on', async () => {
  const cluster = await startCluster(2)
  closers.push(cluster.stop)
  const [mortal, other] = cluster.servers as readonly [RunningServer, RunningServer]
  const balancer = await startSites(
    (port) => `
      upstream servers { ${cluster.servers.map((one) => `server 127.0.0.1:${one.port};`).join(' ')} }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://servers; proxy_http_version 1.1;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
        }
      }`,
  )
  closers.push(balancer.stop)
  // One of two sits on the one that dies, since the balancer takes them in turns.
  const pairs = [await meet(balancer.url), await meet(balancer.url)]
  for (const [ann, ben] of pairs) {
    ann.client.send('before')
    await ben.hears(1)
  }
  await mortal.kill()
  for (const [ann, ben] of pairs) {
    ann.client.send('and after')
    ben.client.send('indeed')
    expect(await ben.hears(2)).toEqual(['before', 'and after'])
    expect(await ann.hears(1)).toEqual(['indeed'])
  }
  expect(await readiness(other)).toEqual({ status: 'ready' })
}, 120_000)
