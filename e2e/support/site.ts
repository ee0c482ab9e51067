import { readFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

export interface Site {
  readonly port: number
  readonly close: () => void
}

/** Scripts a site has beside its page, by path; undefined for what isn't one. */
export type Scripts = (path: string) => string | undefined

/** A site that serves one page at every address, on a port of its own: so its origin isn't the chat server's. */
export const openSite = (
  page: string,
  headers: Readonly<Record<string, string>> = {},
  scripts: Scripts = () => undefined,
): Promise<Site> =>
  open(({ url = '/' }, res) => {
    const script = scripts(new URL(url, 'http://site.example').pathname)
    const type = script === undefined ? 'text/html' : 'text/javascript'
    res.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers })
    res.end(script ?? page)
  })

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** A site that serves what somebody built. */
export const openFolder = (folder: string): Promise<Site> =>
  open(({ url = '/' }, res) => {
    const { pathname } = new URL(url, 'http://localhost')
    const file = join(folder, normalize(pathname === '/' ? '/index.html' : pathname))
    readFile(file).then(
      (body) => res.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(body),
      () => res.writeHead(404).end(),
    )
  })

async function open(listener: RequestListener): Promise<Site> {
  const site = createServer(listener)
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  return { port: (site.address() as AddressInfo).port, close: () => void site.close() }
}

/** Somebody's page with the element in two lines. */
export const twoLines = (server: string): string =>
  `<!doctype html><html lang="en"><title>a site</title><main><h1>A site</h1>
  <script type="module" src="${server}/stranger-chat.js"></script>
  <stranger-chat></stranger-chat></main>`
