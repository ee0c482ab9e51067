import type { StrangerChat } from '@stranger-chat/widget/element.js'
import type { Scene } from './state.ts'
import { Rehearsal, TALK } from './stranger.ts'

export interface Staged {
  readonly rehearsal: Rehearsal
  /** Brings the element where the scene begins. */
  readonly play: (element: StrangerChat) => void | Promise<void>
}

type Play = (rehearsal: Rehearsal, element: StrangerChat) => void | Promise<void>

const reporting: Play = async (rehearsal, element) => {
  await rehearsal.chats()
  element.report()
}

const PLAYS: Readonly<Record<Scene, Play>> = {
  live: (rehearsal) => rehearsal.plays(),
  gate: async (_, element) => await element.start(),
  searching: (rehearsal) => rehearsal.waits(),
  lonely: async (rehearsal) => {
    await rehearsal.waits()
    rehearsal.server.queue({ reason: 'only_you' })
  },
  matched: (rehearsal) => rehearsal.chats([]),
  chatting: (rehearsal) => rehearsal.chats(),
  typing: async (rehearsal) => {
    await rehearsal.chats(TALK.slice(0, 3))
    rehearsal.server.chats.at(-1)?.write(true)
  },
  away: async (rehearsal) => {
    await rehearsal.chats()
    rehearsal.server.chats.at(-1)?.away()
  },
  reconnecting: async (rehearsal) => {
    await rehearsal.chats()
    rehearsal.drops()
  },
  ended: async (rehearsal) => {
    await rehearsal.chats()
    rehearsal.server.chats.at(-1)?.leave()
  },
  report: reporting,
  reported: async (rehearsal, element) => {
    await reporting(rehearsal, element)
    // The way a person goes: the first reason, and then what sends it.
    ;(await found(element, 'dialog[open] .reasons button')).click()
    ;(await found(element, 'dialog[open] > .row .primary')).click()
  },
  banned: async (rehearsal, element) => {
    rehearsal.refuses()
    await element.start()
  },
  unreachable: async (rehearsal, element) => {
    rehearsal.server.network.down = true
    await element.start()
  },
}

/** A pretended server and stranger for a scene. */
export function stage(scene: Scene): Staged {
  const rehearsal = new Rehearsal({ asks: scene === 'gate' })
  return { rehearsal, play: (element) => PLAYS[scene](rehearsal, element) }
}

/** Rooms come when they are needed: waits for what a person would press. */
function found(element: StrangerChat, selector: string): Promise<HTMLElement> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const button = element.shadowRoot?.querySelector<HTMLElement>(selector)
      if (button) resolve(button)
      return button !== undefined && button !== null
    }
    if (look() || !element.shadowRoot) return
    const watcher = new MutationObserver(() => {
      if (look()) watcher.disconnect()
    })
    watcher.observe(element.shadowRoot, { subtree: true, childList: true, attributes: true })
  })
}
