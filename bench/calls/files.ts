import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Files, serve } from '../support/files.ts'

const HTML = `<!doctype html><title>a call</title>
<script type="importmap">{"imports":{"@stranger-chat/core":"/core/index.js","@stranger-chat/core/media":"/core/media/index.js","@stranger-chat/core/transports":"/core/transports/index.js"}}</script>
<script type="module" src="/calls/page.ts"></script>`
/** What pages import: the built core, and our own part with its types taken off. */
const FOLDERS: Readonly<Record<string, URL>> = {
  core: new URL('../../packages/core/dist/', import.meta.url),
  calls: new URL('./', import.meta.url),
}

/**
 * Serves the page that calls, as any site would that embeds a chat. A page that a test makes up has no place in the network:
 * Chromium lets it open no WebSocket to this machine.
 */
export function serveFiles(): Promise<Files> {
  return serve((request, response) => {
    const path = normalize(request.url ?? '/')
    const [, name = '', file = ''] = /^\/(\w+)\/(.+)$/.exec(path) ?? []
    const folder = FOLDERS[name]
    const text = folder === undefined ? HTML : read(fileURLToPath(new URL(file, folder)))
    if (text === undefined) return response.writeHead(404).end()
    return response
      .setHeader('content-type', folder === undefined ? 'text/html' : 'text/javascript')
      .end(text)
  })
}

function read(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return file.endsWith('.ts') ? stripTypeScriptTypes(text) : text
  } catch {
    return undefined
  }
}
