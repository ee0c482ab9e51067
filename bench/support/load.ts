import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { compile } from './compiler.ts'
import { pinned } from './cpu.ts'
import type { Dialect } from './servers.ts'

/** What the load generator answers to a command. */
export interface Done {
  readonly did: string
  readonly messages: number
  readonly connections: number
  readonly ms: number
  /** The generator's own CPU. */
  readonly cpuMs: number
  readonly p50Us?: number
  readonly p99Us?: number
}

export interface Load {
  readonly ask: (command: string) => Promise<Done>
  readonly stop: () => void
}

const script = fileURLToPath(new URL('../relay/load.ts', import.meta.url))

/** The C generator where there is a compiler, else the one in JavaScript. */
export function generator(choice: 'auto' | 'c' | 'js'): {
  readonly name: string
  readonly command: readonly string[]
} {
  if (choice !== 'js') {
    const compiled = compile('relay/load.c')
    if (compiled !== undefined) return { name: 'C', command: [compiled] }
    if (choice === 'c') throw new Error('No C compiler found: install one, or leave out --load c.')
  }
  return { name: 'JavaScript', command: [process.execPath, script] }
}

/** @param ports with two, every second person goes to the second (C alone) */
export function startLoad(
  command: readonly string[],
  ports: readonly number[],
  dialect: Dialect,
  textBytes: number,
): Load {
  const { file, args } = pinned(1, [...command, ports.join(','), dialect, String(textBytes)])
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  let waiting: { readonly resolve: (done: Done) => void; readonly reject: (error: Error) => void } | undefined
  let failed: Error | undefined
  const end = (error: Error): void => {
    failed ??= error
    waiting?.reject(failed)
  }
  createInterface({ input: child.stdout }).on('line', (line) => {
    const said = JSON.parse(line) as Done | { readonly failed: string }
    if ('failed' in said) end(new Error(`The load generator stopped: ${said.failed}`))
    else waiting?.resolve(said)
  })
  child.on('error', end)
  child.on('exit', (code) => end(new Error(`The load generator ended with code ${code}.`)))
  child.stdin.on('error', () => undefined)
  return {
    ask: (line) =>
      new Promise((resolve, reject) => {
        if (failed) return reject(failed)
        waiting = { resolve, reject }
        child.stdin.write(`${line}\n`)
      }),
    stop: () => void child.kill('SIGKILL'),
  }
}
