import { registerHooks } from 'node:module'

/** A fault put into the source on purpose: an oracle that doesn't see it sees nothing. */
export interface Defect {
  readonly name: string
  /** In packages/. */
  readonly file: string
  /** Occurs exactly once there. */
  readonly find: string
  readonly replace: string
}

export const DEFECTS: readonly Defect[] = [
  {
    name: 'no-fence',
    file: 'server/src/memory/state.ts',
    find: 'return claim?.conn === who.conn ? claim :',
    replace: 'return claim !== undefined ? claim :',
  },
  {
    name: 'no-dedupe',
    file: 'server/src/rules/log.ts',
    find: "if (n <= accepted) return 'duplicate'",
    replace: "if (n <= accepted) return 'append'",
  },
  {
    name: 'no-cursor',
    file: 'server/src/session/seat.ts',
    find: 'if (entry.offset <= this.#cursor) {\n',
    replace: 'if (false) {\n',
  },
  {
    name: 'no-gap-check',
    file: 'server/src/session/seat.ts',
    find: 'if (entry.offset > this.#cursor + 1) return this.compare()\n',
    replace: '\n',
  },
  {
    name: 'no-ticket-match',
    file: 'core/src/client/machine/chat.ts',
    find: 'if (waiting && !isKnown && frame.ticket === state.wish?.ticket) return match',
    replace: 'if (waiting) return match',
  },
  {
    name: 'self-match',
    file: 'server/src/rules/pairing.ts',
    find: 'a.identity === b.identity || ',
    replace: 'a === b || ',
  },
  {
    name: 'one-sided-rematch',
    file: 'server/src/rules/pairing.ts',
    find: 'a.recent.includes(b.identity) || b.recent.includes(a.identity)',
    replace: 'a.recent.includes(b.identity)',
  },
  {
    name: 'wall-relaxed',
    file: 'server/src/rules/pairing.ts',
    find: 'a.avoid.has(b.identity) || b.avoid.has(a.identity)',
    replace: "(!a.relaxed.includes('trust') && (a.avoid.has(b.identity) || b.avoid.has(a.identity)))",
  },
  {
    name: 'block-unheard',
    file: 'server/src/session/search.ts',
    find: 'const avoid = await this.#avoided()\n    if (!this.#isWaiting) return',
    replace: 'const avoid: readonly string[] = []\n    if (!this.#isWaiting) return',
  },
  {
    name: 'end-of-another-chat',
    file: 'server/src/session/session.ts',
    find: 'const seat = this.seatIn(chat)\n    if (seat !== undefined && !seat.isOver) {\n      // Its client',
    replace: 'const seat = this.seat\n    if (seat !== undefined && !seat.isOver) {\n      // Its client',
  },
  {
    name: 'stamp-of-another-offset',
    file: 'server/src/safety/stamp.ts',
    find: 'return withLength(String(offset)) +',
    replace: "return withLength('anywhere') +",
  },
  {
    name: 'log-dropped-early',
    file: 'server/src/memory/ends.ts',
    find: 'if (chat.isOver) drop(state, chat)',
    replace: 'if (chat.end !== undefined) drop(state, chat)',
  },
  {
    name: 'ack-overtaken',
    file: 'server/src/session/seat.ts',
    find: "entry).open, this.#acks, n))\n    this.#acks = ''",
    replace: "entry).open, '', n))",
  },
  {
    name: 'refused-n-free',
    file: 'server/src/memory/chatlog.ts',
    find: '    seat.accepted = n\n',
    replace: '    if (rejected === undefined) seat.accepted = n\n',
  },
  {
    name: 'endless-grace',
    file: 'server/src/session/session.ts',
    find: 'wheel.set(this, (this.isHidden',
    replace: 'Object.is(this, (this.isHidden',
  },
  {
    name: 'lost-node-ungraced',
    file: 'server/src/session/vigil.ts',
    find: 'wheel.set(this, grace.away',
    replace: 'Object.is(this, grace.away',
  },
  {
    name: 'half-open-ignored',
    file: 'server/src/session/heartbeat.ts',
    find: "{ act: 'drop', ms: 0 }",
    replace: "{ act: 'wait', ms: rhythm.timeoutMs }",
  },
  {
    name: 'lost-unsaid',
    file: 'server/src/session/session.ts',
    find: "'chat.lost')\n    this.connection?.goodbye('internal')",
    replace: "'chat.lost')",
  },
]

const packages = new URL('../../', import.meta.url)

/** Has this defect in every source loaded from now on. @returns whether it was loaded */
export function breakSources({ name, file, find, replace }: Defect): () => boolean {
  const target = new URL(file, packages).href
  let isLoaded = false
  registerHooks({
    load(url, context, next) {
      const module = next(url, context)
      if (url !== target) return module
      const parts = Buffer.from(module.source as Uint8Array)
        .toString()
        .split(find)
      if (parts.length !== 2)
        throw new Error(`The defect ${name} fits ${parts.length - 1} places of ${file}, not one: mend it.`)
      isLoaded = true
      return { ...module, source: parts.join(replace) }
    },
  })
  return () => isLoaded
}
