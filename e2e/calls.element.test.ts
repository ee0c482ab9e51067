import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { mayUseCamera } from './support/cameras.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** A call as two people have it: the element, its real media, a real server and the relay it brings for development. */

let server: RunningServer
let browser: Browser
beforeAll(async () => {
  server = await startServer({ args: ['--dev'], config: { relax: { interests: 1_000, languages: 1_000 } } })
  browser = await openBrowser({ camera: 'fake' })
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})

const arrive = (): Promise<Visitor> => Visitor.arrive(browser, `${server.url}/?one`, { ...mayUseCamera })

/** From the welcome by way of the gate and the camera into the search. */
async function seek(visitor: Visitor): Promise<void> {
  await visitor.getReady()
  await visitor.chat.locator('video.mine').waitFor()
  await visitor.button('Start').click()
}

/** How high the stranger's picture is, 0 for none, and how it is drawn. */
const picture = (visitor: Visitor) =>
  visitor.chat.evaluate((element) => {
    const video = element.shadowRoot?.querySelector<HTMLVideoElement>('video.theirs')
    return {
      lines: video?.srcObject ? video.videoHeight : 0,
      filter: video ? getComputedStyle(video).filter : '',
      moves: (video?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 5,
    }
  })

test('two people go up the ladder together, and Next takes the picture away with the press', async () => {
  const [one, two] = [await arrive(), await arrive()]
  await Promise.all([seek(one), seek(two)])
  await Promise.all([one.matched(), two.matched()])
  await one.isTold('The call is connected.')

  await one.button('Ask for voice').click()
  await two.isTold('They would like to talk by voice.')
  expect((await picture(two)).lines).toBe(0)
  await two.button('Yes').click()
  await one.isTold('You can hear each other.')

  await two.button('Ask for blurred video').click()
  await one.button('Yes').click()
  await two.isTold('You see each other, blurred.')
  await expect.poll(async () => (await picture(one)).moves, { timeout: 20_000 }).toBe(true)
  const blurred = await picture(one)
  expect(blurred.filter).toBe('blur(24px)')
  expect(blurred.lines).toBeLessThanOrEqual(64)

  await one.button('Ask for clear video').click()
  await two.button('Yes').click()
  await expect.poll(async () => (await picture(one)).lines, { timeout: 20_000 }).toBeGreaterThan(64)
  expect((await picture(one)).filter).toBe('none')

  // Words go beside it all the while.
  await one.says('You look nice there.')
  await two.hears(['You look nice there.'])

  await one.button('Back to blurred').click()
  await expect.poll(async () => (await picture(two)).filter, { timeout: 20_000 }).toBe('blur(24px)')
  await two.isTold('They would rather stay blurred')

  const gone = await two.chat.evaluate((element) => {
    const root = element.shadowRoot
    root?.querySelector<HTMLElement>('[part~=button-next]')?.click()
    return root?.querySelector<HTMLVideoElement>('video.theirs')?.srcObject === null
  })
  expect(gone).toBe(true)
  await two.sees(two.title, 'Searching')
  await one.sees(one.title, 'Chat ended')
  expect((await picture(one)).lines).toBe(0)

  // They meet again, and nothing of what was agreed is left.
  await one.button('Next').click()
  await Promise.all([one.matched(), two.matched()])
  await one.button('Ask for voice').waitFor()

  // Both steps asked at once, and only one of them given.
  await one.button('Ask for blurred video').click()
  await two.isTold('They would like you to hear and see each other, blurred.')
  await two.button('Voice only').click()
  await one.isTold('No video for them, for now.')
  await two.button('Stop voice').waitFor()

  await one.button('End the call').click()
  await two.isTold('They ended the call. Text goes on.')
  await two.button('Call again').click()
  await one.button('Ask for voice').waitFor()
  await Promise.all([one.leave(), two.leave()])
})
