import {
  type ActionKind,
  ACTIONS,
  type DecideRequest,
  type Policy,
  POLICIES,
  REPORT,
} from '@stranger-chat/core/api'
import { roomFor } from '../composer/count.js'
import { isRecord, type Kept } from './device.js'
import type { Macro } from './macros.js'

/** A decision that isn't made yet. */
export interface Draft {
  /** `null` while nothing is chosen, `none` for "nothing to do". */
  readonly choice: ActionKind | 'none' | null
  readonly policies: readonly Policy[]
  /** ms; for what lasts. */
  readonly forMs: number | null
  readonly ground: 'terms' | 'legal'
  /** Words to the person. */
  readonly message: string
}

export const EMPTY: Draft = { choice: null, policies: [], forMs: null, ground: 'terms', message: '' }

/** A macro over a draft: the message stays. */
export const withMacro = (draft: Draft, { action, policies, forMs, ground }: Macro): Draft => ({
  ...draft,
  choice: action,
  policies,
  forMs: forMs ?? null,
  ground,
})
export const withNothing = (draft: Draft): Draft => ({ ...EMPTY, choice: 'none', message: draft.message })

export const isMacro = ({ choice, policies, forMs, ground }: Draft, macro: Macro): boolean =>
  choice === macro.action &&
  forMs === (macro.forMs ?? null) &&
  ground === macro.ground &&
  policies.join() === macro.policies.join()

/** What keeps a draft from being a decision. */
export function missing({ choice, policies, message }: Draft): 'choose' | 'policy' | 'shorter' | null {
  if (choice === null) return 'choose'
  if (choice === 'none') return null
  return policies.length === 0 ? 'policy' : roomFor(message, REPORT.note) < 0 ? 'shorter' : null
}

export function request(draft: Draft, version: number): DecideRequest {
  const { choice, policies, forMs, ground } = draft
  if (choice === null || choice === 'none') return { version, policies: [] }
  const message = draft.message.trim()
  return {
    version,
    policies,
    action: choice,
    ground,
    ...(forMs === null ? {} : { forMs }),
    ...(message === '' ? {} : { message }),
  }
}

/** Drafts of so many cases are kept; the oldest goes first. */
const MOST = 20

/** What was chosen and typed, by case: it outlives a refusal, a lost session and a reload of the tab. */
export class Drafts {
  readonly #kept: Kept
  readonly #drafts: Map<string, Draft>

  constructor(kept: Kept) {
    this.#kept = kept
    this.#drafts = new Map(remembered(kept.read()))
  }

  get(id: string): Draft {
    return this.#drafts.get(id) ?? EMPTY
  }

  set(id: string, draft: Draft): void {
    this.#drafts.delete(id)
    this.#drafts.set(id, draft)
    for (const oldest of this.#drafts.keys()) {
      if (this.#drafts.size <= MOST) break
      this.#drafts.delete(oldest)
    }
    this.#kept.write([...this.#drafts])
  }

  delete(id: string): void {
    if (this.#drafts.delete(id)) this.#kept.write([...this.#drafts])
  }

  clear(): void {
    this.#drafts.clear()
    this.#kept.forget()
  }
}

const within = <T extends string>(words: readonly T[], value: unknown): value is T =>
  (words as readonly unknown[]).includes(value)

function remembered(value: unknown): readonly (readonly [string, Draft])[] {
  if (!Array.isArray(value)) return []
  return value.slice(-MOST).flatMap((pair: unknown) => {
    if (!Array.isArray(pair) || typeof pair[0] !== 'string' || !isRecord(pair[1])) return []
    const { choice, policies, forMs, ground, message } = pair[1]
    const draft: Draft = {
      choice: choice === 'none' || within(ACTIONS, choice) ? choice : null,
      policies: Array.isArray(policies) ? policies.filter((one) => within(POLICIES, one)) : [],
      forMs: typeof forMs === 'number' && forMs > 0 ? forMs : null,
      ground: ground === 'legal' ? 'legal' : 'terms',
      message: typeof message === 'string' ? message : '',
    }
    return [[pair[0], draft] as const]
  })
}
