import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { extname, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { LIMITS } from '@stranger-chat/core'
import { type Files, serve } from '../support/files.ts'

/** All that the page needs of core: the rest would lie in everybody's memory. */
const CORE = `data:text/javascript,export const LIMITS=${JSON.stringify(LIMITS)}`
const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>a chat</title>
<style>
  body { margin: 0 }
  stranger-chat:not([layout=bubble]), deep-chat, .floor { display: block; width: 400px !important; height: 600px !important }
  :root { --chat--window--width: 400px; --chat--window--height: 600px; --sc-panel-inline-size: 400px; --sc-panel-block-size: 600px }
</style>
<script type="importmap">${JSON.stringify({ imports: { '@stranger-chat/core': CORE } })}</script>
<script type="module" src="/page/page.ts"></script>`

/** What a page fetches: each chat's built files under its name, and our own part with its types taken off. */
const FOLDERS: Readonly<Record<string, URL>> = {
  page: new URL('./', import.meta.url),
  floor: new URL('./floor/', import.meta.url),
  'stranger-chat': new URL('../../packages/widget/cdn/', import.meta.url),
  'deep-chat': new URL('../node_modules/deep-chat/dist/', import.meta.url),
  'n8n-chat': new URL('../node_modules/@n8n/chat/dist/', import.meta.url),
}
const TYPES: Readonly<Record<string, string>> = { '.css': 'text/css' }

/**
 * Serves a blank page and the chats, everything as brotli 11 made once, as a host with care would. The page is isolated, so
 * that its clock isn't coarse.
 */
export function serveFiles(): Promise<Files> {
  const made = new Map<string, Buffer | undefined>()
  return serve((request, response) => {
    const path = normalize((request.url ?? '/').split('?')[0] ?? '/')
    if (!made.has(path)) made.set(path, read(path))
    const body = made.get(path)
    if (body === undefined) return response.writeHead(404).end()
    return response
      .writeHead(200, {
        'content-type': path === '/' ? 'text/html' : (TYPES[extname(path)] ?? 'text/javascript'),
        'content-encoding': 'br',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      })
      .end(body)
  })
}

/** Quality 11 is what brotli does unless told otherwise. */
function read(path: string): Buffer | undefined {
  if (path === '/') return brotliCompressSync(HTML)
  const [, name = '', rest = ''] = /^\/([\w-]+)\/(.+)$/.exec(path) ?? []
  const folder = FOLDERS[name]
  const file = folder && fileURLToPath(new URL(rest, folder))
  if (!file || !existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  return brotliCompressSync(file.endsWith('.ts') ? stripTypeScriptTypes(text) : text)
}
