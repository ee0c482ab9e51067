import type {
  CallView,
  ChatMedia,
  DeviceProblem,
  LadderView,
  LocalView,
  MediaState,
  RemoteView,
  StreamLike,
} from '@stranger-chat/core/media'
import { Cell, NOW } from './stub-state.js'

const OFF = { state: 'off', problem: null, id: null } as const

const NO_CALL: CallView = { chat: null, call: 0, phase: 'none', end: null, since: NOW }
export const NO_LADDER: LadderView = {
  ...{ mine: null, theirs: null, holds: null, asked: null, asking: null, declined: null },
  ceiling: 'clear',
}
const NO_LOCAL: LocalView = {
  ...{ camera: OFF, microphone: OFF, cameras: [], microphones: [] },
  ...{ stream: null, look: null },
}
const NO_REMOTE: RemoteView = { stream: null, audio: false, video: false }

type Kind = 'camera' | 'microphone'

/** What devices there are, once they have been allowed. */
const DEVICES = {
  cameras: [
    { id: 'camera-1', label: 'Built-in camera' },
    { id: 'camera-2', label: 'Desk camera' },
  ],
  microphones: [
    { id: 'microphone-1', label: 'Built-in microphone' },
    { id: 'microphone-2', label: 'Headset' },
  ],
} as const

/** A picture that moves no more than it must: a few soft shapes, drawn once and once again for the stream to have a frame. */
export function fakeStream(hue = 60, width = 320, height = 240): StreamLike {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  const ink = canvas.getContext('2d')
  const stream = canvas.captureStream(10)
  const draw = (): void => {
    if (!ink) return
    ink.fillStyle = `oklch(0.45 0.05 ${hue})`
    ink.fillRect(0, 0, width, height)
    ink.fillStyle = `oklch(0.72 0.09 ${hue})`
    ink.beginPath()
    ink.arc(width * 0.45, height * 0.42, height * 0.2, 0, 7)
    ink.ellipse(width * 0.45, height * 1.02, height * 0.4, height * 0.36, 0, 0, 7)
    ink.fill()
    ink.fillStyle = `oklch(0.85 0.12 ${hue + 40})`
    ink.fillRect(width * 0.78, height * 0.12, width * 0.14, height * 0.3)
  }
  draw()
  requestAnimationFrame(draw)
  return stream as unknown as StreamLike
}

/**
 * Voice and video that do as they are told: tests set the state, read `calls`, and say which devices fail. Methods, as the
 * real one has them: one that is called without its object fails here too.
 */
export class StubMedia implements ChatMedia {
  readonly #cells = {
    call: new Cell(NO_CALL),
    ladder: new Cell(NO_LADDER),
    local: new Cell(NO_LOCAL),
    remote: new Cell(NO_REMOTE),
  }
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = []
  support: ChatMedia['support'] = null
  /** What a start comes to, by device. */
  failing: Partial<Record<Kind, DeviceProblem>> = {}
  /** A browser that has asked and waits for the person. */
  asking = false

  get state(): MediaState {
    return this.#cells
  }

  get listeners(): number {
    return Object.values(this.#cells).reduce((sum, cell) => sum + cell.listeners, 0)
  }

  set(values: {
    readonly call?: Partial<CallView>
    readonly ladder?: Partial<LadderView>
    readonly local?: Partial<LocalView>
    readonly remote?: Partial<RemoteView>
  }): void {
    const { call, ladder, local, remote } = this.#cells
    if (values.call) call.set({ ...call.get(), ...values.call })
    if (values.ladder) ladder.set({ ...ladder.get(), ...values.ladder })
    if (values.local) local.set({ ...local.get(), ...values.local })
    if (values.remote) remote.set({ ...remote.get(), ...values.remote })
  }

  async start(what: Partial<Record<Kind, boolean>>): Promise<void> {
    this.calls.push(['start', what])
    if (this.asking) {
      const starting = { ...OFF, state: 'starting' as const }
      this.set({
        local: { ...(what.camera && { camera: starting }), ...(what.microphone && { microphone: starting }) },
      })
      return
    }
    for (const kind of ['camera', 'microphone'] as const) {
      if (!what[kind]) continue
      const problem = this.failing[kind] ?? null
      const found = problem === null || !/^(permission|no_|insecure|unsupported)/.test(problem)
      this.set({
        local: {
          [`${kind}s`]: found ? DEVICES[`${kind}s`] : [],
          [kind]: problem ? { ...OFF, problem } : { state: 'on', problem: null, id: `${kind}-1` },
          ...(kind === 'camera' && !problem && { stream: fakeStream(200) }),
        },
      })
    }
  }

  release(what: Partial<Record<Kind, boolean>>): void {
    this.calls.push(['release', what])
    this.set({
      local: {
        ...(what.camera && { camera: OFF, stream: null, look: null }),
        ...(what.microphone && { microphone: OFF }),
      },
    })
  }

  async select(what: Partial<Record<Kind, string>>): Promise<void> {
    this.calls.push(['select', what])
    for (const [kind, id] of Object.entries(what))
      this.set({ local: { [kind]: { state: 'on', problem: null, id } } })
  }

  mute(what: Partial<Record<Kind, boolean>>): void {
    this.calls.push(['mute', what])
    for (const [kind, on] of Object.entries(what)) {
      const { [kind as Kind]: device } = this.state.local.get()
      if (device.state !== 'off') this.set({ local: { [kind]: { ...device, state: on ? 'muted' : 'on' } } })
    }
  }

  async refresh(): Promise<void> {
    this.calls.push(['refresh'])
  }
  looks(look: LocalView['look']): void {
    if (look !== this.state.local.get().look) this.set({ local: { look } })
  }
  agree(step: string): void {
    this.calls.push(['agree', step])
  }
  decline(step: string): void {
    this.calls.push(['decline', step])
  }
  hangUp(): void {
    this.calls.push(['hangUp'])
  }
  again(): void {
    this.calls.push(['again'])
  }
  close(): void {
    this.calls.push(['close'])
  }

  /** The calls of one method. */
  called(name: string): readonly (readonly unknown[])[] {
    return this.calls.filter(([called]) => called === name).map(([, ...args]) => args)
  }

  /** A call that is live, as far as both agreed. */
  live(holds: LadderView['holds'], stream: StreamLike | null = fakeStream()): void {
    this.set({
      call: { chat: 'chat-0001', call: 1, phase: 'live', end: null },
      ladder: { ...NO_LADDER, ceiling: this.state.ladder.get().ceiling, mine: holds, theirs: holds, holds },
      remote: { stream, audio: holds !== null, video: holds === 'blurred' || holds === 'clear' },
    })
  }
}
