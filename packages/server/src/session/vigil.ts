import { NEVER, type Perishable } from '../sweep.js'
import type { ChatRecord, MemberRecord } from '../ports/backplane.js'
import { nameOf } from '../log.js'
import { type House, TICK_MS } from './house.js'
import type { Seat } from './seat.js'
import type { Session } from './session.js'

/** Where it can't be told who lives: so long until it is asked again. */
const AGAIN_MS = 5_000

/**
 * The grace of a member whose node is gone, run by its partner's node in place of that one (P-GRACE-1). Whoever fell from a
 * node that lives is left to it: it alone knows what the page had said.
 *
 * It ends a chat by two signs that are a grace apart: the word of the loss, or a list of the living without that node, and
 * then the list once more. A list that is empty for a moment, as after a failover, ends nothing.
 */
export class Vigil implements Perishable {
  bucket = NEVER
  readonly #house: House
  readonly #session: Session
  readonly #seat: Seat
  #isLooking = false
  /** A node that was lost without the store saying that its members are away: it may have forgotten that they were there. */
  #gone: string | undefined
  /** Whose loss it runs for. */
  #node = ''

  constructor(house: House, session: Session, seat: Seat) {
    this.#house = house
    this.#session = session
    this.#seat = seat
  }

  /**
   * A node of a member is gone. Its page may have said that nobody sees it, which went with it: then the shorter grace holds. It
   * runs from the first word: several may come, of whoever else sees to that node.
   * @param isMarked the store says that the member is away
   */
  begin(node: string, isMarked: boolean): void {
    if (!isMarked) this.#gone = node
    if (this.bucket !== NEVER && this.#node === node) return
    this.#node = node
    const { wheel, grace } = this.#house
    wheel.set(this, grace.away + TICK_MS)
  }

  /**
   * What the record says by now: whoever is away may be so since before there was anybody here to hear of a loss. Whoever is there
   * may sit on a node that is lost, too, if its word got lost and the store forgot who was on it.
   */
  sees(record: ChatRecord): void {
    if (awayIn(record, this.#seat).length > 0) this.#gone = undefined
    if (this.#missing(record).length === 0) this.close()
    if (this.bucket === NEVER && !this.#isLooking) this.#session.run(this.#look(record))
  }

  /** The wheel: the grace is over. */
  expire(): void {
    this.#session.run(this.#judge())
  }

  close(): void {
    this.#gone = undefined
    this.#house.wheel.clear(this)
  }

  async #look(record: ChatRecord): Promise<void> {
    this.#isLooking = true
    try {
      const [orphan] = await this.#orphans(othersIn(record, this.#seat))
      if (orphan !== undefined && this.#isWanted) this.begin(orphan.node, !orphan.present)
    } catch (cause) {
      // Who lives can't be told for now: nobody is lost by that. It is looked again when the record is read next.
      this.#failed(cause)
    } finally {
      this.#isLooking = false
    }
  }

  async #judge(): Promise<void> {
    const orphans = await this.#missed().catch((cause: unknown) => {
      this.#failed(cause)
      this.#house.wheel.set(this, AGAIN_MS)
      return []
    })
    if (orphans.length > 0 && this.#isWanted) await this.#seat.end('lost')
    if (this.bucket === NEVER) this.#gone = undefined
  }

  /** Those of them, by the record as it stands now. */
  async #missed(): Promise<readonly MemberRecord[]> {
    const read = await this.#house.backplane.chats.read(this.#seat.chat, Number.MAX_SAFE_INTEGER)
    return read.kind === 'log' ? this.#orphans(this.#missing(read.chat)) : []
  }

  #failed(cause: unknown): void {
    this.#house.log.log('error', 'session.failed', { cause: nameOf(cause) })
  }

  /** Somebody is here who waits. Whoever isn't has a grace of its own, and looks anew when it is back. */
  get #isWanted(): boolean {
    return !this.#seat.isOver && this.#session.isConnected
  }

  /** Those of them whose node lives no more. */
  async #orphans(members: readonly MemberRecord[]): Promise<readonly MemberRecord[]> {
    if (members.every(({ node }) => node === this.#house.node)) return []
    const nodes = await this.#house.backplane.inbox.nodes()
    return members.filter(({ node }) => !nodes.includes(node))
  }

  #missing(record: ChatRecord): readonly MemberRecord[] {
    return othersIn(record, this.#seat).filter(({ present, node }) => !present || node === this.#gone)
  }
}

/**
 * Looks after the members of a chat. As long as everybody is there, and here, it takes nothing.
 * @param gone a node that was just lost; without one, the record was just read
 */
export function watch(
  kept: Vigil | undefined,
  house: House,
  session: Session,
  seat: Seat,
  record: ChatRecord,
  gone: string | undefined,
): Vigil | undefined {
  if (seat.isOver) return kept
  const isHit = gone !== undefined && othersIn(record, seat).some(({ node }) => node === gone)
  const isNew =
    gone === undefined && othersIn(record, seat).some(({ present, node }) => !present || node !== house.node)
  const vigil = kept ?? (isHit || isNew ? new Vigil(house, session, seat) : undefined)
  if (isHit) vigil?.begin(gone, awayIn(record, seat).length > 0)
  else if (gone === undefined) vigil?.sees(record)
  return vigil
}

const othersIn = ({ members }: ChatRecord, { number }: Seat): readonly MemberRecord[] =>
  members.filter(({ seat }) => seat !== number)
const awayIn = (record: ChatRecord, seat: Seat): readonly MemberRecord[] =>
  othersIn(record, seat).filter(({ present }) => !present)
