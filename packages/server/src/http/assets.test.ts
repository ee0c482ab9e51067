import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createAssets } from './assets.js'

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), 'stranger-chat-assets-'))
  closing.push(() => rmSync(made, { recursive: true, force: true }))
  mkdirSync(join(made, 'assets'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text)
  return made
}

async function serve(widget?: string, check?: string): Promise<string> {
  const assets = createAssets(widget, check, false)
  const http: Server = createServer((req, res) => assets.serve(req, res, () => void res.writeHead(404).end()))
  await new Promise<void>((done) => void http.listen(0, '127.0.0.1', done))
  closing.push(() => void http.close())
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

it("serves the check beside the element's files, for pages of any site", async () => {
  const at = await serve(
    folder({ 'stranger-chat.js': 'element' }),
    folder({ 'index.js': 'check', 'assets/worker.js': 'worker' }),
  )
  expect(await (await fetch(`${at}/stranger-chat.js`)).text()).toBe('element')
  const check = await fetch(`${at}/check/index.js`)
  expect(await check.text()).toBe('check')
  expect(check.headers.get('access-control-allow-origin')).toBe('*')
  expect(check.headers.get('content-security-policy')).toBe(null)
})

it("sends the check's worker with what it may do: make code of the file beside it, and nothing else", async () => {
  const at = await serve(undefined, folder({ 'assets/worker.js': 'worker' }))
  const { headers } = await fetch(`${at}/check/assets/worker.js`)
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  )
})

it('leaves to others what is not installed, and never leaves its folders', async () => {
  const at = await serve(folder({ 'stranger-chat.js': 'element' }))
  for (const path of ['/check/index.js', '/check/', '/check/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd'])
    expect((await fetch(`${at}${path}`)).status).toBe(404)
})
