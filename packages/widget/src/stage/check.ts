import { type FrameClassifier, FrameSampler, lookout, type LocalView } from '@stranger-chat/core/media'
import type { MessageKey } from '../messages.js'
import type { Timing } from '../timing.js'
import { grabber } from './frames.js'
import { Judge } from './judge.js'

export interface CheckHost {
  readonly timing: Timing
  /** Makes the page's own check of pictures; null where it brings none. */
  readonly make: () => (() => Promise<FrameClassifier>) | null
  /** The videos that show something now. */
  readonly mine: () => HTMLVideoElement | null
  readonly theirs: () => HTMLVideoElement | null
  /** One's own picture is about to be seen for the first time. */
  readonly before: () => boolean
  readonly looks: (look: LocalView['look']) => void
  readonly changed: () => void
  readonly say: (key: MessageKey) => void
}

/** Before a search nobody waits long: one's own picture is judged more often than a stranger's; in ms. */
const OWN_MS = 1_500

/**
 * Looks at both pictures now and then, on this device: whether one's own camera shows anything, and, where the page brings a
 * check, whether somebody may not want to see it. It warns whoever is about to be seen, and covers a stranger's picture until
 * the person says otherwise. It tells nobody, ends nothing and bans nobody.
 */
export class Check {
  readonly #host: CheckHost
  readonly #mine: FrameSampler
  readonly #theirs: FrameSampler
  readonly #own: Judge
  readonly #stranger: Judge
  /** One's own picture may not be welcome. */
  unwelcome = false
  /** The stranger's picture is covered until the person wants to see it. */
  covered = false
  #shownAnyway = false
  #classifier: Promise<FrameClassifier> | null = null
  #unjudge: (() => void) | null = null

  constructor(host: CheckHost) {
    this.#host = host
    const { timing: system } = host
    const classifier = () => this.#make()
    this.#own = new Judge(classifier, system, (is) => this.#ownHeard(is), OWN_MS)
    this.#stranger = new Judge(classifier, system, (is) => this.#strangerHeard(is))
    this.#mine = new FrameSampler({ grab: grabber(host.mine), system })
    this.#theirs = new FrameSampler({ grab: grabber(host.theirs), system })
    this.watch()
    this.#mine.add(lookout(host.looks))
    this.#theirs.add(this.#stranger)
  }

  /** After whatever may have changed what is shown. */
  watch(): void {
    const can = this.#host.make() !== null
    const isAway = document.visibilityState === 'hidden'
    this.#mine.hidden = isAway || this.#host.mine() === null
    this.#theirs.hidden = isAway || !can || this.#shownAnyway || this.#host.theirs() === null
    const judges = can && this.#host.before()
    if (judges === (this.#unjudge !== null)) return
    this.#unjudge?.()
    this.#unjudge = judges ? this.#mine.add(this.#own) : null
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
    this.#stranger.reset()
  }

  /** Lets go of the classifier. */
  rest(): void {
    this.clear()
    this.unwelcome = false
    this.#own.rest()
    this.#stranger.rest()
    this.#mine.hidden = true
    this.#theirs.hidden = true
    this.#classifier?.then((one) => one.close(), ignore)
    this.#classifier = null
  }

  #make(): Promise<FrameClassifier> {
    const make = this.#host.make()
    this.#classifier ??= make ? make() : Promise.reject(new Error('The page took its check away.'))
    return this.#classifier
  }

  #ownHeard(isExplicit: boolean): void {
    if (isExplicit && !this.unwelcome) this.#host.say('checkUnwelcome')
    this.unwelcome = isExplicit
    this.#host.changed()
  }

  /** Covered stays covered, however fine the next pictures are: the person chooses. */
  #strangerHeard(isExplicit: boolean): void {
    if (!isExplicit || this.covered || this.#shownAnyway) return
    this.covered = true
    this.#host.say('explicit')
    this.#host.changed()
  }
}

function ignore(): void {}
