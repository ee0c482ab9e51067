import type { Action, Inbox, Push } from '../ports/backplane.js'
import type { Log } from '../ports/clock.js'
import { nameOf } from '../log.js'
import { Losses } from '../losses.js'
import { Mailboxes } from '../mailboxes.js'
import { NEVER, Sweep } from '../sweep.js'
import { nextTurn, systemClock } from '../system.js'
import { type Engine, supersede } from './engine.js'
import type { Link } from './link.js'
import { type Beat, BEAT_MS, Nodes } from './nodes.js'
import { leaveAgain, releaseOrphans } from './sessions.js'
import { ALL_CHANNEL, channelsOf, channelTo } from './shards.js'
import { thorough } from './thorough.js'

/** Pushes on their way to a node here, and words to one elsewhere within a turn; past it they are dropped. */
const BOUND = 10_000
/** Sessions of lost nodes that nobody saw to are looked for once in so many beats. */
const ORPHAN_BEATS = 24
const SWEEP_MS = 5_000

/** What everybody is told. */
type Word =
  | { readonly from: string; readonly type: 'command'; readonly identity: string; readonly action: Action }
  | { readonly from: string; readonly type: 'lost'; readonly node: string }

/** The nodes of this process, and their way to all others. */
export class RedisInbox implements Inbox {
  readonly #link: Link
  readonly #engine: Engine
  readonly #nodes: Nodes
  readonly #log: Log
  readonly #boxes = new Mailboxes(BOUND)
  readonly #losses = new Losses()
  readonly #words = new Map<string, Push[]>()
  /** Joining and leaving that is under way; the record is asked after it. */
  readonly #under = new Set<Promise<void>>()
  /** Own nodes whose channels aren't subscribed to yet, and those that leave. */
  readonly #deaf = new Set<string>()
  readonly #ears = new Map<string, (text: string) => void>()
  readonly #leaving = new Set<string>()
  /** Nodes to see to: own ones that had been taken for lost, and lost ones. */
  readonly #news = new Set<string>()
  readonly #lost = new Set<string>()
  readonly #me: string
  readonly #sweep: Sweep
  /** At a lost node that had very many people a beat may find the one before still at it. */
  #heeding: Promise<void> | undefined
  #beats = 0
  #cancel: (() => void) | undefined
  #isClosed = false

  constructor(link: Link, engine: Engine) {
    this.#link = link
    this.#engine = engine
    this.#log = engine.log
    this.#nodes = new Nodes(link, engine)
    this.#me = engine.random.id()
    this.#sweep = new Sweep(engine.clock, SWEEP_MS)
  }

  /** Begins to hear what everybody is told. */
  async open(): Promise<void> {
    this.#link.onDeaf(() => this.#boxes.names.forEach((name) => this.#deaf.add(name)))
    await this.#link.subscribe([ALL_CHANNEL], (message) => this.#told(message))
  }

  get names(): readonly string[] {
    return this.#boxes.names
  }

  readonly on = (name: string, handler: (push: Push) => void): (() => void) => {
    const wasThere = this.#boxes.has(name)
    const close = this.#boxes.open(name, handler)
    if (!wasThere) this.#deaf.add(name)
    this.run(async () => {
      if (wasThere) await this.#lose(name)
      await this.#listen()
      this.#note(await this.#nodes.live([name]))
    })
    this.#beat()
    return () => {
      if (!close()) return
      this.#leaving.add(name)
      this.#deaf.delete(name)
      this.run(async () => {
        await this.#nodes.left(name)
        await this.#link.unsubscribe(channelsOf(name, this.#link.isCluster))
        this.#ears.delete(name)
        await this.#lose(name)
        this.#leaving.delete(name)
      })
    }
  }

  readonly whisper = (name: string, push: Push): void => {
    if (this.#boxes.has(name)) return this.#boxes.put(name, push)
    const words = this.#words.get(name)
    if (words !== undefined) return void (words.length < BOUND && words.push(push))
    this.#words.set(name, [push])
    void nextTurn().then(() => this.#send(name))
  }

  readonly nodes = async (): Promise<readonly string[]> => {
    const names = new Set([...(await this.#nodes.look()), ...this.#boxes.names])
    return [...names].filter((name) => !this.#leaving.has(name))
  }

  readonly onNodeLost = this.#losses.on

  /** Hands a push, as a script wrote it, to a node here. */
  readonly near = (node: string, text: string): void => this.#hear(node, `[${text}]`)

  async command(identity: string, action: Action): Promise<void> {
    this.#boxes.putAll({ type: 'command', identity, action })
    await this.#tell({ from: this.#me, type: 'command', identity, action })
  }

  /** Resolves when what joins and leaves is done. */
  async settled(): Promise<void> {
    while (this.#under.size > 0) await Promise.all(this.#under)
  }

  async close(): Promise<void> {
    this.#cancel?.()
    const names = this.#boxes.names
    this.#boxes.close()
    this.#losses.close()
    this.#sweep.close()
    this.#isClosed = true
    await this.settled()
    for (const name of names) {
      await this.#nodes.left(name)
      await this.#lose(name)
    }
  }

  readonly #failed = (cause: unknown): void =>
    this.#log.log('warn', 'redis.trouble', { what: 'nodes', cause: nameOf(cause) })

  /** Does something of which nobody waits for the end. */
  run(task: () => Promise<void>): void {
    const under: Promise<void> = task()
      .catch(this.#failed)
      .finally(() => this.#under.delete(under))
    this.#under.add(under)
  }

  /** One timer for all nodes here, on the machine's own clock: a lease is about processes, not about what a test plays. */
  #beat(): void {
    if (this.#isClosed) return
    this.#cancel ??= systemClock.after(BEAT_MS, () => {
      this.#cancel = undefined
      this.run(() => this.#look())
      if (this.#boxes.names.length > 0) this.#beat()
    })
  }

  async #look(): Promise<void> {
    const names = this.#boxes.names
    if (names.length === 0) return
    // Each by itself: what one shard can't answer keeps nobody from the rest, and comes again with the next beat.
    const tasks = [
      async () => this.#note(await this.#nodes.live(names)),
      this.#engine.shards.hailAll,
      () => this.#listen(),
      () => leaveAgain(this.#engine),
      () => (this.#heeding ??= this.#heed().finally(() => (this.#heeding = undefined))),
    ]
    if (++this.#beats % ORPHAN_BEATS === 0) tasks.push(() => releaseOrphans(this.#engine))
    for (const task of tasks) await task().catch(this.#failed)
  }

  /** What is to be done about nodes, until it is. */
  #note({ lost, news }: Beat): void {
    for (const node of news) this.#news.add(node)
    for (const node of lost) this.#lost.add(node)
  }

  #heed(): Promise<void> {
    const revive = async (node: string): Promise<void> => {
      if (this.#boxes.has(node)) await this.#nodes.revive(node)
      this.#news.delete(node)
    }
    const lose = async (node: string): Promise<void> => {
      if (!this.#boxes.has(node)) await this.#lose(node)
      this.#lost.delete(node)
    }
    const tasks = [() => thorough(this.#news, revive), () => thorough(this.#lost, lose)]
    return thorough(tasks, (task) => task())
  }

  /** Subscribes to what it doesn't hear yet. */
  async #listen(): Promise<void> {
    for (const name of this.#deaf) {
      // The same listener each time: where a part of the channels was there before, nothing is heard twice.
      const ear = this.#ears.get(name) ?? ((text: string) => this.#hear(name, text))
      this.#ears.set(name, ear)
      await this.#link.subscribe(channelsOf(name, this.#link.isCluster), ear)
      this.#deaf.delete(name)
    }
  }

  /** Sees to what a lost node leaves behind; then everybody may know. Where some of it has to wait for a shard, nobody else does. */
  async #lose(node: string): Promise<void> {
    const [stranded] = await Promise.allSettled([this.#nodes.strand(node)])
    if (stranded.status === 'fulfilled') await this.#nodes.buried(node)
    this.#afterLoss()
    this.#losses.tell(node)
    await this.#tell({ from: this.#me, type: 'lost', node })
    if (stranded.status === 'rejected') throw stranded.reason
  }

  /** Whoever hears of a loss gives up, in time, those who never came back. */
  #afterLoss(): void {
    if (this.#isClosed) return
    const expire = (): void => this.run(() => releaseOrphans(this.#engine))
    this.#sweep.set({ bucket: NEVER, expire }, this.#engine.limits.orphanMs + SWEEP_MS)
  }

  async #send(name: string): Promise<void> {
    const words = this.#words.get(name) ?? []
    this.#words.delete(name)
    const channel = channelTo(name, this.#engine.shards.tagOf(name), this.#link.isCluster)
    // A hint that gets lost is nobody's loss.
    await this.#link.publish(channel, JSON.stringify(words)).catch(() => undefined)
  }

  async #tell(word: Word): Promise<void> {
    await this.#link.publish(ALL_CHANNEL, JSON.stringify(word))
  }

  #told(message: string): void {
    const word = this.#parse(message) as Word | undefined
    if (word === undefined || word.from === this.#me) return
    if (word.type === 'lost') {
      this.#nodes.forget()
      this.#afterLoss()
      this.#losses.tell(word.node)
    } else if (word.type === 'command')
      this.#boxes.putAll({ type: 'command', identity: word.identity, action: word.action })
  }

  #hear(node: string, text: string): void {
    for (const push of (this.#parse(text) as readonly Push[] | undefined) ?? []) {
      if (push.type === 'superseded') supersede(this.#engine, push.sid, push.conn)
      this.#boxes.put(node, push)
    }
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      // Somebody else publishes here.
      this.#log.log('warn', 'redis.trouble', { what: 'a push that is none' })
      return undefined
    }
  }
}
