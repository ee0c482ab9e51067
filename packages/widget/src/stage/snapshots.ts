import type { Timing } from '../timing.js'
import { shows, still } from './frames.js'

/** A picture is taken this often, and the newest few are kept; in ms. */
const EVERY_MS = 2_000
const KEPT = 3
const WIDTH = 320
const HEIGHT = 240
const QUALITY = 0.6
/** After the end of a call a report may still need them for this long; in ms. */
const AFTER_MS = 60_000

/** One picture; encoded when a report first asks for it, and from then on the same Blob. */
class Still {
  readonly #canvas: HTMLCanvasElement
  #blob: Promise<Blob | null> | null = null
  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
  }
  readonly blob = (): Promise<Blob | null> =>
    (this.#blob ??= new Promise((done) => this.#canvas.toBlob(done, 'image/jpeg', QUALITY)))
}

/**
 * The last few pictures of the stranger, for a report that its maker sees before it is sent. In memory only, only where the
 * server takes pictures and only while a call is live.
 */
export class Snapshots {
  readonly #timing: Timing
  readonly #video: () => HTMLVideoElement | null
  #ring: readonly Still[] = []
  /** Whose they are. */
  #chat: string | null = null
  #next: (() => void) | null = null
  #forgetting: (() => void) | null = null

  constructor(timing: Timing, video: () => HTMLVideoElement | null) {
    this.#timing = timing
    this.#video = video
  }

  /** @param chat the one whose call is live and shows a picture that the server takes; null while there is none */
  watch(chat: string | null): void {
    if (chat === (this.#next ? this.#chat : null)) return
    this.#next?.()
    this.#next = null
    if (chat === null) {
      this.#forgetting ??= this.#timing.after(AFTER_MS, () => this.clear())
      return
    }
    if (chat !== this.#chat) this.clear()
    this.#chat = chat
    this.#forgetting?.()
    this.#forgetting = null
    this.#wait()
  }

  /** Another stranger, or none: nothing is left of this one. */
  clear(): void {
    this.#next?.()
    this.#next = null
    this.#forgetting?.()
    this.#forgetting = null
    this.#ring = []
    this.#chat = null
  }

  /** At most three JPEGs of 320 by 240 of that chat, oldest first. */
  readonly of = async (chat: string): Promise<readonly Blob[]> => {
    if (chat !== this.#chat) return []
    const blobs = await Promise.all(this.#ring.map((one) => one.blob()))
    return blobs.filter((blob) => blob !== null)
  }

  #wait(): void {
    this.#next = this.#timing.after(EVERY_MS, () => {
      const video = this.#video()
      if (shows(video)) this.#ring = [...this.#ring, new Still(still(video, WIDTH, HEIGHT))].slice(-KEPT)
      this.#wait()
    })
  }
}
