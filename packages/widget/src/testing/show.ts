import type { StrangerChat } from '../stranger-chat.js'
import { stub } from './cast.js'
import { NOW, type StubClient } from './stub-client.js'

/** One state of the element, as a person would meet it. */
export interface Scene {
  readonly name: string
  /** Properties before the first render. */
  readonly options?: Partial<StrangerChat>
  readonly client?: () => StubClient
  /** What happens after the first render. */
  readonly play?: (element: StrangerChat, client: StubClient) => void | Promise<void>
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
/** Two frames: one for sizes to be seen, one for what that changes. */
export const settled = async (): Promise<void> => {
  await frame()
  await frame()
}

/**
 * Scrolls up as far as it goes, until the browser has told of it. A person scrolls at a frame's beginning; here it may be its end, where
 * what grew in it still pulls a list to the newest.
 */
export async function toTop(log: Element): Promise<void> {
  while (log.scrollTop > 0) {
    const told = new Promise((resolve) => log.addEventListener('scroll', resolve, { once: true }))
    log.scrollTo({ top: 0, behavior: 'instant' })
    await told
  }
}

/** Puts a scene's element into a place of the page and lets it play. */
export async function show(scene: Scene, into: Element): Promise<StrangerChat> {
  const element = document.createElement('stranger-chat')
  const client = scene.client?.() ?? stub()
  Object.assign(
    element,
    { client, languages: ['en'], timing: { now: () => NOW, after: () => () => {} } },
    scene.options,
  )
  into.append(element)
  await element.updateComplete
  await scene.play?.(element, client)
  await element.updateComplete
  await settled()
  return element
}
