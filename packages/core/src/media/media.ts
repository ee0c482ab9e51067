import { cell, put, readable } from '../client/stores.js'
import type { Chat, ChatClient, Signal } from '../client/types.js'
import {
  CEILING,
  type ConsentBody,
  type LadderStep,
  type Mode,
  reaches,
  type SignalBody,
} from '../protocol/index.js'
import { system as platformSystem, type System } from '../system.js'
import { Arming } from './arming.js'
import { NO_CALL } from './call.js'
import { Calling } from './calling.js'
import { GROUND, heard, holds, type Ladder, ladderView, say, settled } from './ladder.js'
import { LocalMedia } from './local-media.js'
import type { MediaPlatform } from './platform.js'
import { supportOf } from './problems.js'
import { Refreshing } from './refreshing.js'
import type { CallStats } from './stats.js'
import { admitted } from './toggles.js'
import type { CallEnd, CallView, ChatMedia, LadderView, MediaState, RemoteView } from './types.js'

export interface MediaOptions {
  readonly system?: System
  /** Whether an offer is made while waiting, which takes a port of the relay for each who waits. Default `queue`. */
  readonly prearm?: 'off' | 'queue'
}

/** Calls that a stranger may begin in this time, ms: each takes a connection and a port of the relay. */
const BEGUN = { most: 3, in: 10_000 } as const

const NOBODY: RemoteView = { stream: null, audio: false, video: false }

/** Voice and video for a client: its devices, the call of its chat, and what both agreed to. */
export class StrangerMedia implements ChatMedia {
  readonly state: MediaState
  readonly #client: ChatClient
  readonly #platform: MediaPlatform
  readonly #system: System
  readonly #local: LocalMedia
  readonly #calling: Calling
  readonly #arming: Arming | null
  readonly #offs: (() => void)[] = []
  readonly #call
  readonly #ladderCell
  readonly #remote
  #ladder: Ladder = GROUND
  #chat: Chat | null = null
  readonly #refreshing: Refreshing
  /** When the stranger began their last calls. */
  #begun: readonly number[] = []
  /** Why no call can come about from here, as it was found out while waiting. */
  #trouble: CallEnd | null = null

  constructor(client: ChatClient, platform: MediaPlatform, options: MediaOptions = {}) {
    const { system = platformSystem, prearm = 'queue' } = options
    this.#client = client
    this.#platform = platform
    this.#system = system
    const fault = (error: unknown): void => void Promise.reject(error)
    this.#call = cell<CallView>(viewOf(NO_CALL), fault)
    this.#ladderCell = cell<LadderView>(ladderView(GROUND, 'text'), fault)
    this.#remote = cell<RemoteView>(NOBODY, fault)
    this.#refreshing = new Refreshing(client, system, () => this.#needsServers)
    this.#local = new LocalMedia({ platform, system, fault })
    this.#calling = new Calling({ client, platform, system, changed: () => this.#sync() })
    this.#arming =
      prearm === 'off' || platform.PeerConnection === undefined
        ? null
        : new Arming({ client, platform, system, trouble: (why) => this.#found(why) })
    this.state = {
      call: readable(this.#call),
      ladder: readable(this.#ladderCell),
      remote: readable(this.#remote),
      local: this.#local.state,
    }
    const { chat, phase, search, ice } = client.state
    this.#offs.push(
      phase.subscribe(() => this.#look()),
      chat.subscribe(() => this.#look()),
      search.subscribe(() => this.#look()),
      ice.subscribe(() => {
        this.#refreshing.look()
        this.#look()
        this.#calling.iceCame()
      }),
      client.on('signal', (signal) => this.#hear(signal)),
      this.#local.onTracks(() => this.#sync()),
      this.#local.state.subscribe(() => this.#sync()),
    )
    const off = platform.onNetwork?.(() => {
      this.#calling.moved()
      this.#arming?.moved(search.get(), ice.get())
    })
    if (off) this.#offs.push(off)
  }

  get support(): ChatMedia['support'] {
    return supportOf(this.#platform)
  }

  /** The call's statistics as last read: its way, and what arrived. Null without a call. */
  get stats(): CallStats | null {
    return this.#calling.stats
  }

  start(what: Parameters<ChatMedia['start']>[0]): Promise<void> {
    return this.#local.start(what)
  }
  release(what: Parameters<ChatMedia['release']>[0]): void {
    this.#local.release(what)
  }
  select(what: Parameters<ChatMedia['select']>[0]): Promise<void> {
    return this.#local.select(what)
  }
  mute(what: Parameters<ChatMedia['mute']>[0]): void {
    this.#local.mute(what)
  }

  refresh(): Promise<void> {
    return this.#local.refresh()
  }
  looks(look: Parameters<ChatMedia['looks']>[0]): void {
    this.#local.looks(look)
  }

  agree(step: LadderStep): void {
    if (this.#chat === null || !reaches(CEILING[this.#chat.mode], step)) return
    this.#say(step, true)
  }

  decline(step: LadderStep): void {
    if (this.#chat !== null) this.#say(step, false)
  }

  hangUp(): void {
    this.#calling.end('hung_up')
  }

  again(): void {
    const chat = this.#chat
    if (chat === null || this.#calling.view.phase !== 'ended') return
    this.#begin(chat, this.#calling.view.call + 1)
    // Only the caller makes offers: the other asks for one.
    if (!chat.caller) this.#askFor(this.#calling.view.call)
  }

  close(): void {
    for (const off of this.#offs.splice(0)) off()
    // Whoever is there needn't wait for what doesn't come back.
    this.#calling.end('hung_up')
    this.#refreshing.close()
    this.#arming?.close()
    this.#calling.clear()
    this.#local.close()
    this.#remote.set(NOBODY)
  }

  /** Follows the client: into a search, a chat, out of it. Runs in the client's own turn. */
  #look(): void {
    const { phase, chat, search, ice } = this.#client.state
    const now = phase.get() === 'chatting' ? chat.get() : null
    if (now?.id !== this.#chat?.id) {
      this.#chat = now
      this.#ladder = GROUND
      this.#begun = []
      if (now !== null && now.mode !== 'text') this.#meet(now)
      else if (phase.get() === 'ended') this.#calling.end('chat_over')
      else this.#calling.clear()
    }
    if (phase.get() === 'searching') {
      if (this.#calling.view.phase !== 'none') this.#calling.clear()
      this.#arming?.look(search.get(), ice.get())
    } else {
      this.#trouble = null
      if (now === null) this.#arming?.close()
    }
    this.#sync()
  }

  #meet(chat: Chat): void {
    // Signals that are there already are those of a page that is gone: this one begins anew.
    const last = Math.max(0, ...this.#client.signals().map(({ body }) => body.call))
    const prepared = this.#arming?.take(chat.caller) ?? null
    const isTold = chat.offered && last === 0
    // An offer that was taken back too late is of nobody any more: the next call takes its place.
    const isStale = isTold && prepared === null
    this.#begin(chat, last + (isStale ? 2 : 1), prepared, isTold)
    if (last > 0 && !chat.caller) this.#askFor(last + 1)
  }

  #begin(chat: Chat, call: number, prepared: Parameters<Calling['begin']>[1] = null, isTold = false): void {
    this.#ladder = GROUND
    this.#calling.begin({ chat: chat.id, call, mode: chat.mode, isCaller: chat.caller }, prepared, isTold)
    this.#sync()
  }

  #askFor(call: number): void {
    this.#client.signal({ kind: 'signal', call, signal: 'restart', data: '' })
  }

  #hear({ chat, from, body, refused }: Signal): void {
    if (chat !== this.#chat?.id) return
    const now = this.#calling.view.call
    if (from === 'me') {
      if (body.kind === 'consent' && body.call === now) {
        this.#ladder = settled(this.#ladder, body, refused !== null)
        // The other side wasn't told, and goes on as if nothing had been said: so nothing goes on.
        if (refused !== null && !body.on) this.#calling.end('hung_up')
      } else if (body.kind === 'signal' && refused !== null) this.#refused(body)
      return this.#sync()
    }
    if (body.call > now && body.kind === 'signal') this.#anew(this.#chat, body)
    if (body.call !== this.#calling.view.call) return
    if (body.kind === 'consent') this.#ladder = heard(this.#ladder, 'stranger', body)
    else if (body.call === now) this.#calling.signal(body)
    this.#sync()
  }

  /** They begin another call: by its offer if they are the caller, else by asking for one. */
  #anew(chat: Chat, body: SignalBody): void {
    if (body.signal !== (chat.caller ? 'restart' : 'offer')) return
    const at = this.#system.now()
    const begun = this.#begun.filter((before) => at - before < BEGUN.in)
    if (begun.length >= BEGUN.most) return
    this.#begun = [...begun, at]
    this.#begin(chat, body.call)
    if (body.signal === 'offer') this.#calling.signal(body)
  }

  #refused({ call, signal }: SignalBody): void {
    if (call === this.#calling.view.call && (signal === 'offer' || signal === 'answer'))
      this.#calling.end('ice_failed')
  }

  #say(step: LadderStep, on: boolean): void {
    const { call, phase } = this.#calling.view
    if (call === 0 || phase === 'ended') return
    const body: ConsentBody = { kind: 'consent', call, step, on }
    // Going back counts whether it can be told or not.
    if (this.#client.signal(body) || !on) this.#ladder = say(this.#ladder, body)
    this.#sync()
  }

  /** Somebody is looked for who may call, or a call is there. A call that is over needs none, and lets a quiet chat be one. */
  get #needsServers(): boolean {
    const { phase, search } = this.#client.state
    const call = this.#calling.view.phase
    if (phase.get() === 'searching') return (search.get()?.mode ?? 'text') !== 'text'
    return call !== 'none' && call !== 'ended'
  }

  #found(why: CallEnd): void {
    this.#trouble = why
    this.#sync()
  }

  /** Brings what is sent and what is shown in line with everything known. */
  #sync(): void {
    const mode: Mode = this.#chat?.mode ?? 'text'
    const call = this.#calling.view
    const isUp = call.phase !== 'ended' && call.phase !== 'none'
    const step = isUp ? holds(this.#ladder, mode) : null
    const { camera, microphone } = this.#local.state.get()
    this.#calling.set(step, {
      camera: camera.state === 'on' ? this.#local.tracks.camera : null,
      microphone: microphone.state === 'on' ? this.#local.tracks.microphone : null,
    })
    const { stream, theirs } = this.#calling
    put(this.#remote, { stream, ...admitted(theirs, step) })
    put(this.#ladderCell, isUp ? ladderView(this.#ladder, mode) : ladderView(GROUND, mode))
    const trouble = call.phase === 'none' ? this.#trouble : null
    this.#refreshing.look()
    put<CallView>(
      this.#call,
      trouble === null ? viewOf(call) : { ...viewOf(call), phase: 'ended', end: trouble },
    )
  }
}

const viewOf = ({ chat, call, phase, end, since }: CallView): CallView => ({ chat, call, phase, end, since })

/** Makes the media of a client. Nothing is started or asked for before somebody presses something. */
export const createMedia = (
  client: ChatClient,
  platform: MediaPlatform,
  options?: MediaOptions,
): StrangerMedia => new StrangerMedia(client, platform, options)
