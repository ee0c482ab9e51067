import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { turnserverPath } from '../scripts/lib/coturn.mjs'
import { endWithUs } from './support/children.ts'
import { collect, freePort } from './support/server.ts'

/** The configuration of coturn in docs/video.md, as it stands there, on this machine. */
const docs = readFileSync(new URL('../docs/video.md', import.meta.url), 'utf8')
const conf = /```conf\n(.*?)```/s.exec(docs)?.[1] ?? ''
const cli = fileURLToPath(new URL('../packages/server/dist/cli.js', import.meta.url))
const SECRET = 'a secret, for this test alone'

let folder: string
let port: number
let tlsPort: number
let child: ReturnType<typeof spawn> | undefined
let output = (): string => ''
const log = (): string => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '')

/** What an operator changes, and what only a test needs. @param relay on loopback */
function filled(): string {
  const ownLines = conf
    .split('\n')
    // As the page says for a machine without IPv6.
    .filter((line) => !line.includes('2001:db8::7'))
    .join('\n')
  const replaced = ownLines
    .replaceAll('203.0.113.7', '127.0.0.1')
    .replace('static-auth-secret=SECRET', `static-auth-secret=${SECRET}`)
    .replace('listening-port=3478', `listening-port=${port}`)
    .replace('tls-listening-port=443', `tls-listening-port=${tlsPort}`)
    .replace(/^cert=.*$/m, `cert=${join(folder, 'cert.pem')}`)
    .replace(/^pkey=.*$/m, `pkey=${join(folder, 'key.pem')}`)
    .replace(/^syslog$/m, `no-stdout-log\nlog-file=${join(folder, 'log')}\nsimple-log`)
  const loopback = ['allow-loopback-peers', 'cli-password=unused']
  const files = [`pidfile=${join(folder, 'pid')}`, `userdb=${join(folder, 'db')}`]
  return [replaced, ...loopback, ...files, ''].join('\n')
}

beforeAll(async () => {
  const coturn = turnserverPath()
  if (coturn === undefined)
    throw new Error('No coturn found. Install the `coturn` package, or name the program with TURNSERVER.')
  folder = mkdtempSync(join(tmpdir(), 'stranger-chat-video-docs-'))
  ;[port, tlsPort] = [await freePort(), await freePort()]
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=turn.example.org'].concat(
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'cert.pem'),
    ),
    { stdio: 'ignore' },
  )
  writeFileSync(join(folder, 'turnserver.conf'), filled(), { mode: 0o600 })
  child = spawn(coturn, ['-c', join(folder, 'turnserver.conf')], { stdio: ['ignore', 'pipe', 'pipe'] })
  endWithUs(child)
  output = collect(child)
  while (!log().includes('Total General servers')) {
    if (child.exitCode !== null) throw new Error(`coturn ended:\n${output()}${log()}`)
    await pause(25)
  }
})
afterAll(async () => {
  if (child?.exitCode === null) {
    child.kill()
    await once(child, 'exit')
  }
  if (folder) rmSync(folder, { recursive: true, force: true })
})

/** `stranger-chat doctor` for a server with this TURN server. */
function doctor(turn: object): { readonly code: number; readonly said: string } {
  const data = mkdtempSync(join(folder, 'data-'))
  const config = join(data, 'config.json')
  writeFileSync(config, JSON.stringify({ modes: ['text', 'voice', 'video'], turn }))
  try {
    const said = execFileSync(process.execPath, [cli, 'doctor', '--data', data, '--config', config], {
      encoding: 'utf8',
    })
    return { code: 0, said }
  } catch (cause) {
    const { status, stdout } = cause as { readonly status: number; readonly stdout: string }
    return { code: status, said: stdout }
  }
}

test('the page holds one, and it is closed', () => {
  expect(conf).toContain('denied-peer-ip=0.0.0.0-255.255.255.255')
  expect(conf).toContain('use-auth-secret')
  // Every line is explained by one above it, or is of the same kind.
  for (const block of conf.trim().split('\n\n')) expect(block.startsWith('# ')).toBe(true)
})

test('coturn takes every line of it', () => {
  expect(output() + log()).not.toMatch(/unknown|bad config|invalid|cannot|ERROR/i)
  expect(log()).toContain('White listing: 127.0.0.1')
  expect(log()).toContain('125000 bytes per second allowed per session')
})

test('it relays for whoever has our credentials, to itself alone: the doctor sees it', () => {
  const url = `turn:127.0.0.1:${port}?transport=udp`
  const { code, said } = doctor({ urls: [url], secret: SECRET, relays: ['127.0.0.1'] })
  expect(said).toContain(`ok      calls: ${url} relays from 127.0.0.1, to itself alone`)
  expect(code).toBe(0)
})

test('the doctor sees a wrong secret, an address that isn’t named, and nobody', () => {
  const url = `turn:127.0.0.1:${port}`
  const wrong = doctor({ urls: [url], secret: 'another' })
  expect(wrong).toMatchObject({ code: 1 })
  expect(wrong.said).toContain(
    `BROKEN  calls: ${url} refuses our credentials (401): its secret is another one`,
  )
  const elsewhere = doctor({ urls: [url], secret: SECRET, relays: ['203.0.113.7'] })
  expect(elsewhere.said).toContain(`BROKEN  calls: ${url} relays from 127.0.0.1, which isn't in relays`)
  expect(doctor({ urls: ['turn:127.0.0.1:9'], secret: SECRET }).said).toContain("doesn't answer over UDP")
})

test('it speaks TLS, and nothing older than 1.2', async () => {
  const speak = (maxVersion: 'TLSv1.1' | 'TLSv1.3'): Promise<string | null> =>
    new Promise((resolve) => {
      const socket = connect(
        { host: '127.0.0.1', port: tlsPort, rejectUnauthorized: false, minVersion: 'TLSv1', maxVersion },
        () => {
          resolve(socket.getProtocol())
          socket.destroy()
        },
      )
      socket.on('error', () => resolve(null))
    })
  expect(['TLSv1.2', 'TLSv1.3']).toContain(await speak('TLSv1.3'))
  expect(await speak('TLSv1.1')).toBeNull()
})

test('its log names nobody', () => {
  // Beside the addresses it was told to use.
  const said = log()
    .split('\n')
    .filter((line) => !/Listener address|Relay address|White listing|initialization/.test(line))
    // The name of a credential that was refused: made up, and good for nothing.
    .filter((line) => !line.includes('Cannot find credentials of user'))
    .join('\n')
  expect(said).not.toContain('127.0.0.1')
  expect(said).not.toMatch(/\d{10}:/)
})

test('the sums of the page are right', () => {
  const gigabytes = (2 * 0.65 * 3_600) / 8 / 1_000
  expect(docs).toContain(`= ${gigabytes} GB`)
  const rows = [...docs.matchAll(/^\| ([\d.]+) \(.*?\) \| ([\d.]+) \| ([\d.]+) \|$/gm)]
  expect(rows).toHaveLength(4)
  for (const [, price = '', hour = '', thousand = ''] of rows) {
    const cost = gigabytes * Number(price)
    expect(Math.abs(Number(hour) / cost - 1)).toBeLessThan(0.03)
    expect(Math.abs(Number(thousand) / (1_000 * cost) - 1)).toBeLessThan(0.03)
  }
})
