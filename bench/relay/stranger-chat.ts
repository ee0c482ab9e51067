/**
 * Our server as it comes, stamps, gates and all: only the rates are raised, since a load generator says in a second what a
 * person says in an hour. They are still counted and checked for every frame.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from '@stranger-chat/server'
import { serveParent } from '../support/child.ts'

const data = mkdtempSync(join(tmpdir(), 'stranger-chat-bench-data-'))
process.on('exit', () => rmSync(data, { recursive: true, force: true }))

const server = await createServer({
  data,
  acceptRate: 1_000_000,
  limits: { sendRate: 1_000_000, sendBurst: 1_000_000, frameRate: 1_000_000 },
})
const http = createHttpServer()
server.attach(http)
http.listen(0, '127.0.0.1', () => serveParent((http.address() as AddressInfo).port))
