import type { Facts, MemberBody, Mode } from '@stranger-chat/core/protocol'

/**
 * An operator's own rules. A plugin is one object with optional hooks; all plugins are asked in order and the first verdict
 * that isn't `allow` counts. There is no `replace`: the server never alters words (P-LOG-4).
 */
export interface Plugin {
  readonly name: string
  /** How long a hook may take, ms; default 1,000. */
  readonly timeoutMs?: number
  /** What a hook that throws or runs out of time means; default `closed`, which denies. Stated in the log each time. */
  readonly onFailure?: 'open' | 'closed'
  readonly hello?: (who: Visitor) => Verdict | Promise<Verdict>
  readonly join?: (who: Visitor, wish: PluginWish) => Verdict | Promise<Verdict>
  readonly send?: (who: Visitor, body: MemberBody, chat: string) => Verdict | Promise<Verdict>
}

/** What a plugin learns of a person: no address, no device token. */
export interface Visitor {
  readonly identity: string
  readonly origin?: string
  /** The host site's own token from `hello.auth`, unverified. */
  readonly auth?: string
}
export interface PluginWish {
  readonly mode: Mode
  readonly languages: readonly string[]
  readonly interests: readonly string[]
  readonly facts: Facts
}

export type Verdict =
  | { readonly verdict: 'allow' }
  /** The thing asked for isn't done; the connection stays. */
  | { readonly verdict: 'reject'; readonly message: string }
  /** Asked again after the person solved it; `verify` judges the answer. */
  | {
      readonly verdict: 'challenge'
      readonly kind: string
      readonly question?: string
      readonly verify: (answer: string) => boolean | Promise<boolean>
    }
  /** The chat ends (in a chat), or the thing asked for isn't done. */
  | { readonly verdict: 'end'; readonly message: string }
  /** Goodbye 4403, for every connection of this identity. `until` ms since 1970; for good without. */
  | { readonly verdict: 'ban'; readonly message: string; readonly until?: number }
