// What the script build is made of: for each of its files the modules in it, and by how many bytes the file would be smaller as it
// travels (brotli 11) without each. `node scripts/weigh.mjs [how many, 15]`, after a build.
import { SourceMap } from 'node:module'
import { resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { rollup } from 'rollup'
import configs from '../rollup.config.js'

const most = Number(process.argv[2] ?? 15)
const [{ plugins, output: wanted, ...config }] = configs
const WRITERS = new Set(['packed', 'licences'])
const bundle = await rollup({ ...config, plugins: plugins.filter(({ name }) => !WRITERS.has(name)) })
const { output } = await bundle.generate({ ...wanted, sourcemap: 'hidden' })

const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
const weigh = (text) => brotliCompressSync(text, { params }).length
const nameOf = (source) => resolve('cdn/x', source).replace(/^.*\/(node_modules|packages)\//, '')

/** Which module each piece of a file came from, in order. */
function pieces({ code, map }) {
  const sources = new SourceMap(map)
  const found = []
  code.split('\n').forEach((line, row) => {
    for (let column = 0; column < line.length; column++) {
      const { originalSource = '' } = sources.findEntry(row, column)
      const last = found.at(-1)
      if (last?.source === originalSource) last.text += line[column]
      else found.push({ source: originalSource, text: line[column] })
    }
  })
  return found
}

const chunks = output.filter(({ type, moduleIds }) => type === 'chunk' && moduleIds.length > 4)
for (const chunk of chunks.sort((a, b) => b.code.length - a.code.length)) {
  const whole = weigh(chunk.code)
  const all = pieces(chunk)
  console.log(`\n${chunk.fileName}: ${whole} B`)
  const rows = [...new Set(all.map(({ source }) => source))].map((source) => {
    const rest = all.filter((piece) => piece.source !== source)
    const own = all.filter((piece) => piece.source === source)
    const join = (some) => some.map(({ text }) => text).join('')
    return { name: nameOf(source), minified: join(own).length, share: whole - weigh(join(rest)) }
  })
  for (const { name, minified, share } of rows.sort((a, b) => b.share - a.share).slice(0, most))
    console.log(`${String(share).padStart(7)} of ${String(minified).padStart(6)}  ${name}`)
}
