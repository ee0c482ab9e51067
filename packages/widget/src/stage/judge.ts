import { Checking, type FrameClassifier, type Picture, type PictureConsumer } from '@stranger-chat/core/media'
import { Fetched } from '../controllers/fetched.js'
import type { Timing } from '../timing.js'

/** One picture this often is about 3 % of a core with the check that ships; in ms. */
const EVERY_MS = 4_000

/** Two pictures of three decide, by a check that is made when there is a first picture to judge. */
export class Judge implements PictureConsumer {
  readonly everyMs: number
  readonly size = { width: 224, height: 224 } as const
  readonly #classifier: () => Promise<FrameClassifier>
  readonly #timing: Timing
  readonly #heard: (isExplicit: boolean) => void
  #checking = this.#fresh()

  constructor(
    classifier: () => Promise<FrameClassifier>,
    timing: Timing,
    heard: (isExplicit: boolean) => void,
    everyMs = EVERY_MS,
  ) {
    this.#classifier = classifier
    this.#timing = timing
    this.#heard = heard
    this.everyMs = everyMs
  }

  /** Where it can't work it isn't tried again, and nobody is better off for hearing that. */
  readonly take = async (picture: Picture): Promise<void> => {
    await (await this.#checking.expect())?.take(picture)
  }

  /** Another picture than before: what was judged counts no more. */
  reset(): void {
    this.#checking.found?.reset()
  }

  /** The classifier is gone; a later picture makes another. */
  rest(): void {
    const { found, coming } = this.#checking
    found?.close()
    void coming?.then((late) => late?.close())
    this.#checking = this.#fresh()
  }

  #fresh(): Fetched<Checking> {
    return new Fetched(null, () => this.#make())
  }

  async #make(): Promise<Checking> {
    const classifier = await this.#classifier()
    // One classifier serves both pictures, so that neither closes it.
    const shared = { classify: (picture: Picture) => classifier.classify(picture), close: ignore }
    const checking = new Checking({ classifier: shared, everyMs: this.everyMs, system: this.#timing })
    // A store tells its value at once; only what comes later was seen.
    let bound = false
    checking.state.subscribe(({ blur }) => bound && this.#heard(blur))
    bound = true
    return checking
  }
}

function ignore(): void {}
