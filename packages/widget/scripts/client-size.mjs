// What `StrangerClient` alone weighs in a page, B: bundled and compressed as the script build is. What the client fetches later
// stays in files of its own. `node scripts/client-size.mjs`
import { brotliCompressSync, constants } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import { rollup } from 'rollup'

const ENTRY = 'client-alone'
const bundle = await rollup({
  input: ENTRY,
  plugins: [
    {
      name: 'entry',
      resolveId(id, importer) {
        if (id === ENTRY) return id
        return importer === ENTRY ? this.resolve(id, import.meta.filename, { skipSelf: true }) : null
      },
      load: (id) => (id === ENTRY ? `export { StrangerClient } from '@stranger-chat/core'` : null),
    },
    nodeResolve({ exportConditions: ['production'] }),
    terser({ ecma: 2021, module: true, compress: { passes: 2 } }),
  ],
})
const { output } = await bundle.generate({ format: 'esm' })
const files = new Map(output.map((file) => [file.fileName, file]))
/** A file and what it can't run without. */
const needed = (name) => [name, ...files.get(name).imports.flatMap(needed)]
const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
const sizes = [...new Set(needed(output[0].fileName))].map(
  (name) => brotliCompressSync(files.get(name).code, { params }).length,
)
console.log(sizes.reduce((a, b) => a + b, 0))
