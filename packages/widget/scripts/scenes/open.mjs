import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import { chromiumFlags, chromiumPath } from '../../../../scripts/lib/chromium.mjs'

// The end-to-end tests own the browser driver.
const { chromium } = createRequire(new URL('../../../../e2e/package.json', import.meta.url))(
  'playwright-core',
)

const here = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

/** Fonts from npm, so that a drawing looks the same on every machine: Latin, Cyrillic, Arabic, emoji, and the house's serif. */
const FONTS = [
  ['Drawn', 400, '@fontsource/inter/files/inter-latin-400-normal.woff2'],
  ['Drawn', 600, '@fontsource/inter/files/inter-latin-600-normal.woff2'],
  ['Drawn Cyrillic', 400, '@fontsource/inter/files/inter-cyrillic-400-normal.woff2'],
  ['Drawn Cyrillic', 600, '@fontsource/inter/files/inter-cyrillic-600-normal.woff2'],
  ['Drawn Arabic', 400, '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2'],
  ['Drawn Arabic', 600, '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-600-normal.woff2'],
  ['Drawn Emoji', 400, '@fontsource/noto-emoji/files/noto-emoji-emoji-400-normal.woff2'],
  ['Drawn Serif', 400, '@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2'],
  ['Drawn Serif Cyrillic', 400, '@fontsource/source-serif-4/files/source-serif-4-cyrillic-400-normal.woff2'],
]
const OTHERS = "'Drawn Cyrillic','Drawn Arabic','Drawn Emoji'"
const FACES = FONTS.map(
  ([family, weight], i) =>
    `@font-face{font-family:'${family}';font-weight:${weight};src:url(/font-${i}.woff2)}`,
).join('')
const USES = `stranger-chat,stranger-moderator{--sc-font-family:'Drawn',${OTHERS};--sc-voice-family:'Drawn Serif','Drawn Serif Cyrillic',${OTHERS}}`

/**
 * A page that holds every state there is, and a browser for it.
 * @param {{ moderator?: boolean, fonts?: boolean }} options the console's states; fonts of its own
 */
export async function openScenes({ moderator = false, fonts = false } = {}) {
  const code = await bundle(moderator)
  const style = `html{color-scheme:light dark;background:light-dark(#fff,#101416)}body{margin:0;padding:${moderator ? 0 : 12}px}stranger-chat{height:calc(100vh - 24px)}${fonts ? FACES + USES : ''}`
  const page = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>States</title>
<style>${style}</style><script type="module" src="/main.js"></script>`
  const server = createServer((request, response) => {
    const [, font] = /^\/font-(\d)\.woff2$/.exec(request.url) ?? []
    if (font !== undefined) return response.end(readFileSync(require.resolve(FONTS[font][2])))
    const script = request.url === '/main.js'
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(script ? code : page)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const drawing = ['--font-render-hinting=none', '--disable-lcd-text']
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumFlags(), ...(fonts ? drawing : [])],
  })
  return {
    browser,
    /** A page of that size and theme, with `draw(name, changes)` to put one state into it. */
    async view({ width, height = width < 600 ? 640 : 720, theme, forced = false }) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        forcedColors: forced ? 'active' : 'none',
        locale: 'en-GB',
        timezoneId: 'UTC',
      })
      const tab = await context.newPage()
      tab.on('pageerror', (error) => console.error(error))
      await tab.goto(`http://127.0.0.1:${server.address().port}/`)
      await tab.waitForFunction(() => window.SCENES)
      return {
        page: tab,
        names: await tab.evaluate(() => window.SCENES.map(({ name }) => name)),
        /** Draws one state; true when it is wider than the window. */
        draw: (name, changes = {}) =>
          tab.evaluate(
            async ([wanted, options]) => {
              document.body.replaceChildren()
              const scene = window.SCENES.find((one) => one.name === wanted)
              await window.show({ ...scene, options: { ...options, ...scene.options } }, document.body)
              await document.fonts.ready
              return document.documentElement.scrollWidth > innerWidth
            },
            [name, changes],
          ),
        close: () => context.close(),
      }
    },
    async close() {
      await browser.close()
      server.close()
    },
  }
}

async function bundle(moderator) {
  const work = mkdtempSync(join(tmpdir(), 'scenes-'))
  try {
    const tsc = ['exec', 'tsc', '-p', 'tsconfig.json', '--noEmit', 'false', '--outDir', join(work, 'js')]
    execFileSync('npx', ['--yes', 'pnpm@12.21.0', ...tsc], {
      cwd: here,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const imports = moderator
      ? [
          "import './moderator/index.js'",
          "import { SCENES, showScene as show } from './moderator/testing/scenes.js'",
        ]
      : [
          "import './index.js'",
          "import { SCENES } from './testing/scenes.js'",
          "import { show } from './testing/show.js'",
        ]
    writeFileSync(
      join(work, 'js/main.js'),
      [...imports, 'Object.assign(window, { SCENES, show })\n'].join('\n'),
    )
    const built = await rollup({
      input: join(work, 'js/main.js'),
      plugins: [
        // The compiled files lie outside the package: look its dependencies up from the package.
        {
          name: 'here',
          resolveId(id) {
            return /^[@a-z]/.test(id)
              ? this.resolve(id, join(here, 'src/index.ts'), { skipSelf: true })
              : null
          },
        },
        nodeResolve({ exportConditions: ['production'] }),
      ],
      onwarn: () => {},
    })
    const { output } = await built.generate({ format: 'esm', inlineDynamicImports: true })
    return output[0].code
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
