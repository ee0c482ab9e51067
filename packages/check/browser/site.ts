import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}
const PAGE =
  '<!doctype html><html lang="en"><title>Check</title><script type="module" src="/browser/page.js"></script><p>Nothing to see.'

/** A local site: at `/` a page with page.js, and this package's built files under `/dist/`. */
export class Site {
  /** The paths asked for, in order. */
  readonly asked: readonly string[]
  readonly origin: string
  readonly #server: Server

  private constructor(server: Server, asked: readonly string[]) {
    this.#server = server
    this.asked = asked
    this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** @param headersOf what to send along with a path, a CSP for one */
  static async open(headersOf: (path: string) => Record<string, string> = () => ({})): Promise<Site> {
    const asked: string[] = []
    const server = createServer((req, res) => {
      const { pathname } = new URL(req.url ?? '/', 'http://site')
      asked.push(pathname)
      void serve(pathname, headersOf(pathname), req, res)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new Site(server, asked)
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

async function serve(
  path: string,
  headers: Record<string, string>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const type = TYPES[path === '/' ? '.html' : extname(path)] ?? 'application/octet-stream'
  try {
    const body = path === '/' ? PAGE : await readFile(fileOf(path))
    res.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers })
    res.end(body)
  } catch {
    res.writeHead(404).end()
  }
  req.resume()
}

function fileOf(path: string): URL {
  if (path !== '/browser/page.js' && !path.startsWith('/dist/')) throw new Error('Not ours.')
  return new URL(`..${path}`, import.meta.url)
}
