import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { Person, until } from './support/people.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** Law 8: overload is a state. More people than can be let in at once are told when, come then, and nobody is lost. */

const people: Person[] = []
let server: RunningServer
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})
afterEach(async () => {
  for (const person of people.splice(0)) person.client.close()
  await server.remove()
})

function arrive(): { readonly person: Person; readonly refusals: string[] } {
  const person = new Person(server.url)
  const refusals: string[] = []
  person.client.on('error', ({ code, retryAfterMs }) =>
    refusals.push(retryAfterMs === null ? `${code} without a time` : code),
  )
  people.push(person)
  return { person, refusals }
}

describe('a crowd at the door', () => {
  test('everybody who is turned away is given a time, gets in, and talks', async () => {
    server = await startServer({ config: { acceptRate: 4 } })
    const crowd = Array.from({ length: 20 }, arrive)
    await Promise.all(crowd.map(({ person }) => person.client.connect().catch(() => undefined)))
    await Promise.all(
      crowd.map(({ person }) => until(person.state.connection, (state) => state === 'online')),
    )
    const refused = crowd.flatMap(({ refusals }) => refusals)
    expect(new Set(refused)).toEqual(new Set(['over_capacity']))
    // Eight come in at once. Each of the others is turned away, and few of them twice: they come when they were told to.
    expect(refused.length).toBeGreaterThanOrEqual(8)
    expect(refused.length).toBeLessThanOrEqual(24)
    await Promise.all(crowd.map(({ person }) => person.start({ interests: ['crowds'] })))
    for (const { person } of crowd) expect(person.state.phase.get()).toBe('chatting')
  })

  test('the page says that there is no room and when it tries again, and then it is in', async () => {
    server = await startServer({ config: { acceptRate: 1 } })
    const late = await Visitor.arrive(browser, server.url)
    // Others come faster than they can be let in, until the page has said that it was turned away.
    const crowd = setInterval(
      () =>
        void arrive()
          .person.client.connect()
          .catch(() => undefined),
      100,
    )
    await expect.poll(() => people.length).toBeGreaterThan(4)
    await late.button('Start talking').click()
    await late.chat.getByText(/There is no room right now. *Next try in/).waitFor()
    clearInterval(crowd)
    await late.chat.locator('[data-room=gate], [data-room=talk]').first().waitFor()
    await late.page.context().close()
  })
})
