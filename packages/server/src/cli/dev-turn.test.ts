import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { LogFields } from '../ports/clock.js'
import { answersStun } from '../media/stun.js'
import { systemRandom } from '../system.js'
import { findProgram, startDevTurn } from './dev-turn.js'

let folder: string
const logged: string[] = []
const log = { log: (_: string, event: string, _fields?: LogFields) => void logged.push(event) }
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'stranger-chat-dev-turn-'))))
afterAll(() => rmSync(folder, { recursive: true }))

function program(name: string, script: string): string {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

it('finds a program as a shell does', () => {
  const file = program('turnserver', 'exit 0')
  expect(findProgram('turnserver', `/nowhere:${folder}`)).toBe(file)
  expect(findProgram('turnserver', '/nowhere')).toBeUndefined()
  expect(findProgram('turnserver', undefined)).toBeUndefined()
})

it('does without one that does not start, and says so', async () => {
  logged.length = 0
  expect(await startDevTurn(program('broken', 'exit 3'), log, systemRandom)).toBeUndefined()
  expect(await startDevTurn(join(folder, 'is-not-there'), log, systemRandom)).toBeUndefined()
  expect(logged).toEqual(['turn.failed', 'turn.failed'])
})

const coturn = findProgram('turnserver', process.env['PATH'])

it.runIf(coturn !== undefined)('starts a real one, closed, and ends it', async () => {
  logged.length = 0
  const turn = await startDevTurn(coturn ?? '', log, systemRandom)
  const { port = 0, ice } = turn ?? {}
  expect(ice?.relays).toEqual(['127.0.0.1'])
  expect(ice?.isThere?.()).toBe(true)
  expect(await answersStun({ host: '127.0.0.1', port, withinMs: 1_000 })).toBe(true)
  turn?.stop()
  await vi.waitFor(async () =>
    expect(await answersStun({ host: '127.0.0.1', port, withinMs: 100 })).toBe(false),
  )
  expect(ice?.isThere?.()).toBe(false)
  expect(logged).toEqual([])
})

it('notices when it dies: nothing is offered any more', async () => {
  logged.length = 0
  // Answers like a STUN server, for half a second.
  const fake = program(
    'short-lived',
    `exec "${process.execPath}" -e '
      const port = Number(/listening-port=(\\d+)/.exec(require("fs").readFileSync(process.argv[2], "utf8"))[1])
      const socket = require("dgram").createSocket("udp4").bind(port, "127.0.0.1")
      socket.on("message", (m, from) => { m[0] = 1; m[1] = 1; socket.send(m, from.port, from.address) })
      setTimeout(() => process.exit(), 500)
    ' -- "$@"`,
  )
  const turn = await startDevTurn(fake, log, systemRandom)
  expect(turn?.ice.isThere?.()).toBe(true)
  await vi.waitFor(() => expect(turn?.ice.isThere?.()).toBe(false), 5_000)
  expect(logged).toEqual(['turn.ended'])
  turn?.stop()
})
