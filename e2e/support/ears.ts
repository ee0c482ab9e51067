import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { Visitor } from './browser.ts'

/** What differs from run to run: clock times, dates, seconds left, numbers of cases, what to begin a chat with. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b[A-Z]\w+ \d{1,2}, \d{4} at \d{1,2}:\d{2}\s[AP]M/g, '(date)'],
  [/\b\d{1,2}:\d{2}\s[AP]M/g, '(time)'],
  [/\b\d+ seconds?\b/g, '(seconds)'],
  [
    /What was the best part.*\?|What are you (looking|reading).*\?|Where would you go.*\?|What have you changed.*\?/g,
    '(opener)',
  ],
  [/x{100,}/g, '(too long)'],
  [/\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/g, '(number)'],
]
const settled = (text: string): string =>
  VOLATILE.reduce((now, [what, name]) => now.replaceAll(what, name), text)

/** A visitor who sees nothing: what they are told, word for word, and the tree that their screen reader walks. */
export class Listener extends Visitor {
  #told = 0

  static override async arrive(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<Listener> {
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', ...options })
    const page = await context.newPage()
    await page.addInitScript(listen)
    await page.goto(url)
    return new Listener(page)
  }

  /** Waits until exactly these were said since the last time, and nothing else was. */
  async told(...lines: readonly string[]): Promise<void> {
    const since = async (): Promise<readonly string[]> =>
      (await heard(this.page)).slice(this.#told).map(settled)
    await expect.poll(since, { timeout: 20_000 }).toEqual(lines)
    this.#told += lines.length
  }

  /** All that was said so far, what was spoken past a dialog included. */
  async all(): Promise<readonly string[]> {
    return (await heard(this.page)).map(settled)
  }

  /**
   * The accessibility tree of the element, or of the modal dialog that shuts off all else: roles, names and states, and the words
   * between them. Without what was said a moment ago, which leaves its regions when it likes; of a list's options the first.
   */
  async tree(): Promise<string> {
    const said = await this.chat.evaluate((element) => {
      const texts = new Map<Element | null, string>()
      for (const { parentElement, textContent } of element.shadowRoot?.querySelectorAll('.live') ?? [])
        texts.set(parentElement, `${texts.get(parentElement) ?? ''} ${textContent ?? ''}`)
      return [...texts.values()].map((text) => text.replaceAll(/\s+/g, ' ').trim())
    })
    const modal = this.chat.locator('dialog:modal')
    const root = (await modal.count()) > 0 ? modal.last() : this.chat
    const spoken = new Set(said.flatMap((text) => [`- text: ${text}`, `- text: ${JSON.stringify(text)}`]))
    const lines = (await root.ariaSnapshot()).split('\n')
    const options = (line = ''): boolean => line.trim().startsWith('- option')
    const kept = lines.filter(
      (line, i) => !spoken.has(line.trim()) && !(options(line) && options(lines[i - 1])),
    )
    return `\n${settled(kept.join('\n'))}\n`
  }

  /** Waits until no line stands above the conversation that goes by itself. */
  async calm(): Promise<void> {
    await this.chat.locator('.strip').waitFor({ state: 'detached' })
  }

  /** Waits until this has the focus. */
  async isAt(what: string): Promise<void> {
    await expect.poll(async () => settled(await this.focus()), { timeout: 20_000 }).toBe(what)
  }

  /** Names in the tree that the browser hands to screen readers, of the whole page; what a modal dialog shuts off isn't in it. */
  async reachable(): Promise<readonly string[]> {
    const session = await this.page.context().newCDPSession(this.page)
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    await session.detach()
    return nodes
      .filter(({ ignored, role }) => !ignored && role?.value === 'button')
      .map(({ name }) => String(name?.value ?? ''))
  }
}

const heard = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)

/**
 * Runs in the page, before anything else: writes down what live regions say, as `polite: …` or `assertive: …`, once for each
 * change of each. What lies outside an open modal dialog no screen reader hears: that is `unheard`.
 */
function listen(): void {
  const LIVE = '[aria-live=polite], [aria-live=assertive], [role=alert], [role=status]'
  const all: string[] = []
  const before = new WeakMap<Element, string>()
  Object.assign(globalThis, { heard: all })
  const tidy = (text: string | null): string => (text ?? '').replaceAll(/\s+/g, ' ').trim()
  const manner = (region: Element): string =>
    region.getAttribute('aria-live') ?? (region.getAttribute('role') === 'alert' ? 'assertive' : 'polite')
  const { attachShadow } = Element.prototype
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options)
    const look = (changes: readonly MutationRecord[]): void => {
      const regions = new Set<Element>()
      for (const { target, addedNodes } of changes) {
        const element = target instanceof Element ? target : target.parentElement
        const region = element?.closest(LIVE)
        if (region) regions.add(region)
        for (const added of addedNodes) {
          if (!(added instanceof Element)) continue
          if (added.matches(LIVE)) regions.add(added)
          for (const inner of added.querySelectorAll(LIVE)) regions.add(inner)
        }
      }
      for (const region of regions) {
        if (!region.isConnected) continue
        const text = tidy(region.textContent)
        if (text === (before.get(region) ?? '')) continue
        before.set(region, text)
        const modal = [...root.querySelectorAll('dialog:modal')].at(-1)
        const deaf = modal && !modal.contains(region) ? 'unheard ' : ''
        if (text) all.push(`${deaf}${manner(region)}: ${text}`)
      }
    }
    new MutationObserver(look).observe(root, { subtree: true, childList: true, characterData: true })
    return root
  }
}
