import type { Link } from './link.js'
import { type Script, SCRIPTS } from './scripts.js'
import { TAGS, tagOf } from './tags.js'

/** A push that came with an answer, for a node of this process. */
export type Near = (node: string, push: string) => void

/** What a script said, after the pushes that came with it: words, or lists of them. */
export type Answer = readonly Word[]
export type Word = string | number | readonly string[]

/** Keys of everything we hold begin with this. */
const NAME = 'sc'

/**
 * The shards: where each thing's keys are, in which generation, and how a script runs there.
 *
 * A generation is the life of one Redis process as the shard's master (`lua/hail.lua`). Its name is part of every key, so what a
 * new process still holds of an earlier one can't be mistaken for the truth: chats end as `server_lost`, sessions come back as new
 * claims. Nobody's script runs in a process that hasn't said who it is: each shard has scripts of its own, which are loaded only
 * after the process was hailed for that shard.
 */
export class Shards {
  /** One for each slot that things are spread over; a Redis by itself has but one. */
  readonly tags: readonly string[]
  readonly #link: Link
  readonly #now: (() => number) | undefined
  readonly #near: Near
  readonly #here: () => string
  readonly #lost: (tag: string) => void
  readonly #lives = new Map<string, string>()
  /** In which life each was met last, which outlasts the connection. */
  readonly #met = new Map<string, string>()
  readonly #hailing = new Map<string, Promise<string>>()

  /**
   * @param now the time a test plays; none, and scripts take Redis' own
   * @param here this process' nodes, one a line
   * @param lost told when a shard began anew
   */
  constructor(
    link: Link,
    now: (() => number) | undefined,
    here: () => string,
    near: Near,
    lost: (tag: string) => void,
  ) {
    this.tags = link.isCluster ? TAGS : TAGS.slice(0, 1)
    this.#link = link
    this.#now = now
    this.#here = here
    this.#near = near
    this.#lost = lost
  }

  /** The shard of whatever has that name. */
  tagOf(name: string): string {
    return tagOf(name, this.tags)
  }

  /** Runs a script on a shard. `keys` are named without what all of them begin with; `args` are the script's own. */
  async run(script: Script, tag: string, keys: readonly string[], args: readonly string[]): Promise<Answer> {
    // A second time after the shard began anew, a third when that crossed another one's hail.
    for (let tries = 1; ; tries++) {
      const life = this.#lives.get(tag) ?? (await this.hail(tag))
      const prefix = `${NAME}:{${tag}}:${life}:`
      const all = [generationKey(tag), ...keys.map((key) => prefix + key)]
      const words = [
        ...[
          life,
          String(this.#now?.() ?? ''),
          this.#here(),
          prefix,
          channelPrefix(tag, this.#link.isCluster),
        ],
        ...[this.#link.isSharded ? 'spublish' : 'publish', ...args],
      ]
      try {
        return this.#heard(await this.#evaluate(script, tag, all, words))
      } catch (cause) {
        if (tries === 3 || !isStale(cause)) throw cause
        await this.hail(tag)
      }
    }
  }

  /** Asks a shard who it is. Finding out that it began anew is told once. */
  hail(tag: string): Promise<string> {
    const under = this.#hailing.get(tag)
    if (under !== undefined) return under
    const hailing = this.#hail(tag).finally(() => this.#hailing.delete(tag))
    this.#hailing.set(tag, hailing)
    return hailing
  }

  /** Asks all of them, as at the start and at each beat: one that took over from another is found even if it knows our scripts. */
  readonly hailAll = async (): Promise<void> => {
    await Promise.all(this.tags.map((tag) => this.hail(tag)))
  }

  async #hail(tag: string): Promise<string> {
    const key = generationKey(tag)
    const [life, news] = (await this.#link.send(key, ['EVAL', SCRIPTS.hail.source, '1', key])) as [
      string,
      string,
    ]
    const before = this.#met.get(tag)
    this.#lives.set(tag, life)
    this.#met.set(tag, life)
    if (news !== '') void this.#clear(tag, life).catch(() => undefined)
    if (before !== undefined && before !== life) this.#lost(tag)
    return life
  }

  /** What an earlier reign left goes, words first of all. What is missed goes by its own time. */
  async #clear(tag: string, life: string): Promise<void> {
    const key = generationKey(tag)
    let cursor = '0'
    do {
      const scan = ['SCAN', cursor, 'MATCH', `${NAME}:{${tag}}:*`, 'COUNT', '1000']
      const [next, keys] = (await this.#link.sendTo(key, scan)) as [string, readonly string[]]
      const old = keys.filter((held) => held !== key && !held.startsWith(`${NAME}:{${tag}}:${life}:`))
      if (old.length > 0) await this.#link.send(key, ['UNLINK', ...old])
      cursor = String(next)
    } while (cursor !== '0')
  }

  /** Whoever is asked next says first who it is: the connection is a new one. */
  readonly forget = (): void => this.#lives.clear()

  async #evaluate(
    script: Script,
    tag: string,
    keys: readonly string[],
    args: readonly string[],
  ): Promise<Answer> {
    const key = keys[0] as string
    const { source, sha } = script.of(tag)
    const call = ['EVALSHA', sha, String(keys.length), ...keys, ...args]
    try {
      return (await this.#link.send(key, call)) as Answer
    } catch (cause) {
      if (!(cause instanceof Error) || !cause.message.startsWith('NOSCRIPT')) throw cause
      const before = this.#lives.get(tag)
      // Not one that is under way: it may have asked whoever was here before.
      const life = await this.#hail(tag)
      await this.#link.sendTo(key, ['SCRIPT', 'LOAD', source])
      if (life !== before) throw new Error('STALE the shard began anew', { cause })
      return (await this.#link.send(key, call)) as Answer
    }
  }

  #heard([near, ...answer]: Answer): Answer {
    const pushes = textsIn(near)
    for (let i = 0; i < pushes.length; i += 2) this.#near(pushes[i] as string, pushes[i + 1] as string)
    return answer
  }
}

/** A list of texts; an empty one where there is none. */
export const textsIn = (list: Word | undefined): readonly string[] => (Array.isArray(list) ? list : [])

const isStale = (cause: unknown): boolean => cause instanceof Error && cause.message.startsWith('STALE')
const generationKey = (tag: string): string => `${NAME}:{${tag}}:life`

/** Where all nodes are written down. Not by generation: a Redis that begins anew hears of them at their next beat. */
export const NODE_KEYS = [`${NAME}:{nodes}:live`, `${NAME}:{nodes}:lost`, `${NAME}:{nodes}:heard`] as const
/** What everybody hears. */
export const ALL_CHANNEL = `${NAME}:all`

/** What a node's channel begins with: one a shard in a Cluster, so that a script publishes in its own slot; else one for all. */
const channelPrefix = (tag: string, isCluster: boolean): string =>
  isCluster ? `${NAME}:{${tag}}:in:` : `${NAME}:in:`
export const channelsOf = (node: string, isCluster: boolean): readonly string[] =>
  isCluster ? TAGS.map((tag) => channelPrefix(tag, true) + node) : [channelPrefix('', false) + node]
/** One of a node's channels, for a word that belongs to no shard. */
export const channelTo = (node: string, tag: string, isCluster: boolean): string =>
  channelPrefix(tag, isCluster) + node
