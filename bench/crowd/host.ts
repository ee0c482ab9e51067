import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cpuOf, pinned, total } from '../support/cpu.ts'

const cli = fileURLToPath(new URL('../../packages/server/dist/cli.js', import.meta.url))

/** The server as people run it, in a process that can be killed and started again on the same port. */
export class Host {
  readonly url: string
  readonly #port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'stranger-chat-crowd-'))
  #child: ChildProcess | undefined

  private constructor(port: number) {
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
  }

  static async open(config: Readonly<Record<string, unknown>>): Promise<Host> {
    const probe = createServer().listen(0, '127.0.0.1')
    await once(probe, 'listening')
    const { port } = probe.address() as AddressInfo
    probe.close()
    await once(probe, 'close')
    const host = new Host(port)
    writeFileSync(join(host.#folder, 'config.json'), JSON.stringify(config))
    await host.start()
    return host
  }

  async start(): Promise<void> {
    const { file, args } = pinned(0, [
      process.execPath,
      cli,
      ...['--port', String(this.#port), '--host', '127.0.0.1', '--data', this.#folder],
      ...['--config', join(this.#folder, 'config.json')],
    ])
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'ignore'] })
    this.#child = child
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`)
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      await pause(25)
    }
  }

  /** SIGKILL: no goodbye to anybody. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  /** CPU used so far by the present process, ms. */
  get cpuMs(): number {
    return this.#pid === undefined ? 0 : total(cpuOf(this.#pid)) / 1_000
  }

  /** Resident memory, MB. */
  get rssMb(): number {
    if (this.#pid === undefined) return 0
    const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1_024
  }

  async remove(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #pid(): number | undefined {
    const child = this.#child
    return child === undefined || child.exitCode !== null || child.signalCode !== null ? undefined : child.pid
  }
}
