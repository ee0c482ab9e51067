import type { Timing } from '../timing.js'

/** A picture is taken this often, and the newest few are kept; in ms. */
const EVERY_MS = 2_000
const KEPT = 3
const WIDTH = 320
const HEIGHT = 240
const QUALITY = 0.6
/** After the end of a call a report may still need them for this long; in ms. */
const AFTER_MS = 60_000

/**
 * The last few pictures of the stranger, for a report that its maker sees before it is sent. In memory only, only where the
 * server takes pictures and only while a call is live; nothing is encoded before somebody reports.
 */
export class Snapshots {
  readonly #timing: Timing
  readonly #video: () => HTMLVideoElement | null
  #ring: HTMLCanvasElement[] = []
  #next: (() => void) | null = null
  #forgetting: (() => void) | null = null

  constructor(timing: Timing, video: () => HTMLVideoElement | null) {
    this.#timing = timing
    this.#video = video
  }

  /** @param on the call is live, shows a picture, and the server takes pictures */
  watch(on: boolean): void {
    if (on === (this.#next !== null)) return
    if (on) {
      this.#forgetting?.()
      this.#forgetting = null
      this.#wait()
      return
    }
    this.#next?.()
    this.#next = null
    this.#forgetting ??= this.#timing.after(AFTER_MS, () => this.clear())
  }

  /** Another stranger, or none: nothing is left of this one. */
  clear(): void {
    this.#next?.()
    this.#next = null
    this.#forgetting?.()
    this.#forgetting = null
    this.#ring = []
  }

  /** At most three JPEGs of 320 by 240, oldest first. */
  async take(): Promise<readonly Blob[]> {
    const blobs = await Promise.all(
      this.#ring.map(
        (canvas) => new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY)),
      ),
    )
    return blobs.filter((blob) => blob !== null)
  }

  #wait(): void {
    this.#next = this.#timing.after(EVERY_MS, () => {
      this.#sample()
      this.#wait()
    })
  }

  #sample(): void {
    const canvas = draw(this.#video(), WIDTH, HEIGHT)
    if (canvas) this.#ring = [...this.#ring, canvas].slice(-KEPT)
  }
}

/** What a video shows now, whole, on a small canvas; null while it shows nothing. */
export function draw(
  video: HTMLVideoElement | null,
  width: number,
  height: number,
  into: HTMLCanvasElement = document.createElement('canvas'),
): HTMLCanvasElement | null {
  if (!video?.srcObject || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA)
    return null
  into.width = width
  into.height = height
  const scale = Math.min(width / video.videoWidth, height / video.videoHeight)
  const [w, h] = [video.videoWidth * scale, video.videoHeight * scale]
  into
    .getContext('2d', { willReadFrequently: true })
    ?.drawImage(video, (width - w) / 2, (height - h) / 2, w, h)
  return into
}
