import type { ActionKind } from '@stranger-chat/core/api'
import type { Mode } from '@stranger-chat/core/protocol'

/** What holds for a person now. `until` in ms since 1970; what lasts and names none holds for good. */
export interface Sanction {
  readonly action: string
  readonly kind: ActionKind
  readonly until?: number
}

/** The least time between two sends of somebody who is slowed down, ms. */
export const SLOW_MS = 10_000

/** What somebody may do now. Times in ms since 1970: until when it is denied; 0 when it isn't, Infinity for good. */
export interface Allowance {
  readonly banned: number
  readonly cooling: number
  readonly muted: number
  readonly slowed: number
  /** Text only, and no links. */
  readonly restricted: number
}

const DENIES: Readonly<Partial<Record<ActionKind, keyof Allowance>>> = {
  ban: 'banned',
  cooldown: 'cooling',
  mute: 'muted',
  slow: 'slowed',
  restrict: 'restricted',
}

/** What all sanctions of a person come to: of two of a kind the longer one counts. */
export function allowanceOf(sanctions: readonly Sanction[], now: number): Allowance {
  const allowance = { banned: 0, cooling: 0, muted: 0, slowed: 0, restricted: 0 }
  for (const { kind, until = Infinity } of sanctions) {
    const what = DENIES[kind]
    if (what !== undefined && until > now) allowance[what] = Math.max(allowance[what], until)
  }
  return allowance
}

/** Whether a decision ends the chat somebody sits in: of a call that runs, a server can stop nothing else. */
export const endsChat = (kind: ActionKind, mode: Mode): boolean =>
  kind === 'end' || (mode !== 'text' && (kind === 'mute' || kind === 'restrict'))
