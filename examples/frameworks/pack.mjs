import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pnpm, root, run } from '../../scripts/lib/run.mjs'

// Packs what the apps install, as it would be published, into the folder beside them where their package.json looks for
// it. Needs a build; `node examples/frameworks/pack.mjs FOLDER` packs into another one.

const folder = process.argv[2] ?? join(import.meta.dirname, 'packed')
mkdirSync(folder, { recursive: true })
for (const name of ['core', 'widget']) {
  const line = [...pnpm, 'pack', '--out', join(folder, `stranger-chat-${name}.tgz`)]
  const { code, output } = await run(line, { cwd: join(root, 'packages', name) })
  if (code === 0) continue
  console.error(`${name} can't be packed. Build it first: npm run build\n${output}`)
  process.exitCode = 1
}
