import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Site {
  readonly port: number
  readonly close: () => void
}

/** A site that serves one page at every address, on a port of its own: so its origin isn't the chat server's. */
export async function openSite(page: string, headers: Readonly<Record<string, string>> = {}): Promise<Site> {
  const site = createServer((_, res) => {
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
    res.end(page)
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  return { port: (site.address() as AddressInfo).port, close: () => void site.close() }
}

/** Somebody's page with the element in two lines. */
export const twoLines = (server: string): string =>
  `<!doctype html><html lang="en"><title>a site</title><main><h1>A site</h1>
  <script type="module" src="${server}/stranger-chat.js"></script>
  <stranger-chat></stranger-chat></main>`
