import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, root, run } from './lib/run.mjs'

// Files in the repository that a `generate` script writes must be what it would write now. Needs a build.

const folders = ['packages', 'docs', 'README.md']

function contents() {
  const { stdout } = spawnSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', ...folders],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  const files = new Map()
  for (const name of stdout.split('\n').filter(Boolean)) {
    try {
      files.set(name, readFileSync(join(root, name), 'utf8'))
    } catch {
      // Deleted, and not yet committed as such.
    }
  }
  return files
}

const before = contents()
const { code, output } = await run([...pnpm, '-r', 'run', 'generate'])
if (code !== 0) {
  console.error(output)
  process.exit(1)
}
const stale = [...contents()].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)
for (const name of stale) {
  // A check leaves things as they were.
  if (before.has(name)) writeFileSync(join(root, name), before.get(name))
}
if (stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run \`pnpm generate\` and commit what it writes.`)
  process.exit(1)
}
