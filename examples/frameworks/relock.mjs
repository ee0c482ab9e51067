import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Writes the lockfiles anew: `node examples/frameworks/relock.mjs react vue`, after a change of dependencies, an app's or
// ours. Needs the tarballs of `pack.mjs`. No registry's address goes in, and no hash of our own tarballs, which differ by
// the hour: what npm can't check it takes as it is.

for (const name of process.argv.slice(2)) {
  const folder = join(import.meta.dirname, name)
  const file = join(folder, 'package-lock.json')
  rmSync(file, { force: true })
  execFileSync(
    'npm',
    ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', '--ignore-scripts'],
    {
      cwd: folder,
      stdio: 'inherit',
    },
  )
  const lock = JSON.parse(readFileSync(file, 'utf8'))
  for (const ours of ['core', 'widget']) delete lock.packages[`node_modules/@stranger-chat/${ours}`].integrity
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
