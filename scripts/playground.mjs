import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from './lib/build.mjs'
import { root, run } from './lib/run.mjs'

// `npm run playground -- --out DIR`: the playground as a folder for any static host, the script build beside it.

const { values } = parseArgs({ options: { out: { type: 'string' } } })
if (values.out === undefined) {
  console.error('Say where the playground goes: npm run playground -- --out DIR')
  process.exit(2)
}
const out = resolve(values.out)
await buildAll()
const { code, output } = await run(['node', 'scripts/build.ts', '--out', out], {
  cwd: join(root, 'packages/playground'),
})
if (code === 0) console.log(`The playground is in ${out}: put that folder on any static host.`)
else {
  console.error(output)
  process.exitCode = 1
}
