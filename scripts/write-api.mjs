import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { entriesOf } from './api/entries.mjs'
import { apiReport } from './api/report.mjs'
import { root } from './lib/run.mjs'

// Part of `npm run generate`: packages/*/api.md from the built declarations. `--check` writes nothing and fails when one is
// stale.

for (const name of ['core', 'widget', 'server', 'check']) {
  const folder = join(root, 'packages', name)
  const file = join(folder, 'api.md')
  const fresh = apiReport(entriesOf(folder))
  if (existsSync(file) && readFileSync(file, 'utf8') === fresh) continue
  if (!process.argv.includes('--check')) writeFileSync(file, fresh)
  else {
    console.error(
      `packages/${name}/api.md isn't what ${name} exports: run \`npm run generate\`, read its diff, and commit it with a changeset.`,
    )
    process.exitCode = 1
  }
}
