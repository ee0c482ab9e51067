import type { StrangerModerator } from '../stranger-moderator.js'
import { press, settled, type ShowOptions, type Shown } from './show.js'

/** One state of the console, as a moderator would meet it. */
export interface Scene extends ShowOptions {
  readonly name: string
  readonly play?: (shown: Shown) => void | Promise<void>
}

/** One key after the other, each when what the last one did is on the screen. */
export const keys =
  (...pressed: readonly string[]) =>
  async (shown: Shown): Promise<void> => {
    for (const key of pressed) {
      press(shown, key)
      await settled(shown.element)
    }
  }
export const click = (element: StrangerModerator, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector)?.click()
