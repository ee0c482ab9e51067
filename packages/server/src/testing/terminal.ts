import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where a test runs a command: a folder of its own, and what is printed meanwhile. */
export interface Terminal {
  readonly folder: string
  /** A path in the folder. */
  readonly at: (name: string) => string
  /** What was printed since it was cleared. */
  out: string
  err: string
  readonly clear: () => void
  /** Lets others print again, and takes the folder away. */
  readonly close: () => void
}

/** @param name what is tested, for the folder's name */
export function openTerminal(name: string): Terminal {
  const folder = mkdtempSync(join(tmpdir(), `stranger-chat-${name}-`))
  const { stdout, stderr } = process
  const [writeOut, writeErr] = [stdout.write, stderr.write]
  const terminal: Terminal = {
    ...{ folder, out: '', err: '' },
    at: (file) => join(folder, file),
    clear: () => void (terminal.out = terminal.err = ''),
    close() {
      stdout.write = writeOut
      stderr.write = writeErr
      rmSync(folder, { recursive: true, force: true })
    },
  }
  stdout.write = (text: unknown) => ((terminal.out += String(text)), true)
  stderr.write = (text: unknown) => ((terminal.err += String(text)), true)
  return terminal
}
