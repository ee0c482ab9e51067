import type { Role } from '@stranger-chat/core/api'

/** Who may sign in. Names and credentials; no fact of a case hangs on them. */
export interface Staff {
  readonly add: (moderator: ModeratorRecord) => Promise<void>
  readonly get: (id: string) => Promise<ModeratorRecord | undefined>
  readonly all: () => Promise<readonly ModeratorRecord[]>
  readonly change: (
    id: string,
    change: Partial<Pick<ModeratorRecord, 'role' | 'joinedAt' | 'removedAt' | 'keys'>>,
  ) => Promise<void>
  /** One-time links and open consoles, by the hash of their secret. */
  readonly addPass: (pass: Pass) => Promise<void>
  /** Uses up an invite, which may be used once: of two who try, one gets it. Whether it was still good is the caller's to see. */
  readonly takePass: (hash: string) => Promise<Pass | undefined>
  /** Notes that something which works once was used. @returns false if it was before, on whichever node */
  readonly useOnce: (hash: string, expires: number) => Promise<boolean>
  readonly pass: (hash: string, now: number) => Promise<Pass | undefined>
  /** Drops those to which all that is named applies; none if nothing is. */
  readonly dropPasses: (ask: {
    readonly moderator?: string
    readonly hash?: string
    readonly expiredBefore?: number
  }) => Promise<void>
}
export interface ModeratorRecord {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly addedAt: number
  /** First sign-in: somebody who was only invited looks at nothing. */
  readonly joinedAt?: number
  readonly removedAt?: number
  /** The subject of an OIDC provider. */
  readonly oidc?: string
  readonly keys: readonly Passkey[]
}
export interface Passkey {
  readonly id: string
  readonly publicKey: string
  readonly counter: number
  readonly addedAt: number
}
export interface Pass {
  readonly hash: string
  readonly kind: 'invite' | 'console' | 'used'
  readonly moderator: string
  readonly expires: number
}
