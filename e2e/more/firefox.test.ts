import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { FirefoxVisitor } from '../support/firefox.ts'
import { type RunningServer, startServer } from '../support/server.ts'

/** The element in Firefox: two people, each with a browser of their own. */

let server: RunningServer
const visitors: FirefoxVisitor[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
})
afterAll(() => server.remove())
afterEach(async () => {
  await Promise.all(visitors.splice(0).map((visitor) => visitor.leave()))
})

async function arrive(): Promise<FirefoxVisitor> {
  const visitor = await FirefoxVisitor.arrive(`${server.url}/?one`)
  visitors.push(visitor)
  return visitor
}

test('two people in Firefox meet, talk and part', async () => {
  const [ann, ben] = await Promise.all([arrive(), arrive()])
  expect(await ann.evaluate(() => navigator.userAgent)).toContain('Firefox/')
  await Promise.all([ann, ben].map((visitor) => visitor.start(['foxes'])))
  await Promise.all([ann, ben].map((visitor) => visitor.matched()))
  await ann.reads('You both like foxes.')
  await ann.says('Good evening')
  await ben.hears(['Good evening'])
  await ben.says('Good evening to you')
  await ann.hears(['Good evening to you'])
  await ben.button('Stop').click()
  await ben.button('Really?').click()
  await ann.reads('They left. Your words went with them.')
  await ben.reads('You left. Your words went with you.')
}, 120_000)
