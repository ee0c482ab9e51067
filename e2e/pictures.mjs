// Takes the README's picture from the real server and the real element: `pnpm --filter ./e2e run pictures`.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { chromiumFlags, chromiumPath } from '../scripts/lib/chromium.mjs'
import { startServer } from './support/server.ts'

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url))
mkdirSync(folder, { recursive: true })

const server = await startServer({ args: ['--dev'] })
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags() })
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 760 }, deviceScaleFactor: 2 })
  await page.goto(server.url)
  const [me, stranger] = [page.locator('stranger-chat').nth(0), page.locator('stranger-chat').nth(1)]
  await stranger.evaluate((element) => (element.theme = 'dark'))

  for (const [who, interest] of [
    [me, 'tea'],
    [stranger, 'tea'],
  ]) {
    await who.getByRole('textbox').first().fill(interest)
    await who.getByRole('textbox').first().press('Enter')
    await who.getByRole('button', { name: 'Start talking' }).click()
    await who.getByText('18 or older').click()
    await who.getByText('I’ll keep to these rules.').click()
    await who.getByRole('button', { name: 'Start talking' }).click()
  }

  const say = async (from, to, text) => {
    const box = from.getByRole('textbox', { name: 'Message' })
    await box.fill(text)
    // Just after a match Enter is ignored, so that nothing meant for somebody else slips out.
    await from.getByRole('button', { name: 'Send' }).click()
    await to.getByRole('log').getByText(text).waitFor()
  }
  await page.getByText('You both like tea.').first().waitFor()
  await say(me, stranger, 'Milk in it?')
  await say(stranger, me, 'Never. Though I have nothing against people who do.')
  await say(stranger, me, 'What are you having?')
  await say(
    me,
    stranger,
    'A smoky one. It smells like the campfires when I was nine, so I make it on nights I can’t sleep.',
  )
  await say(stranger, me, 'Then put the kettle on, I’ll tell you about the night train.')
  await stranger.getByRole('textbox', { name: 'Message' }).pressSequentially('So it was two')
  await me.getByText('Stranger is typing').waitFor()
  await page.evaluate(() => document.activeElement?.blur())
  await page.mouse.move(0, 0)
  const [left, right] = [await me.boundingBox(), await stranger.boundingBox()]
  const edge = left.x
  const clip = { x: 0, y: left.y - edge, width: right.x + right.width + edge, height: left.height + 2 * edge }
  await page.screenshot({ path: `${folder}two-strangers.png`, animations: 'disabled', clip })
  console.log('docs/images/two-strangers.png')
} finally {
  await browser.close()
  await server.remove()
}
