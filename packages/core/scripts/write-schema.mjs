// Writes protocol.schema.json from the built definitions. `--check` writes nothing and fails when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { protocolSchema } from '../dist/protocol/index.js'

const file = new URL('../protocol.schema.json', import.meta.url)
const fresh = `${JSON.stringify(protocolSchema(), null, 2)}\n`

if (!process.argv.includes('--check')) writeFileSync(file, fresh)
else if (readFileSync(file, 'utf8') !== fresh) {
  console.error(
    'packages/core/protocol.schema.json is stale: run `npm run generate`, and commit what it writes.',
  )
  process.exitCode = 1
}
