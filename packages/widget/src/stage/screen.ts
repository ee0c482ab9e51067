import type { StreamLike } from '@stranger-chat/core/media'

const media = (stream: StreamLike | null): MediaStream | null => stream as MediaStream | null

/**
 * The pictures themselves. What they show is set here and nowhere else, in the turn in which it changes: a render comes later,
 * and later is too late for the picture of a stranger who is gone.
 */
export class Screen {
  readonly #root: () => ShadowRoot | null
  readonly #changed: () => void
  /** The browser keeps their sound back until the person presses something. */
  mustTap = false
  /** A stream whose stranger was left: not shown again, even if its call is still winding down. */
  #gone: MediaStream | null = null

  constructor(root: () => ShadowRoot | null, changed: () => void) {
    this.#root = root
    this.#changed = changed
  }

  /** The stranger's picture and sound; null while there is none. */
  get theirs(): HTMLVideoElement | null {
    return this.#root()?.querySelector<HTMLVideoElement>('video.theirs') ?? null
  }
  get mine(): HTMLVideoElement | null {
    return this.#root()?.querySelector<HTMLVideoElement>('video.mine') ?? null
  }

  /** @param clear both agreed to be seen clearly; until then the picture is blurred here too, and stays in its place */
  show(remote: StreamLike | null, own: StreamLike | null, clear: boolean): void {
    const { theirs, mine } = this
    if (theirs) {
      if (media(remote) !== this.#gone) this.#gone = null
      const stream = this.#gone ? null : media(remote)
      const bare = clear && stream !== null
      theirs.toggleAttribute('data-clear', bare)
      theirs.disablePictureInPicture = !bare
      if (!bare) this.#leaveBig(theirs)
      this.#put(theirs, stream)
    }
    if (mine) {
      mine.muted = true
      mine.disablePictureInPicture = true
      if (mine.srcObject !== media(own)) {
        mine.srcObject = media(own)
        // It has no sound, so no browser minds.
        if (own) mine.play().catch(ignore)
      }
    }
  }

  /** The stranger was left: their picture is gone now. */
  clear(): void {
    const { theirs } = this
    if (!theirs) return
    this.#gone = (theirs.srcObject as MediaStream | null) ?? this.#gone
    theirs.removeAttribute('data-clear')
    this.#leaveBig(theirs)
    this.#put(theirs, null)
  }

  /** Another media: its strangers are others. */
  forget(): void {
    this.clear()
    this.#gone = null
  }

  /** Pressed: now the browser lets it sound. */
  readonly tap = (): void => {
    this.mustTap = false
    const { theirs } = this
    if (theirs) this.#play(theirs)
    this.#changed()
  }

  get canGrow(): boolean {
    return document.fullscreenEnabled
  }
  get canFloat(): boolean {
    return document.pictureInPictureEnabled
  }
  get grown(): boolean {
    return this.#root()?.fullscreenElement != null
  }
  get floating(): boolean {
    const { theirs } = this
    return theirs !== null && this.#root()?.pictureInPictureElement === theirs
  }

  readonly grow = (): void => {
    // With the answers and the switches: the way back to blurred is never out of reach.
    const call = this.theirs?.closest('.call')
    if (this.grown) document.exitFullscreen().then(this.#changed, ignore)
    else if (this.#isClear) call?.requestFullscreen().then(this.#changed, ignore)
  }

  readonly float = (): void => {
    const { theirs } = this
    if (this.floating) document.exitPictureInPicture().then(this.#changed, ignore)
    else if (theirs && this.#isClear) theirs.requestPictureInPicture().then(this.#changed, ignore)
  }

  get #isClear(): boolean {
    return this.theirs?.hasAttribute('data-clear') ?? false
  }

  #put(video: HTMLVideoElement, stream: MediaStream | null): void {
    if (video.srcObject === stream) return
    video.srcObject = stream
    this.mustTap = false
    if (stream) this.#play(video)
  }

  #play(video: HTMLVideoElement): void {
    const stream = video.srcObject
    video.play().catch((error: unknown) => {
      if (video.srcObject !== stream || !(error instanceof DOMException) || error.name !== 'NotAllowedError')
        return
      this.mustTap = true
      this.#changed()
    })
  }

  /** Out of the whole screen and out of its own window. */
  #leaveBig(video: HTMLVideoElement): void {
    if (this.floating) document.exitPictureInPicture().catch(ignore)
    const big = this.#root()?.fullscreenElement
    if (big?.contains(video)) document.exitFullscreen().catch(ignore)
  }
}

function ignore(): void {}
