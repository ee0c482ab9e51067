import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { mayUseCamera } from './support/cameras.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite } from './support/site.ts'

/** The check of pictures as a site's owner switches it on: from the chat server's own files, and from nowhere else. */

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser({ camera: 'fake' })
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})

const page = (at: string): string => `<!doctype html><html lang="en"><title>a site</title>
  <link rel="icon" href="data:,">
  <script type="module" src="${at}/stranger-chat.js"></script>
  <stranger-chat modes="text video"></stranger-chat>
  <script type="module">
    globalThis.judged = []
    document.querySelector('stranger-chat').classifier = async () => {
      const { createClassifier } = await import('${at}/check/index.js')
      const real = await createClassifier()
      return {
        close: () => real.close(),
        async classify(picture) {
          const verdict = await real.classify(picture)
          globalThis.judged.push(verdict.label)
          return verdict
        },
      }
    }
  </script>`

test('one’s own picture is judged before anybody is looked for, and nobody outside hears of it', async () => {
  const site = await openSite(page(server.url))
  const context = await browser.newContext({ locale: 'en-GB', ...mayUseCamera })
  const asked: string[] = []
  context.on('request', (request) => asked.push(request.url()))
  const visitor = await Visitor.open(context, `http://localhost:${site.port}/`)
  await visitor.chat.getByRole('radio', { name: 'Video' }).waitFor()
  expect(asked.filter((url) => url.includes('/check/'))).toEqual([])
  await visitor.getReady()
  await visitor.chat.locator('video.mine').waitFor()
  const judged = () => visitor.page.evaluate(() => (globalThis as unknown as { judged: string[] }).judged)
  await expect.poll(judged, { timeout: 40_000 }).toContain('fine')
  // Whatever it thinks, the way on is open.
  await visitor.button('Start').click()
  await visitor.sees(visitor.title, 'Searching')
  const ours = [new URL(server.url).host, `localhost:${site.port}`]
  // A worker of another origin is imported by a line of the page's own.
  const outside = asked.filter(
    (url) => !url.startsWith('blob:') && !url.startsWith('data:') && !ours.includes(new URL(url).host),
  )
  expect(outside).toEqual([])
  expect(asked.some((url) => url.endsWith('/check/assets/worker.js'))).toBe(true)
  await visitor.leave()
  site.close()
})
