import { createServer } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { parseExposition } from '../metrics/testing.js'
import { openTerminal, type Terminal } from '../testing/terminal.js'
import { main } from './main.js'

/** Figures at an address of their own. */

let terminal: Terminal
beforeEach(() => {
  terminal = openTerminal('metrics')
})
afterEach(() => terminal.close())
const serve = (...args: readonly string[]): Promise<number> =>
  main(['--port', '0', '--dev', '--modes', 'text', '--data', terminal.at('data'), ...args], {})

it('tells them there and not on the public port, where readiness is told as well', async () => {
  const ended = serve('--metrics', '0')
  await vi.waitFor(() => expect(terminal.out).toContain('Data'), { timeout: 20_000 })
  const [, open = ''] = /Open\s+(\S+)/.exec(terminal.out) ?? []
  const [, metrics = ''] = /Metrics\s+(\S+)/.exec(terminal.out) ?? []
  expect(metrics).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
  const scrape = await fetch(metrics)
  expect(scrape.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  const families = parseExposition(await scrape.text())
  expect(families.get('stranger_chat_connections')?.samples).toMatchObject([{ value: 0 }])
  for (const name of ['process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'])
    expect(families.has(name)).toBe(true)
  expect((await fetch(new URL('/metrics', open))).status).toBe(404)
  for (const base of [open, metrics]) {
    expect((await fetch(new URL('/livez', base))).status).toBe(200)
    expect(await (await fetch(new URL('/readyz', base))).json()).toEqual({ status: 'ready' })
  }
  expect((await fetch(new URL('/', metrics))).status).toBe(404)
  expect((await fetch(metrics, { method: 'POST' })).status).toBe(405)
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
  await expect(fetch(metrics)).rejects.toThrow(/fetch failed/)
})

it('says that its place is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { readonly port: number }
  expect(await serve('--metrics', String(port))).toBe(1)
  other.close()
  expect(terminal.err).toMatch(
    new RegExp(`Figures can't be told at 127.0.0.1:${port}: that port is taken.*--metrics`),
  )
})

it('tells OpenTelemetry when asked', async () => {
  const ended = serve('--otel')
  await vi.waitFor(() => expect(terminal.out).toContain('Data'), { timeout: 20_000 })
  expect(terminal.out).not.toContain('Metrics')
  process.emit('SIGTERM')
  expect(await ended).toBe(0)
})
