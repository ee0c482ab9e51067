import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endWithUs } from './children.ts'

/** A program that talks through pipes, as a person with two terminals would see it. */
export class Program {
  readonly #child: ChildProcess
  readonly #gone: Promise<unknown>
  readonly #waiting = new Set<() => void>()
  #text = ''
  #read = 0

  /** Runs a script of the repository (`examples/…`) under this Node. */
  constructor(script: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    const file = fileURLToPath(new URL(`../../${script}`, import.meta.url))
    this.#child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env } })
    endWithUs(this.#child)
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#text += chunk
        for (const look of this.#waiting) look()
      })
    }
    this.#gone = once(this.#child, 'exit')
    void this.#gone.then(() => {
      for (const look of this.#waiting) look()
    })
  }

  /** All it wrote, both streams. */
  get text(): string {
    return this.#text
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits until it has written this, after what was waited for before; resolves with the match. */
  async shows(what: string | RegExp): Promise<RegExpExecArray> {
    const pattern =
      typeof what === 'string' ? new RegExp(what.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)) : what
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(this.#text.slice(this.#read))
        if (found) {
          this.#read += found.index + found[0].length
          resolve(found)
        } else if (this.running) return
        else reject(new Error(`It ended without ${pattern}:\n${this.#text}`))
        this.#waiting.delete(look)
      }
      this.#waiting.add(look)
      look()
    })
  }

  types(line: string): void {
    this.#child.stdin?.write(`${line}\n`)
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Waits for its end by itself: the exit code. */
  async ends(): Promise<number | null> {
    await this.#gone
    return this.#child.exitCode
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.#gone
  }
}
