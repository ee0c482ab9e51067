import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { main } from './main.js'

let folder: string
let out: string
let err: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-cli-'))
  out = err = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

it('prints help a person can read, and its version', async () => {
  expect(await main(['--help'], {})).toBe(0)
  for (const word of [
    '--port',
    '--host',
    '--data',
    '--postgres',
    '--redis',
    '--redis-persists',
    '--keys',
    '--origin',
    '--trust-proxy',
    '--modes',
    '--turn',
    '--relay',
    'STRANGER_CHAT_TURN_SECRET',
    '--metrics',
    '--otel',
    '--config',
    '--dev',
    '<stranger-chat>',
  ])
    expect(out).toContain(word)
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
  out = ''
  expect(await main(['--version'], {})).toBe(0)
  expect(out).toMatch(/^\d+\.\d+\.\d+\S*\n$/)
})

it('hands over to the conformance kit, which has a help of its own', async () => {
  expect(await main(['conformance', '--help'], {})).toBe(0)
  expect(out).toContain('stranger-chat conformance URL')
  expect(await main(['conformance'], {})).toBe(2)
  expect(err).toMatch(/^stranger-chat: Which server\? .*\n$/)
})

it('says in one line what is wrong with an option, and ends with 2', async () => {
  expect(await main(['--prot', '1'], {})).toBe(2)
  expect(err).toMatch(/^stranger-chat: .*'--prot'.*\n$/)
})

it('names a port that is taken, and another one to try', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  try {
    expect(
      await main(['--port', String(port), '--host', '127.0.0.1', '--data', join(folder, 'data')], {}),
    ).toBe(1)
  } finally {
    other.close()
  }
  expect(err).toContain(`Port ${port} is taken by another program.`)
  expect(err).toContain(`--port ${port + 1}`)
  expect(err).not.toMatch(/\n\s+at /)
})

it('names a data folder it cannot use', async () => {
  const inTheWay = join(folder, 'file')
  writeFileSync(inTheWay, '')
  for (const path of [inTheWay, join(inTheWay, 'below'), '/proc/data']) {
    err = ''
    expect(await main(['--port', '0', '--data', path], {})).toBe(1)
    expect(err).toMatch(/^stranger-chat: The data folder .* can't be used: .*--data FOLDER\n$/)
    expect(err).toContain(path)
  }
})

it('names keys it cannot read, and an address block that is none', async () => {
  writeFileSync(join(folder, 'keys.json'), 'not keys', { mode: 0o600 })
  expect(await main(['--port', '0', '--data', folder], {})).toBe(1)
  expect(err).toMatch(/^stranger-chat: [^\n]*keys\.json[^\n]*\n$/)
  err = ''
  expect(await main(['--port', '0', '--data', join(folder, 'new'), '--trust-proxy', 'everybody'], {})).toBe(2)
  expect(err).toContain('"everybody" is no address block')
})

it('serves until a signal: says what to open and where the data is, and keeps that to its owner', async () => {
  const data = join(folder, 'data')
  const ended = main(['--port', '0', '--dev', '--data', data], {})
  await vi.waitFor(() => expect(out).toContain('Data'))
  const url = /Open\s+(\S+)/.exec(out)?.[1] ?? ''
  expect(out).toContain(`<script type="module" src="${url}stranger-chat.js"></script>`)
  expect(out).toContain(data)
  expect(await (await fetch(url)).text()).toContain('<stranger-chat')
  expect(statSync(data).mode & 0o777).toBe(0o700)
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
  expect(err).toMatch(/server\.started.*\n.*server\.stopped/)
})

it('hears a signal from the very beginning, and ends as soon as it has begun', async () => {
  const before = process.listenerCount('SIGTERM')
  const ended = main(['--port', '0', '--dev', '--data', join(folder, 'data')], {})
  await vi.waitFor(() => expect(process.listenerCount('SIGTERM')).toBe(before + 1), { interval: 1 })
  expect(out).toBe('')
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

it('forgets signals when it could not begin', async () => {
  const before = process.listenerCount('SIGTERM')
  writeFileSync(join(folder, 'keys.json'), 'not keys', { mode: 0o600 })
  expect(await main(['--port', '0', '--data', folder], {})).toBe(1)
  expect(process.listenerCount('SIGTERM')).toBe(before)
})
