import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, Visitor } from '../support/browser.ts'
import { type Person, twoMeet } from '../support/people.ts'
import { Program } from '../support/program.ts'
import { freePort } from '../support/server.ts'

describe.each([
  { name: 'express', says: 'from Express' },
  { name: 'fastify', says: 'from Fastify' },
])('the $name example', ({ name, says }) => {
  const data = mkdtempSync(join(tmpdir(), 'stranger-chat-example-'))
  let app: Program
  let url: string
  let people: readonly Person[] = []

  beforeAll(async () => {
    const port = await freePort()
    app = new Program(`examples/${name}/main.js`, [], { PORT: String(port), DATA: data })
    await app.shows(`Open http://localhost:${port}/`)
    url = `http://localhost:${port}`
  })
  afterAll(async () => {
    for (const { client } of people) client.close()
    await app.kill()
    rmSync(data, { recursive: true })
  })

  test("keeps the app's own routes, and its own 404", async () => {
    expect(await (await fetch(`${url}/hello`)).json()).toEqual({ hello: says })
    expect((await fetch(`${url}/nothing/here`)).status).toBe(404)
  })

  test('has a page whose two lines find the server under /chat', async () => {
    const browser = await openBrowser()
    try {
      const ann = await Visitor.arrive(browser, `${url}/`)
      const ben = await Visitor.arrive(browser, `${url}/`)
      await ann.start()
      await ben.start()
      await ann.matched()
      await ben.matched()
      await ann.says('hello from an app')
      await ben.hears(['hello from an app'])
    } finally {
      await browser.close()
    }
  })

  test('serves the element under /chat', async () => {
    const script = await fetch(`${url}/chat/stranger-chat.js`)
    expect(script.status).toBe(200)
    expect(script.headers.get('content-type')).toMatch(/javascript/)
    expect(await (await fetch(`${url}/chat/readyz`)).json()).toEqual({ status: 'ready' })
  })

  test('lets two strangers talk there', async () => {
    people = await twoMeet([`${url}/chat`, `${url}/chat`])
    const [ann, ben] = people
    ann?.client.send('hello from under /chat')
    expect(await ben?.hears(1)).toEqual(['hello from under /chat'])
  })

  test('leaves no WebSocket of another path hanging', async () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/elsewhere`)
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(error).toBeInstanceOf(Error)
  })

  test('ends when told to, with people connected', async () => {
    app.signal('SIGTERM')
    expect(await app.ends()).toBe(0)
  })
})
