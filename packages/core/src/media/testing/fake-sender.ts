import type { Encoding, SenderLike, SendParameters, TrackLike } from '../platform.js'

/** What comes from the other side. */
export class FakeReceiverTrack implements TrackLike {
  readonly kind: string
  readonly id: string
  readonly label = ''
  readonly readyState = 'live'
  readonly muted = false
  enabled = true
  constructor(kind: string, id: string) {
    this.kind = kind
    this.id = id
  }
  stop(): void {}
  getSettings() {
    return {}
  }
  addEventListener(): void {}
  removeEventListener(): void {}
}

/** Remembers what it was told to send, in order, so that a test can see what ever left. */
export class FakeSender implements SenderLike {
  track: TrackLike | null = null
  readonly parameters: { encodings: Encoding[] } = { encodings: [{}] }
  /** Each change: what was attached, and how large. */
  readonly history: { readonly kind: string | null; readonly encoding: Encoding }[] = []
  refuses = false
  readonly #told: () => Promise<void>

  /** @param told what passes until a browser does what it was told */
  constructor(told: () => Promise<void> = () => Promise.resolve()) {
    this.#told = told
  }

  async replaceTrack(track: TrackLike | null): Promise<void> {
    await this.#told()
    this.track = track
    this.#note()
  }
  getParameters(): SendParameters {
    return { encodings: this.parameters.encodings.map((one) => ({ ...one })) }
  }
  async setParameters({ encodings }: SendParameters): Promise<void> {
    await this.#told()
    if (this.refuses) throw new Error('InvalidModificationError')
    this.parameters.encodings = encodings
    this.#note()
  }
  #note(): void {
    this.history.push({ kind: this.track?.kind ?? null, encoding: { ...this.parameters.encodings[0] } })
  }
}
