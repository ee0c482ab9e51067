import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { mayUseCamera } from './support/cameras.ts'
import { type RunningServer, startServer } from './support/server.ts'
import { openSite, twoLines } from './support/site.ts'

/** What a person reads when a camera or the page won't, in a real browser with the real media, and the ways on from there. */

let server: RunningServer
let browser: Browser | null = null
beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
})
afterEach(async () => {
  await browser?.close()
  browser = null
})
afterAll(() => server.remove())

test('denied: how to allow it, and on by text', async () => {
  browser = await openBrowser({ camera: 'denied' })
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`)
  await visitor.getReady()
  await visitor.reads('This page may not use camera and microphone.')
  await visitor.reads('allow it there, then try again')
  await visitor.isTold('This page may not use camera and microphone.')
  await visitor.button('Text only').click()
  await visitor.sees(visitor.title, 'Searching')
  expect(await visitor.chat.locator('.call').count()).toBe(0)
})

test('no camera: said, with the ways on', async () => {
  browser = await openBrowser({ camera: 'none' })
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`, { ...mayUseCamera })
  await visitor.getReady()
  await visitor.reads('No camera was found.')
  await visitor.button('Voice only').waitFor()
  await visitor.button('Text only').waitFor()
})

test('busy: tried again once it is free', async () => {
  browser = await openBrowser({ camera: 'fake' })
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`, { ...mayUseCamera })
  await visitor.page.evaluate(() => {
    const { mediaDevices } = navigator
    const real = mediaDevices.getUserMedia.bind(mediaDevices)
    let isBusy = true
    Object.assign(globalThis, { free: () => (isBusy = false) })
    mediaDevices.getUserMedia = (what) =>
      isBusy && what?.video ? Promise.reject(new DOMException('in use', 'NotReadableError')) : real(what)
  })
  await visitor.getReady()
  await visitor.reads('Something else is using the camera.')
  await visitor.page.evaluate(() => (globalThis as unknown as { free: () => void }).free())
  await visitor.button('Try again').click()
  await visitor.chat.locator('video.mine').waitFor()
})

test('two cameras: the other one is chosen, and the lights go off by Back', async () => {
  browser = await openBrowser({ camera: 'two' })
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`, { ...mayUseCamera })
  await visitor.getReady()
  const camera = visitor.chat.getByRole('combobox', { name: 'Camera' })
  await camera.waitFor()
  expect(await camera.locator('option').count()).toBe(2)
  const track = () =>
    visitor.chat.evaluate((element) => {
      const mine = element.shadowRoot?.querySelector<HTMLVideoElement>('video.mine')
      const [one] = (mine?.srcObject as MediaStream | null)?.getVideoTracks() ?? []
      Object.assign(globalThis, { track: one })
      return one?.getSettings().deviceId ?? null
    })
  const before = await track()
  await camera.selectOption({ index: 1 })
  // Between the two there is none at all.
  const isOther = async (): Promise<boolean> => ![before, null].includes(await track())
  await expect.poll(isOther, { timeout: 20_000 }).toBe(true)
  await visitor.button('Back').click()
  const state = () =>
    visitor.page.evaluate(() => (globalThis as unknown as { track: MediaStreamTrack }).track.readyState)
  await expect.poll(state).toBe('ended')
})

test('unplugged: said, and tried again once it is back', async () => {
  browser = await openBrowser({ camera: 'fake' })
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`, { ...mayUseCamera })
  await visitor.getReady()
  await visitor.chat.locator('video.mine').waitFor()
  await visitor.chat.evaluate((element) => {
    const mine = element.shadowRoot?.querySelector<HTMLVideoElement>('video.mine')
    const [track] = (mine?.srcObject as MediaStream | null)?.getVideoTracks() ?? []
    // What a browser does when the cable is pulled; nobody here can pull one.
    track?.stop()
    track?.dispatchEvent(new Event('ended'))
  })
  await visitor.reads('The connection to the camera is gone.')
  await visitor.button('Try again').click()
  await visitor.chat.locator('video.mine').waitFor()
})

test('a frame that doesn’t allow it: said to the site’s owner', async () => {
  browser = await openBrowser({ camera: 'fake' })
  const inner = await openSite(twoLines(server.url))
  const outer = await openSite(
    `<!doctype html><html lang="en"><title>a site</title><iframe title="chat" src="http://localhost:${inner.port}/" width="700" height="700"></iframe>`,
  )
  const context = await browser.newContext({ locale: 'en-GB', ...mayUseCamera })
  const page = await context.newPage()
  await page.goto(`http://127.0.0.1:${outer.port}/`)
  const visitor = new Visitor(page, page.frameLocator('iframe').locator('stranger-chat').first())
  await visitor.getReady()
  await visitor.reads('allow="camera; microphone"')
  inner.close()
  outer.close()
})

test('a page without https: text goes on', async () => {
  browser = await openBrowser({ camera: 'fake' })
  const { port } = new URL(server.url)
  const plain = await openSite(twoLines(`http://chat.example:${port}`))
  const visitor = await Visitor.arrive(browser, `http://shop.example:${plain.port}/`)
  await visitor.chat.evaluate((element) => element.setAttribute('modes', 'text voice video'))
  await visitor.chat.getByRole('radio', { name: 'Video' }).click()
  await visitor.reads('Voice and video need a page whose address begins with https; text goes on.')
  expect(await visitor.chat.getByRole('radio', { name: 'Text' }).isChecked()).toBe(true)
  plain.close()
})
