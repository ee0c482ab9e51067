import type { ActionKind } from '@stranger-chat/core/api'
import { encode, type MemberBody, type Mode } from '@stranger-chat/core/protocol'
import { type Allowance, allowanceOf, type Sanction, SLOW_MS } from '../rules/sanctions.js'
import type { Action } from '../ports/backplane.js'
import { hasLink } from '../safety/links.js'
import type { Farewell } from './frames.js'
import type { House } from './house.js'
import type { Session } from './session.js'

/** What somebody is told at once. Why, on which rule and how to appeal, the page asks for (`/v1/decisions`). */
const SENTENCES: Readonly<Record<ActionKind, string>> = {
  nudge: 'A moderator asks you to be kinder.',
  warn: 'A moderator has warned you.',
  slow: 'A moderator has slowed your messages down for a while.',
  mute: 'A moderator has muted you for a while.',
  end: 'A moderator has ended this chat.',
  cooldown: 'A moderator asks you to take a break before the next chat.',
  restrict: 'A moderator has limited you to text without links for a while.',
  ban: "You can't chat here for now, by decision of a moderator.",
}

/** Decisions remembered as told; nobody hears of so many in one visit. */
const TOLD = 100

const REVIEWED = 'Somebody has looked again at a decision about you.'

/** What a banned person reads as the line closes. @param until ms since 1970; Infinity and nothing name no end */
export const farewellOf = (until: number | undefined, message: string = SENTENCES.ban): Farewell => ({
  reason: 'banned',
  message,
  ...(until === undefined || until === Infinity ? {} : { until }),
})

/** How a session stands with the moderators: what it may do, asked anew whenever that changes. */
export class Standing {
  readonly #house: House
  readonly #session: Session
  #sanctions: readonly Sanction[]
  #sentAt = 0
  #told: Set<string> | undefined

  constructor(house: House, session: Session, sanctions: readonly Sanction[]) {
    this.#house = house
    this.#session = session
    this.#sanctions = sanctions
  }

  /** Until when somebody is banned, as in `Allowance`. */
  get banned(): number {
    return this.#allowance.banned
  }

  /** Whether this decision was told before; from now on it was. */
  knows(action: Action): boolean {
    if (!('action' in action) || action.action === undefined) return false
    const key = `${action.type} ${action.action}`
    const told = (this.#told ??= new Set())
    if (told.has(key)) return true
    if (told.size >= TOLD) told.clear()
    told.add(key)
    return false
  }

  /** The ledger knows best: asked again after every decision. */
  async look(): Promise<void> {
    this.#sanctions = await this.#house.sanctions(this.#session.identity)
  }

  /** What was decided was looked at again. */
  async review(action: string | undefined): Promise<void> {
    if (action !== undefined)
      this.#session.say(encode({ type: 'notice', level: 'info', code: 'reviewed', text: REVIEWED, action }))
    await this.look()
  }

  /** Tells of a decision. The page asks for its reasons by the action's name. */
  tell(kind: ActionKind, action: string): void {
    const level = kind === 'nudge' ? 'info' : 'warn'
    this.#session.say(encode({ type: 'notice', level, code: 'decision', text: SENTENCES[kind], action }))
  }

  /** At a welcome: what still holds, of which somebody who was away may not know yet. */
  remind(): void {
    const [newest] = this.#sanctions
    if (newest !== undefined) this.tell(newest.kind, newest.action)
  }

  /** Why a wish can't be taken now, and how long to wait, ms; nothing when it can. */
  refusesWish(mode: Mode): { readonly message: string; readonly retryAfterMs?: number } | undefined {
    const { cooling, restricted } = this.#allowance
    if (cooling === Infinity) return { message: SENTENCES.cooldown }
    if (cooling > 0) return { message: SENTENCES.cooldown, retryAfterMs: cooling - this.#house.clock.now() }
    return restricted > 0 && mode !== 'text' ? { message: SENTENCES.restrict } : undefined
  }

  /** What is said instead of this message: it reaches nobody. */
  refusesWords(body: MemberBody): string | undefined {
    if (this.#sanctions.length === 0) return undefined
    const { muted, restricted } = this.#allowance
    if (muted > 0) return SENTENCES.mute
    return restricted > 0 && (body.kind !== 'text' || hasLink(body.text)) ? SENTENCES.restrict : undefined
  }

  /** How long the next message has to wait, ms. Each that may go starts the time anew. */
  waits(): number {
    if (this.#sanctions.length === 0 || this.#allowance.slowed === 0) return 0
    const now = this.#house.clock.now()
    const wait = this.#sentAt + SLOW_MS - now
    if (wait > 0) return wait
    this.#sentAt = now
    return 0
  }

  get #allowance(): Allowance {
    return allowanceOf(this.#sanctions, this.#house.clock.now())
  }
}
