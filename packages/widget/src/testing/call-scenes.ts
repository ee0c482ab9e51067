import type { Mode } from '@stranger-chat/core'
import type { CallView, DeviceProblem, LadderView } from '@stranger-chat/core/media'
import type { StrangerChat } from '../stranger-chat.js'
import { chatting, stub, talk } from './cast.js'
import { until } from './report-scenes.js'
import { type Scene, settled } from './show.js'
import type { StubClient } from './stub-client.js'
import { fakeStream, NO_LADDER, StubMedia } from './stub-media.js'
import { NOW } from './stub-state.js'

const MODES = ['text', 'voice', 'video'] as const

/** A client whose server has calls. */
export function caller(mode: Mode = 'video', lines: typeof talk | null = null): StubClient {
  const client = lines ? chatting(lines) : stub()
  client.set({ gates: [], modes: MODES })
  if (lines) {
    const chat = client.state.chat.get()
    if (chat) client.set({ chat: { ...chat, mode } })
  }
  return client
}

const mediaOf = (element: StrangerChat): StubMedia => {
  if (element.media instanceof StubMedia) return element.media
  throw new Error('this scene has no stub of a media')
}

/** A frame of the fake picture takes a moment to come through. */
export async function seen(element: StrangerChat, selector = 'video.theirs'): Promise<void> {
  const video = await until(element, selector)
  for (let i = 0; i < 100; i++) {
    if (video instanceof HTMLVideoElement && video.videoWidth > 0 && video.readyState >= 2) break
    await settled()
  }
  await settled()
}

const press = async (element: StrangerChat, selector: string): Promise<void> => {
  ;(await until(element, selector)).click()
  await element.updateComplete
}

/** Chooses how to talk and presses Start. */
async function ready(element: StrangerChat, mode: Mode): Promise<void> {
  await press(element, `input[value=${mode}]`)
  await press(element, '.go .primary')
  await until(element, '[data-room=preview]')
}

/** A page that was pressed, as a driver's often is, has turned them on by itself. */
async function turnOn(element: StrangerChat): Promise<void> {
  if (mediaOf(element).called('start').length === 0) await press(element, '.ask button')
  await element.updateComplete
}
const deaf = (media: StubMedia) => Object.assign(media, { start: async () => {} })

type Change = (media: StubMedia, client: StubClient) => void

/** Before a call; every showing has a media of its own. */
function before(name: string, change: (media: StubMedia) => void, play: NonNullable<Scene['play']>): Scene {
  return {
    name,
    get options() {
      const media = new StubMedia()
      change(media)
      return { modes: MODES, media }
    },
    client: () => caller(),
    play,
  }
}

const preview = (name: string, mode: Mode, change: (media: StubMedia) => void = () => {}, on = true): Scene =>
  before(`preview-${name}`, change, async (element) => {
    await ready(element, mode)
    if (!on) return
    await turnOn(element)
    if (mediaOf(element).state.local.get().stream) await seen(element, 'video.mine')
  })

const failing =
  (problem: DeviceProblem, kind: 'camera' | 'microphone' = 'camera') =>
  (media: StubMedia) =>
    Object.assign(media, { failing: { [kind]: problem } })

/** A check that finds everything explicit, and a clock on which its time comes at once, a few times. */
const explicit: Partial<StrangerChat> = {
  classifier: async () => ({ classify: async () => ({ label: 'explicit', score: 1 }), close: () => {} }),
  get timing() {
    let ticks = 0
    return {
      now: () => NOW + Math.min(ticks, 12) * 5_000,
      after: (ms: number, task: () => void) => {
        if (ms === 250 && ticks++ < 12) void settled().then(task)
        return () => {}
      },
    }
  },
}

/** A chat with a call, after both have their devices on. */
function call(
  name: string,
  mode: 'voice' | 'video',
  change: Change,
  more: Partial<StrangerChat> = {},
  lines: typeof talk = talk.slice(0, 5),
  then: (element: StrangerChat) => Promise<void> = async () => {},
): Scene {
  return {
    name: `call-${name}`,
    get options() {
      const media = new StubMedia()
      media.set({ ladder: { ...NO_LADDER, ceiling: mode === 'voice' ? 'voice' : 'clear' } })
      return { modes: MODES, media, ...more }
    },
    client: () => caller(mode, lines),
    play: async (element, client) => {
      await until(element, '.call')
      const media = mediaOf(element)
      await media.start({ camera: mode === 'video', microphone: true })
      change(media, client)
      await element.updateComplete
      if (media.state.remote.get().video) await seen(element)
      if (media.state.local.get().stream) await seen(element, 'video.mine')
      await then(element)
    },
  }
}

const phase =
  (is: CallView['phase'], end: CallView['end'] = null) =>
  (media: StubMedia) =>
    media.set({ call: { chat: 'chat-0001', call: 1, phase: is, end } })
const rung =
  (holds: LadderView['holds'], change: Partial<LadderView> = {}) =>
  (media: StubMedia) => {
    media.live(holds)
    media.set({ ladder: change })
  }

/** Every problem there is with a camera, each with the ways on. */
export const PROBLEMS = [
  'permission_denied',
  'permission_policy',
  'no_camera',
  'device_busy',
  'constraints',
  'insecure_context',
  'unsupported',
  'unplugged',
  'failed',
] as const satisfies readonly DeviceProblem[]

/** Choosing, getting ready, and every state of a call. */
export const CALL_SCENES: readonly Scene[] = [
  before(
    'welcome-modes',
    () => {},
    () => {},
  ),
  before(
    'welcome-modes-video',
    () => {},
    async (element) => {
      await press(element, 'input[value=video]')
      await until(element, '#modes-hint:not(:empty)')
    },
  ),
  before(
    'welcome-modes-unsupported',
    (media) => Object.assign(media, { support: 'unsupported' }),
    async (element) => {
      await press(element, 'input[value=video]')
      await until(element, '#modes-hint:not(:empty)')
    },
  ),
  preview('video-asks', 'video', deaf, false),
  preview('voice-asks', 'voice', deaf, false),
  preview('waiting', 'video', (media) => Object.assign(media, { asking: true })),
  preview('video', 'video'),
  preview('voice', 'voice'),
  preview('no-microphone', 'video', failing('no_microphone', 'microphone')),
  preview('both-denied', 'video', (media) =>
    Object.assign(media, { failing: { camera: 'permission_denied', microphone: 'permission_denied' } }),
  ),
  ...PROBLEMS.map((problem) => preview(problem, 'video', failing(problem))),
  call('waiting', 'video', phase('waiting')),
  call('connecting', 'video', phase('connecting')),
  call('nothing-yet', 'video', rung(null)),
  call('asked-voice', 'video', rung(null, { theirs: 'voice', asked: 'voice' })),
  call('asking', 'video', rung('voice', { mine: 'blurred', asking: 'blurred' })),
  call('declined', 'video', rung('voice', { declined: 'blurred' })),
  call('blurred', 'video', rung('blurred')),
  call('asked-clear', 'video', rung('blurred', { theirs: 'clear', asked: 'clear' })),
  call('clear', 'video', rung('clear')),
  call('clear-off', 'video', (media) => {
    media.live('clear')
    media.release({ camera: true })
    media.mute({ microphone: true })
    media.set({ remote: { video: false, audio: false } })
  }),
  call('muted-them', 'video', (media) => {
    media.live('clear')
    media.set({ remote: { audio: false } })
  }),
  call('reconnecting', 'video', (media) => {
    media.live('clear')
    media.set({ call: { phase: 'reconnecting' } })
  }),
  call('ended', 'video', phase('ended', 'connection_lost')),
  call('hung-up', 'video', phase('ended', 'they_hung_up')),
  call('unplugged', 'video', (media) => {
    media.live('clear')
    media.set({ local: { camera: { state: 'off', problem: 'unplugged', id: null }, stream: null } })
  }),
  call('over', 'video', (media, client) => {
    media.set({ call: { phase: 'ended', end: 'chat_over' } })
    client.over('left')
  }),
  call('matched', 'video', phase('connecting'), {}, []),
  call('voice', 'voice', rung('voice')),
  call('voice-asked', 'voice', rung(null, { theirs: 'voice', asked: 'voice' })),
  call('rtl', 'video', rung('blurred', { theirs: 'clear', asked: 'clear' }), { dir: 'rtl' }),
  call('indonesian', 'video', rung('blurred', { mine: 'clear', asking: 'clear' }), { lang: 'id' }),
  call('classic', 'video', rung('clear'), { look: 'classic' }),
  preview('covered', 'video', (media) => {
    const start = media.start.bind(media)
    Object.assign(media, {
      start: async (what: Parameters<typeof start>[0]) => {
        await start(what)
        media.set({ local: { look: 'covered' } })
      },
    })
  }),
  before(
    'welcome-still-on',
    () => {},
    async (element) => {
      await ready(element, 'video')
      await turnOn(element)
      await press(element, '[part~=button-start]')
      element.stop()
      await settled()
    },
  ),
  call('tap', 'video', rung('clear'), {}, talk, async (element) => {
    const video = await until(element, 'video.theirs')
    Object.assign(video, { play: () => Promise.reject(new DOMException('', 'NotAllowedError')) })
    mediaOf(element).set({ remote: { stream: fakeStream() } })
    await until(element, '.tap')
  }),
  call('explicit', 'video', rung('clear'), explicit, talk, async (element) => {
    await until(element, '.cover')
  }),
  call('devices', 'video', rung('clear'), {}, talk, async (element) => {
    await press(element, '[data-act=devices]')
    await until(element, 'dialog[open]')
  }),
  before(
    'call-searching',
    () => {},
    async (element) => {
      await ready(element, 'video')
      await turnOn(element)
      await press(element, '[part~=button-start]')
      await seen(element, 'video.mine')
    },
  ),
]
