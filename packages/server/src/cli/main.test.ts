import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openTerminal, type Terminal } from '../testing/terminal.js'
import { main } from './main.js'

let terminal: Terminal
beforeEach(() => {
  terminal = openTerminal('cli')
})
afterEach(() => terminal.close())

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
    expect(terminal.out).toContain(word)
  expect(Math.max(...terminal.out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
  terminal.out = ''
  expect(await main(['--version'], {})).toBe(0)
  expect(terminal.out).toMatch(/^\d+\.\d+\.\d+\S*\n$/)
})

it('hands over to the conformance kit, which has a help of its own', async () => {
  expect(await main(['conformance', '--help'], {})).toBe(0)
  expect(terminal.out).toContain('stranger-chat conformance URL')
  expect(await main(['conformance'], {})).toBe(2)
  expect(terminal.err).toMatch(/^stranger-chat: Which server\? .*\n$/)
})

it('says in one line what is wrong with an option, and ends with 2', async () => {
  expect(await main(['--prot', '1'], {})).toBe(2)
  expect(terminal.err).toMatch(/^stranger-chat: .*'--prot'.*\n$/)
})

it('names a port that is taken, and another one to try', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  try {
    expect(
      await main(['--port', String(port), '--host', '127.0.0.1', '--data', terminal.at('data')], {}),
    ).toBe(1)
  } finally {
    other.close()
  }
  expect(terminal.err).toContain(`Port ${port} is taken by another program.`)
  expect(terminal.err).toContain(`--port ${port + 1}`)
  expect(terminal.err).not.toMatch(/\n\s+at /)
})

it('names a data folder it cannot use', async () => {
  const inTheWay = terminal.at('file')
  writeFileSync(inTheWay, '')
  for (const path of [inTheWay, join(inTheWay, 'below'), '/proc/data']) {
    terminal.err = ''
    expect(await main(['--port', '0', '--data', path], {})).toBe(1)
    expect(terminal.err).toMatch(/^stranger-chat: The data folder .* can't be used: .*--data FOLDER\n$/)
    expect(terminal.err).toContain(path)
  }
})

it('names keys it cannot read, and an address block that is none', async () => {
  writeFileSync(terminal.at('keys.json'), 'not keys', { mode: 0o600 })
  expect(await main(['--port', '0', '--data', terminal.folder], {})).toBe(1)
  expect(terminal.err).toMatch(/^stranger-chat: [^\n]*keys\.json[^\n]*\n$/)
  terminal.err = ''
  expect(await main(['--port', '0', '--data', terminal.at('new'), '--trust-proxy', 'everybody'], {})).toBe(2)
  expect(terminal.err).toContain('"everybody" is no address block')
})

it('serves until a signal: says what to open and where the data is, and keeps that to its owner', async () => {
  const data = terminal.at('data')
  const ended = main(['--port', '0', '--dev', '--data', data], {})
  await vi.waitFor(() => expect(terminal.out).toContain('Data'))
  const url = /Open\s+(\S+)/.exec(terminal.out)?.[1] ?? ''
  expect(terminal.out).toContain(`<script type="module" src="${url}stranger-chat.js"></script>`)
  expect(terminal.out).toContain(data)
  expect(await (await fetch(url)).text()).toContain('<stranger-chat')
  expect(statSync(data).mode & 0o777).toBe(0o700)
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
  expect(terminal.err).toMatch(/server\.started.*\n.*server\.stopped/)
})

it('hears a signal from the very beginning, and ends as soon as it has begun', async () => {
  const before = process.listenerCount('SIGTERM')
  const ended = main(['--port', '0', '--dev', '--data', terminal.at('data')], {})
  await vi.waitFor(() => expect(process.listenerCount('SIGTERM')).toBe(before + 1), { interval: 1 })
  expect(terminal.out).toBe('')
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

it('forgets signals when it could not begin', async () => {
  const before = process.listenerCount('SIGTERM')
  writeFileSync(terminal.at('keys.json'), 'not keys', { mode: 0o600 })
  expect(await main(['--port', '0', '--data', terminal.folder], {})).toBe(1)
  expect(process.listenerCount('SIGTERM')).toBe(before)
})
