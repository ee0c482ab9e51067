// Draws every state at four widths, light and dark: `node scripts/screens.mjs FOLDER [--moderator] [--only NAME,…] [--width N,…]
// [--theme T] [--forced] [--lang L]`. `--moderator` draws the moderators' console instead of the chat. FOLDER gets one PNG a state,
// width and theme; `--forced` draws them in forced colours, `--lang` in another language.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openScenes } from './scenes/open.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    width: { type: 'string' },
    theme: { type: 'string' },
    lang: { type: 'string' },
    forced: { type: 'boolean' },
    moderator: { type: 'boolean' },
  },
})
const [folder] = positionals
if (!folder) throw new Error('Say where the pictures go: node scripts/screens.mjs FOLDER')
mkdirSync(folder, { recursive: true })

const widths = values.width ? values.width.split(',').map(Number) : [320, 390, 768, 1280]
const themes = values.theme ? [values.theme] : ['light', 'dark']
const changes = values.lang ? { lang: values.lang } : {}

const scenes = await openScenes({ moderator: values.moderator })
try {
  for (const width of widths) {
    for (const theme of themes) {
      const view = await scenes.view({ width, theme, forced: values.forced })
      for (const name of view.names) {
        if (values.only && !values.only.split(',').some((start) => name.startsWith(start))) continue
        if (await view.draw(name, changes)) console.error(`${name} is wider than ${width} px`)
        await view.page.screenshot({ path: join(folder, `${name}-${width}-${theme}.png`) })
      }
      await view.close()
    }
  }
} finally {
  await scenes.close()
}
