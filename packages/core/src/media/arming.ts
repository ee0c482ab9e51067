import type { ChatClient, Search } from '../client/types.js'
import type { Ice } from '../protocol/index.js'
import type { System } from '../system.js'
import { isFresh } from './ice.js'
import { KINDS, Negotiator, type NegotiatorEvents } from './negotiator.js'
import type { MediaPlatform } from './platform.js'
import type { CallEnd } from './types.js'

/** No candidate by then: no call will come about from here, ms. */
const GATHER_MS = 4_000
/** A relay holds a port for whoever waits with an offer. Whoever waits longer makes one at the match instead, ms. */
const ARMED_MS = 60_000

/** A browser says several times over that a network changed, ms. */
const MOVED_MS = 500

/** STUN's codes for credentials that aren't taken. */
const AUTH: ReadonlySet<number> = new Set([401, 403, 437, 441])

export interface ArmingParts {
  readonly client: ChatClient
  readonly platform: MediaPlatform
  readonly system: System
  /** Nobody will get through from here. */
  readonly trouble: (why: CallEnd) => void
}

/** Makes a call's offer while its maker waits, and learns before anybody's time is wasted whether a call can come about at all (P-CALL-5). */
export class Arming {
  readonly #parts: ArmingParts
  #line: Negotiator | null = null
  /** The search it is for; one that went wrong or took too long isn't tried again. */
  #ticket = ''
  #code = 0
  #armedAt = -Infinity
  #stops: (() => void)[] = []

  constructor(parts: ArmingParts) {
    this.#parts = parts
  }

  /** Something changed in what is searched for, or with which servers. */
  look(search: Search | null, ice: (Ice & { readonly at: number }) | null): void {
    const { system } = this.#parts
    if (search === null || search.mode === 'text') return this.close()
    // A ticket that lapsed goes on under another name; the offer goes along with the wish.
    if (this.#ticket !== '' && this.#line !== null) return
    if (this.#ticket === search.ticket || ice === null || !isFresh(ice, system.now())) return
    this.#ticket = search.ticket
    this.#arm(search.mode, ice)
  }

  /** The network is another: what was found on the old one is of no use. */
  moved(search: Search | null, ice: (Ice & { readonly at: number }) | null): void {
    if (this.#line === null || this.#parts.system.now() - this.#armedAt < MOVED_MS) return
    this.#drop()
    this.#ticket = ''
    this.look(search, ice)
  }

  /** The match is there: what was made goes to the caller's call, or away. */
  take(isCaller: boolean): Negotiator | null {
    const line = this.#line
    this.#stop()
    this.#line = null
    this.#ticket = ''
    if (isCaller) return line
    line?.close()
    return null
  }

  close(): void {
    this.take(false)
  }

  #arm(mode: 'voice' | 'video', ice: Ice): void {
    const { client, platform, system } = this.#parts
    this.#code = 0
    this.#armedAt = system.now()
    let hasWay = false
    const on: NegotiatorEvents = {
      tell: () => {},
      changed: () => {},
      ready: () => {},
      refused: (code) => {
        if (this.#code === 0 || AUTH.has(code)) this.#code = code
      },
      gathered: () => (hasWay = true),
    }
    const line = new Negotiator({ platform, system, ice, caller: true, kinds: KINDS[mode], on })
    this.#line = line
    const fail = (): void => {
      if (this.#line !== line || hasWay) return
      this.#drop()
      this.#parts.trouble(AUTH.has(this.#code) ? 'turn_auth' : 'turn_unreachable')
    }
    this.#stops.push(system.after(GATHER_MS, fail))
    this.#stops.push(system.after(ARMED_MS, () => this.#drop()))
    line.prepare().then(
      (offer) => {
        if (this.#line !== line) return
        if (!hasWay) fail()
        else if (offer !== undefined) client.arm(offer)
      },
      () => this.#drop(),
    )
  }

  /** Takes the offer back; the search goes on without. */
  #drop(): void {
    this.#stop()
    this.#line?.close()
    this.#line = null
    this.#parts.client.arm(null)
  }

  #stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
  }
}
