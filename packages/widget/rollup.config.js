import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import minifyTemplates from 'rollup-plugin-minify-template-literals'

/** Lit's licence travels with its code: named at the top of the entry, in full beside it. */
const licences = {
  name: 'licences',
  generateBundle() {
    const lit = readFileSync(new URL('node_modules/lit/LICENSE', import.meta.url), 'utf8')
    const own = readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8')
    this.emitFile({
      type: 'asset',
      fileName: 'LICENSES.txt',
      source: `stranger-chat\n\n${own}\n\nLit\n\n${lit}`,
    })
  },
}
const CATALOGUE = /dist\/locales\/(after\/|report\/|calls\/)?(?!en\b|shell\b|catalogues\b)[\w-]+\.js$/
const load = async (path) => (await import(new URL(`dist/locales/${path}.js`, import.meta.url))).default
/** A language's sentences in the order of the English ones, whose names the reader has. */
const sentences = {
  name: 'sentences',
  async load(id) {
    const match = CATALOGUE.exec(id)
    if (!match) return null
    const [, part = ''] = match
    const english =
      part === '' ? { ...(await load('shell')), ...(await load('en')) } : await load(`${part}en`)
    const { default: words } = await import(pathToFileURL(id))
    return `export default ${JSON.stringify(Object.keys(english).map((key) => words[key]))}`
  },
}

/** What Lit asks before it adopts style sheets. Every browser that has `popover` and `light-dark()` does, and without those nothing shows. */
const ADOPTS = /\w+\.ShadowRoot&&[^;]*?"replace"in CSSStyleSheet\.prototype/
/** Lit without its way round browsers that the element can't be used in. */
const modern = {
  name: 'modern',
  transform(code, id) {
    if (!id.endsWith('reactive-element/css-tag.js')) return null
    if (!ADOPTS.test(code))
      this.error('Lit asks in other words now whether style sheets can be adopted: see ADOPTS.')
    return { code: code.replace(ADOPTS, 'true'), map: null }
  },
}

/** Every file once more as it travels: the server hands out what lies there, and compresses nothing itself. */
const packed = {
  name: 'packed',
  writeBundle({ dir }, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (file.type !== 'chunk') continue
      const code = Buffer.from(file.code)
      const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(code, { params: quality }))
      writeFileSync(join(dir, `${name}.gz`), gzipSync(code, { level: 9 }))
    }
  },
}

const banner = ({ isEntry }) =>
  isEntry ? '/*! stranger-chat: MIT. Contains Lit: BSD-3-Clause. See LICENSES.txt. */' : ''

/**
 * A script build: what `<script type="module" src="…/stranger-chat.js">` loads. It bundles what the npm build leaves to the
 * site's own bundler, and stays split, so that a page pays for a part when it first needs it. Each element is a build of its
 * own: what the console needs would otherwise be cut out of the chat's one file, or make it larger.
 */
const script = (name, input, chunks = {}) => ({
  input: { [name]: input },
  output: {
    dir: 'cdn',
    banner,
    format: 'esm',
    // For what only our own files import: no form that costs bytes for engines or readers it doesn't have.
    generatedCode: { arrowFunctions: true, constBindings: true },
    freeze: false,
    entryFileNames: '[name].js',
    // Only the entry keeps its name; every other file can be cached for ever, and has a folder of its own so that the
    // element takes two names on the server it shares with a site.
    chunkFileNames: `${name}/[name]-[hash].js`,
    manualChunks: chunks,
  },
  plugins: [
    nodeResolve({ exportConditions: ['production'] }),
    // While watching, a quick build is worth more than a small one.
    ...(process.env.ROLLUP_WATCH
      ? []
      : [
          sentences,
          modern,
          minifyTemplates({ include: ['dist/**'] }),
          terser({ ecma: 2021, module: true, compress: { passes: 2 }, format: { comments: /^!/ } }),
          packed,
        ]),
    licences,
  ],
})

export default [
  // With Lit and whatever else panel and shell share: the panel may come first.
  script('stranger-chat', 'dist/cdn.js', { shell: ['dist/shell.js'] }),
  script('stranger-moderator', 'dist/moderator/cdn.js'),
]
