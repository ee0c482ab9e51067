import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bot } from '../../bench/crowd/bot.ts'
import { Ledger } from '../../bench/crowd/ledger.ts'
import { startPostgres } from '../../packages/server/src/testing/postgres.ts'
import {
  startCluster as startRedises,
  type TestCluster,
} from '../../packages/server/src/testing/redis-cluster.ts'
import { openBrowser, Visitor } from '../support/browser.ts'
import { type Cluster, startServers } from '../support/cluster.ts'
import { signIn } from '../support/console.ts'
import { type Nginx, startSites } from '../support/nginx.ts'
import { Person, until } from '../support/people.ts'
import { openProxy, type Proxy } from '../support/proxy.ts'
import type { RunningServer } from '../support/server.ts'

/**
 * Three servers behind nginx, a Redis Cluster with replicas, a Postgres; five hundred people who talk, skip and come back, and two
 * in real browsers. Everything fails that can: a rolling restart, a server killed, Postgres gone for half a minute, a Redis master
 * killed. Chats that live on lose nothing and double nothing; the others end, and say so.
 */

const PEOPLE = 500
/** How often each says something and looks for somebody else, on average, ms. */
const SAY_MS = 4_000
const SKIP_MS = 60_000
const POSTGRES_GONE_MS = 30_000
/** What somebody reads whose chat the server forgot. */
const LOST = 'The server no longer knows this chat.'

let redises: TestCluster
let cluster: Omit<Cluster, 'redis'>
let nginx: Nginx
let browser: Browser
let database: Proxy
/** Where the records are, through a line that can be cut. */
let records: string
const closers: (() => Promise<unknown> | void)[] = []

beforeAll(async () => {
  redises = await startRedises(1)
  closers.push(redises.stop)
  const postgres = await startPostgres()
  closers.push(postgres.stop)
  const url = new URL(postgres.database())
  database = await openProxy({ host: url.hostname, port: Number(url.port) })
  closers.push(database.close)
  url.port = String(database.port)
  records = url.href
  cluster = await startServers(3, redises.urls, {
    args: ['--trust-proxy', '127.0.0.1'],
    // A crowd that comes at once, from one address.
    config: { postgres: records, acceptRate: 2_000, page: true },
  })
  closers.push(cluster.stop)
  nginx = await startSites(
    (port) => `
      upstream servers {
        least_conn;
        ${cluster.servers.map((one) => `server 127.0.0.1:${one.port} max_fails=0;`).join(' ')}
      }
      server {
        listen 127.0.0.1:${port};
        location / {
          proxy_pass http://servers; proxy_http_version 1.1; proxy_read_timeout 90s;
          proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
          proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $remote_addr;
          proxy_next_upstream error timeout; proxy_connect_timeout 1s;
        }
      }`,
  )
  closers.push(nginx.stop)
  browser = await openBrowser()
  closers.push(() => browser.close())
}, 360_000)
afterAll(async () => {
  for (const close of closers.toReversed()) await close()
}, 120_000)

/** People who do what people do, until they are told to rest. */
class Crowd {
  readonly ledger = new Ledger()
  readonly bots: readonly Bot[]
  #isOver = false

  constructor(url: string) {
    this.bots = Array.from(
      { length: PEOPLE },
      (_, id) =>
        new Bot(id, url, {
          heard: (bot, chat, text) => this.ledger.heard(bot, chat, text),
          ended: (bot, end, sent) => {
            this.ledger.ended(bot.id, end, sent)
            if (!this.#isOver && end.reason !== 'you') setTimeout(() => this.#isOver || bot.seek(), 500)
          },
          failed: () => undefined,
        }),
    )
    for (const bot of this.bots) {
      bot.seek()
      this.#repeat(SAY_MS, () => {
        const n = bot.say('and so on')
        if (n !== undefined) this.ledger.said(bot, n)
      })
      this.#repeat(SKIP_MS, () => bot.phase === 'chatting' && bot.seek())
    }
  }

  get talking(): number {
    return this.bots.filter(({ phase, connection }) => phase === 'chatting' && connection === 'online').length
  }

  /** Everybody's line is there again, and nearly everybody talks. */
  async isBack(): Promise<void> {
    const away = (): number => this.bots.filter(({ connection }) => connection !== 'online').length
    await expect.poll(away, { timeout: 60_000 }).toBe(0)
    await expect.poll(() => this.talking, { timeout: 60_000 }).toBeGreaterThan(0.8 * PEOPLE)
  }

  /** Nobody says or looks for anything any more; then every chat ends, so that both sides can be compared. */
  async rest(): Promise<void> {
    this.#isOver = true
    // What is on its way arrives before anybody leaves.
    await pause(2_000)
    // One of each pair leaves, so that the other one hears of it; whoever still looked may have met somebody meanwhile.
    const ended = new Set<string>()
    const leave = (): number => {
      for (const bot of this.bots) {
        if (bot.phase === 'searching') bot.stop()
        if (bot.phase !== 'chatting' || ended.has(bot.chat)) continue
        ended.add(bot.chat)
        bot.stop()
      }
      return this.talking
    }
    await expect.poll(leave, { timeout: 30_000 }).toBe(0)
    const unsettled = (): number => this.bots.reduce((sum, bot) => sum + bot.unsettled, 0)
    await expect.poll(unsettled, { timeout: 30_000 }).toBe(0)
    for (const bot of this.bots) bot.close()
  }

  #repeat(mean: number, what: () => unknown): void {
    setTimeout(
      () => {
        if (this.#isOver) return
        what()
        this.#repeat(mean, what)
      },
      -Math.log(1 - Math.random()) * mean,
    )
  }
}

test('a crowd lives through restarts, a death, a database that is gone and a failover', async () => {
  const crowd = new Crowd(nginx.url)
  const { ledger } = crowd
  await crowd.isBack()
  const [ann, ben] = [await Visitor.arrive(browser, nginx.url), await Visitor.arrive(browser, nginx.url)]
  for (const one of [ann, ben]) closers.push(() => one.leave())
  await Promise.all([ann.start(['lighthouses']), ben.start(['lighthouses'])])
  await Promise.all([ann.matched(), ben.matched()])
  const said: string[] = []
  /** Those in browsers still hear each other, and nobody else. */
  const hear = async (what: string): Promise<void> => {
    await ann.says(what)
    said.push(what)
    await ben.hears(said)
  }
  await hear('before everything')

  for (const i of cluster.servers.keys()) {
    expect(await cluster.servers[i]?.stop()).toBe(0)
    await cluster.again(i)
  }
  await crowd.isBack()
  await hear('after each server was restarted')
  expect(nginx.requests().filter((line) => line.startsWith('5'))).toEqual([])
  expect([ledger.serverLost, ledger.gone]).toEqual([0, 0])

  await cluster.servers[1]?.kill()
  await hear('after one was killed')
  await cluster.again(1)
  await crowd.isBack()
  // Everybody was back long before the grace of a dead server's people is over.
  expect([ledger.serverLost, ledger.gone]).toEqual([0, 0])

  await database.down()
  const before = ledger.arrived
  await pause(POSTGRES_GONE_MS)
  await hear('while the records are gone')
  expect(ledger.arrived - before, 'people go on talking').toBeGreaterThan(PEOPLE)
  await database.up()
  await crowd.isBack()
  // Whose line fell into the outage can't come in for longer than a seat is held: their chats end, and say so.
  // Those of the dead server's people don't: by now its grace would have run out, and they were back.
  expect(ledger.serverLost + ledger.gone).toBeLessThan(0.05 * PEOPLE)

  await redises.nodes[0]?.kill()
  await crowd.isBack()
  await expect.poll(() => ledger.serverLost, { timeout: 30_000 }).toBeGreaterThan(0)
  await Promise.all([ann.tries('is anybody there'), ben.tries('I am')])
  /** What those in browsers make of it: nobody is left to guess. */
  const fate = async (): Promise<string> => {
    const heard = await Promise.all([ann.heard(), ben.heard()])
    if (isDeepStrictEqual(heard, [['I am'], [...said, 'is anybody there']])) return 'they go on'
    const told = await Promise.all([ann, ben].map(({ chat }) => chat.getByText(LOST).count()))
    return told.every((count) => count > 0) ? 'both are told' : JSON.stringify({ heard, told })
  }
  await expect.poll(fate, { timeout: 60_000 }).toMatch(/^(they go on|both are told)$/)
  await crowd.rest()

  console.log(
    `${ledger.chats} chats, ${ledger.arrived} messages arrived; ${ledger.compared} chats compared: ${ledger.lost} lost, ` +
      `${ledger.doubled} doubled, ${ledger.disordered} out of order, ${ledger.strayed} astray; ${ledger.serverLost} sides read "server_lost", ` +
      `${ledger.gone} "lost"; of those in browsers: ${await fate()}`,
  )
  const { lost, doubled, disordered, strayed } = ledger
  expect({ lost, doubled, disordered, strayed }).toEqual({ lost: 0, doubled: 0, disordered: 0, strayed: 0 })
  // Whose line held through the failover is given up by nobody.
  expect(ledger.gone).toBeLessThan(0.05 * PEOPLE)
  expect(ledger.compared).toBeGreaterThan(PEOPLE / 4)
}, 420_000)

test('what a moderator decides at one server reaches a chat that lives on another within a second', async () => {
  const [here, there] = cluster.servers as readonly [RunningServer, RunningServer]
  const [ann, eve] = [new Person(there.url), new Person(there.url)]
  await Promise.all([ann.start({ interests: ['knots'] }), eve.start({ interests: ['knots'] })])
  await eve.sayAll(['I will find you'])
  await ann.hears(1)
  await (await ann.client.desk()).report({ reason: 'threat' })
  // Whoever reports leaves; by the time of the decision the other one talks to somebody else.
  await until(eve.state.end, (end) => end !== null)
  const carl = new Person(there.url)
  await Promise.all([carl.start({ interests: ['sails'] }), eve.start({ interests: ['sails'] })])
  const console = await signIn(here, [
    ...cluster.shared.slice(0, 2),
    '--config',
    join(here.data, 'config.json'),
  ])
  const file = (await (await console('/next', {})).json()) as {
    readonly row: { readonly case: string }
    readonly version: number
  }
  const decision = { version: file.version, policies: ['threats'], action: 'ban' }
  expect(carl.state.phase.get()).toBe('chatting')
  const since = performance.now()
  expect((await console(`/cases/${file.row.case}/decide`, decision)).status).toBe(200)
  await until(eve.state.error, (error) => error?.code === 'banned')
  const end = await until(carl.state.end, (told) => told !== null)
  expect(performance.now() - since).toBeLessThan(1_000)
  expect(end?.reason).toBe('left')
  for (const { client } of [ann, eve, carl]) client.close()
}, 60_000)
