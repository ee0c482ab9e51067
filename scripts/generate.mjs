import { buildAll } from './lib/build.mjs'
import { pnpm, run } from './lib/run.mjs'

// `npm run generate`: builds, then writes everything that is made from sources and checked in: each package's own (schema,
// test vectors, the README's tables, llms.txt) and what is made of all of them. With `--check`, which needs a build, nothing
// is written and whatever is stale is named.

const check = process.argv.includes('--check') ? ['--check'] : []
if (check.length === 0) await buildAll()

const lines = [
  [...pnpm, '-r', '--no-bail', 'run', 'generate', ...check],
  ['node', 'scripts/write-api.mjs', ...check],
  ['node', 'scripts/write-llms.mjs', ...check],
]
for (const line of lines) {
  const { code, output } = await run(line)
  if (code === 0) continue
  console.error(output)
  process.exitCode = 1
}
