import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from '../support/browser.ts'
import { type RunningServer, startServer } from '../support/server.ts'
import { WebKitVisitor } from '../support/webkit.ts'

/** The element in WebKit, with somebody in Chromium at the other end. */

let server: RunningServer
let browser: Browser
const leaving: (() => Promise<void>)[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(leaving.splice(0).map((leave) => leave()))
})

async function arrive(): Promise<WebKitVisitor> {
  const visitor = await WebKitVisitor.arrive(`${server.url}/?one`)
  leaving.push(() => visitor.leave())
  return visitor
}

test('somebody in WebKit and somebody in Chromium meet, talk and part', async () => {
  const ann = await arrive()
  const ben = await Visitor.arrive(browser, `${server.url}/?one`)
  leaving.push(() => ben.leave())
  await Promise.all([ann, ben].map((visitor) => visitor.start(['apples'])))
  await Promise.all([ann, ben].map((visitor) => visitor.matched()))
  await ann.reads('You both like apples.')
  await ann.says('Good evening')
  await ben.hears(['Good evening'])
  await ben.says('Good evening to you')
  await ann.hears(['Good evening to you'])
  await ann.button('Stop').click()
  await ann.button('Really?').click()
  await ben.reads('They left. Your words went with them.')
  await ann.reads('You left. Your words went with you.')
})

test('this WebKit has a camera and no calls: what a person can do here is write', async () => {
  const ann = await arrive()
  expect(await ann.evaluate(() => typeof RTCPeerConnection)).toBe('undefined')
  expect(await ann.evaluate(() => typeof navigator.mediaDevices.getUserMedia)).toBe('function')
  const camera = await ann.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true })
    return stream.getVideoTracks()[0]?.label
  })
  expect(camera).toMatch(/^Mock video device/)
})

test('where a browser has no calls that is said, and text goes on', async () => {
  const ann = await arrive()
  await ann.evaluate(() => document.querySelector('stranger-chat')?.setAttribute('modes', 'text voice video'))
  await ann.choose('Video')
  await ann.reads('Voice and video don’t work in this browser; text goes on.')
  const ben = await Visitor.arrive(browser, `${server.url}/?one`)
  leaving.push(() => ben.leave())
  await Promise.all([ann, ben].map((visitor) => visitor.start(['pears'])))
  await Promise.all([ann, ben].map((visitor) => visitor.matched()))
  await ann.says('By words, then')
  await ben.hears(['By words, then'])
})
