import { type ChatName, MESSAGES, textOf } from './chats.ts'
import type { Driver } from './driver.ts'
import { deepChatDriver } from './drivers/deep-chat.ts'
import { floorDriver } from './drivers/floor.ts'
import { n8nChatDriver } from './drivers/n8n-chat.ts'
import { bubbleDriver, inlineDriver } from './drivers/stranger-chat.ts'

// Runs in the page: one chat in a blank page, handled the same way whichever it is.

const DRIVERS: Readonly<Record<ChatName, Driver>> = {
  floor: floorDriver,
  inline: inlineDriver,
  bubble: bubbleDriver,
  'deep-chat': deepChatDriver,
  'n8n-chat': n8nChatDriver,
}
/** A bound against hanging, in frames: many times what the slowest takes. */
const PATIENCE = 3_000

/** The next frame, and until it has been drawn: a message posted during a frame comes after it. */
function frame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(0)
    })
  })
}

/** Frames until it is so. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let frames = 0; !isSo(); frames++) {
    if (frames === PATIENCE) throw new Error(`${what} never came.`)
    await frame()
  }
}

/** Whether somebody could use it: there, seen, inside the window, not switched off, and nothing lies over it. */
function usable(element: HTMLElement | null): element is HTMLElement {
  if (!element || element.matches(':disabled')) return false
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
  const { left, top, width, height } = element.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  if (width === 0 || height === 0 || x < 0 || y < 0 || x > innerWidth || y > innerHeight) return false
  const root = element.getRootNode() as Document | ShadowRoot
  const hit = root.elementFromPoint(x, y)
  return hit !== null && (element.contains(hit) || hit.contains(element))
}

class Bench {
  readonly #driver: Driver
  constructor(name: ChatName) {
    this.#driver = DRIVERS[name]
  }

  /** From the request for the script until it is defined, and until a frame shows what one would press first; ms. */
  async visit(): Promise<{ readonly define: number; readonly paint: number }> {
    const { load, show, face } = this.#driver
    const from = performance.now()
    await load()
    const define = performance.now() - from
    show()
    // The browser's own mark of a first paint doesn't come for a launcher that is nothing but a drawing.
    await until(() => usable(face()), 'Its face')
    await frame()
    return { define, paint: performance.now() - from }
  }

  /** Presses what opens it, if it has that: what is fetched only then counts as well. */
  async unfold(): Promise<void> {
    const { launcher } = this.#driver
    if (launcher === undefined) return
    await until(() => usable(launcher()), 'What opens it')
    launcher()?.click()
  }

  load(): Promise<void> {
    return this.#driver.load()
  }

  /** From the press that opens it until one can write and a frame shows that, ms; without one from its place in the page. */
  async open(): Promise<number> {
    const { launcher, talk, field } = this.#driver
    await frame()
    let from = performance.now()
    talk()
    if (launcher !== undefined) {
      await until(() => usable(launcher()), 'What opens it')
      await frame()
      from = performance.now()
      launcher()?.click()
    }
    await until(() => usable(field()), 'The field')
    await frame()
    return performance.now() - from
  }

  /** One message after the other, each in the page and drawn before the next; ms. */
  async append(count = MESSAGES): Promise<number> {
    const { say, newest } = this.#driver
    await frame()
    const from = performance.now()
    for (let i = 0; i < count; i++) {
      const before = newest()
      say(textOf(i), i % 2 === 0)
      await frame()
      await until(() => newest() !== before, `Message ${i}`)
    }
    return performance.now() - from
  }

  /** Throws unless every message is a row of the page, in order, and the newest is in sight. */
  check(): void {
    const rows = [...this.#driver.rows()]
    if (rows.length !== MESSAGES) throw new Error(`${rows.length} rows are in the page, not ${MESSAGES}.`)
    const wrong = rows.findIndex((row, i) => !row.textContent.includes(textOf(i)))
    if (wrong >= 0) throw new Error(`Row ${wrong} doesn't say what was said.`)
    const { top, bottom } = rows[MESSAGES - 1]?.getBoundingClientRect() ?? { top: NaN, bottom: NaN }
    if (!(top >= 0 && bottom <= innerHeight && bottom > 0)) throw new Error('The newest is out of sight.')
  }
}

declare global {
  interface Window {
    Bench: typeof Bench
    bench: Bench
  }
}
window.Bench = Bench
