import { FIELD, type Limits } from './limits.js'
import {
  bool,
  codePoints,
  type Infer,
  int,
  Invalid,
  isWellFormed,
  just,
  obj,
  oneOf,
  type Schema,
  str,
  uint,
} from './schema.js'

/** Why a chat ended, as its members see it (P-END-2). `server_lost` is a client's own conclusion, never on the wire. */
export const END_REASONS = ['left', 'lost', 'no_show', 'idle', 'closed'] as const
export type EndReason = (typeof END_REASONS)[number]

const text = obj({ kind: just('text'), text: str(1, FIELD.text) })
/** What a signal is about (P-CALL-3). */
export const SIGNALS = ['offer', 'answer', 'candidate', 'restart', 'state', 'hangup'] as const
/** The steps of the ladder, from the first to the last (P-CONSENT-1). */
export const STEPS = ['voice', 'blurred', 'clear'] as const
export type LadderStep = (typeof STEPS)[number]

/** Calls of one chat, 1, 2, 3, … (P-CALL-2). */
const call = int(1, FIELD.calls)
const signal = obj({
  kind: just('signal'),
  call,
  signal: oneOf(...SIGNALS),
  data: str(0, FIELD.signal),
})
const consent = obj({ kind: just('consent'), call, step: oneOf(...STEPS), on: bool })
const erase = obj({ kind: just('delete'), offset: uint() })
const voided = obj({ kind: just('void') })
const end = obj({ kind: just('end'), reason: str(1, FIELD.id) }, { by: int(0, FIELD.members) })

/** Bodies a member may send. A server lists the kinds it takes in `welcome.caps` (P-BODY-2). */
export const MEMBER_BODIES = { text, signal, consent, delete: erase } as const
/** Bodies only a server writes, on seat -1 or in the place of a refused send. */
export const SERVER_BODIES = { void: voided, end } as const

export type TextBody = Infer<typeof text>
export type SignalBody = Infer<typeof signal>
export type ConsentBody = Infer<typeof consent>
export type DeleteBody = Infer<typeof erase>
export type VoidBody = Infer<typeof voided>
export type EndBody = Infer<typeof end>
export type MemberBody = TextBody | SignalBody | ConsentBody | DeleteBody
export type Body = MemberBody | VoidBody | EndBody
export type BodyKind = keyof typeof MEMBER_BODIES

/** Why a send was turned into a tombstone (P-N-2). */
export type Rejection = 'unsupported' | 'too_long' | 'ill_formed' | 'denied' | 'bad_state'

/**
 * Judges the body of a `send` (P-BODY-1). Never throws.
 * @param caps kinds this server takes
 * @returns a clean body, or the word that goes into the sender's ack
 */
export function checkBody(
  raw: Readonly<Record<string, unknown>>,
  caps: readonly string[],
  limits: Pick<Limits, 'textLength' | 'signalBytes'>,
): MemberBody | Rejection {
  const kind = raw['kind']
  if (typeof kind !== 'string' || !caps.includes(kind) || !Object.hasOwn(MEMBER_BODIES, kind))
    return 'unsupported'
  const long = raw[kind === 'signal' ? 'data' : 'text']
  if (typeof long === 'string') {
    const max = kind === 'signal' ? limits.signalBytes : limits.textLength
    if (long.length > max && codePoints(long) > max) return 'too_long'
    if (!isWellFormed(long)) return 'ill_formed'
  }
  const schema: Schema<MemberBody> = MEMBER_BODIES[kind as BodyKind]
  const body = schema.check(raw)
  return body instanceof Invalid ? 'ill_formed' : body
}

/** Reads the body of an `entry`; a kind from a newer server comes back as `undefined` and is shown as unsupported (P-FRAME-6). */
export function readBody(raw: Readonly<Record<string, unknown>>): Body | undefined {
  const kind = String(raw['kind'])
  const known: Readonly<Record<string, Schema<Body>>> = { ...MEMBER_BODIES, ...SERVER_BODIES }
  if (!Object.hasOwn(known, kind)) return undefined
  const body = known[kind]?.check(raw)
  return body instanceof Invalid ? undefined : body
}
