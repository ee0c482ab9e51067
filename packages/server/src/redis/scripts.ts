import { sha1Hex } from '../system.js'
import append from './lua/append.lua'
import begin from './lua/begin.lua'
import chat from './lua/chat.lua'
import claim from './lua/claim.lua'
import common from './lua/common.lua'
import end from './lua/end.lua'
import enter from './lua/enter.lua'
import forget from './lua/forget.lua'
import hail from './lua/hail.lua'
import hold from './lua/hold.lua'
import known from './lua/known.lua'
import lease from './lua/lease.lua'
import on from './lua/on.lua'
import open from './lua/open.lua'
import orphans from './lua/orphans.lua'
import pool from './lua/pool.lua'
import read from './lua/read.lua'
import release from './lua/release.lua'
import resit from './lua/resit.lua'
import revive from './lua/revive.lua'
import rise from './lua/rise.lua'
import seat from './lua/seat.lua'
import session from './lua/session.lua'
import sit from './lua/sit.lua'
import strand from './lua/strand.lua'
import unhold from './lua/unhold.lua'
import unmatch from './lua/unmatch.lua'
import waiting from './lua/waiting.lua'
import withdraw from './lua/withdraw.lua'

interface Loaded {
  readonly source: string
  readonly sha: string
}

/** One atomic operation: a file in `lua/`, with what it shares with others of its kind in front. */
export class Script {
  readonly source: string
  readonly #tagged = new Map<string, Loaded>()

  constructor(...parts: readonly string[]) {
    this.source = parts.join('\n')
  }

  /** As a shard has it: the same words under a name of its own, so that what knows it for one shard needn't for another. */
  of(tag: string): Loaded {
    let loaded = this.#tagged.get(tag)
    if (loaded === undefined) {
      const source = `-- ${tag}\n${this.source}`
      this.#tagged.set(tag, (loaded = { source, sha: sha1Hex(source) }))
    }
    return loaded
  }
}

const scriptOf = (...parts: readonly string[]): Script => new Script(...parts)
const onSession = (body: string): Script => scriptOf(common, session, body)
const onPool = (body: string): Script => scriptOf(common, pool, body)
const onChat = (body: string): Script => scriptOf(common, chat, body)

export const SCRIPTS = {
  hail: scriptOf(hail),
  lease: scriptOf(lease),
  hold: scriptOf(common, hold),
  unhold: scriptOf(common, unhold),
  claim: onSession(claim),
  release: onSession(release),
  strand: onSession(strand),
  revive: onSession(revive),
  on: scriptOf(common, on),
  orphans: scriptOf(common, orphans),
  begin: onSession(begin),
  known: onSession(known),
  sit: onSession(sit),
  resit: onSession(resit),
  rise: onSession(rise),
  forget: onSession(forget),
  enter: onPool(enter),
  withdraw: onPool(withdraw),
  unmatch: onPool(unmatch),
  waiting: onPool(waiting),
  open: onChat(open),
  append: onChat(append),
  seat: onChat(seat),
  end: onChat(end),
  read: onChat(read),
} as const satisfies Readonly<Record<string, Script>>
