import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { cdn, factsOfWidget } from './sources.ts'

// Builds the playground beside the widget's script build, where a server of this repository finds it at `/playground`; no package
// takes it along. With `--out DIR` it is a site of its own in that folder, for any static host, script build included.

const { values } = parseArgs({ options: { out: { type: 'string' } } })
const home = fileURLToPath(new URL('..', import.meta.url))
const out = values.out ?? cdn
const folder = join(out, 'playground')

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
await build({
  entryPoints: ['app', 'preview'].map((name) => join(home, 'src', `${name}.ts`)),
  outdir: folder,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  define: { FACTS: JSON.stringify(await factsOfWidget()) },
})
for (const name of ['app.css', 'preview.css', 'preview.html'])
  cpSync(join(home, 'pages', name), join(folder, name))
const page = readFileSync(join(home, 'pages/playground.html'), 'utf8')
if (values.out === undefined) writeFileSync(join(out, 'playground.html'), page)
else {
  for (const name of ['stranger-chat.js', 'stranger-chat', 'LICENSES.txt'])
    cpSync(join(cdn, name), join(out, name), { recursive: true, filter: (file) => !/\.(br|gz)$/.test(file) })
  // No chat server hands this page out: the snippet has to name another.
  writeFileSync(join(out, 'index.html'), page.replace(' data-server="here"', ''))
}
