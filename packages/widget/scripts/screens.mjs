// Draws every state at four widths, light and dark: `node scripts/screens.mjs FOLDER [--moderator] [--only NAME,…] [--width N,…]
// [--theme T] [--forced]`. `--moderator` draws the moderators' console instead of the chat. FOLDER gets one PNG a state, width and theme; `--forced` draws them in forced colours.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { execFileSync } from 'node:child_process'
import { nodeResolve } from '@rollup/plugin-node-resolve'
import { rollup } from 'rollup'
import { chromiumFlags, chromiumPath } from '../../../scripts/lib/chromium.mjs'

// The end-to-end tests own the browser driver.
const { chromium } = createRequire(new URL('../../../e2e/package.json', import.meta.url))('playwright-core')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    width: { type: 'string' },
    theme: { type: 'string' },
    forced: { type: 'boolean' },
    moderator: { type: 'boolean' },
  },
})
const [folder] = positionals
if (!folder) throw new Error('Say where the pictures go: node scripts/screens.mjs FOLDER')
mkdirSync(folder, { recursive: true })

const widths = values.width ? values.width.split(',').map(Number) : [320, 390, 768, 1280]
const themes = values.theme ? [values.theme] : ['light', 'dark']

const here = fileURLToPath(new URL('..', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'screens-'))
try {
  const tsc = ['exec', 'tsc', '-p', 'tsconfig.json', '--noEmit', 'false', '--outDir', join(work, 'js')]
  execFileSync('npx', ['--yes', 'pnpm@12.21.0', ...tsc], {
    cwd: here,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const imports = values.moderator
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
  const bundle = await rollup({
    input: join(work, 'js/main.js'),
    plugins: [
      // The compiled files lie outside the package: look its dependencies up from the package.
      {
        name: 'here',
        resolveId(id) {
          return /^[@a-z]/.test(id) ? this.resolve(id, join(here, 'src/index.ts'), { skipSelf: true }) : null
        },
      },
      nodeResolve({ exportConditions: ['production'] }),
    ],
    onwarn: () => {},
  })
  const { output } = await bundle.generate({ format: 'esm', inlineDynamicImports: true })
  const server = createServer((request, response) => {
    const script = request.url === '/main.js'
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(
      script
        ? output[0].code
        : `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>States</title>
<style>html{color-scheme:light dark;background:light-dark(#fff,#101416)}body{margin:0;padding:${values.moderator ? 0 : 12}px}stranger-chat{height:calc(100vh - 24px)}</style>
<script type="module" src="/main.js"></script>`,
    )
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags() })
  try {
    for (const width of widths) {
      for (const colorScheme of themes) {
        const context = await browser.newContext({
          viewport: { width, height: width < 600 ? 640 : 720 },
          colorScheme,
          reducedMotion: 'reduce',
          forcedColors: values.forced ? 'active' : 'none',
          locale: 'en-GB',
          timezoneId: 'UTC',
        })
        const page = await context.newPage()
        page.on('pageerror', (error) => console.error(error))
        await page.goto(`http://127.0.0.1:${server.address().port}/`)
        await page.waitForFunction(() => window.SCENES)
        const names = await page.evaluate(() => window.SCENES.map(({ name }) => name))
        for (const name of names) {
          if (values.only && !values.only.split(',').some((start) => name.startsWith(start))) continue
          await page.evaluate(async (wanted) => {
            document.body.replaceChildren()
            const scene = window.SCENES.find((one) => one.name === wanted)
            await window.show(scene, document.body)
          }, name)
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
          if (overflow) console.error(`${name} is wider than ${width} px`)
          await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) })
        }
        await context.close()
      }
    }
  } finally {
    await browser.close()
    server.close()
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
