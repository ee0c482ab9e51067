import { FIELD } from './limits.js'
import { type Infer, int, oneOf, pattern, type Schema, str } from './schema.js'

// What frames of both sides are made of.

/** Unguessable, issued by the server; only tickets are chosen by the client (P-FRAME-7). */
export const id = pattern(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _')
/** Opaque to the other side: signed tokens and sealed capsules. */
export const token = pattern(/^[A-Za-z0-9_.-]{1,2048}$/, 'a token of at most 2,048 characters')
/** A BCP 47 tag; only its first part takes part in matching. */
export const language = pattern(
  /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$/,
  'a language tag such as en or pt-BR',
)
export const interest = str(1, FIELD.interest)
export const stamp = pattern(
  /^[A-Za-z0-9_-]{1,16}\.[A-Za-z0-9_-]{22}$/,
  'a key id, a point and 22 characters',
)
export const word = str(1, FIELD.id)
export const sentence = str(0, FIELD.sentence)
export const seat = int(-1, FIELD.members)
export const conn = int(1, Number.MAX_SAFE_INTEGER)
export const n = int(1, Number.MAX_SAFE_INTEGER)

export const MODES = ['text', 'voice', 'video'] as const
export type Mode = (typeof MODES)[number]
export const mode = oneOf(...MODES)

/** Any of the frames that these schemas describe. */
export type Union<S extends Readonly<Record<string, Schema<unknown>>>> = {
  [K in keyof S]: Infer<S[K]>
}[keyof S]
