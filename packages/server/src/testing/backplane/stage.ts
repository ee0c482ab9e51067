import assert from 'node:assert/strict'
import type {
  Appended,
  Backplane,
  ChatRecord,
  LogEntry,
  Push,
  Relaxation,
  Ticket,
} from '../../ports/backplane.js'
import type { Clock, Random } from '../../ports/clock.js'
import type { PairingRules } from '../../rules/pairing.js'
import { FakeClock, seededRandom } from '../clock.js'
import { Probe } from './probe.js'

/** The bounds of a backplane that its contract speaks of. Times in ms, sizes in bytes. */
export interface BackplaneLimits {
  readonly sockets: number
  readonly claims: number
  readonly tickets: number
  readonly ticketMs: number
  readonly logEntries: number
  readonly logBytes: number
  readonly endedMs: number
  readonly orphanMs: number
}
export interface BackplaneOptions {
  readonly clock: Clock
  readonly random: Random
  readonly limits: Partial<BackplaneLimits>
  readonly pairing: Partial<PairingRules>
}
/** Makes an empty backplane. It takes time and randomness from the suite, which moves the clock. */
export type MakeBackplane = (options: BackplaneOptions) => Backplane | Promise<Backplane>

/** What a person is like and looks for, as far as a test cares. */
export type Traits = Partial<
  Pick<
    Ticket,
    | 'identity'
    | 'pool'
    | 'languages'
    | 'interests'
    | 'trust'
    | 'relaxed'
    | 'avoid'
    | 'since'
    | 'labels'
    | 'offer'
  >
> & { readonly node?: string }

export const ALL_RELAXED: readonly Relaxation[] = ['interests', 'languages', 'trust']

/** A backplane with its clock, and the people who come to it. */
export class Stage {
  readonly clock: FakeClock
  readonly backplane: Backplane
  readonly #probes = new Map<string, Probe>()

  private constructor(clock: FakeClock, backplane: Backplane) {
    this.clock = clock
    this.backplane = backplane
  }

  static async open(
    make: MakeBackplane,
    options: Partial<BackplaneOptions> & { readonly seed?: number } = {},
  ): Promise<Stage> {
    const clock = new FakeClock()
    const random = seededRandom(options.seed ?? 1)
    const backplane = await make({
      clock,
      random,
      limits: options.limits ?? {},
      pairing: options.pairing ?? {},
    })
    return new Stage(clock, backplane)
  }

  /** The node of that name, joined on first use. */
  node(name: string): Probe {
    let probe = this.#probes.get(name)
    if (probe === undefined) this.#probes.set(name, (probe = new Probe(this.backplane, name)))
    return probe
  }

  /** Somebody whose session is claimed, on their own node unless told otherwise. */
  async person(name: string, traits: Traits = {}): Promise<Person> {
    const person = new Person(this, name, traits)
    assert.equal((await person.hello()).kind, 'claimed')
    return person
  }

  /** Two people in a chat. */
  async pair(a: Traits = {}, b: Traits = {}): Promise<{ ann: Person; ben: Person; chat: ChatRecord }> {
    const ann = await this.person('ann', a)
    const ben = await this.person('ben', b)
    return { ann, ben, chat: await this.meet(ann, ben) }
  }

  /** Lets both join and insists that they meet each other. */
  async meet(first: Person, second: Person): Promise<ChatRecord> {
    await first.join()
    const chat = matched(await second.join())
    assert.deepEqual(chat.members.map(({ sid }) => sid).sort(), [first.sid, second.sid].sort())
    first.chat = second.chat = chat.id
    return chat
  }

  /** A node leaves; resolves when the others are told that it is lost. */
  async lose(name: string): Promise<void> {
    const lost = new Promise<string>((told) => void this.backplane.inbox.onNodeLost(told))
    this.node(name).leave()
    assert.equal(await lost, name)
  }

  async close(): Promise<void> {
    await this.backplane.close()
  }
}

/** One session of one person, acting through its newest connection. */
export class Person {
  readonly sid: string
  readonly identity: string
  readonly stage: Stage
  readonly traits: Traits
  conn = 0
  node: string
  ticket: string
  /** The chat it acts on; set by `Stage.meet`, or by hand. */
  chat = ''
  n = 0
  #tickets = 0

  constructor(stage: Stage, name: string, traits: Traits) {
    this.stage = stage
    this.sid = `s-${name}`
    this.identity = traits.identity ?? `i-${name}`
    this.node = traits.node ?? `node of ${name}`
    this.ticket = `t-${name}-0`
    this.traits = traits
    stage.node(this.node)
  }

  /** Who speaks, for calls a test makes by itself. */
  get who(): { readonly sid: string; readonly conn: number } {
    return { sid: this.sid, conn: this.conn }
  }

  /** What this person's node heard about this session. */
  async heard(): Promise<readonly Push[]> {
    const heard = await this.stage.node(this.node).heard()
    return heard.filter((push) => push.type === 'command' || push.sid === this.sid)
  }

  /** A new connection. */
  async hello(conn = this.conn + 1, node = this.node) {
    this.stage.node(node)
    const answer = await this.stage.backplane.sessions.claim({
      sid: this.sid,
      conn,
      identity: this.identity,
      node,
    })
    if (answer.kind === 'claimed') {
      this.conn = conn
      this.node = node
    }
    return answer
  }

  /** A new wish. */
  async join(changes: Traits = {}) {
    this.ticket = `t${this.sid}-${++this.#tickets}`
    return this.renew(changes)
  }

  /** The same wish again. */
  async renew(changes: Traits = {}) {
    return this.stage.backplane.tickets.enter(this.wish(changes))
  }

  wish(changes: Traits = {}): Ticket {
    const { node: _, ...traits } = { ...this.traits, ...changes }
    const interests = traits.interests ?? ['tea']
    return {
      pool: 'pool',
      mode: 'text',
      languages: ['en'],
      labels: interests,
      trust: 1,
      relaxed: [],
      avoid: [],
      since: this.stage.clock.now(),
      ...traits,
      interests,
      prefixes: [`p-${this.sid}`],
      id: this.ticket,
      node: this.node,
      identity: this.identity,
      ...this.who,
    }
  }

  leave(ticket = this.ticket) {
    return this.stage.backplane.tickets.leave(this.who, ticket)
  }

  /** The next numbered send. */
  async say(text: string, n = this.n + 1, seen?: number): Promise<Appended> {
    const body = { kind: 'text', text } as const
    const send = { ...this.who, chat: this.chat, n, body }
    const [answer] = await this.stage.backplane.chats.append([seen === undefined ? send : { ...send, seen }])
    assert(answer !== undefined)
    if (answer.kind === 'appended') this.n = n
    return answer
  }

  confirm(seen = 0) {
    return this.stage.backplane.chats.confirm({ ...this.who, chat: this.chat, seen })
  }

  end(reason: 'left' | 'lost' | 'no_show' | 'idle' | 'closed' = 'left', chat = this.chat) {
    return this.stage.backplane.chats.end({ ...this.who, chat, reason })
  }

  attach(offset = 0) {
    return this.stage.backplane.chats.attach({ ...this.who, chat: this.chat, offset })
  }

  away() {
    return this.stage.backplane.chats.away({ ...this.who, chat: this.chat })
  }

  forsake() {
    return this.stage.backplane.chats.forsake({ ...this.who, chat: this.chat })
  }

  release() {
    return this.stage.backplane.sessions.release(this.who)
  }

  /** The chat as anybody's node reads it now. */
  async log(after = 0): Promise<{ readonly chat: ChatRecord; readonly entries: readonly LogEntry[] }> {
    const answer = await this.stage.backplane.chats.read(this.chat, after)
    assert.equal(answer.kind, 'log')
    return answer as Extract<typeof answer, { kind: 'log' }>
  }

  async isForgotten(): Promise<boolean> {
    return (await this.stage.backplane.chats.read(this.chat, 0)).kind === 'unknown'
  }
}

type Answer = { readonly kind: string }

/** The chat of an answer that must be a match. */
export function matched(answer: Answer): ChatRecord {
  assert.equal(answer.kind, 'matched')
  return (answer as unknown as { readonly chat: ChatRecord }).chat
}

/** The entry of an answer that must have appended or ended. */
export function entryOf(answer: Answer): LogEntry {
  const { entry } = answer as unknown as { readonly entry?: LogEntry }
  assert(entry !== undefined, `no entry in an answer of kind ${answer.kind}`)
  return entry
}

/** What a push or an answer is, without the rest. */
export const kinds = (pushes: readonly Push[]): readonly string[] => pushes.map(({ type }) => type)
