/**
 * Our server as it comes, stamps, gates and all: only the rates are raised, since a load generator says in a second what a
 * person says in an hour. They are still counted and checked for every frame. From the environment:
 *   DATA       the folder with keys and store, which then stays; default: one of its own that goes with the process
 *   REDIS      the Redis that holds what several processes share
 *   GRACE_MS   how long a seat is held for a line that fell
 *   WITHOUT    `stamps`: no hash is made, whatever is stamped, so that two runs differ by what stamps cost
 *   DETECTOR   `words`: a plugin that looks for words in every message
 */
import crypto from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Plugin } from '@stranger-chat/server'
import { serveParent } from '../support/child.mjs'

const { DATA, REDIS, GRACE_MS, WITHOUT, DETECTOR } = process.env
const data = DATA ?? mkdtempSync(join(tmpdir(), 'stranger-chat-bench-data-'))
if (DATA === undefined) process.on('exit', () => rmSync(data, { recursive: true, force: true }))

if (WITHOUT === 'stamps') {
  const { hash } = crypto
  const nothing: Readonly<Record<string, string>> = { binary: '0'.repeat(32), base64url: 'A'.repeat(43) }
  const skip = (algorithm: string, bytes: string | Uint8Array, form: string): unknown =>
    nothing[form] ?? hash(algorithm, bytes, form as 'hex')
  crypto.hash = skip as typeof hash
  syncBuiltinESMExports()
}

/** Some hundred words that nobody here says, as a site's own list would be. */
const WORDS = Array.from({ length: 300 }, (_, i) => `word${i.toString(36)}z`)
const listed = new RegExp(`\\b(?:${WORDS.join('|')})\\b`, 'iu')
const words: Plugin = {
  name: 'words',
  send: (_, body) =>
    body.kind === 'text' && listed.test(body.text)
      ? { verdict: 'reject', message: 'One of these words isn’t said here.' }
      : { verdict: 'allow' },
}

// Not before the hash was replaced.
const { createServer } = await import('@stranger-chat/server')
const server = await createServer({
  data,
  acceptRate: 1_000_000,
  limits: { sendRate: 1_000_000, sendBurst: 1_000_000, frameRate: 1_000_000 },
  ...(GRACE_MS === undefined ? {} : { grace: { away: Number(GRACE_MS), hidden: Number(GRACE_MS) } }),
  ...(DETECTOR === 'words' ? { plugins: [words] } : {}),
  ...(REDIS === undefined ? {} : { backplane: await shared(REDIS) }),
})
const http = createHttpServer()
server.attach(http)
// As the command does.
http.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
  serveParent((http.address() as AddressInfo).port),
)

async function shared(url: string) {
  const { createRedisBackplane } = await import('@stranger-chat/server/redis')
  return createRedisBackplane({
    urls: [url],
    clock: {
      now: () => Date.now(),
      after(ms, fn) {
        const timer = setTimeout(fn, ms).unref()
        return () => clearTimeout(timer)
      },
    },
    random: {
      id: () => crypto.randomBytes(16).toString('base64url'),
      unit: () => Math.random(),
      bytes: (length) => crypto.randomBytes(length),
    },
    log: { log: (_, what, fields) => console.error(what, fields) },
  })
}
