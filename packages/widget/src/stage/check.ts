import type { FrameClassifier, Verdict } from '@stranger-chat/core/media'
import type { MessageKey } from '../messages.js'
import type { Timing } from '../timing.js'
import { draw } from './snapshots.js'

/** One picture this often is about 3 % of a core with the check that ships; in ms. */
const EVERY_MS = 4_000
const SIDE = 224
/** Single pictures misfire: this many of the last three have to say so. */
const ENOUGH = 2
const OF = 3

export interface CheckHost {
  readonly timing: Timing
  readonly make: () => (() => Promise<FrameClassifier>) | null
  /** What is to be looked at now: one's own picture before a search, the stranger's in a call; null for nothing. */
  readonly subject: () => { readonly video: HTMLVideoElement; readonly whose: 'mine' | 'theirs' } | null
  readonly changed: () => void
  readonly say: (key: MessageKey) => void
}

/**
 * The check of pictures on this device, where the page brings one. It warns whoever is about to be seen, and covers what a
 * person may not want to see until they say so. It tells nobody, ends nothing and bans nobody.
 */
export class Check {
  readonly #host: CheckHost
  /** One's own picture may not be welcome. */
  unwelcome = false
  /** The stranger's picture is covered until the person wants to see it. */
  covered = false
  #shownAnyway = false
  #verdicts: Verdict['label'][] = []
  #classifier: Promise<FrameClassifier> | null = null
  #broken = false
  #next: (() => void) | null = null
  #canvas: HTMLCanvasElement | undefined

  constructor(host: CheckHost) {
    this.#host = host
  }

  /** After whatever may have changed the subject. */
  watch(): void {
    const wanted =
      !this.#broken && !this.#shownAnyway && this.#host.make() !== null && this.#host.subject() !== null
    if (wanted === (this.#next !== null)) return
    this.#next?.()
    this.#next = wanted ? this.#host.timing.after(EVERY_MS, () => void this.#look()) : null
  }

  readonly showAnyway = (): void => {
    this.covered = false
    this.#shownAnyway = true
    this.#host.changed()
  }

  /** Another stranger, or none. */
  clear(): void {
    this.covered = false
    this.#shownAnyway = false
    this.#verdicts = []
  }

  /** Lets go of the classifier. */
  rest(): void {
    this.clear()
    this.unwelcome = false
    this.#next?.()
    this.#next = null
    this.#classifier?.then((one) => one.close(), ignore)
    this.#classifier = null
  }

  async #look(): Promise<void> {
    const subject = this.#host.subject()
    const make = this.#host.make()
    try {
      const picture = subject && make && this.#picture(subject.video)
      if (picture) {
        const classifier = await (this.#classifier ??= make())
        const verdict = await classifier.classify(picture)
        // Another stranger may be there by now.
        if (this.#host.subject()?.video.srcObject === subject.video.srcObject)
          this.#heard(subject.whose, verdict)
      }
    } catch {
      // It can't work here. Nobody is better off for hearing that.
      this.#broken = true
    }
    this.#next = null
    this.watch()
  }

  #heard(whose: 'mine' | 'theirs', { label }: Verdict): void {
    if (whose === 'mine') {
      if (label === 'explicit' && !this.unwelcome) this.#host.say('checkUnwelcome')
      this.unwelcome = label === 'explicit'
    } else if (!this.covered) {
      this.#verdicts = [...this.#verdicts, label].slice(-OF)
      this.covered = this.#verdicts.filter((one) => one === 'explicit').length >= ENOUGH
      if (this.covered) this.#host.say('explicit')
    }
    this.#host.changed()
  }

  #picture(video: HTMLVideoElement) {
    const canvas = draw(video, SIDE, SIDE, (this.#canvas ??= document.createElement('canvas')))
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, SIDE, SIDE).data
    return pixels ? { width: SIDE, height: SIDE, pixels } : null
  }
}

function ignore(): void {}
