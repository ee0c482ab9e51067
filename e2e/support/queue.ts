import { Bare, joinFor, seat, type Seated } from './bare.ts'
import type { RunningServer } from './server.ts'

/** People without a browser, each from an address of their own, who look for somebody; between two tests they leave. */
export class Queue {
  readonly #server: RunningServer
  readonly #lines: Bare[] = []
  #people = 0

  constructor(server: RunningServer) {
    this.#server = server
  }

  readonly dial = async (url = this.#server.url): Promise<Bare> => {
    const who = ++this.#people
    const line = await Bare.dial(url, { from: `10.${who >> 8}.${who & 255}.1` })
    this.#lines.push(line)
    return line
  }

  /** Somebody who waits in the pool, and is known to. */
  readonly waiting = async (interests: readonly string[], line?: Bare) => {
    const who = line ?? (await this.dial())
    const welcome = await who.hello()
    const join = joinFor(welcome, { interests })
    who.say(join)
    await who.next('queued')
    return { line: who, welcome, join }
  }

  readonly arrive = async (interests: readonly string[] = []): Promise<Seated> => {
    const line = await this.dial()
    return await seat(line, await line.hello(), { interests })
  }

  async leave(): Promise<void> {
    const open = this.#lines.splice(0)
    for (const line of open) if (line.socket.readyState === line.socket.OPEN) line.say({ type: 'bye' })
    await Promise.all(open.map((line) => line.closed))
  }
}
