import { copyFileSync, statSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startRedis, type TestRedis } from '../testing/redis.js'
import { openTerminal, type Terminal } from '../testing/terminal.js'
import { main } from './main.js'

/** Starting a server that shares with others. */

const PATIENCE = { timeout: 20_000 }

let redis: TestRedis
let terminal: Terminal
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())
beforeEach(() => {
  terminal = openTerminal('shared')
})
afterEach(() => terminal.close())
const at = (name: string): string => terminal.at(name)
const serve = (...args: readonly string[]): Promise<number> =>
  main(['--port', '0', '--dev', '--modes', 'text', '--data', at('data'), ...args], {})

it('needs keys that were made for all, and says how', async () => {
  expect(await serve('--redis', redis.url)).toBe(1)
  expect(terminal.err).toMatch(
    /^stranger-chat: Servers on one Redis need the same keys.*stranger-chat keys make.*\n$/,
  )
  terminal.err = ''
  expect(await serve('--redis', redis.url, '--keys', at('ring.json'))).toBe(1)
  expect(terminal.err).toContain(`none at ${at('ring.json')}`)
})

it('makes keys for all once, for their owner alone, and leaves those that are there', async () => {
  expect(await main(['keys', 'make', '--keys', at('ring.json')], {})).toBe(0)
  expect(statSync(at('ring.json')).mode & 0o777).toBe(0o600)
  copyFileSync(at('ring.json'), at('copy.json'))
  terminal.out = ''
  expect(await main(['keys', 'make'], { STRANGER_CHAT_KEYS: at('ring.json') })).toBe(0)
  expect(terminal.out).toContain('they stay')
})

it('serves with them, says what is shared without a password, and warns of records that are not', async () => {
  await main(['keys', 'make', '--keys', at('ring.json')], {})
  const url = redis.url.replace('redis://', 'redis://default:hunter2@')
  terminal.clear()
  const ended = serve('--redis', url, '--keys', at('ring.json'))
  await vi.waitFor(() => expect(terminal.out + terminal.err).toMatch(/Shared|stranger-chat:/), PATIENCE)
  expect(terminal.out).toContain(`Shared   Redis at 127.0.0.1:${redis.port}`)
  expect(terminal.out).toContain(`keys ${at('ring.json')}`)
  expect(terminal.err).toMatch(/warn store\.own .*--postgres/)
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
  expect(terminal.out + terminal.err).not.toContain('hunter2')
})

it('names a Redis that is not there, without its password', async () => {
  await main(['keys', 'make', '--keys', at('ring.json')], {})
  expect(await serve('--redis', 'redis://u:hunter2@127.0.0.1:1', '--keys', at('ring.json'))).toBe(1)
  expect(terminal.err).toMatch(/^stranger-chat: Redis at 127\.0\.0\.1:1 can't be reached: .*\n$/)
  expect(terminal.err).not.toContain('hunter2')
})

it('refuses a Redis that writes to disk, unless told to take it', async () => {
  const disk = await startRedis(['--appendonly', 'yes'])
  try {
    await main(['keys', 'make', '--keys', at('ring.json')], {})
    expect(await serve('--redis', disk.url, '--keys', at('ring.json'))).toBe(1)
    expect(terminal.err).toMatch(/writes to disk.*--redis-persists/)
    terminal.out = ''
    const ended = serve('--redis', disk.url, '--redis-persists', '--keys', at('ring.json'))
    await vi.waitFor(() => expect(terminal.out).toContain('Shared'), PATIENCE)
    process.emit('SIGTERM')
    expect(await ended).toBe(0)
  } finally {
    await disk.stop()
  }
})
