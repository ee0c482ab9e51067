import type { ActionKind, Policy, Reason, Role } from '@stranger-chat/core/api'

/**
 * Everything that moderation remembers, as facts. No words and no addresses: identities and ids are opaque, and what somebody
 * wrote lies sealed beside the ledger, under a key that can be destroyed (law 4).
 */
export type Fact = CaseFact | ReporterFact | StaffFact

/** About one case; each makes it a version older, but those of `CHANGE_NOTHING`. */
export type CaseFact =
  | {
      readonly type: 'case.opened'
      readonly case: string
      readonly subject: string
      readonly reason: Reason
      readonly practice?: true
    }
  | {
      readonly type: 'report.filed'
      readonly case: string
      readonly report: string
      readonly reason: Reason
      readonly chat: string
      /** The reporter and their seat; the reported one's seat. Nobody reports one chat twice: more of it is `report.added`. */
      readonly reporter: string
      readonly by: number
      readonly of: number
      /** How much the reporter's word weighed then, in percent. */
      readonly weight: number
      /** How many stamped entries were handed in. */
      readonly entries: number
      /** How many pictures were kept with it, where there are some. */
      readonly pictures?: number
    }
  | {
      readonly type: 'report.added'
      readonly case: string
      readonly report: string
      readonly reason: Reason
      readonly entries: number
      readonly pictures?: number
    }
  /** A legal notice, of somebody without a chat (DSA art. 16). */
  | { readonly type: 'notice.filed'; readonly case: string; readonly report: string }
  | { readonly type: 'case.taken'; readonly case: string; readonly until: number }
  /** Put back, perhaps because it needs somebody of a higher role. */
  | { readonly type: 'case.left'; readonly case: string; readonly for?: Role }
  | { readonly type: 'evidence.opened'; readonly case: string }
  /** Somebody looked at a picture that a reporter handed in. */
  | {
      readonly type: 'picture.opened'
      readonly case: string
      readonly report: string
      readonly picture: string
    }
  | { readonly type: 'evidence.shredded'; readonly case: string }
  /** What was written to the person, and what they wrote back. */
  | { readonly type: 'statement.shredded'; readonly case: string; readonly action: string }
  | { readonly type: 'evidence.certified'; readonly case: string; readonly report: string }
  | { readonly type: 'hold.placed'; readonly case: string; readonly until: number }
  | { readonly type: 'hold.released'; readonly case: string }
  | {
      readonly type: 'case.decided'
      readonly case: string
      readonly acted: boolean
      readonly policies: readonly Policy[]
    }
  /** A decision is taken back within moments of it: the case waits again. */
  | { readonly type: 'case.undone'; readonly case: string }
  | {
      readonly type: 'action.applied'
      readonly case: string
      readonly action: string
      readonly subject: string
      readonly kind: ActionKind
      readonly policies: readonly Policy[]
      readonly ground: 'terms' | 'legal'
      readonly automated: boolean
      /** Of an automated one, the rule it was. */
      readonly rule?: string
      readonly until?: number
    }
  | {
      readonly type: 'action.reversed'
      readonly case: string
      readonly action: string
      readonly why: 'undo' | 'appeal'
    }
  | { readonly type: 'appeal.filed'; readonly case: string; readonly action: string }
  | {
      readonly type: 'appeal.decided'
      readonly case: string
      readonly action: string
      readonly overturned: boolean
    }

/** Facts after which a case is as it was. */
export const CHANGE_NOTHING: ReadonlySet<Fact['type']> = new Set(['evidence.certified', 'picture.opened'])

/** What became of somebody's report, which is what their next one weighs by. */
export type ReporterFact = {
  readonly type: 'reporter.weighed'
  readonly reporter: string
  readonly report: string
  /** `undone` takes the earlier weighing back. */
  readonly was: 'right' | 'wrong' | 'undone'
}

export type StaffFact =
  | { readonly type: 'moderator.invited'; readonly moderator: string; readonly role: Role }
  | { readonly type: 'moderator.joined'; readonly moderator: string }
  | { readonly type: 'moderator.changed'; readonly moderator: string; readonly role: Role }
  | { readonly type: 'moderator.removed'; readonly moderator: string }
  | { readonly type: 'passkey.added' | 'passkey.removed'; readonly moderator: string }
  | { readonly type: 'signin.done'; readonly moderator: string; readonly by: 'invite' | 'passkey' | 'oidc' }

/** Who did it: a moderator's id, or one of these. */
export const ACTORS = { member: '@member', machine: '@machine', operator: '@operator' } as const

/** Who a case is about that names nobody: a notice by somebody without a chat. */
const NOBODY = '@nobody.'
export const nobody = (report: string): string => `${NOBODY}${report}`
export const isNobody = (subject: string): boolean => subject.startsWith(NOBODY)

/** A fact as it stands in the ledger. */
export interface LedgerEvent {
  /** From 1, without gaps. */
  readonly seq: number
  /** ms since 1970; never below the one before. */
  readonly at: number
  readonly actor: string
  readonly fact: Fact
  /** Hash of the event before, and of this one: 43 characters of base64url each. */
  readonly before: string
  readonly hash: string
}
