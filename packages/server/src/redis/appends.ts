import type { Appended, Send } from '../ports/backplane.js'
import { entryBytes } from '../rules/log.js'
import { nextTurn } from '../system.js'
import { chatAt, type Engine } from './engine.js'
import { entryIn } from './records.js'
import { SCRIPTS } from './scripts.js'
import type { Answer } from './shards.js'

/** What one call carries at most: a script holds its Redis up for some 20 µs a send. */
const BATCH = 64

interface Batch {
  readonly sends: Send[]
  readonly answers: Promise<readonly Answer[]>
}

/** Sends on their way: those of one turn of the event loop to chats of one shard leave in one call, in order. */
export class Appends {
  readonly #engine: Engine
  readonly #open = new Map<string, Batch>()

  constructor(engine: Engine) {
    this.#engine = engine
  }

  async append(send: Send): Promise<Answer> {
    const tag = this.#engine.shards.tagOf(send.chat)
    let batch = this.#open.get(tag)
    if (batch === undefined || batch.sends.length === BATCH) this.#open.set(tag, (batch = this.#begin(tag)))
    const index = batch.sends.push(send) - 1
    return (await batch.answers)[index] ?? []
  }

  #begin(tag: string): Batch {
    const sends: Send[] = []
    const answers = nextTurn().then(() => {
      if (this.#open.get(tag)?.sends === sends) this.#open.delete(tag)
      return this.#call(tag, sends)
    })
    return { sends, answers }
  }

  async #call(tag: string, sends: readonly Send[]): Promise<readonly Answer[]> {
    const { shards, limits } = this.#engine
    const keys = sends.flatMap(({ chat }) => chatAt(chat).keys)
    const bounds = [limits.endedMs, limits.orphanMs, limits.logEntries, limits.logBytes].map(String)
    const [answers] = await shards.run(SCRIPTS.append, tag, keys, [...bounds, ...sends.flatMap(wordsOf)])
    return answers as unknown as readonly Answer[]
  }
}

function wordsOf({ sid, conn, n, seen, body }: Send): readonly string[] {
  const isRefused = typeof body === 'string'
  return [
    ...[sid, String(conn), String(n), String(seen ?? 0), String(entryBytes(isRefused ? undefined : body))],
    ...(isRefused ? ['{"kind":"void"}', body] : [JSON.stringify(body), '']),
  ]
}

/** What became of a send, as the script says it. */
export function appendedIn([kind, word]: Answer): Appended {
  switch (kind) {
    case 'appended':
      return { kind, entry: entryIn(word) }
    case 'duplicate':
      return word === '' ? { kind } : { kind, entry: entryIn(word) }
    case 'gap':
      return { kind, expected: Number(word) }
    case 'ended':
      return { kind }
    default:
      return { kind: 'busy' }
  }
}
