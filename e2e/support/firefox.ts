import { type Browser, type ElementHandle, launch, type Page } from 'puppeteer-core'
import { firefoxPath } from '../../scripts/lib/firefox.mjs'
import { endWithUs } from './children.ts'
import { type Handle, Hands, type Key } from './hands.ts'

/** How long Firefox may take to start: the first time after it was installed it takes ten seconds. */
const STARTING = 50_000

const PREFERENCES = {
  'intl.accept_languages': 'en-GB, en',
  // A camera that shows colours and a microphone that hums, for whoever asks.
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  // Everybody in a test is on this machine.
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
}

/**
 * One person in a Firefox of their own: a process, a profile, a window. Two tabs of one Firefox won't do for calls, as the
 * hidden one gets its pictures late.
 */
export class FirefoxVisitor extends Hands {
  readonly browser: Browser
  readonly page: Page

  private constructor(browser: Browser, page: Page) {
    super()
    this.browser = browser
    this.page = page
  }

  /** @param preferences of about:config, over the usual ones */
  static async arrive(
    url: string,
    preferences: Readonly<Record<string, unknown>> = {},
  ): Promise<FirefoxVisitor> {
    const executablePath = firefoxPath()
    if (executablePath === undefined) throw new Error('No Firefox found. Install one, or set FIREFOX_PATH.')
    const browser = await launch({
      browser: 'firefox',
      executablePath,
      headless: true,
      timeout: STARTING,
      env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' },
      extraPrefsFirefox: { ...PREFERENCES, ...preferences },
    })
    const child = browser.process()
    if (child) endWithUs(child)
    try {
      const [page = await browser.newPage()] = await browser.pages()
      await page.goto(url)
      return new FirefoxVisitor(browser, page)
    } catch (error) {
      await browser.close()
      throw error
    }
  }

  async evaluate<R, A extends readonly unknown[]>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R> {
    return (await this.page.evaluate(run as unknown as (...all: unknown[]) => R | Promise<R>, ...args)) as R
  }

  protected async handle<A extends readonly unknown[]>(
    find: (...args: A) => Element | null,
    ...args: A
  ): Promise<Handle | null> {
    const found = await this.page.evaluateHandle(
      find as unknown as (...all: unknown[]) => Element | null,
      ...args,
    )
    const element = found.asElement() as ElementHandle<Element> | null
    return (
      element && {
        click: () => element.click(),
        type: (text: string) => element.type(text),
        press: (key: Key) => element.press(key),
      }
    )
  }

  async leave(): Promise<void> {
    await this.browser.close()
  }
}
