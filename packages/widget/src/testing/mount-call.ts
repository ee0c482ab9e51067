import type { Mode } from '@stranger-chat/core'
import { PAUSE_MS } from '../stage/pause.js'
import type { StrangerChat } from '../stranger-chat.js'
import type { Timing } from '../timing.js'
import { caller, seen } from './call-scenes.js'
import { talk } from './cast.js'
import { mount, type Mounted } from './mount.js'
import { until } from './report-scenes.js'
import { settled } from './show.js'
import { StubMedia } from './stub-media.js'

/** A clock that moves only when told; a test brings it. */
interface Clock extends Timing {
  advance(ms: number): void
}

export interface Calling extends Mounted {
  readonly clock: Clock
  readonly media: StubMedia
  /** Presses what is found, and waits for what that renders. */
  readonly press: (selector: string) => Promise<void>
  readonly pressWords: (words: string) => Promise<void>
  readonly until: (selector: string) => Promise<HTMLElement>
  /** Until these words are there: files of words and of rooms take a few turns. */
  readonly untilSays: (words: string) => Promise<void>
  /** After the moment in which nothing can be given. */
  readonly calm: () => Promise<void>
  /** What the announcer said. */
  readonly said: () => Promise<string>
}

/** Whether the browser would say that the person has just pressed something; a test's own presses don't count for it. */
export function justPressed(isActive: boolean): void {
  Object.defineProperty(navigator, 'userActivation', { configurable: true, value: { isActive } })
}

/** An element that offers calls, on the welcome. */
async function mountCalls(
  clock: Clock,
  options: Partial<StrangerChat> = {},
  client = caller(),
): Promise<Calling> {
  justPressed(false)
  const media = options.media instanceof StubMedia ? options.media : new StubMedia()
  const mounted = await mount(clock, { modes: ['text', 'voice', 'video'], media, ...options }, client)
  const { element, find, button, rendered } = mounted
  const press = async (selector: string): Promise<void> => {
    find(selector).click()
    await rendered()
  }
  return {
    ...mounted,
    clock,
    media,
    press,
    pressWords: async (words) => {
      button(words).click()
      await rendered()
    },
    until: (selector) => until(element, selector),
    untilSays: async (words) => {
      for (let i = 0; i < 500 && !mounted.text().includes(words); i++) {
        await settled()
        await rendered()
      }
      if (!mounted.text().includes(words)) throw new Error(`nothing says ${words} in: ${mounted.text()}`)
    },
    calm: async () => {
      clock.advance(PAUSE_MS)
      await rendered()
    },
    said: async () => {
      await rendered()
      clock.advance(300)
      return mounted
        .all('.live')
        .map((region) => region.textContent)
        .join(' ')
        .trim()
    },
  }
}

/** On the way to a call: the choice is made and Start was pressed. */
async function mountPreview(clock: Clock, mode: Mode, options: Partial<StrangerChat> = {}): Promise<Calling> {
  const story = await mountCalls(clock, options)
  await story.press(`input[value=${mode}]`)
  await story.press('.go .primary')
  await story.until('[data-room=preview]')
  return story
}

/** In a chat by voice or video, devices on, and both agreed to `holds`. */
async function mountCall(
  clock: Clock,
  mode: 'voice' | 'video',
  holds: Parameters<StubMedia['live']>[0],
  options: Partial<StrangerChat> = {},
): Promise<Calling> {
  const story = await mountCalls(clock, options, caller(mode, talk.slice(0, 3)))
  const { media, element } = story
  await story.until('.call')
  await media.start({ camera: mode === 'video', microphone: true })
  media.set({ ladder: { ceiling: mode === 'voice' ? 'voice' : 'clear' } })
  media.live(holds)
  await story.calm()
  if (holds === 'clear' || holds === 'blurred') await seen(element)
  media.calls.length = 0
  return story
}

type Rest<F> = F extends (clock: Clock, ...rest: infer R) => unknown ? R : never

/** The three ways in, each with a clock of its own. */
export const mounts = (clock: () => Clock) => ({
  mountCalls: (...rest: Rest<typeof mountCalls>) => mountCalls(clock(), ...rest),
  mountPreview: (...rest: Rest<typeof mountPreview>) => mountPreview(clock(), ...rest),
  mountCall: (...rest: Rest<typeof mountCall>) => mountCall(clock(), ...rest),
})
