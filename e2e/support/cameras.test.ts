import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Camera, mayUseCamera } from './cameras.ts'
import { openSite, type Site } from './site.ts'

/** What a page gets from each camera that a test can give it. */

let site: Site
beforeAll(async () => {
  site = await openSite('<!doctype html><title>a page that asks</title>')
})
afterAll(() => site.close())

/** Asks for both devices: how many tracks came, or the name of the error; and how many cameras and microphones there are. */
async function ask(camera: Camera, options: BrowserContextOptions = {}) {
  const browser = await openBrowser({ camera })
  try {
    const page = await (await browser.newContext(options)).newPage()
    await page.goto(`http://127.0.0.1:${site.port}/`)
    return await page.evaluate(async () => {
      const got = await navigator.mediaDevices.getUserMedia({ audio: true, video: true }).then(
        (stream) => stream.getTracks().length,
        (error: unknown) => (error as DOMException).name,
      )
      const devices = await navigator.mediaDevices.enumerateDevices()
      const count = (kind: string) => devices.filter((device) => device.kind === kind).length
      return { got, cameras: count('videoinput'), microphones: count('audioinput') > 0 }
    })
  } finally {
    await browser.close()
  }
}

test('one camera', async () => {
  expect(await ask('fake', mayUseCamera)).toEqual({ got: 2, cameras: 1, microphones: true })
})

test('two cameras', async () => {
  expect(await ask('two', mayUseCamera)).toEqual({ got: 2, cameras: 2, microphones: true })
})

test('none', async () => {
  expect(await ask('none', mayUseCamera)).toMatchObject({ got: 'NotFoundError', cameras: 0 })
})

test('one that the person keeps to themself', async () => {
  expect(await ask('denied')).toMatchObject({ got: 'NotAllowedError' })
})

test('a person who was asked and said yes needs no permission of the context', async () => {
  expect(await ask('fake')).toMatchObject({ got: 2 })
})
