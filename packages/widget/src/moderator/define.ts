import { StrangerModerator } from './stranger-moderator.js'

/** Registers the console, once. A tag that is taken stays as it is; does nothing where there are no custom elements. */
export function define(): void {
  // Node has none, whatever the types of the DOM say.
  const registry = (globalThis as Partial<Pick<typeof globalThis, 'customElements'>>).customElements
  if (registry && !registry.get('stranger-moderator'))
    registry.define('stranger-moderator', StrangerModerator)
}
