import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const compiled = new Map<string, string>()

/** Compiles a C program of this folder, once. @returns the program, or `undefined` where there is no compiler */
export function compile(source: string): string | undefined {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const file = fileURLToPath(new URL(`../${source}`, import.meta.url))
  const out = join(mkdtempSync(join(tmpdir(), 'stranger-chat-bench-')), 'program')
  for (const compiler of ['cc', 'gcc', 'clang']) {
    const { status } = spawnSync(compiler, ['-O2', '-o', out, file, '-lm'], { stdio: 'ignore' })
    if (status !== 0 || !existsSync(out) || statSync(out).size === 0) continue
    compiled.set(source, out)
    return out
  }
  return undefined
}
