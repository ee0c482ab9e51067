// Part of `npm run generate`: the README's tables and llms.txt, from the built custom-elements.json. `--check` writes nothing
// and fails when one of them is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { readElements } from './manifest/elements.mjs'
import { llms } from './manifest/llms.mjs'
import { unmarked, withTables } from './manifest/tables.mjs'

const home = fileURLToPath(new URL('..', import.meta.url))
const elements = readElements(join(home, 'custom-elements.json'))
const old = (name) => {
  try {
    return readFileSync(join(home, name), 'utf8')
  } catch {
    return ''
  }
}

const fresh = {
  'README.md': withTables(old('README.md'), elements),
  'llms.txt': llms(elements),
}

const lost = unmarked(old('README.md'), 'stranger-chat')
if (lost.length > 0) {
  console.error(`packages/widget/README.md has no mark for the table of ${lost.join(', ')}: put it back.`)
  process.exitCode = 1
}

for (const [name, text] of Object.entries(fresh)) {
  if (old(name) === text) continue
  if (!process.argv.includes('--check')) writeFileSync(join(home, name), text)
  else {
    console.error(`packages/widget/${name} is stale: run \`npm run generate\`, and commit what it writes.`)
    process.exitCode = 1
  }
}
