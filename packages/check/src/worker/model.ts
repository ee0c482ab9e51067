// The kernels register themselves; no other backend is in this bundle, so none can step in for this one.
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import {
  env,
  expandDims,
  image,
  io,
  ready,
  setBackend,
  type Tensor,
  type Tensor3D,
  tensor3d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core'
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers'

/** What the model looks at: width and height in pixels. */
const SIDE = 224

/** A model of `model.json` and `model.bin`, and the one wasm file, all from one folder. */
export async function loadModel(folder: URL): Promise<LayersModel> {
  // Threads would start workers of their own and need an isolated page; a frame every few seconds needs neither.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  setWasmPaths(folder.href)
  const [artifacts] = await Promise.all([fetchModel(folder), startBackend(folder)])
  const model = await loadLayersModel(io.fromMemory(artifacts))
  // The first run prepares what every later one uses.
  await sharesFrom(model, () => zeros([SIDE, SIDE, 3]))
  return model
}

async function startBackend(folder: URL): Promise<void> {
  if (await setBackend('wasm').catch(() => false)) return await ready()
  throw new Error(
    `${folder.href}tfjs-backend-wasm-simd.wasm can't be loaded or started. Does the CSP have 'wasm-unsafe-eval'?`,
  )
}

async function fetchModel(folder: URL): Promise<io.ModelArtifacts> {
  const [json, bin] = await Promise.all([get('model.json', folder), get('model.bin', folder)])
  const artifacts = (await json.json()) as io.ModelArtifacts
  return { ...artifacts, weightData: await bin.arrayBuffer() }
}

async function get(name: string, folder: URL): Promise<Response> {
  const url = new URL(name, folder).href
  const answer = await fetch(url).catch((error: unknown) => {
    throw new Error(
      `${url} can't be fetched. Does the CSP (connect-src) allow it, and its server other origins?`,
      {
        cause: error,
      },
    )
  })
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}.`)
  return answer
}

/** The shares of the five classes in a picture of RGBA. */
export function look(
  model: LayersModel,
  width: number,
  height: number,
  pixels: Uint8ClampedArray,
): Promise<number[]> {
  return sharesFrom(model, () => tensor3d(withoutAlpha(pixels), [height, width, 3]))
}

async function sharesFrom(model: LayersModel, picture: () => Tensor3D): Promise<number[]> {
  const shares = tidy(() => {
    // As the model was trained: colours from 0 to 1, the picture squeezed into a square.
    const scaled = image.resizeBilinear(picture(), [SIDE, SIDE], true)
    return model.predict(expandDims(scaled, 0)) as Tensor
  })
  try {
    return [...(await shares.data())]
  } finally {
    shares.dispose()
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Float32Array {
  const rgb = new Float32Array((rgba.length / 4) * 3)
  for (let from = 0, to = 0; from < rgba.length; from += 4) {
    rgb[to++] = (rgba[from] ?? 0) / 255
    rgb[to++] = (rgba[from + 1] ?? 0) / 255
    rgb[to++] = (rgba[from + 2] ?? 0) / 255
  }
  return rgb
}
