import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** A picture that a browser made, from a report to a moderator's screen: real server, real policy of the console's page. */

const cli = fileURLToPath(new URL('../packages/server/dist/cli.js', import.meta.url))

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  server = await startServer({ args: ['--dev'], config: { reportPictures: 3 } })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})

/** What a call would hand over: red on the left, blue on the right. @returns base64 */
const seen = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 320
    canvas.height = 240
    const context = canvas.getContext('2d')
    for (const [i, colour] of ['#f00', '#00f'].entries()) {
      if (context) context.fillStyle = colour
      context?.fillRect(i * 160, 0, 160, 240)
    }
    return canvas.toDataURL('image/jpeg', 0.6).replace(/^.*,/, '')
  })

test('a picture from a browser goes sealed to the disk and comes blurred to the console', async () => {
  const [one, two] = [
    await Visitor.arrive(browser, `${server.url}/?one`),
    await Visitor.arrive(browser, `${server.url}/?one`),
  ]
  const picture = await seen(one.page)
  // The call's part, which this page hasn't got: it goes along with what the page sends.
  await one.page.route('**/v1/reports', async (route) => {
    const body = route.request().postDataJSON() as object
    await route.continue({ postData: { ...body, pictures: [picture] } })
  })
  await Promise.all([one.start(['tea']), two.start(['tea'])])
  await Promise.all([one.matched(), two.matched()])
  await one.button('Report').click()
  await one.chat.getByRole('button', { name: 'Sexual, and unwanted' }).click()
  await one.button('Send report').click()
  await one.chat.getByText(/^Reported\. Case /).waitFor()

  // A stretch of the scan, as it would lie there in clear, and in base64.
  const scan = Buffer.from(picture, 'base64').subarray(-400, -300)
  for (const name of readdirSync(server.data)) {
    const bytes = readFileSync(join(server.data, name))
    expect([name, bytes.includes(scan), bytes.includes(picture.slice(-240, -120))]).toEqual([
      name,
      false,
      false,
    ])
  }

  const args = ['moderator', 'invite', 'Ann', '--role', 'helper', '--url', server.url, '--data', server.data]
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args])
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(/http\S+/.exec(stdout)?.[0] ?? '')
  const console = page.locator('stranger-moderator')
  await console.getByText('1 case waits').waitFor()
  await page.keyboard.press('n')
  await console.getByText('Reporter-supplied, not proven by stamps').waitFor()
  await console.getByRole('button', { name: 'Get 1 picture' }).click()
  const canvas = console.locator('.print canvas')
  await canvas.waitFor()
  expect(await canvas.evaluate((found) => getComputedStyle(found).filter)).toBe('blur(18px) grayscale(1)')
  await console.getByRole('button', { name: 'Show' }).press('Enter')
  await page.keyboard.press('g')
  await expect.poll(() => canvas.evaluate((found) => getComputedStyle(found).filter)).toBe('none')
  const colours = await canvas.evaluate((found) => {
    const context = (found as HTMLCanvasElement).getContext('2d')
    return [80, 240].map((x) => [...(context?.getImageData(x, 120, 1, 1).data ?? [])])
  })
  expect(colours.map(([red = 0, , blue = 0]) => red - blue)).toEqual([
    expect.closeTo(255, -1),
    expect.closeTo(-255, -1),
  ])
  await page.keyboard.press('b')
  await canvas.waitFor({ state: 'detached' })
  // Nothing that the page's policy refused.
  expect(complaints.filter((text) => /policy/i.test(text))).toEqual([])
  await console.getByRole('button', { name: 'Log' }).click()
  await console.getByText('Picture looked at').waitFor()
})
