import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCommand, type Environment, type Settings } from './settings.js'
import { Trouble } from './trouble.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-settings-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

async function settings(args: readonly string[], env: Environment = {}): Promise<Settings> {
  const command = await readCommand(args, env)
  if (command.kind !== 'serve') throw new Error(`Not serving but ${command.kind}`)
  return command.settings
}

/** The one sentence a person reads. */
async function trouble(args: readonly string[], env: Environment = {}): Promise<string> {
  const failed = await readCommand(args, env).catch((cause: unknown) => cause)
  expect(failed).toBeInstanceOf(Trouble)
  expect((failed as Trouble).exitCode).toBe(2)
  expect((failed as Trouble).message).not.toContain('\n')
  return (failed as Trouble).message
}

describe('what is decided', () => {
  it('serves on 8787 from ./stranger-chat-data unless told otherwise', async () => {
    expect(await settings([])).toEqual({
      port: 8787,
      host: undefined,
      data: './stranger-chat-data',
      dev: false,
    })
    expect(await settings(['serve'])).toEqual(await settings([]))
  })

  it('stays on this machine while developing', async () => {
    expect((await settings(['--dev'])).host).toBe('127.0.0.1')
    expect((await settings(['--dev', '--host', '0.0.0.0'])).host).toBe('0.0.0.0')
  })

  it('prefers an option to the environment, that to the config file, and that to the default', async () => {
    const config = file('c.json', JSON.stringify({ port: 3, host: 'file', data: 'file', hours: 'at night' }))
    const env = { STRANGER_CHAT_PORT: '2', PORT: '9', STRANGER_CHAT_HOST: 'env' }
    expect(await settings(['--config', config, '--port', '1'], env)).toMatchObject({
      port: 1,
      host: 'env',
      data: 'file',
      hours: 'at night',
    })
    expect((await settings(['--config', config], env)).port).toBe(2)
    expect((await settings(['--config', config], { PORT: '9' })).port).toBe(9)
    expect((await settings([], { STRANGER_CHAT_CONFIG: config })).port).toBe(3)
  })

  it('takes lists, from options as often as given, from the environment with commas', async () => {
    const twice = [
      '--origin',
      'https://a.example',
      '--origin',
      'https://b.example/',
      '--trust-proxy',
      '10.0.0.0/8',
    ]
    expect(await settings(twice)).toMatchObject({
      origins: ['https://a.example', 'https://b.example'],
      trustProxy: ['10.0.0.0/8'],
    })
    expect(
      await settings([], { STRANGER_CHAT_ORIGIN: 'https://a.example, https://b.example' }),
    ).toMatchObject({
      origins: ['https://a.example', 'https://b.example'],
    })
    expect(
      (await settings(['--origin', 'https://c.example'], { STRANGER_CHAT_ORIGIN: 'https://a.example' }))
        .origins,
    ).toEqual(['https://c.example'])
  })

  it('takes what several servers share: a Redis or some of a Cluster, a Postgres, the file of the keys', async () => {
    const shared = {
      redis: ['redis://a:6379', 'rediss://user:pass@b'],
      redisPersists: true,
      postgres: 'postgres://chat@db/chat',
      keys: '/etc/chat/ring.json',
    }
    const [a, b] = shared.redis as [string, string]
    expect(
      await settings([
        ...['--redis', a, '--redis', b, '--redis-persists'],
        ...['--postgres', shared.postgres, '--keys', shared.keys],
      ]),
    ).toMatchObject(shared)
    expect(
      await settings([], {
        STRANGER_CHAT_REDIS: `${a}, ${b}`,
        STRANGER_CHAT_REDIS_PERSISTS: '1',
        STRANGER_CHAT_POSTGRES: shared.postgres,
        STRANGER_CHAT_KEYS: shared.keys,
      }),
    ).toMatchObject(shared)
    const config = file('shared.json', JSON.stringify(shared))
    expect(await settings(['--config', config])).toMatchObject(shared)
    expect((await settings(['--config', config, '--redis', 'redis://c'])).redis).toEqual(['redis://c'])
  })

  it('takes where figures are told: this machine alone, unless an address is named', async () => {
    const place = async (...args: readonly string[]) => (await settings(args)).metrics
    expect(await place('--metrics', '9464')).toEqual({ host: '127.0.0.1', port: 9464 })
    expect(await place('--metrics', '0.0.0.0:9464')).toEqual({ host: '0.0.0.0', port: 9464 })
    expect(await place('--metrics', '[::1]:9464')).toEqual({ host: '::1', port: 9464 })
    const config = file('metrics.json', JSON.stringify({ metrics: 9464, otel: true }))
    expect(await settings(['--config', config])).toMatchObject({
      metrics: { host: '127.0.0.1', port: 9464 },
      otel: true,
    })
    expect((await settings([], { STRANGER_CHAT_METRICS: 'node:1' })).metrics).toEqual({
      host: 'node',
      port: 1,
    })
  })

  it('takes a Postgres by its former name too', async () => {
    const postgres = 'postgresql://chat@db/chat'
    const config = file('database.json', JSON.stringify({ database: postgres }))
    for (const given of [
      settings(['--database', postgres]),
      settings([], { STRANGER_CHAT_DATABASE: postgres }),
      settings(['--config', config]),
    ]) {
      expect((await given).postgres).toBe(postgres)
      expect(await given).not.toHaveProperty('database')
    }
  })

  it('takes what relays voice and video, and its secret from nowhere but the environment or a file', async () => {
    const url = 'turn:turn.example.org:3478?transport=udp'
    const env = { STRANGER_CHAT_TURN_SECRET: 'north' }
    expect(
      await settings(['--modes', 'text,video', '--turn', url, '--turn', 'turns:[2001:db8::1]:443'], env),
    ).toMatchObject({
      modes: ['text', 'video'],
      turn: { urls: [url, 'turns:[2001:db8::1]:443'], secret: 'north' },
    })
    expect(
      await settings([], { ...env, STRANGER_CHAT_TURN: url, STRANGER_CHAT_MODES: 'voice, text' }),
    ).toMatchObject({ modes: ['voice', 'text'], turn: { urls: [url], secret: 'north' } })
    const config = file(
      'turn.json',
      JSON.stringify({
        modes: ['text', 'voice'],
        turn: { urls: [url], ttlSeconds: 300, relays: ['203.0.113.7'] },
      }),
    )
    expect(await settings(['--config', config], env)).toMatchObject({
      modes: ['text', 'voice'],
      turn: { urls: [url], secret: 'north', ttlSeconds: 300, relays: ['203.0.113.7'] },
    })
    expect(
      (await settings(['--config', config, '--turn', 'turn:b.example', '--modes', 'text'], env)).turn?.urls,
    ).toEqual(['turn:b.example'])
  })

  it('takes from where it relays: as named, else as the URLs say if they are addresses', async () => {
    const env = { STRANGER_CHAT_TURN_SECRET: 'north' }
    const relays = async (args: readonly string[], more: Environment = {}) => {
      const { turn, iceRelays } = await settings(args, { ...env, ...more })
      return turn?.relays ?? iceRelays
    }
    const byName = ['--turn', 'turn:turn.example.org:3478?transport=udp']
    const byAddress = ['--turn', 'turn:203.0.113.7?transport=udp', '--turn', 'turns:[2001:db8::7]:443']
    expect(await relays(byName)).toBeUndefined()
    expect(await relays([...byName, ...byAddress])).toBeUndefined()
    expect(await relays(byAddress)).toEqual(['203.0.113.7', '2001:db8::7'])
    expect(await relays([...byAddress, '--turn', 'turn:203.0.113.7:3478'])).toHaveLength(2)
    const named = { STRANGER_CHAT_RELAY: '203.0.113.8, 2001:db8::8' }
    expect(await relays(byAddress, named)).toEqual(['203.0.113.8', '2001:db8::8'])
    expect(await relays([...byName, '--relay', '203.0.113.9'], named)).toEqual(['203.0.113.9'])
    const turn = { urls: ['turn:a.example'], relays: ['203.0.113.7'] }
    const config = file('relays.json', JSON.stringify({ turn }))
    expect(await relays(['--config', config])).toEqual(['203.0.113.7'])
    expect(await relays(['--config', config], named)).toEqual(['203.0.113.8', '2001:db8::8'])
    expect(await relays(['--config', config, ...byName]), 'those were of another server').toBeUndefined()
    const list = file('list.json', JSON.stringify({ iceServers: [{ urls: 'turn:a.example' }] }))
    expect(await relays(['--config', list, '--relay', '203.0.113.9'])).toEqual(['203.0.113.9'])
  })

  it('treats an empty variable as none', async () => {
    expect(await settings([], { PORT: '', STRANGER_CHAT_DATA: '', STRANGER_CHAT_DEV: '' })).toEqual(
      await settings([]),
    )
  })

  it('reads a config file that is a module, with plugins', async () => {
    const config = file(
      'c.mjs',
      "export default { gates: { age: [16, 18] }, ice: { relays: ['203.0.113.7'], servers: () => ({ servers: [], ttlMs: 60_000 }) }, plugins: [{ name: 'mine', join: () => ({ verdict: 'allow' }) }] }",
    )
    const { gates, plugins, ice } = await settings(['--config', config])
    expect(ice?.relays).toEqual(['203.0.113.7'])
    expect(gates).toEqual({ age: [16, 18] })
    expect(plugins?.[0]?.name).toBe('mine')
  })

  it('helps, and tells its version', async () => {
    expect(await readCommand(['--help', '--port', 'x'], {})).toEqual({ kind: 'help' })
    expect(await readCommand(['-v'], {})).toEqual({ kind: 'version' })
  })
})

describe('what is refused, in one sentence that says what to do', () => {
  it.each([
    [['--nope'], /'--nope'.*--help/],
    [['--port'], /--port.*--help/],
    [['--dev=yes'], /--dev.*--help/],
    [['dance'], /"dance".*--help/],
    [['serve', 'twice'], /"serve twice"/],
    [['--port', 'abc'], /"abc" is no port/],
    [['--port', '-1'], /After --port comes another option.*--port=VALUE.*--help/],
    [['--port=-1'], /"-1" is no port/],
    [['--port', '65536'], /"65536" is no port/],
    [['--port', '80.5'], /"80.5" is no port/],
    [['--origin', 'example.org'], /"example.org" is no origin.*https:/],
    [['--origin', '*'], /"\*" is no origin/],
    [['--modes', 'text,smell'], /"smell" is no mode.*--modes text,voice,video/],
    [['--turn', 'turn:turn.example.org'], /needs the secret.*STRANGER_CHAT_TURN_SECRET.*command line/],
    [
      ['--turn', 'https://turn.example.org'],
      /"https:\/\/turn.example.org" is no address of a TURN server.*turn:/,
    ],
    [['--redis', 'localhost:6379'], /A Redis must be an address such as redis:/],
    [['--redis', 'redis://'], /A Redis must be/],
    [['--redis-persists'], /--redis-persists goes with: --redis URL/],
    [['--postgres', 'mysql://db/chat'], /database must be an address such as postgres:/],
    [['--keys', '/etc/chat'], /something\.json: --keys FILE/],
    [['--metrics', 'everywhere'], /"everywhere" is no place for --metrics.*9464/],
    [['--metrics', '::1:9464'], /\[::1\]:9464/],
    [['--metrics', '70000'], /no place for --metrics/],
    [['--relay', '203.0.113.7'], /no TURN server.*--turn/],
    [['--turn', 'turn:a.example', '--relay', 'a.example'], /"a.example" is no IP address/],
    [['--config', '/no/such/file.json'], /^There is no config file \/no\/such\/file\.json\..*--config FILE/],
    [['--config', '/no/such/file.mjs'], /^There is no config file \/no\/such\/file\.mjs\..*--config FILE/],
    [['--config', '/'], /^The config file \/ can't be read: it is a folder\.$/],
    [['--config', '/etc/passwd/x.json'], /^There is no config file \/etc\/passwd\/x\.json\./],
    [['--config', `/${'x'.repeat(300)}.mjs`], /^The config file \/x+\.mjs can't be read: ENAMETOOLONG/],
  ])('%j', async (args, sentence) => {
    expect(await trouble(args)).toMatch(sentence)
  })

  it.each([
    ['{"port": 80', 'is no valid JSON'],
    ['[]', 'one object of settings'],
    ['{"ports": 80}', 'unknown setting "ports". There are: port, host'],
    ['{"port": "80"}', '"port" in the config file'],
    ['{"origins": "https://a.example"}', '"origins" in the config file'],
    ['{"redis": "redis://a"}', 'a list of addresses such as redis://host:6379'],
    ['{"redis": ["a:6379"]}', '"redis" in the config file'],
    ['{"postgres": "db"}', '"postgres" in the config file'],
    ['{"keys": "ring"}', '"keys" in the config file'],
    ['{"gates": {"age": 18}}', '"gates" in the config file'],
    ['{"gates": {"age": []}}', '"gates" in the config file'],
    ['{"gates": {"rules": {"items": []}}}', '"gates" in the config file'],
    ['{"modes": ["smell"]}', 'must be a list of text, voice, video'],
    ['{"turn": {"urls": []}}', '"turn" in the config file'],
    ['{"turn": {"urls": ["turn:a.example"], "ttlSeconds": 5}}', '60 to 86400'],
    ['{"turn": {"urls": ["turn:a.example"]}}', 'STRANGER_CHAT_TURN_SECRET'],
    ['{"turn": {"urls": ["turn:a.example"], "secret": "north", "relays": ["a.example"]}}', 'IP addresses'],
    ['{"turn": {"urls": ["turn:a.example"], "secret": "north"}, "iceServers": []}', 'not both'],
    ['{"iceServers": [{"urls": "https://a.example"}]}', '"iceServers" in the config file'],
    ['{"ice": {"urls": []}}', 'what turnRest, staticList or hook made'],
    ['{"iceRelays": ["a.example"]}', 'a list of at most 8 IP addresses'],
    ['{"icePolicy": "direct"}', '"relay" or "all"'],
    ['{"limits": {"frameRate": -1}}', '"limits" in the config file'],
    ['{"limits": {"sendRate": 0}}', 'whole numbers from 1'],
    ['{"limits": {"framRate": 10}}', 'for any of frameBytes'],
    ['{"grace": {"seen": 10}}', 'for any of away, hidden'],
    ['{"__proto__": {}, "constructor": 1}', 'unknown setting'],
    [
      '{"webhooks": [{"url": "https://a.example", "secret": "whsec_and+some/words+that/are=none"}]}',
      '"whsec_" and base64 of 24 bytes or more',
    ],
    ['{"origins": ["example.org"]}', '"example.org" is no origin'],
  ])('a config file with %s', async (text, sentence) => {
    expect(await trouble(['--config', file('bad.json', text)])).toContain(sentence)
  })

  it('never repeats an address, which may hold a password', async () => {
    const config = file('secret.json', JSON.stringify({ redis: ['http://user:hunter2@host'] }))
    for (const sentence of [
      await trouble(['--redis', 'http://user:hunter2@host']),
      await trouble(['--postgres', 'http://user:hunter2@host']),
      await trouble([], { STRANGER_CHAT_REDIS: 'user:hunter2@host' }),
      await trouble(['--config', config]),
    ])
      expect(sentence).not.toContain('hunter2')
  })

  it('a module that throws, or holds no settings', async () => {
    expect(await trouble(['--config', file('bad.mjs', 'throw new Error("boom\\nand more")')])).toMatch(
      /can't be loaded: boom$/,
    )
    expect(await trouble(['--config', file('empty.mjs', 'export const x = 1')])).toMatch(/one object/)
  })

  it('a variable that is neither yes nor no', async () => {
    expect(await trouble([], { STRANGER_CHAT_DEV: 'maybe' })).toBe(
      'STRANGER_CHAT_DEV is "maybe". Set it to 1 or 0.',
    )
  })
})
