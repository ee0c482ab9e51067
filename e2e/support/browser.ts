import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core'
import { expect } from 'vitest'
import { chromiumFlags, chromiumPath } from '../../scripts/lib/chromium.mjs'
import { type Camera, cameraFlags } from './cameras.ts'

/** The browser the tests run in: an installed Chromium that talks to nobody but us. */
export async function openBrowser({
  camera,
  keepsPages = false,
}: {
  readonly camera?: Camera
  /** Whether pages that are left are kept to be come back to, as in anybody's browser; the driver has them not. */
  readonly keepsPages?: boolean
} = {}): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('No Chromium found. Install one, or set CHROME_PATH.')
  // Every name under .example is this machine, so that a page can have an origin that isn't local.
  const names = '--host-resolver-rules=MAP *.example 127.0.0.1'
  const more = camera === undefined ? [] : cameraFlags(camera)
  return await chromium.launch({
    executablePath,
    args: [...chromiumFlags(), names, ...more],
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
  })
}

/** How long the page may take for one thing; a bound against hanging, not a measure. */
const PATIENCE = 20_000

/** One person at one `<stranger-chat>` of a page, with the hands and eyes of a person. */
export class Visitor {
  readonly page: Page
  /** The element. */
  readonly chat: Locator

  constructor(page: Page, element: Locator = page.locator('stranger-chat').first()) {
    this.page = page
    this.chat = element
    page.setDefaultTimeout(PATIENCE)
  }

  /** Somebody with a browser profile of their own opens a page. */
  static async arrive(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    return await Visitor.open(context, url)
  }

  /** One more tab of the same profile. */
  static async open(context: BrowserContext, url: string): Promise<Visitor> {
    const page = await context.newPage()
    await page.addInitScript(rememberAnnouncements)
    await page.goto(url)
    return new Visitor(page)
  }

  /** "Duplicate tab": a new tab of the same address that takes the tab's storage along. */
  async duplicate(): Promise<Visitor> {
    const kept = await this.page.evaluate(() => JSON.stringify(sessionStorage))
    const page = await this.page.context().newPage()
    await page.addInitScript((stored) => {
      for (const [key, value] of Object.entries(JSON.parse(stored) as Record<string, string>))
        sessionStorage.setItem(key, value)
    }, kept)
    await page.goto(this.page.url())
    return new Visitor(page)
  }

  button(name: string): Locator {
    return this.chat.getByRole('button', { name, exact: true })
  }

  get field(): Locator {
    return this.chat.getByRole('textbox', { name: 'Message' })
  }

  /** The state in words, as the header has it. */
  get title(): Locator {
    return this.chat.locator('[part~=title]')
  }

  /** From the welcome into the search, past the gate if there is one. */
  async start(interests: readonly string[] = []): Promise<void> {
    for (const interest of interests) {
      await this.chat.getByRole('textbox', { name: 'Interests' }).fill(interest)
      await this.chat.getByRole('textbox', { name: 'Interests' }).press('Enter')
    }
    await this.button('Start talking').click()
    await this.chat.locator('[data-room=gate], [data-room=talk]').first().waitFor()
    if ((await this.chat.locator('[data-room=gate]').count()) === 0) return
    await this.#passGate()
  }

  /** From the welcome, past the gate, to where one gets ready for a video call; the press starts the camera. */
  async getReady(): Promise<void> {
    await this.chat.evaluate((element) => element.setAttribute('modes', 'text voice video'))
    await this.chat.getByRole('radio', { name: 'Video' }).check()
    await this.button('Start talking').click()
    await this.#passGate()
    await this.chat.locator('[data-room=preview]').waitFor()
  }

  async #passGate(): Promise<void> {
    await this.chat.getByRole('radio', { name: '18 or older' }).check()
    await this.chat.getByRole('checkbox').check()
    await this.button('Start talking').click()
  }

  async matched(): Promise<void> {
    await this.sees(this.title, 'With a stranger')
  }

  /** Writes into the field and presses Enter until it is taken: right after a match it isn't. */
  async says(text: string): Promise<void> {
    await this.field.fill(text)
    await this.send()
  }

  /** Says one thing after the other past the composer, as fast as the client's outbox takes them. */
  async saysAll(texts: readonly string[]): Promise<void> {
    await this.chat.evaluate(async (element, all) => {
      const chat = element as HTMLElement & { send: (text: string) => boolean }
      for (const text of all) {
        while (!chat.send(text)) await new Promise(requestAnimationFrame)
      }
    }, texts)
  }

  /** Says something past the composer if there is somebody to say it to. */
  async tries(text: string): Promise<void> {
    await this.chat.evaluate(
      (element, words) => (element as HTMLElement & { send: (text: string) => boolean }).send(words),
      text,
    )
  }

  async send(): Promise<void> {
    await expect
      .poll(
        async () => {
          await this.field.press('Enter')
          return await this.field.inputValue()
        },
        { timeout: PATIENCE },
      )
      .toBe('')
  }

  /** What stands in the transcript, oldest first. */
  async heard(): Promise<string[]> {
    return await this.#texts('message-stranger')
  }
  async said(): Promise<string[]> {
    return await this.#texts('message-me')
  }

  async #texts(part: string): Promise<string[]> {
    return await this.chat.evaluate(
      (element, name) =>
        [...(element.shadowRoot?.querySelectorAll(`[part~=${name}] .words`) ?? [])].map(
          (one) => one.textContent ?? '',
        ),
      part,
    )
  }

  /** Waits until exactly this was heard in all. */
  async hears(texts: readonly string[]): Promise<void> {
    await expect.poll(() => this.heard(), { timeout: PATIENCE }).toEqual(texts)
  }

  /** Waits until a part shows this text. */
  async sees(what: Locator, text: string | RegExp): Promise<void> {
    const matcher = typeof text === 'string' ? text : expect.stringMatching(text)
    await expect
      .poll(async () => tidy((await what.allTextContents()).join(' ')), { timeout: PATIENCE })
      .toEqual(matcher)
  }

  /** Waits until this stands anywhere in the element. */
  async reads(text: string): Promise<void> {
    await this.chat.getByText(text, { exact: false }).first().waitFor()
  }

  /** Own messages that aren't there yet, or never will be. */
  async unsent(): Promise<number> {
    return await this.chat.locator('[part~=message-me]:is(.pending, .failed)').count()
  }

  /** What a screen reader was told so far, oldest first. */
  async announced(): Promise<readonly string[]> {
    return await this.page.evaluate(() => (globalThis as unknown as { announced: string[] }).announced)
  }

  async isTold(text: string): Promise<void> {
    await expect
      .poll(() => this.announced(), { timeout: PATIENCE })
      .toContainEqual(expect.stringContaining(text))
  }

  /** The accessible name of what has the focus, or its text. */
  async focus(): Promise<string> {
    return await this.page.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      if (!active) return ''
      const labels = (active as HTMLInputElement).labels
      const name = active.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? active.textContent ?? ''
      return `${active.localName}: ${name.replaceAll(/\s+/g, ' ').trim()}`
    })
  }

  async leave(): Promise<void> {
    await this.page.context().close()
  }
}

const tidy = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** Runs in the page, before anything else: writes down what live regions say, in any shadow root. */
function rememberAnnouncements(): void {
  const announced: string[] = []
  Object.assign(globalThis, { announced })
  const { attachShadow } = Element.prototype
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options)
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest('[aria-live]:not([aria-live=off]), [role=alert]')
        const text = region?.textContent?.replaceAll(/\s+/g, ' ').trim()
        if (text && announced.at(-1) !== text) announced.push(text)
      }
    }).observe(root, { subtree: true, childList: true, characterData: true })
    return root
  }
}
