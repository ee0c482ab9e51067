import type { Browser, BrowserContextOptions } from 'playwright-core'
import { openBrowser, Visitor } from './browser.ts'
import { type RunningServer, type ServerOptions, startServer } from './server.ts'
import { openSite, type Scripts } from './site.ts'

/** The browser's own name for what it refused. */
export interface Refused {
  readonly directive: string
  readonly what: string
}

interface Watched {
  readonly refused: readonly Refused[]
}

/** What a page complained about: refusals of its policy, errors and warnings in its console. */
export interface Complaints {
  readonly said: readonly string[]
  readonly refused: () => Promise<readonly Refused[]>
}

export type Complaining = Visitor & { readonly complaints: Complaints }

/** A server, a browser, and the pages of other people's sites that the tests of one file open. */
export class Hosts {
  readonly server: RunningServer
  readonly browser: Browser
  #ends: (() => unknown)[] = []

  private constructor(server: RunningServer, browser: Browser) {
    this.server = server
    this.browser = browser
  }

  static async open(
    options: ServerOptions = { args: ['--dev'] },
    ...browser: Parameters<typeof openBrowser>
  ): Promise<Hosts> {
    return new Hosts(await startServer(options), await openBrowser(...browser))
  }

  /** Where the server's sockets are. */
  get sockets(): string {
    return this.server.url.replace('http', 'ws')
  }

  /** A site with this page. @returns its origin, by a name that a server in development lets in */
  async site(
    page: string,
    headers: Readonly<Record<string, string>> = {},
    scripts?: Scripts,
  ): Promise<string> {
    const site = await openSite(page, headers, scripts)
    this.#ends.push(site.close)
    return `http://localhost:${site.port}`
  }

  /** Somebody with a browser profile of their own, on a page that is watched from its first line on. */
  async arrive(url: string, options: BrowserContextOptions = {}): Promise<Complaining> {
    const context = await this.browser.newContext({ locale: 'en-GB', ...options })
    this.#ends.push(() => context.close())
    const said: string[] = []
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) said.push(message.text())
    })
    context.on('weberror', (error) => said.push(String(error.error())))
    await context.addInitScript(watch)
    const visitor = await Visitor.open(context, url)
    const refused = () => visitor.page.evaluate(() => (globalThis as unknown as Watched).refused)
    return Object.assign(visitor, { complaints: { said, refused } })
  }

  /** Between two tests. */
  async leave(): Promise<void> {
    await Promise.all(this.#ends.splice(0).map((end) => end()))
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.server.remove()
  }
}

/** Runs in the page, before anything else: writes down what its policy refuses. */
function watch(): void {
  const refused: Refused[] = []
  // A new tab runs this twice: on its first, empty page and on the one it is for.
  Object.defineProperty(globalThis, 'refused', { value: refused, configurable: true })
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
    refused.push({ directive: effectiveDirective, what: blockedURI + sample })
  })
}
