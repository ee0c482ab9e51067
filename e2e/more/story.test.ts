import { expect, test } from 'vitest'
import { openBrowser, Visitor } from '../support/browser.ts'
import { openProxy } from '../support/proxy.ts'
import { startServer } from '../support/server.ts'

test('a "bye" said just before leaving reaches a partner who was offline for 20 seconds', async () => {
  const server = await startServer({ args: ['--dev'] })
  const browser = await openBrowser()
  const line = await openProxy(server)
  try {
    const ann = await Visitor.arrive(browser, `${server.url}/?one`)
    const ben = await Visitor.arrive(browser, `http://127.0.0.1:${line.port}/?one`)
    await Promise.all([ann, ben].map((visitor) => visitor.start(['goodbyes'])))
    await Promise.all([ann, ben].map((visitor) => visitor.matched()))
    await line.down()
    await ben.sees(ben.title, 'Reconnecting')
    const since = performance.now()
    await ann.says('bye')
    await expect.poll(() => ann.unsent()).toBe(0)
    await ann.leave()
    await new Promise((resolve) => setTimeout(resolve, 20_000 - (performance.now() - since)))
    await line.up()
    await ben.page.evaluate(() => dispatchEvent(new Event('online')))
    await ben.hears(['bye'])
    await ben.leave()
  } finally {
    await line.close()
    await browser.close()
    await server.remove()
  }
})
