import type { Backplane, Push } from '../../ports/backplane.js'

/** A node that writes down what it hears. */
export class Probe {
  readonly name: string
  readonly #backplane: Backplane
  readonly #leave: () => void
  #heard: Push[] = []
  #waiting: ((push: Push) => void) | undefined

  constructor(backplane: Backplane, name: string) {
    this.name = name
    this.#backplane = backplane
    this.#leave = backplane.inbox.on(name, (push) => {
      if (push.type === 'typing' && push.chat === MARK) this.#waiting?.(push)
      else this.#heard.push(push)
    })
  }

  /** Everything heard since the last time, once all that is on its way has arrived: a mark sent behind it tells. */
  async heard(): Promise<readonly Push[]> {
    await new Promise<Push>((resolve) => {
      this.#waiting = resolve
      this.#backplane.inbox.whisper(this.name, { type: 'typing', sid: '', chat: MARK, seat: 0, on: false })
    })
    const heard = this.#heard
    this.#heard = []
    return heard
  }

  leave(): void {
    this.#leave()
  }
}
const MARK = 'mark behind everything'
