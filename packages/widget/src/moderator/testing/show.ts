import type { StrangerModerator } from '../stranger-moderator.js'
import { FRESH_MS } from '../commands.js'
import type { Shelf } from '../device.js'
import { NOW } from './cases.js'
import { FakeApi, type FakeOptions } from './fake-api.js'

/** A device that remembers until the test is over. */
export function shelf(): Shelf {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

/** A clock in the test's hand: nothing happens until it is wound. */
class Clock {
  at = NOW
  #timers: { readonly at: number; readonly task: () => void }[] = []

  readonly system = {
    now: () => this.at,
    unit: () => 0.5,
    after: (ms: number, task: () => void) => {
      const timer = { at: this.at + ms, task }
      this.#timers.push(timer)
      return () => void (this.#timers = this.#timers.filter((one) => one !== timer))
    },
  }

  wind(ms: number): void {
    const until = this.at + ms
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
      if (!next) break
      this.#timers = this.#timers.filter((one) => one !== next)
      this.at = Math.max(this.at, next.at)
      next.task()
    }
    this.at = until
  }
}

/** Everything that was asked for is answered, and what it changes is drawn. */
export async function settled(element: StrangerModerator): Promise<void> {
  // The fake answers at once, but a request is a few promises deep, and one may lead to the next.
  for (let turns = 0; turns < 200; turns++) await Promise.resolve()
  await new Promise((resolve) => requestAnimationFrame(resolve))
  while (!(await element.updateComplete));
}

/** Pictures are there: reading one takes the browser a moment. */
export async function printed(element: StrangerModerator, count: number): Promise<void> {
  for (let i = 0; i < 500 && element.shadowRoot?.querySelectorAll('.print').length !== count; i++)
    await settled(element)
}

export interface Shown {
  readonly element: StrangerModerator
  readonly fake: FakeApi
  readonly clock: Clock
  readonly device: Shelf
  readonly tab: Shelf
}

export interface ShowOptions {
  readonly fake?: FakeOptions | FakeApi
  readonly properties?: Partial<StrangerModerator>
  readonly device?: Shelf
  readonly tab?: Shelf
}

/** Puts a console into a place of the page, at the desk of the fake server. */
export async function show(into: Element, options: ShowOptions = {}): Promise<Shown> {
  const clock = new Clock()
  const fake =
    options.fake instanceof FakeApi ? options.fake : new FakeApi({ now: () => clock.at, ...options.fake })
  const { device = shelf(), tab = shelf() } = options
  const element = document.createElement('stranger-moderator')
  Object.assign(element, {
    server: 'https://chat.example',
    system: clock.system,
    fetch: fake.fetch,
    device: () => device,
    tab: () => tab,
    ...options.properties,
  })
  into.append(element)
  await settled(element)
  return { element, fake, clock, device, tab }
}

/** Presses a key where the focus is, as somebody who has looked before they press. */
export function press(
  { element, clock }: Pick<Shown, 'element' | 'clock'>,
  key: string,
  after = FRESH_MS,
): void {
  clock.wind(after)
  const target = element.shadowRoot?.activeElement ?? element
  const event = { key, bubbles: true, composed: true, cancelable: true }
  const button = key === 'Enter' && target instanceof HTMLButtonElement
  if (target.dispatchEvent(new KeyboardEvent('keydown', event)) && button) target.click()
  target.dispatchEvent(new KeyboardEvent('keyup', event))
}
