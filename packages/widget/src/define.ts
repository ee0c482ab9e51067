import { StrangerChat } from './stranger-chat.js'

let warned = false

/**
 * Registers the element, once. A tag that is taken stays as it is: a second copy of the same version is fine, another
 * version is said in the console. Never throws; does nothing where there are no custom elements.
 */
export function define(tag = 'stranger-chat'): void {
  // Node has none, whatever the types of the DOM say.
  const registry = (globalThis as Partial<Pick<typeof globalThis, 'customElements'>>).customElements
  if (!registry) return
  const there = registry.get(tag)
  if (!there) {
    // A class can have one name only; a second tag gets a class of its own.
    registry.define(tag, tag === 'stranger-chat' ? StrangerChat : class extends StrangerChat {})
    return
  }
  const version = (there as Partial<Pick<typeof StrangerChat, 'version'>>).version
  if (version === StrangerChat.version || warned) return
  warned = true
  console.warn(
    `<${tag}> is defined already, by version ${version ?? 'unknown'}; version ${StrangerChat.version} stays unused.`,
  )
}
