import { type ChatClient, type LadderStep, type Mode, reaches } from '@stranger-chat/core'
import type { ChatMedia, DeviceView, MediaPlatform } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import type { Calling, CallingHost } from '../controllers/calling.js'
import { browserMedia } from '../controllers/platform.js'
import type { View } from '../view.js'
import { Check } from './check.js'
import { Freeing } from './freeing.js'
import { hear } from './hearing.js'
import { Pause } from './pause.js'
import { devicesDialog } from './pickers.js'
import { preview } from './preview.js'
import { Screen } from './screen.js'
import { Snapshots } from './snapshots.js'
import { stage } from './stage.js'
import { privacy } from './words.js'

/** Makes the calls of a client. */
export type Make = (client: ChatClient, platform: MediaPlatform) => ChatMedia

/** Where one gets ready for voice and video, and has them. One for each element. */
export class CallRoom {
  readonly #calling: Calling
  readonly #host: CallingHost
  readonly #make: Make
  readonly screen: Screen
  readonly snaps: Snapshots
  readonly check: Check
  readonly freeing: Freeing
  readonly pause: Pause
  media: ChatMedia | null = null
  /** The mode somebody is getting ready for. */
  previewing: Mode | null = null
  #client: ChatClient | null = null
  #isOwn = false
  #offs: (() => void)[] = []
  #mode: Mode = 'text'
  #choosing = false

  constructor(calling: Calling, host: CallingHost, make: Make) {
    this.#calling = calling
    this.#host = host
    this.#make = make
    this.screen = new Screen(
      () => host.shadowRoot,
      () => {
        if (this.screen.mustTap) host.speak(() => host.words.t('tapToHear'))
        host.requestUpdate()
      },
    )
    this.snaps = new Snapshots(host.timing, () => this.screen.theirs)
    this.check = new Check({
      timing: host.timing,
      make: () => host.element.classifier,
      mine: () => this.screen.mine,
      theirs: () => (this.#isSeen ? this.screen.theirs : null),
      before: () => this.previewing === 'video',
      looks: (look) => this.media?.looks(look),
      changed: () => host.requestUpdate(),
      say: (key) => host.speak(() => host.words.t(key)),
    })
    this.freeing = new Freeing(host, this)
    this.pause = new Pause(host)
    this.use()
  }

  get support(): ChatMedia['support'] {
    return this.media?.support ?? null
  }

  /** Why there are no calls here, in words. */
  readonly whyNot = (support: ChatMedia['support']): string =>
    support === null ? '' : this.#host.words.t(support === 'unsupported' ? 'callUnsupported' : 'callInsecure')

  /** How far the chat or the search there is may go; text where there is none. */
  get mode(): Mode {
    const { phase, chat, search } = this.#host.client?.state ?? {}
    if ((phase?.get() ?? 'idle') === 'idle') this.#mode = 'text'
    else if (phase?.get() === 'searching') this.#mode = search?.get()?.mode ?? this.#calling.mode
    else this.#mode = chat?.get()?.mode ?? this.#mode
    return this.#mode
  }

  /** A dialog of the room is open. */
  get modal(): boolean {
    return this.#choosing
  }

  /** Takes the page's media, or makes one for the client there is. */
  use(): void {
    const { client, element } = this.#host
    if (!element.isConnected) return
    if (element.media) this.#bind(element.media, false)
    else if (!client) this.#bind(null, false)
    else if (!this.#isOwn || client !== this.#client)
      this.#bind(this.#make(client, browserMedia(window)), true)
    this.#client = client
  }

  /** Lets go of all there is; a later `use` takes it up again. */
  close(): void {
    this.#bind(null, false)
    this.previewing = null
    this.#choosing = false
  }

  /** The device a mode can't do without is on. */
  has(mode: Mode): boolean {
    const local = this.media?.state.local.get()
    const state = (mode === 'video' ? local?.camera : local?.microphone)?.state
    return state === 'on' || state === 'muted'
  }

  /** A search may begin: the person has seen how they look. */
  readonly ready = (mode: Mode): boolean => this.previewing === null && this.has(mode)

  open(mode: Mode): void {
    this.previewing = mode
    this.#host.requestUpdate()
    // Only ever by a press: a page that starts its element on load gets the button, not the camera.
    if (navigator.userActivation.isActive) this.turnOn()
  }

  /** Whatever is needed and off; in a call only what went wrong, since the rest was turned off by hand. */
  readonly turnOn = (): void => {
    const local = this.media?.state.local.get()
    if (!local) return
    const needs = ({ state, problem }: DeviceView): boolean =>
      state === 'off' && (this.previewing !== null || problem !== null)
    const video = (this.previewing ?? this.mode) === 'video'
    void this.media?.start({ camera: video && needs(local.camera), microphone: needs(local.microphone) })
  }

  /** On to the search. */
  readonly go = (): void => {
    const mode = this.previewing
    if (!mode || !this.has(mode)) return
    this.previewing = null
    this.#pass(mode)
  }

  /** Another way to talk than the one that doesn't work. */
  readonly instead = (mode: Mode): void => {
    this.#calling.choose(mode)
    if (mode === 'text') {
      this.previewing = null
      this.#pass(mode)
      return
    }
    this.media?.release({ camera: true })
    this.previewing = mode
    if (this.media?.state.local.get().microphone.state === 'off') this.turnOn()
    this.#host.requestUpdate()
  }

  /** Out of the preview: the lights go off at once. */
  readonly back = (): void => {
    this.previewing = null
    this.release()
    this.#host.requestUpdate()
  }

  /** Esc: out of the full screen, where the browser left that to the page, or out of the preview. */
  escape(): boolean {
    if (this.screen.grown) this.screen.grow()
    else if (this.previewing !== null) this.back()
    else return false
    return true
  }

  /** The call is over for this person, so its lights go off; a new one asks for them again. */
  readonly hangUp = (): void => {
    this.media?.hangUp()
    this.release()
  }

  release(): void {
    this.media?.release({ camera: true, microphone: true })
  }

  readonly select = (what: { readonly camera?: string; readonly microphone?: string }): void => {
    void this.media?.select(what)
  }

  /** Agrees to a step, with the devices it takes. */
  readonly agree = async (step: LadderStep): Promise<void> => {
    const { media } = this
    if (!media) return
    const { call, local } = media.state
    const { chat, call: number } = call.get()
    const video = reaches(step, 'blurred')
    const off = (state: string) => state === 'off'
    const { camera, microphone } = local.get()
    if ((video && off(camera.state)) || off(microphone.state))
      await media.start({ camera: video && off(camera.state), microphone: off(microphone.state) })
    // The answer was for that stranger and that call, which begins with nothing, and for what can be given.
    const { camera: eye, microphone: ear } = local.get()
    const able = eye.state !== 'off' || (!video && ear.state !== 'off')
    const now = call.get()
    if (able && now.chat === chat && now.call === number) media.agree(step)
  }

  readonly openDevices = (): void => {
    this.#choosing = true
    this.#host.requestUpdate()
  }
  readonly closeDevices = (): void => {
    this.#choosing = false
    this.#host.requestUpdate()
  }

  /** Chat or phase are others. */
  moved(): void {
    const { client } = this.#host
    const phase = client?.state.phase.get() ?? 'idle'
    if (phase === 'searching' || phase === 'idle') this.parted()
    // Their pictures are kept for a report that may still come, and shown no more.
    else if (phase === 'ended') this.screen.clear()
    if (phase === 'searching' || phase === 'chatting') this.previewing = null
    else this.#choosing = false
    this.freeing.moved()
    this.sync()
  }

  /** Away from this stranger, now: nothing of theirs stays on screen or in memory. */
  parted(): void {
    this.screen.clear()
    this.snaps.clear()
    this.check.clear()
  }

  preview(view: View): TemplateResult | typeof nothing {
    const { media, previewing } = this
    return media && previewing ? preview(view, this, media.state.local.get(), previewing) : nothing
  }

  stage(view: View): TemplateResult | typeof nothing {
    const { media, mode } = this
    return media && mode !== 'text' ? stage(view, this, media, mode) : nothing
  }

  /** Below the choice: why there is none, what is still on from before, or what to expect. */
  hint({ state, words: { t } }: View, refused: ChatMedia['support'], mode: Mode): TemplateResult | string {
    if (refused !== null) return this.whyNot(refused)
    const local = this.media?.state.local.get()
    const camera = local && local.camera.state !== 'off'
    if (!local || (!camera && local.microphone.state === 'off'))
      return mode === 'text' ? '' : privacy(state, t)
    return html`<span class="row">
      ${t(camera ? 'stillCamera' : 'stillMicrophone')}
      <button type="button" class="slim quiet" part="button" @click=${this.back}>${t('turnOff')}</button>
    </span>`
  }

  dialog(view: View): TemplateResult | typeof nothing {
    const { media, mode } = this
    if (!media || !this.#choosing) return nothing
    return devicesDialog(this, media.state.local.get(), mode, view.words)
  }

  /** After every render, and in the turn of every change of the media. */
  readonly sync = (): void => {
    const { media } = this
    const state = media?.state
    const clear = state?.ladder.get().holds === 'clear' && !this.check.covered
    this.screen.show(state?.remote.get().stream ?? null, state?.local.get().stream ?? null, clear)
    const pictures = this.#host.client?.state.limits.get().reportPictures ?? 0
    this.snaps.watch(pictures > 0 && this.#isSeen ? (state?.call.get().chat ?? null) : null)
    this.check.watch()
  }

  /** The stranger's picture is on. */
  get #isSeen(): boolean {
    const state = this.media?.state
    if (!state || state.call.get().phase !== 'live' || !reaches(state.ladder.get().holds, 'blurred'))
      return false
    return state.remote.get().video && this.screen.theirs?.srcObject != null
  }

  #pass(mode: Mode): void {
    this.#host.flow.pass({ mode })
  }

  #bind(media: ChatMedia | null, isOwn: boolean): void {
    if (media === this.media) return
    for (const off of this.#offs) off()
    this.#offs = []
    this.parted()
    this.screen.forget()
    this.check.rest()
    this.pause.end()
    if (this.#isOwn) this.media?.close()
    else this.release()
    this.media = media
    this.#isOwn = isOwn
    if (media) this.#offs = hear(media, this, this.#host)
    this.#host.requestUpdate()
  }
}
