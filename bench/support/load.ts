import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pinned } from './cpu.ts'
import type { ServerName } from './servers.ts'

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

const source = fileURLToPath(new URL('../relay/load.c', import.meta.url))
const script = fileURLToPath(new URL('../relay/load.ts', import.meta.url))
let compiled: string | undefined

/** The C generator where there is a compiler, else the one in JavaScript. */
export function generator(choice: 'auto' | 'c' | 'js'): {
  readonly name: string
  readonly command: readonly string[]
} {
  if (choice !== 'js') {
    compiled ??= compile()
    if (compiled) return { name: 'C', command: [compiled] }
    if (choice === 'c') throw new Error('No C compiler found: install one, or leave out --load c.')
  }
  return { name: 'JavaScript', command: [process.execPath, script] }
}

function compile(): string | undefined {
  const out = join(mkdtempSync(join(tmpdir(), 'stranger-chat-bench-')), 'load')
  for (const compiler of ['cc', 'gcc', 'clang']) {
    const { status } = spawnSync(compiler, ['-O2', '-o', out, source, '-lm'], { stdio: 'ignore' })
    if (status === 0 && existsSync(out) && statSync(out).size > 0) return out
  }
  return undefined
}

export function startLoad(
  command: readonly string[],
  port: number,
  server: ServerName,
  textBytes: number,
): Load {
  const { file, args } = pinned(1, [...command, String(port), server, String(textBytes)])
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
