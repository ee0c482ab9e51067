import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const hooks = fileURLToPath(new URL('../../scripts/sources.mjs', import.meta.url))

/** A process of its own that runs `code` on these sources, and what it says. */
export interface Child {
  readonly process: ChildProcess
  readonly lines: Interface
  /** Every line it printed so far. */
  readonly told: readonly string[]
  readonly ended: Promise<{
    readonly code: number | null
    readonly signal: string | null
    readonly complaints: string
  }>
}

/** @param code a module: it may import sources by their URL, and `say(line)` prints at once, even if it is killed right then */
export function runChild(code: string): Child {
  const say = `import { writeSync } from 'node:fs'; const say = (line) => void writeSync(1, line + '\\n');`
  const args = ['--import', hooks, '--input-type=module', '--eval', say + code]
  const child = spawn(process.execPath, args)
  const told: string[] = []
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const lines = createInterface(child.stdout).on('line', (line) => told.push(line))
  const ended = Promise.all([once(child, 'close'), once(lines, 'close')]).then(() => ({
    code: child.exitCode,
    signal: child.signalCode,
    complaints,
  }))
  return { process: child, lines, told, ended }
}
