import type { ClientFrameOf, ServerFrameOf, Wish } from '@stranger-chat/core/protocol'
import { Deviation, must, NotRun } from './deviation.js'
import { Journal } from './journal.js'
import { Ledger } from './ledger.js'
import { type Desk, type DialOptions, Line, Refused } from './line.js'
import { Person } from './person.js'
import { anyOf, type Clock, secret } from './system.js'

type Hello = ClientFrameOf<'hello'>
type Welcome = ServerFrameOf<'welcome'>

/** What all checks of a run share. */
export interface Server {
  /** As `http:` or `https:`, without a slash at its end. */
  readonly base: string
  /** What it said to the first who came: limits, times, gates. */
  readonly welcome: Welcome
  readonly clock: Clock
  readonly patienceMs: number
  /** Nobody else is on it, so that waiting long disturbs no visitor. */
  readonly isAlone: boolean
  /** A pause before each dial, once the server has asked for it. */
  readonly pace: () => Promise<void>
}

export const CLIENT = { name: 'stranger-chat conformance', version: '1' } as const

/** What lines are called in a report. */
const NAMES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Where connections are made. */
export const wsUrl = (base: string): string => `${base.replace(/^http/, 'ws')}/ws`

/**
 * One check's own people and lines. Its interest and its language (one of those set aside for private use) are drawn for
 * it alone, so that nobody else is met.
 */
export class Stage {
  readonly server: Server
  readonly journal = new Journal()
  readonly ledger = new Ledger(this.journal)
  /** How long the server asked this check to stay away, ms. */
  turnedAway = 0
  readonly word = `conformance ${secret()}`
  readonly language = privateLanguage()
  readonly #lines: Line[] = []
  #dialled = 0
  readonly #desk: Desk

  constructor(server: Server) {
    this.server = server
    const { clock, patienceMs } = server
    const turnedAway = (ms: number): void => {
      this.turnedAway = Math.max(this.turnedAway, ms)
    }
    this.#desk = { clock, patienceMs, journal: this.journal, ledger: this.ledger, turnedAway }
  }

  get limits(): Welcome['limits'] {
    return this.server.welcome.limits
  }
  get patienceMs(): number {
    return this.server.patienceMs
  }

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.server.clock.after(ms, () => resolve()))
  }

  /** An open line that has said nothing. */
  async dial(options: Partial<DialOptions> = {}): Promise<Line> {
    await this.server.pace()
    const name = NAMES[this.#dialled] ?? `line ${this.#dialled}`
    this.#dialled++
    try {
      const line = await Line.dial({ name, url: wsUrl(this.server.base), ...options }, this.#desk)
      this.#lines.push(line)
      return line
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      const isPlain = options.protocols === undefined && options.origin === undefined
      const clause = isPlain ? 'P-FRAME-1' : undefined
      throw new Deviation('a connection', `it was refused: ${cause.message}`, clause)
    }
  }

  /** Somebody who was welcomed. */
  async enter(hello: Partial<Hello> = {}): Promise<Person> {
    const line = await this.dial()
    const { conn = 1 } = hello
    line.say({ type: 'hello', conn, client: CLIENT, ...hello })
    const welcome = await line.until(() => line.heard.find((frame) => frame.type === 'welcome'), 'welcome')
    await line.next('welcome', 'welcome')
    return new Person(line, welcome, conn, { interests: [this.word], languages: [this.language] })
  }

  /** Two people who were matched with each other and have confirmed it. */
  async pair(more: Partial<Wish> = {}): Promise<readonly [Person, Person]> {
    const [one, two] = await Promise.all([this.enter(), this.enter()])
    // A word of their own, so that pairs of one check don't cross.
    await this.match(one, two, { interests: [`conformance ${secret()}`], ...more })
    return [one, two]
  }

  /** Has two people meet. They know each other by the chat's id: whoever got another one met somebody else, and leaves. */
  async match(one: Person, two: Person, more: Partial<Wish> = {}): Promise<void> {
    one.join(more)
    two.join(more)
    await Promise.all([one.met(), two.met()])
    this.mustBeTogether(one, two)
    for (const person of [one, two]) person.confirm()
  }

  mustBeTogether(one: Person, two: Person): void {
    if (one.id === two.id) return
    for (const person of [one, two]) person.say({ type: 'end', chat: person.id, reason: 'left' })
    throw new Deviation('both members to get the same chat', `${one.id} and ${two.id}`, 'P-MATCH-2')
  }

  /** Comes back to the chat on a new line, with a higher number (P-RESUME-1). */
  async comeBack(person: Person, hello: Partial<Hello> = {}): Promise<Person> {
    const { token, device } = person.welcome
    const conn = person.conn + 1
    return await this.enter({ conn, token, device, resume: person.resume(), ...hello })
  }

  /** The line falls, and the other one is told (P-GRACE-1). */
  async falls(person: Person, partner: Person): Promise<void> {
    const isAway = (frame: { readonly seat: number; readonly present: boolean }): boolean =>
      frame.seat === person.chat.you && !frame.present
    person.line.vanish()
    await partner.line.next('presence', 'presence{present: false}', isAway)
  }

  /** Skips the check unless the server takes such bodies. */
  needsBody(kind: string): void {
    if (!this.server.welcome.caps.includes(kind)) throw new NotRun(`this server takes no ${kind}`)
  }

  async close(): Promise<void> {
    await Promise.all(this.#lines.map((line) => line.leave()))
  }
}

/** `qaa` to `qtz` name no language (BCP 47). */
function privateLanguage(): string {
  const letter = (below: number): string => String.fromCharCode(97 + anyOf(below))
  return `q${letter(20)}${letter(26)}`
}

/** The other seat of two. */
export function seatOf(person: Person): number {
  const { you, members } = person.chat
  must(
    members.some(({ seat }) => seat === you),
    'you to be one of the members',
    `seat ${you}`,
    'P-MATCH-5',
  )
  return you
}
