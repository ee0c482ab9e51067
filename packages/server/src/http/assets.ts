import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sirv from 'sirv'

/** The widget's script build, as a page of any site loads it. */
export interface Assets {
  readonly serve: (req: IncomingMessage, res: ServerResponse, next: () => void) => void
}

const ENTRY = 'stranger-chat.js'
const HOUR_S = 3600

/**
 * The folder of the widget's script build. The widget is a dependency for its files only: nothing of it is imported.
 * `undefined` if it isn't installed or wasn't built.
 */
export function findWidget(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@stranger-chat/widget/package.json')
    const folder = join(dirname(manifest), 'cdn')
    return existsSync(join(folder, ENTRY)) ? folder : undefined
  } catch {
    return undefined
  }
}

/** The folder of the check of pictures on the device, for whoever installed that package beside this one. */
export function findCheck(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('@stranger-chat/check/package.json')
    const folder = join(dirname(manifest), 'dist')
    return existsSync(join(folder, 'index.js')) ? folder : undefined
  } catch {
    return undefined
  }
}

/** Where the check's files are served. */
const CHECK = '/check/'

/**
 * @param widget the folder at the root
 * @param check the folder at `/check/`
 * @param dev files are read anew at each request and never cached, so that a change shows at once
 */
export function createAssets(widget: string | undefined, check: string | undefined, dev: boolean): Assets {
  const [root, beside] = [filesOf(widget, dev), filesOf(check, dev)]
  return {
    serve(req, res, next) {
      if (!req.url?.startsWith(CHECK)) return root(req, res, next)
      req.url = req.url.slice(CHECK.length - 1)
      beside(req, res, next)
    },
  }
}

function filesOf(folder: string | undefined, dev: boolean): Assets['serve'] {
  if (folder === undefined) return (_req, _res, next) => next()
  return sirv(folder, {
    dev,
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders(res, path) {
      // Any site may embed it, also one that isolates itself.
      res.setHeader('access-control-allow-origin', '*')
      res.setHeader('cross-origin-resource-policy', 'cross-origin')
      res.setHeader('x-content-type-options', 'nosniff')
      res.setHeader('cache-control', dev ? 'no-cache' : cacheOf(path))
      // The worker makes code of a file beside it; what a page may do is the page's own policy.
      if (path.endsWith('/worker.js')) res.setHeader('content-security-policy', WORKER_POLICY)
    },
  })
}
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

/** Files that carry a hash of what they hold can be kept for ever; the entry keeps its name from version to version. */
const cacheOf = (path: string): string =>
  HASHED.test(path)
    ? 'public, max-age=31536000, immutable'
    : `public, max-age=${HOUR_S}, stale-while-revalidate=${24 * HOUR_S}`
const HASHED = /-[\w-]{8}\.js$/
