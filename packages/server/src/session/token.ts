import type { Clock } from '../ports/clock.js'
import { hmacSha256, sameBytes } from '../system.js'
import type { Key, KeyRing } from './keys.js'

/**
 * Signed tokens, `key id . payload . MAC`: whoever holds one is that session or that device, on any node, with no table.
 *
 * What a reader does with a token that isn't good (P-HELLO-3): `expired` and `unknown_key` mean a person who comes back after
 * a long time, or after the keys were changed, and who is simply new: an ordinary welcome. `forged` means that somebody
 * changed a token under a key we hold: goodbye 4401.
 */
export interface Tokens {
  readonly session: Signer<SessionClaims>
  readonly device: Signer<DeviceClaims>
  readonly receipt: Signer<ReceiptClaims>
}

export interface Signer<Claims> {
  readonly sign: (claims: Claims) => string
  /** Never throws, whatever the string. */
  readonly read: (token: string) => TokenRead<Claims>
}
export type TokenRead<Claims> =
  | ({ readonly ok: true } & Claims)
  | { readonly ok: false; readonly problem: TokenProblem }
export type TokenProblem = 'expired' | 'unknown_key' | 'forged'

/** One tab's session. `expires` in ms since 1970; at that moment it is over. */
export interface SessionClaims {
  readonly sid: string
  readonly identity: string
  readonly expires: number
}
/** The browser's lasting identity. It doesn't expire by itself but with its key; `issuedAt` in ms since 1970. */
export interface DeviceClaims {
  readonly identity: string
  readonly issuedAt: number
}
/** With it a reporter asks what became of the report, and nothing else. */
export interface ReceiptClaims {
  readonly report: string
}

export function createTokens(ring: KeyRing, clock: Pick<Clock, 'now'>): Tokens {
  return {
    session: createSigner(
      ring,
      'session',
      ({ sid, identity, expires }) => ({ sid, identity, expires }),
      ({ expires }) => expires <= clock.now(),
    ),
    device: createSigner(
      ring,
      'device',
      ({ identity, issuedAt }) => ({ identity, issuedAt }),
      () => false,
    ),
    receipt: createSigner(
      ring,
      'receipt',
      ({ report }) => ({ report }),
      () => false,
    ),
  }
}

/** @param only the claims and nothing else of what a caller's object may hold: a token is readable by whoever has it */
function createSigner<Claims>(
  ring: KeyRing,
  purpose: 'session' | 'device' | 'receipt',
  only: (claims: Claims) => Claims,
  isOver: (claims: Claims) => boolean,
): Signer<Claims> {
  // Keys already differ by purpose; the label keeps a token apart from anything else its key may ever sign.
  const macOf = (key: Key, payload: string) =>
    Buffer.from(hmacSha256(key.bytes, `stranger-chat ${purpose} token 1.${key.id}.${payload}`)).toString(
      'base64url',
    )

  const no = (problem: TokenProblem) => ({ ok: false, problem }) as const

  return {
    sign(claims) {
      const key = ring.current(purpose)
      const payload = Buffer.from(JSON.stringify(only(claims))).toString('base64url')
      return `${key.id}.${payload}.${macOf(key, payload)}`
    },
    read(token) {
      // Without a key id of ours nobody claims that we made it.
      const first = token.indexOf('.')
      const key = ring.byId(purpose, token.slice(0, Math.max(first, 0)))
      if (!key) return no('unknown_key')
      const last = token.lastIndexOf('.')
      const payload = token.slice(first + 1, Math.max(last, first + 1))
      // Compared as text: base64url has several spellings of the same bytes, and only one of them is the token.
      if (!sameBytes(Buffer.from(token.slice(last + 1)), Buffer.from(macOf(key, payload))))
        return no('forged')
      // The MAC says that `sign` wrote this, so its shape isn't judged again.
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
      return isOver(claims) ? no('expired') : { ok: true, ...claims }
    },
  }
}
