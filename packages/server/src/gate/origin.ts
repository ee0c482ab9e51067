/** Which pages may talk to this server. A page can't forge its `Origin`; other clients send none and aren't judged by it. */
export interface Origins {
  /** @param host the `Host` the browser asked for: a page of the same host is always welcome */
  readonly allows: (origin: string | undefined, host: string | undefined) => boolean
}

export interface OriginOptions {
  /** Exact origins. With none given, pages on localhost are welcome beside the server's own. */
  readonly allow: readonly string[]
  /** Also takes `null` (a file, a sandboxed frame) and localhost. */
  readonly dev: boolean
}

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\]|[a-z0-9-]+\.localhost)$/

export function createOrigins({ allow, dev }: OriginOptions): Origins {
  const listed = new Set(allow)
  const takesLocal = dev || listed.size === 0
  return {
    allows(origin, host) {
      if (origin === undefined) return true
      if (origin === 'null') return dev
      if (listed.has(origin)) return true
      const page = parse(origin)
      if (page === undefined) return false
      return (takesLocal && LOCAL.test(page.hostname)) || isSameHost(page, host)
    },
  }
}

/** The origin in the form a browser sends it, or nothing if the text isn't one. */
export function asOrigin(text: string): string | undefined {
  const url = parse(text)
  if (
    url === undefined ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== '' ||
    url.username !== ''
  )
    return undefined
  return url.origin
}

/** An origin fit to be printed in a log or shown to a person; it came from a stranger's browser. */
export const printableOrigin = (origin: string): string =>
  origin === 'null' ? 'null' : (parse(origin)?.origin.slice(0, 200) ?? 'an unreadable origin')

function isSameHost(page: URL, host: string | undefined): boolean {
  // Through the page's own scheme, so that a default port written out is the same host.
  return host !== undefined && parse(`${page.protocol}//${host}`)?.host === page.host
}

function parse(text: string): URL | undefined {
  const url = URL.parse(text)
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined
}
