/** An element in the words of the WebDriver standard. */
export interface DriverElement {
  readonly [ELEMENT]: string
}
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** The keys that no character stands for. */
export const keys = { Enter: '\uE007' } as const

interface Answer {
  readonly value: unknown
}

/** A session of a browser, by the bare HTTP of the WebDriver standard. */
export class DriverSession {
  readonly #url: string

  private constructor(url: string) {
    this.#url = url
  }

  /** Opens a browser with a window. @param driver the address of a driver that is ready */
  static async open(driver: string, capabilities: Readonly<Record<string, unknown>>): Promise<DriverSession> {
    const made = (await ask('POST', `${driver}/session`, {
      capabilities: { alwaysMatch: capabilities },
    })) as { readonly sessionId: string }
    return new DriverSession(`${driver}/session/${made.sessionId}`)
  }

  async goto(url: string): Promise<void> {
    await ask('POST', `${this.#url}/url`, { url })
  }

  /** Runs a function in the page by its text, and waits for what it promises. `undefined` comes back as null. */
  async run(script: (...args: never[]) => unknown, args: readonly unknown[] = []): Promise<unknown> {
    return await ask('POST', `${this.#url}/execute/sync`, {
      script: `return (${String(script)})(...arguments)`,
      args,
    })
  }

  async click(element: DriverElement): Promise<void> {
    await ask('POST', `${this.#url}/element/${element[ELEMENT]}/click`, {})
  }

  async type(element: DriverElement, text: string): Promise<void> {
    await ask('POST', `${this.#url}/element/${element[ELEMENT]}/value`, { text })
  }

  /** Closes the browser. */
  async close(): Promise<void> {
    await ask('DELETE', this.#url)
  }
}

/** Longer than a driver may take for anything; a bound against hanging, not a measure. */
const PATIENCE = 40_000

async function ask(method: 'POST' | 'DELETE', url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    signal: AbortSignal.timeout(PATIENCE),
  })
  const { value } = (await response.json()) as Answer
  if (response.ok) return value
  throw new Error(`The driver answered ${response.status} to ${url}: ${JSON.stringify(value)}`)
}
