import { chmodSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../sql/store.js'
import { startPostgres, type TestPostgres } from '../testing/postgres.js'
import { startCluster, until } from '../testing/redis-cluster.js'
import { ask } from '../testing/redis-state.js'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { noteClock, type Finding } from './doctor/findings.js'
import { lookAtFiles } from './doctor/machine.js'
import { openTerminal, type Terminal } from '../testing/terminal.js'
import { main } from './main.js'
import type { Settings } from './settings.js'

/** What the doctor says of what several servers share, and of the machine. */

let terminal: Terminal
beforeEach(async () => {
  terminal = openTerminal('doctor')
  await main(['keys', 'make', '--data', terminal.folder], {})
  terminal.clear()
})
afterEach(() => terminal.close())
/** Its findings, and the exit code. */
async function doctor(...args: readonly string[]): Promise<{ code: number; findings: readonly Finding[] }> {
  terminal.clear()
  const code = await main(['doctor', '--json', '--data', terminal.folder, ...args], {})
  return { code, findings: (JSON.parse(terminal.out) as { findings: Finding[] }).findings }
}
const of = (findings: readonly Finding[], about: string, level?: string): string =>
  findings
    .filter((one) => one.about.startsWith(about) && (level === undefined || one.level === level))
    .map(({ text }) => text)
    .join('\n')

it('finds a server of one process well, in sentences or as JSON', async () => {
  expect(await main(['doctor', '--data', terminal.folder], {})).toBe(0)
  expect(terminal.out).toMatch(/^ok {6}data: .* is its owner's alone$/m)
  expect(terminal.out).toMatch(/^ok {6}ledger: 0 events, unbroken/m)
  expect(terminal.out).toMatch(/open files: \d+ may be open/)
  const { code, findings } = await doctor()
  expect(code).toBe(0)
  expect(JSON.parse(terminal.out)).toMatchObject({ ok: true })
  expect(findings.map(({ about }) => about)).toEqual(
    expect.arrayContaining(['data', 'keys', 'ledger', 'calls', 'origin', 'open files', 'element']),
  )
})

it('takes the server’s own options, and has a help of its own', async () => {
  expect(await main(['doctor', '--help'], {})).toBe(0)
  expect(terminal.out).toContain('stranger-chat doctor [the server')
  expect(await main(['doctor', '--redis', 'nonsense'], {})).toBe(2)
  const { findings } = await doctor('--origin', 'https://a.example', '--origin', 'http://b.example')
  expect(of(findings, 'origin', 'ok')).toContain('https://a.example')
  expect(of(findings, 'origin', 'look')).toMatch(/http:\/\/b\.example.*not encrypted/)
})

it('says who else can look into the data folder, and how to close it', async () => {
  chmodSync(terminal.folder, 0o755)
  const { code, findings } = await doctor()
  expect(code).toBe(1)
  expect(of(findings, 'data', 'broken')).toContain(`(mode 755). Close it: chmod 700 ${terminal.folder}`)
})

it('holds the connections that are taken against the files that may be open', () => {
  const said = (settings: Partial<Settings>, most: string): Finding | undefined => {
    let finding: Finding | undefined
    const limits = `Limit  Soft Limit  Hard Limit  Units\nMax open files            ${most}  ${most}  files\n`
    lookAtFiles(settings as Settings, (level, about, text) => (finding = { level, about, text }), limits)
    return finding
  }
  expect(said({}, '1048576')?.level).toBe('ok')
  expect(said({}, 'unlimited')?.level).toBe('ok')
  expect(said({}, '1024')).toMatchObject({
    level: 'look',
    text: expect.stringContaining('past 824 they fail'),
  })
  expect(said({ maxConnections: 5_000 }, '1024')).toMatchObject({
    level: 'broken',
    text: expect.stringContaining('LimitNOFILE=5200'),
  })
})

it('tells a clock that is wrong from an answer that took its time', () => {
  let text = ''
  const said = (theirs: number, asked: number, heard: number): string => {
    let level = ''
    noteClock((...one) => ([level, , text] = one), 'clock', 'bans go by both', theirs, [asked, heard])
    return level
  }
  expect(said(10_000, 10_000, 10_010)).toBe('ok')
  expect(said(12_000, 10_000, 14_000)).toBe('ok')
  expect(said(12_000, 10_000, 10_010)).toBe('look')
  expect(said(-60_000, 10_000, 10_010)).toBe('broken')
  expect(text).toMatch(/^its clock and this one are 70\.0 s apart\. .*: bans go by both\.$/)
})

describe('Redis', () => {
  let redis: TestRedis
  beforeAll(async () => {
    redis = await startRedis(['--maxmemory', '100mb'])
  })
  afterAll(() => redis.stop())

  it('is well: it answers, keeps nothing, throws nothing away, and has our time', async () => {
    const { code, findings } = await doctor('--redis', redis.url)
    expect(code).toBe(0)
    const said = of(findings, `redis 127.0.0.1:${redis.port}`, 'ok')
    for (const part of [
      'answers, version',
      'writes nothing to disk',
      'answers in',
      "its clock is this one's",
    ])
      expect(said).toContain(part)
    expect(of(findings, 'keys')).toContain('on every other server they must be, too')
    expect(of(findings, 'records', 'look')).toContain('--postgres')
  })

  it('is gone, or its password is wrong: said without the password', async () => {
    const { code, findings } = await doctor(
      ...['--redis', 'redis://u:hunter2@127.0.0.1:1', '--redis', redis.url.replace('//', '//u:hunter2@')],
    )
    expect(code).toBe(1)
    expect(of(findings, 'redis 127.0.0.1:1', 'broken')).toContain('ECONNREFUSED')
    expect(of(findings, `redis 127.0.0.1:${redis.port}`, 'broken')).toContain('WRONGPASS')
    expect(terminal.out + terminal.err).not.toContain('hunter2')
  })

  it('writes to disk, throws things away, and is bounded by nothing', async () => {
    const bad = await startRedis(['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'])
    try {
      const { code, findings } = await doctor('--redis', bad.url)
      expect(code).toBe(1)
      expect(of(findings, 'redis', 'broken')).toMatch(/writes to disk.*\n.*\(allkeys-lru\).*noeviction/)
      expect(of(findings, 'redis', 'look')).toContain('nothing bounds its memory')
      const accepted = await doctor('--redis', bad.url, '--redis-persists')
      expect(of(accepted.findings, 'redis', 'look')).toContain('writes to disk')
    } finally {
      await bad.stop()
    }
  })

  it('has a replica that keeps what it gets as a file: said of both, as the server will refuse both', async () => {
    const master = await startRedis(['--repl-diskless-sync-delay', '0'])
    const replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port)])
    const pair = [master, replica]
    const look = () => doctor(...pair.flatMap(({ url }) => ['--redis', url]))
    try {
      await until(async () => /^master_link_status:up/m.test(String(await ask(replica, ['INFO']))))
      const careless = await look()
      expect(careless.code).toBe(1)
      for (const { port } of pair)
        expect(of(careless.findings, `redis 127.0.0.1:${port}`, 'broken')).toMatch(
          /keeps on disk what a replica gets.*rdb-del-sync-files yes/,
        )
      for (const one of pair) await ask(one, ['CONFIG', 'SET', 'rdb-del-sync-files', 'yes'])
      expect((await look()).code).toBe(0)
    } finally {
      for (const one of pair.toReversed()) await one.stop()
    }
  })

  it('notes slow commands with what was said in them, unless it is told not to', async () => {
    const chatty = await doctor('--redis', redis.url)
    expect(chatty.code).toBe(0)
    expect(of(chatty.findings, 'redis', 'look')).toMatch(/people's words.*slowlog-max-len 0.*SLOWLOG RESET/)
    for (const [name, value] of [
      ['slowlog-max-len', '0'],
      ['slowlog-log-slower-than', '-1'],
    ] as const) {
      const silent = await startRedis([`--${name}`, value, '--maxmemory', '100mb'])
      try {
        expect(of((await doctor('--redis', silent.url)).findings, 'redis', 'look'), name).toBe('')
      } finally {
        await silent.stop()
      }
    }
  })

  it('needs keys that were made for all', async () => {
    rmSync(terminal.at('keys.json'))
    const { code, findings } = await doctor('--redis', redis.url)
    expect(code).toBe(1)
    expect(of(findings, 'keys', 'broken')).toContain('stranger-chat keys make')
  })
})

it('looks at every node of a Cluster that is named by one, and says that it isn’t whole', async () => {
  const cluster = await startCluster()
  try {
    const [first = ''] = cluster.urls
    const whole = await doctor('--redis', first)
    expect(
      new Set(whole.findings.map(({ about }) => about).filter((about) => about.startsWith('redis'))).size,
    ).toBe(3)
    expect(of(whole.findings, 'redis', 'ok')).toContain('its Cluster is whole')
    expect(whole.code).toBe(0)
    cluster.ask(0, 'CLUSTER', 'DELSLOTS', '1')
    const holed = await doctor('--redis', first)
    expect(holed.code).toBe(1)
    expect(of(holed.findings, 'redis', 'broken')).toContain('redis-cli --cluster check')
  } finally {
    await cluster.stop()
  }
}, 60_000)

describe('Postgres', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres.stop())

  it('is empty, and stays so; then its tables are up to date', async () => {
    const url = postgres.database()
    for (let i = 0; i < 2; i++) {
      const { code, findings } = await doctor('--postgres', url)
      expect(code).toBe(0)
      expect(of(findings, 'postgres', 'ok')).toMatch(
        /answers, version \d+(.|\n)*its clock is this one's(.|\n)*empty/,
      )
      expect(of(findings, 'ledger')).toBe('')
    }
    await (await openStore({ url })).close()
    const { findings } = await doctor('--postgres', url)
    expect(of(findings, 'postgres', 'ok')).toContain('up to date')
    expect(of(findings, 'ledger', 'ok')).toContain('0 events, unbroken')
  })

  it('was written by a newer version, or by an older one', async () => {
    const url = postgres.database()
    await (await openStore({ url })).close()
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('delete from kysely_migration where name = (select max(name) from kysely_migration)')
    const behind = await doctor('--postgres', url)
    await client.query("insert into kysely_migration values ('9999_tomorrow', 'now')")
    const ahead = await doctor('--postgres', url)
    await client.end()
    expect(of(behind.findings, 'postgres', 'look')).toContain('1 steps behind')
    expect(ahead.code).toBe(1)
    expect(of(ahead.findings, 'postgres', 'broken')).toContain('(9999_tomorrow): run that version')
  })

  it('is gone: said without the password, and the rest is looked at all the same', async () => {
    const { code, findings } = await doctor('--postgres', 'postgres://chat:hunter2@127.0.0.1:1/chat')
    expect(code).toBe(1)
    expect(of(findings, 'postgres 127.0.0.1:1/chat', 'broken')).toContain('ECONNREFUSED')
    expect(of(findings, 'element', 'ok')).not.toBe('')
    expect(terminal.out + terminal.err).not.toContain('hunter2')
  })
})
