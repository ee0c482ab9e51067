import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Visitor } from './support/browser.ts'
import { openProvider } from './support/provider.ts'
import { type RunningServer, startServer } from './support/server.ts'

/** The whole way of a report, in real browsers: two strangers, two moderators, one server. */

const cli = fileURLToPath(new URL('../packages/server/dist/cli.js', import.meta.url))
const SHOTS = process.env['SHOTS']

let server: RunningServer
let browser: Browser
const pages: { readonly leave: () => Promise<void> }[] = []

beforeAll(async () => {
  server = await startServer({ args: ['--dev'] })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await server.remove()
})
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.leave()))
})

/** A console, signed in by a link as the command prints it. */
class Moderator {
  readonly page: Page
  readonly console: Locator
  constructor(page: Page) {
    this.page = page
    this.console = page.locator('stranger-moderator')
  }

  static async arrive(name: string, base = server.url): Promise<Moderator> {
    const args = [cli, 'moderator', 'invite', name, '--role', 'senior', '--url', base, '--data', server.data]
    const { stdout } = await promisify(execFile)(process.execPath, args)
    const link = /http\S+/.exec(stdout)?.[0] ?? ''
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(link)
    const moderator = new Moderator(page)
    pages.push({ leave: () => context.close() })
    return moderator
  }

  async reads(text: string | RegExp): Promise<void> {
    await this.console.getByText(text).first().waitFor()
  }
  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key)
  }
}

async function arrive(): Promise<Visitor> {
  const visitor = await Visitor.arrive(browser, `${server.url}/?one`)
  pages.push(visitor)
  return visitor
}

let shots = 0
async function look(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined)
    await page.screenshot({ path: `${SHOTS}/${String(++shots).padStart(2, '0')}-${name}.png` })
}

/** Into a report: the reason, and what goes along is sent. @returns the case's number */
async function reports(visitor: Visitor, reason: string): Promise<string> {
  await visitor.button('Report').click()
  await visitor.chat.getByRole('button', { name: reason }).click()
  await visitor.button('Send report').click()
  const done = visitor.chat.getByText(/^Reported\. Case /)
  await done.waitFor()
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec((await done.textContent()) ?? '')?.[0] ?? ''
}

test('a report, its evidence, a ban, an appeal, and back', async () => {
  const [ann, bob] = [await Moderator.arrive('Ann'), await Moderator.arrive('Bob')]
  await Promise.all([ann, bob].map((moderator) => moderator.reads('Nobody waits')))
  expect(await ann.page.evaluate(() => location.href)).toBe(`${server.url}/moderate`)
  await look(ann.page, 'console-empty')

  const [one, two] = [await arrive(), await arrive()]
  await Promise.all([one.start(['tea']), two.start(['tea'])])
  await Promise.all([one.matched(), two.matched()])
  await one.says('hello')
  await two.hears(['hello'])
  await two.says('I know where you live')
  await one.hears(['I know where you live'])
  await two.says('<img src=x onerror="document.title=1"> <b>bold</b>')
  await one.hears(['I know where you live', '<img src=x onerror="document.title=1"> <b>bold</b>'])
  await two.button('Stop').click()
  await two.button('Really?').click()
  await one.reads('They left')

  // The other one is long gone, and the evidence stands by itself.
  const number = await reports(one, 'A threat')
  const filed = performance.now()
  await ann.reads(number)
  // Three keys: the next case, what to do, and yes.
  await ann.press('n')
  await ann.reads('I know where you live')
  await ann.reads('Verified')
  expect(performance.now() - filed).toBeLessThan(2_000)
  await look(one.page, 'reported')
  await ann.reads('<img src=x onerror="document.title=1"> <b>bold</b>')
  expect(await ann.page.title()).toBe('Moderation')
  await look(ann.page, 'case')
  await bob.reads(/Ann has it/)
  await ann.press('2')
  await ann.reads('Confirm: Ban for 7 days')
  await look(ann.page, 'chosen')
  await ann.press('Enter')
  const decided = performance.now()
  await two.reads('You can’t chat here for now.')
  expect(performance.now() - decided).toBeLessThan(2_000)
  await two.reads('Threats')
  await look(two.page, 'banned')

  await two.chat.getByRole('textbox').fill('It was a line from a song')
  await two.button('Send appeal').click()
  await two.reads('Your appeal was sent')
  await look(two.page, 'appealed')

  // Whoever decided doesn't judge the appeal; somebody else does, and it is really undone.
  await ann.press('a')
  await ann.reads('It was a line from a song')
  expect(await ann.console.getByRole('button', { name: 'Overturn' }).count()).toBe(0)
  await bob.press('a')
  await bob.reads('It was a line from a song')
  await look(bob.page, 'appeal')
  await bob.console.getByRole('button', { name: 'Look at the case' }).click()
  await bob.reads('I know where you live')
  await bob.reads('Only an appeal changes it now.')
  await look(bob.page, 'decided-case')
  await bob.press('a')
  await bob.console.getByRole('button', { name: 'Overturn' }).click()
  await bob.console.getByRole('button', { name: /Really overturn/ }).click()
  await bob.reads('Overturned')
  await two.button('Try again').click()
  await look(two.page, 'back')
  await two.button('New chat').click()
  await two.sees(two.title, 'Searching')

  expect(server.output()).not.toContain('where you live')
})

test('a ban in the middle of another chat stops it at once, and the other hears no more than that they left', async () => {
  const [one, two, three] = [await arrive(), await arrive(), await arrive()]
  await Promise.all([one.start(['rain']), two.start(['rain'])])
  await Promise.all([one.matched(), two.matched()])
  await two.says('send me money')
  await one.hears(['send me money'])
  const number = await reports(one, 'A scam')
  await two.reads('They left')
  await three.start(['rain'])
  // A click within a moment of the other's leaving was meant for what stood there before.
  await expect
    .poll(async () => {
      if ((await two.title.textContent())?.trim() === 'Chat ended') await two.button('New chat').click()
      return (await two.title.textContent())?.trim()
    })
    .not.toBe('Chat ended')
  await Promise.all([two.matched(), three.matched()])
  await two.says('hello you')
  await three.hears(['hello you'])

  const kim = await Moderator.arrive('Kay')
  await kim.reads(number)
  await kim.press('n')
  await kim.reads('send me money')
  await kim.press('1')
  await kim.reads(/Confirm: Ban/)
  await kim.press('Enter')
  const decided = performance.now()
  await two.reads('You can’t chat here for now.')
  await three.reads('They left')
  expect(performance.now() - decided).toBeLessThan(1_000)
  expect(await three.heard()).toEqual(['hello you'])
})

test('a passkey lets in whoever added it, and nobody else', async () => {
  // Browsers take this name for safe without https.
  const ann = await Moderator.arrive('Kim', `http://localhost:${server.port}`)
  const authenticator = await ann.page.context().newCDPSession(ann.page)
  await authenticator.send('WebAuthn.enable')
  await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await ann.console.getByRole('button', { name: 'Add a passkey' }).click()
  await ann.reads('Passkey added')
  await ann.console.getByRole('button', { name: 'Sign out' }).click()
  await ann.reads('You are signed out')
  const sent = ann.page.waitForRequest('**/passkey/signin/verify')
  await ann.console.getByRole('button', { name: 'Use a passkey' }).click()
  await ann.reads('Kim')
  await look(ann.page, 'by-passkey')
  // The same answer is worth nothing a second time, nor is one that nobody's key gave.
  const body = (await sent).postData() ?? ''
  for (const tried of [body, body.replace(/"id":"[^"]+"/, '"id":"AAAA"'), '{}']) {
    const answer = await fetch(`${server.url}/v1/moderation/passkey/signin/verify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-stranger-moderator': '1' },
      body: tried,
    })
    // By its address instead of its name there are no passkeys at all.
    expect(answer.status).toBe(404)
    const there = await ann.page.evaluate(async (text) => {
      const headers = { 'content-type': 'application/json', 'x-stranger-moderator': '1' }
      const got = await fetch('/v1/moderation/passkey/signin/verify', { method: 'POST', headers, body: text })
      return got.status
    }, tried)
    expect(there).toBe(403)
  }
})

test('a provider lets in whom the operator named, by an address it has verified, and nobody else', async () => {
  const kim = { sub: 'kim-1', email: 'Kim@Example.org', email_verified: true, name: 'Kim' }
  const provider = await openProvider(kim)
  const oidc = {
    issuer: provider.issuer,
    clientId: 'stranger-chat',
    clientSecret: 'a secret between the two',
    name: 'Example login',
    moderators: { 'kim@example.org': 'senior' },
  }
  const other = await startServer({ args: ['--dev'], config: { oidc } })
  const context = await browser.newContext({ locale: 'en-GB' })
  pages.push({ leave: () => context.close() })
  const moderator = new Moderator(await context.newPage())
  const signIn = async (): Promise<void> => {
    await moderator.page.goto(`${other.url}/moderate`)
    await moderator.console.getByRole('button', { name: 'Sign in with Example login' }).click()
  }
  try {
    for (const stranger of [
      { ...kim, email: 'lee@example.org' },
      { ...kim, email_verified: false },
    ]) {
      provider.person = stranger
      await signIn()
      await moderator.page.getByText('That didn’t let you in').waitFor()
    }
    provider.person = kim
    await signIn()
    await moderator.reads('Kim')
    await moderator.reads('senior moderator')
    await look(moderator.page, 'by-provider')
    // An answer that this browser never asked for, or asked for long ago, is worth nothing.
    const forged = `${other.url}/v1/moderation/oidc/callback?code=x&state=y`
    expect((await fetch(forged)).status).toBe(403)
    expect((await fetch(forged, { headers: { cookie: `sc_oidc=${'A'.repeat(100)}` } })).status).toBe(403)
  } finally {
    provider.close()
    await other.remove()
  }
})
