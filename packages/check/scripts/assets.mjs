import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MobileNetV2Model } from 'nsfwjs/models/mobilenet_v2'

// What the worker loads beside itself, from packages that are installed already: nothing is downloaded.

const here = fileURLToPath(new URL('..', import.meta.url))
const assets = join(here, 'dist/assets')
const require = createRequire(import.meta.url)
const core = require.resolve('@tensorflow/tfjs-core/package.json')
const write = (name, content) => writeFileSync(join(assets, name), content)

/** The packaged model is scripts that hold base64. As what it is it's a quarter smaller, and needs no eval and no Buffer. */
async function writeModel({ modelJson, weightBundles, numOfWeightBundles }) {
  const { default: model } = await modelJson()
  const parts = []
  for (const bundle of weightBundles) parts.push(Buffer.from((await bundle()).default, 'base64'))
  if (parts.length !== numOfWeightBundles) throw new Error('The model of nsfwjs lacks weights.')
  const { weightsManifest, ...rest } = model
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights)
  write('model.json', JSON.stringify({ ...rest, weightSpecs }))
  write('model.bin', Buffer.concat(parts))
}

function writeWasm() {
  const name = 'tfjs-backend-wasm-simd.wasm'
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'))
  copyFileSync(join(folder, 'wasm-out', name), join(assets, name))
}

/** Every licence of what is inside, in full. */
function writeLicences() {
  const text = (url) => readFileSync(url, 'utf8').trim()
  // TensorFlow.js is under the same licence as long, and ships no copy of it.
  const parts = [
    ['stranger-chat', text(join(here, '../../LICENSE'))],
    ['nsfwjs (the model files)', text(new URL('../../LICENSE', import.meta.resolve('nsfwjs')))],
    ['', text(join(here, 'licences.txt'))],
    ['Apache License 2.0', text(createRequire(core).resolve('long/LICENSE'))],
  ]
  write(
    'LICENSES.txt',
    `${parts.map((part) => part.join('\n\n').trim()).join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
  )
}

await writeModel(MobileNetV2Model)
writeWasm()
writeLicences()
