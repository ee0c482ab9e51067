import { expect } from 'vitest'

/** How long the page may take for one thing; a bound against hanging, not a measure. */
const PATIENCE = 20_000

export type Role = 'button' | 'textbox' | 'radio' | 'checkbox'

/** Somebody's key, by the name the driver has for it. */
export type Key = 'Enter'

/** What a driver's elements are good for here. */
export interface Handle {
  /** A real click, where the element is. */
  readonly click: () => Promise<void>
  /** Real keys, one after the other. */
  readonly type: (text: string) => Promise<void>
  readonly press: (key: Key) => Promise<void>
}

export interface Control {
  /** Waits until it is there, then presses it. */
  readonly click: () => Promise<void>
  readonly isThere: () => Promise<boolean>
}

/**
 * One person at one `<stranger-chat>`, with the hands and eyes that `Visitor` has in Chromium, for a browser with another
 * driver. All it takes of the driver is to run a function in the page and to find one element by one.
 */
export abstract class Hands {
  /** Runs a function in the page, by its text: it sees its arguments and the page, nothing else. */
  abstract evaluate<R, A extends readonly unknown[]>(
    run: (...args: A) => R | Promise<R>,
    ...args: A
  ): Promise<R>

  /** The element that a function gives in the page, now. */
  protected abstract handle<A extends readonly unknown[]>(
    find: (...args: A) => Element | null,
    ...args: A
  ): Promise<Handle | null>

  /** Closes the browser. */
  abstract leave(): Promise<void>

  button(name: string): Control {
    return this.#control('button', name)
  }

  /** From the welcome into the search, past the gate if there is one. */
  async start(interests: readonly string[] = []): Promise<void> {
    for (const interest of interests) {
      const field = await this.#find('textbox', 'Interests')
      await field.type(interest)
      await field.press('Enter')
    }
    await this.button('Start talking').click()
    await expect.poll(() => this.room(), { timeout: PATIENCE }).toMatch(/^(gate|talk)$/)
    if ((await this.room()) !== 'gate') return
    await this.#control('radio', '18 or older').click()
    await this.#control('checkbox').click()
    await this.button('Start talking').click()
  }

  /** Presses a choice that stands in the welcome. */
  async choose(name: string): Promise<void> {
    await this.#control('radio', name).click()
  }

  async matched(): Promise<void> {
    await expect.poll(() => this.title(), { timeout: PATIENCE }).toBe('With a stranger')
  }

  /** The state in words, as the header has it. */
  async title(): Promise<string> {
    return (await this.#texts('[part~=title]')).join(' ')
  }

  /** Which of the element's rooms is open. */
  async room(): Promise<string | undefined> {
    return await this.evaluate(
      () =>
        document.querySelector('stranger-chat')?.shadowRoot?.querySelector<HTMLElement>('[data-room]')
          ?.dataset['room'],
    )
  }

  /** Writes into the field and presses Enter until it is taken: right after a match it isn't. */
  async says(text: string): Promise<void> {
    const field = await this.#find('textbox', 'Message')
    await field.type(text)
    await expect
      .poll(
        async () => {
          await field.press('Enter')
          return await this.evaluate(
            () =>
              document
                .querySelector('stranger-chat')
                ?.shadowRoot?.querySelector<HTMLTextAreaElement>('textarea[part~=input]')?.value,
          )
        },
        { timeout: PATIENCE },
      )
      .toBe('')
  }

  /** What stands in the transcript, oldest first. */
  async heard(): Promise<string[]> {
    return await this.#texts('[part~=message-stranger] .words')
  }
  async said(): Promise<string[]> {
    return await this.#texts('[part~=message-me] .words')
  }

  /** Waits until exactly this was heard in all. */
  async hears(texts: readonly string[]): Promise<void> {
    await expect.poll(() => this.heard(), { timeout: PATIENCE }).toEqual(texts)
  }

  /** Waits until this stands anywhere in the element. */
  async reads(text: string): Promise<void> {
    const all = (): string =>
      [...(document.querySelector('stranger-chat')?.shadowRoot?.children ?? [])]
        .map((one) => (one as HTMLElement).innerText)
        .join(' ')
    await expect.poll(() => this.evaluate(all), { timeout: PATIENCE }).toContain(text)
  }

  async #texts(selector: string): Promise<string[]> {
    return await this.evaluate(
      (what) =>
        [...(document.querySelector('stranger-chat')?.shadowRoot?.querySelectorAll(what) ?? [])].map((one) =>
          (one.textContent ?? '').replaceAll(/\s+/g, ' ').trim(),
        ),
      selector,
    )
  }

  #control(role: Role, name?: string): Control {
    return {
      click: async () => await (await this.#find(role, name)).click(),
      isThere: async () => (await this.handle(control, role, name ?? null)) !== null,
    }
  }

  /** Waits for it. */
  async #find(role: Role, name?: string): Promise<Handle> {
    let found: Handle | null = null
    await expect
      .poll(async () => (found = await this.handle(control, role, name ?? null)) !== null, {
        timeout: PATIENCE,
        message: `a ${role} ${name ?? ''}`,
      })
      .toBe(true)
    return found!
  }
}

/** Runs in the page: what a person calls this, wherever in the element it is; null unless it can be seen. */
function control(role: Role, name: string | null): HTMLElement | null {
  const selectors = {
    button: 'button',
    textbox: 'textarea, input:not([type]), input[type=text]',
    radio: 'input[type=radio]',
    checkbox: 'input[type=checkbox]',
  }
  const text = (one: Node | undefined): string => {
    const copy = one?.cloneNode(true) as Element | undefined
    for (const silent of copy?.querySelectorAll('[aria-hidden=true]') ?? []) silent.remove()
    return copy?.textContent ?? ''
  }
  const root = document.querySelector('stranger-chat')?.shadowRoot
  for (const one of root?.querySelectorAll<HTMLInputElement>(selectors[role]) ?? []) {
    const words = one.getAttribute('aria-label') ?? text(one.labels?.[0] ?? one)
    if (name !== null && words.replaceAll(/\s+/g, ' ').trim() !== name) continue
    if (one.checkVisibility()) return one
  }
  return null
}
