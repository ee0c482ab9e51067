import { sorted } from './deviation.js'
import type { Journal } from './journal.js'

/** What is watched on every frame of the run, whatever the check: a clause and what it says about frames. */
export const STANDING = {
  'P-FRAME-1': 'every message is text',
  'P-FRAME-2': 'every frame has the form of the schema, its type first',
  'P-FRAME-8': 'what is about a chat is about one of those who hear it',
  'P-LOG-1': 'offsets are 1, 2, 3, … without a gap',
  'P-LOG-2': 'the time of entries never runs back',
  'P-LOG-3': 'an entry is the same for every member',
  'P-LOG-5': "server entries have seat -1, members' have their own",
  'P-BODY-1': 'every body is one of the listed kinds',
  'P-ACK-1': 'own entries come back as acks',
  'P-ACK-2': 'a frame carries all own entries before it',
  'P-RESUME-2': 'nothing goes out twice on one connection',
  'P-END-1': 'nothing follows the end entry',
  'P-CLOSE-1': 'goodbye precedes every close, with its code',
  'P-CLOSE-3': 'every code is one of the listed ones',
  'P-STAMP-1': 'the entries of a chat have stamps of one key, each its own',
  'P-TYPING-1': 'nobody is told of their own typing',
} as const
export type Standing = keyof typeof STANDING

export interface Violation {
  readonly clause: Standing
  readonly expected: string
  readonly instead: string
  readonly sent: readonly string[]
  readonly came: readonly string[]
}

interface Written {
  readonly at: number
  readonly stamp: string
  readonly seat: number
  readonly body?: unknown
}

/** What all lines of a check know of its chats together, and what was found wrong on the way. */
export class Ledger {
  readonly violations: Violation[] = []
  /** How often each clause had something to judge: what was never seen isn't passed. */
  readonly seen = new Map<Standing, number>()
  readonly #journal: Journal
  readonly #entries = new Map<string, Written>()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** Notes one judgement; a wrong one with everything that is needed to understand it. */
  judge(clause: Standing, isRight: boolean, expected: string, instead: string): boolean {
    this.seen.set(clause, (this.seen.get(clause) ?? 0) + 1)
    if (!isRight) {
      const { violations } = this
      const [sent, came] = [this.#journal.last('sent'), this.#journal.last('came')]
      violations.push({ clause, expected, instead, sent, came })
    }
    return isRight
  }

  /** An entry, or the part of it that an ack tells, must be what anybody heard of it before (P-LOG-3). */
  write(chat: string, offset: number, heard: Written): void {
    const place = `${chat} ${offset}`
    const known = this.#entries.get(place)
    const key = (stamp: string): string => stamp.split('.', 1)[0] ?? ''
    for (const [other, { stamp }] of this.#entries) {
      if (!other.startsWith(`${chat} `) || other === place) continue
      const isRight = key(stamp) === key(heard.stamp) && stamp !== heard.stamp
      this.judge('P-STAMP-1', isRight, `a stamp of the same key, unlike that of ${other}`, heard.stamp)
    }
    this.#entries.set(place, { ...known, ...heard })
    if (known === undefined) return
    const both = known.body !== undefined && heard.body !== undefined
    this.judge(
      'P-LOG-3',
      known.at === heard.at &&
        known.stamp === heard.stamp &&
        known.seat === heard.seat &&
        (!both || text(known.body) === text(heard.body)),
      `entry ${offset} to be the same for everybody: ${text(known)}`,
      text(heard),
    )
  }
}

const text = (value: unknown): string => JSON.stringify(sorted(value))
