// Twelve contact sheets to look at: every state, light and dark, from the left and from the right, at 320, 768 and 1280 px.
// `npm run sheets -- FOLDER [--only NAME,…]`; FOLDER gets twelve PNGs, and what is wider than its window is named.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openScenes } from './scenes/open.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
})
const [folder] = positionals
if (!folder) throw new Error('Say where the sheets go: npm run sheets -- FOLDER')
mkdirSync(folder, { recursive: true })

/** [width, height, width of a picture on the sheet], px. */
const SIZES = [
  [320, 640, 240],
  [768, 720, 400],
  [1280, 720, 480],
]
const DIRECTIONS = { ltr: {}, rtl: { lang: 'ar' } }
const SHEET_WIDTH = 3840

const scenes = await openScenes({ fonts: true })
try {
  for (const [width, height, shown] of SIZES)
    for (const theme of ['light', 'dark'])
      for (const [direction, changes] of Object.entries(DIRECTIONS)) {
        const view = await scenes.view({ width, height, theme })
        const pictures = []
        for (const name of view.names) {
          if (values.only && !values.only.split(',').some((start) => name.startsWith(start))) continue
          if (await view.draw(name, changes))
            console.error(`${name} is wider than ${width} px (${direction}, ${theme})`)
          pictures.push([name, (await view.page.screenshot()).toString('base64')])
        }
        await view.close()
        const sheet = `${width}-${theme}-${direction}.png`
        await compose(pictures, shown, join(folder, sheet))
        console.log(`${sheet}: ${pictures.length} states`)
      }
} finally {
  await scenes.close()
}

/** Lays the pictures out, each under its name. */
async function compose(pictures, shown, path) {
  const page = await scenes.browser.newPage({ viewport: { width: SHEET_WIDTH, height: 600 } })
  await page.setContent(`<!doctype html><style>body{margin:8px;background:#777;display:flex;flex-wrap:wrap;gap:8px;font:15px sans-serif}
    figure{margin:0}img{display:block;width:${shown}px}</style>
    ${pictures.map(([name, data]) => `<figure><figcaption>${name}</figcaption><img src="data:image/png;base64,${data}"></figure>`).join('')}`)
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())))
  await page.screenshot({ path, fullPage: true })
  await page.close()
}
