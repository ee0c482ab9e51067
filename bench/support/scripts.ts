import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Benchmarks that need no peer print a table of their own; this runs one in a process of its own and returns what it printed. */
export function run(script: string, args: readonly string[] = [], flags: readonly string[] = []): string {
  const file = fileURLToPath(new URL(`../${script}`, import.meta.url))
  return execFileSync(process.execPath, [...flags, file, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim()
}
