import { type ClientFrameOf, encode } from '@stranger-chat/core/protocol'
import type { Verdict } from '../ports/plugin.js'
import type { Connection } from './connection.js'
import type { House } from './house.js'
import type { Solvable } from './listener.js'

/** Wrong answers after which the connection is closed. */
const TRIES = 5

/** Something a person has to solve; `solved` runs once, when the plugin took the answer. */
export class Challenge implements Solvable {
  readonly #house: House
  readonly #connection: Connection
  readonly #id: string
  readonly #verify: (answer: string) => boolean | Promise<boolean>
  readonly #solved: () => void | Promise<void>
  #wrong = 0

  constructor(
    house: House,
    connection: Connection,
    { kind, question, verify }: Extract<Verdict, { verdict: 'challenge' }>,
    solved: () => void | Promise<void>,
  ) {
    this.#house = house
    this.#connection = connection
    this.#id = house.random.id()
    this.#verify = verify
    this.#solved = solved
    connection.challenge = this
    connection.send(
      encode({
        type: 'challenge',
        challenge: this.#id,
        kind,
        ...(question === undefined ? {} : { question }),
      }),
    )
  }

  async answer(frame: ClientFrameOf<'solve'>): Promise<void> {
    const isRight = frame.challenge === this.#id && (await this.#judge(frame.answer))
    if (this.#connection.challenge !== this) return
    if (isRight) {
      this.#connection.challenge = undefined
      return this.#solved()
    }
    if (++this.#wrong >= TRIES)
      return this.#connection.goodbye('forbidden', { message: 'Too many wrong answers.' })
    this.#connection.error('denied', { type: 'solve' }, { message: "That isn't the answer. Try again." })
  }

  async #judge(answer: string): Promise<boolean> {
    try {
      return await this.#verify(answer)
    } catch {
      this.#house.log.log('error', 'plugin.failed', { hook: 'verify', failed: 'closed' })
      return false
    }
  }
}
