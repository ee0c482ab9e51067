import { type Cell, cell } from '../client/stores.js'
import type { Store } from '../client/types.js'
import { type System, system as platformSystem } from '../system.js'
import type { PictureConsumer } from './sampler.js'
import type { FrameClassifier, Picture, Verdict } from './types.js'

/** Why pictures aren't checked any more: the classifier threw or said nonsense, or never answered. */
export type CheckOff = 'failed' | 'slow' | 'closed'

export interface CheckView {
  /** Null: pictures are being checked. */
  readonly off: CheckOff | null
  /** Whether to hide the picture until the person asks for it. */
  readonly blur: boolean
}

export interface CheckingOptions {
  readonly classifier: FrameClassifier
  readonly everyMs?: number
  readonly size?: PictureConsumer['size']
  readonly system?: Pick<System, 'after'>
  /** Hears why the classifier failed. */
  readonly fault?: (error: unknown) => void
}

/** A judgement costs a tenth of a second: 3 % of a core. */
const EVERY_MS = 4_000
const SIZE = { width: 224, height: 224 } as const
/** The first judgement loads a model, which takes a slow machine most of this. */
const PATIENCE_MS = 45_000
/** One picture decides nothing: classifiers misfire. */
const OF = 3
const ENOUGH = 2

/**
 * Has pictures judged on this device, for this person's own eyes. A verdict hides a picture and does nothing else: it isn't told
 * to a server, and nobody is banned by it. Without a working classifier it is off and says so; it never throws.
 */
export class Checking implements PictureConsumer {
  readonly state: Store<CheckView>
  readonly everyMs: number
  readonly size: PictureConsumer['size']
  readonly #cell: Cell<CheckView>
  readonly #classifier: FrameClassifier
  readonly #after: System['after']
  readonly #fault: (error: unknown) => void
  #last: readonly Verdict['label'][] = []
  /** Raised when what was seen before no longer counts. */
  #round = 0
  /** Waits no longer for the judgement that is being made. */
  #giveUp: () => void = () => {}

  constructor({
    classifier,
    everyMs = EVERY_MS,
    size = SIZE,
    system = platformSystem,
    fault = () => {},
  }: CheckingOptions) {
    this.everyMs = everyMs
    this.size = size
    this.#classifier = classifier
    this.#after = system.after
    this.#fault = fault
    this.#cell = cell<CheckView>({ off: null, blur: false }, fault)
    this.state = this.#cell
  }

  readonly take = async (picture: Picture): Promise<void> => {
    if (this.#cell.get().off) return
    const round = this.#round
    try {
      const verdict = await this.#judged(picture)
      if (this.#cell.get().off) return
      if (verdict === 'slow') return this.#end('slow')
      if (!isVerdict(verdict)) throw new TypeError('A classifier gave a verdict without a known label.')
      if (round === this.#round) this.#count(verdict.label)
    } catch (error) {
      if (this.#cell.get().off) return
      this.#fault(error)
      this.#end('failed')
    }
  }

  /** Another stranger, or a person who wants to see: what was judged so far counts no more. */
  readonly reset = (): void => {
    this.#round++
    this.#last = []
    this.#show({ blur: false })
  }

  readonly close = (): void => {
    if (!this.#cell.get().off) this.#end('closed')
    this.reset()
  }

  #count(label: Verdict['label']): void {
    this.#last = [...this.#last, label].slice(-OF)
    const explicit = this.#last.filter((one) => one === 'explicit').length
    if (explicit >= ENOUGH) this.#show({ blur: true })
    // It shows again only once all of them are fine: a picture that comes and goes would flicker.
    else if (this.#last.length === OF && this.#last.every((one) => one === 'fine'))
      this.#show({ blur: false })
  }

  #judged(picture: Picture): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const stop = this.#after(PATIENCE_MS, () => resolve('slow'))
      this.#giveUp = () => settle(() => resolve('slow'))
      const settle = (then: () => void): void => {
        stop()
        then()
      }
      // Inside a promise, so that one that throws at once rejects like the others.
      void Promise.resolve()
        .then(() => this.#classifier.classify(picture))
        .then(
          (verdict) => settle(() => resolve(verdict)),
          (error: unknown) => settle(() => reject(error as Error)),
        )
    })
  }

  /** What is hidden stays hidden: that the check is off makes no picture better. */
  #end(off: CheckOff): void {
    this.#show({ off })
    this.#giveUp()
    try {
      this.#classifier.close()
    } catch (error) {
      this.#fault(error)
    }
  }

  #show(change: Partial<CheckView>): void {
    const before = this.#cell.get()
    const next = { ...before, ...change }
    if (next.off === before.off && next.blur === before.blur) return
    this.#cell.set(next)
    this.#cell.notify()
  }
}

const LABELS: readonly unknown[] = ['fine', 'unsure', 'explicit'] satisfies Verdict['label'][]

/** Classifiers are others' code, and their models still others'. */
const isVerdict = (verdict: unknown): verdict is Verdict =>
  typeof verdict === 'object' && verdict !== null && 'label' in verdict && LABELS.includes(verdict.label)
