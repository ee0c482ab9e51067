import { readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { chromiumFlags, chromiumPath } from '../../../scripts/lib/chromium.mjs'
import { Site } from '../browser/site.ts'

// What the check costs: bytes of every file that a browser loads, time until it is ready, and time a frame. Needs a build and
// a Chromium. The last line is JSON.

const LOADS = 7
const FRAMES = 60
const SIZES = [
  [224, 224],
  [320, 240],
  [640, 480],
] as const

interface Measured {
  readonly load: number
  readonly times: number[]
}
type Measure = (wish: { width: number; height: number; frames: number }) => Promise<Measured>

const rounded = (ms: number | undefined): number => Math.round((ms ?? Number.NaN) * 10) / 10

/** The value below which so much (0..1) of them lies. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return rounded(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))])
}

function sizes(): Record<string, { bytes: number; gzip: number; brotli: number }> {
  const found: Record<string, { bytes: number; gzip: number; brotli: number }> = {}
  const folder = new URL('../dist/assets/', import.meta.url)
  for (const name of readdirSync(folder).filter((file) => !file.endsWith('.txt'))) {
    const content = readFileSync(new URL(name, folder))
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    found[name] = {
      bytes: content.length,
      gzip: gzipSync(content, { level: 9 }).length,
      brotli: brotliCompressSync(content, quality).length,
    }
  }
  const all = Object.values(found)
  const sum = (key: 'bytes' | 'gzip' | 'brotli'): number => all.reduce((total, one) => total + one[key], 0)
  return { ...found, together: { bytes: sum('bytes'), gzip: sum('gzip'), brotli: sum('brotli') } }
}

const executablePath = chromiumPath()
if (executablePath === undefined) throw new Error('No Chromium found. Install one, or set CHROME_PATH.')
const site = await Site.open()
const browser = await chromium.launch({ executablePath, args: chromiumFlags() })

/** In a profile of its own, so that nothing is cached. */
async function measure(width: number, height: number, frames: number): Promise<Measured> {
  const page = await browser.newPage()
  await page.goto(site.origin)
  const measured = await page.evaluate(
    (wish) => (globalThis as unknown as { measure: Measure }).measure(wish),
    { width, height, frames },
  )
  await page.close()
  return measured
}

const bytes = sizes()
console.table(bytes)
const loads: number[] = []
for (let i = 0; i < LOADS; i++) loads.push((await measure(224, 224, 0)).load)
const load = { median: quantile(loads, 0.5), max: rounded(Math.max(...loads)) }
console.log(
  `ready after ${load.median} ms (median of ${LOADS}, at most ${load.max}), files from this machine`,
)
const frames: Record<string, { median: number; p90: number }> = {}
for (const [width, height] of SIZES) {
  const { times } = await measure(width, height, FRAMES)
  frames[`${width}x${height}`] = { median: quantile(times, 0.5), p90: quantile(times, 0.9) }
}
console.log(`ms a frame, over ${FRAMES}:`)
console.table(frames)
console.log(JSON.stringify({ browser: browser.version(), bytes, load, frames }))

await browser.close()
await site.close()
