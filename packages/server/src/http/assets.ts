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

/** @param dev files are read anew at each request and never cached, so that a change shows at once */
export function createAssets(folder: string, dev: boolean): Assets {
  const serve = sirv(folder, {
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
    },
  })
  return { serve }
}

/** Files that carry a hash of what they hold can be kept for ever; the entry keeps its name from version to version. */
const cacheOf = (path: string): string =>
  HASHED.test(path)
    ? 'public, max-age=31536000, immutable'
    : `public, max-age=${HOUR_S}, stale-while-revalidate=${24 * HOUR_S}`
const HASHED = /-[\w-]{8}\.js$/
