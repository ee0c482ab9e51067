import type { Ticket } from '../ports/backplane.js'
import type { Seeker } from '../rules/pairing.js'
import type { Relaxation } from '../rules/relax.js'
import { Link } from './list.js'
import { NEVER, type Perishable } from '../sweep.js'

const NOBODY: ReadonlySet<string> = new Set()

/** A ticket's place in one queue, and which queue that is. */
export class Standing extends Link<Waiting> {
  readonly language: string
  readonly interest: string

  constructor(waiting: Waiting, language: string, interest: string) {
    super(waiting)
    this.language = language
    this.interest = interest
  }
}

/** A ticket as the pool holds it: what the rules look at, and the links of the queues it stands in. */
export class Waiting implements Seeker, Perishable {
  readonly recent: readonly string[]
  readonly expire: () => void
  bucket = NEVER
  /** One for each language and interest, see `Pools`. */
  readonly standings: Standing[] = []
  /** Its place among all tickets of the pool. */
  readonly place = new Link<Waiting>(this)
  avoid = NOBODY
  #ticket: Ticket

  /** @param recent the session's last partners, read anew at every look */
  constructor(ticket: Ticket, recent: readonly string[], expire: (waiting: Waiting) => void) {
    this.recent = recent
    this.expire = () => expire(this)
    this.#ticket = ticket
    this.ticket = ticket
  }

  get ticket(): Ticket {
    return this.#ticket
  }

  /** The same wish, asked again: with more relaxed, or with another connection. */
  set ticket(ticket: Ticket) {
    this.#ticket = ticket
    this.avoid = ticket.avoid.length === 0 ? NOBODY : new Set(ticket.avoid)
  }

  /** What its offer takes, in bytes: it is ASCII. */
  get offerBytes(): number {
    return this.#ticket.offer?.length ?? 0
  }

  get pool(): string {
    return this.#ticket.pool
  }
  get identity(): string {
    return this.#ticket.identity
  }
  get languages(): readonly string[] {
    return this.#ticket.languages
  }
  get interests(): readonly string[] {
    return this.#ticket.interests
  }
  get trust(): number {
    return this.#ticket.trust
  }
  get relaxed(): readonly Relaxation[] {
    return this.#ticket.relaxed
  }
  get since(): number {
    return this.#ticket.since
  }

  /** Whether a renewed ticket stands in every queue this one stands in; if not, it has to leave them first. */
  covers(ticket: Ticket): boolean {
    const within = (few: readonly string[], many: readonly string[]): boolean =>
      few.every((key) => many.includes(key))
    return (
      this.pool === ticket.pool &&
      this.since === ticket.since &&
      within(this.languages, ticket.languages) &&
      within(this.interests, ticket.interests) &&
      within(this.relaxed, ticket.relaxed)
    )
  }
}
