/**
 * Combinators: one definition gives a validator, a static type and a JSON Schema.
 *
 * A check never throws and never evaluates code (it runs under a strict CSP). It returns a clean copy that holds
 * declared keys only (P-FRAME-4), or an `Invalid` that says where and why.
 */

export type JsonSchema = { readonly [key: string]: unknown }

/** Why a value was refused. `at` is a path such as `body.text` or `interests[3]`; empty for the value itself. */
export class Invalid {
  readonly why: string
  readonly at: string
  constructor(why: string, at = '') {
    this.why = why
    this.at = at
  }
  within(key: string): Invalid {
    const glue = this.at === '' || this.at.startsWith('[') ? '' : '.'
    return new Invalid(this.why, key + glue + this.at)
  }
}

export interface Schema<T> {
  readonly check: (value: unknown) => T | Invalid
  readonly json: JsonSchema
}

/** The static type behind a schema. */
export type Infer<S> = S extends Schema<infer T> ? T : never

type Shape = Readonly<Record<string, Schema<unknown>>>
type Flat<T> = { [K in keyof T]: T[K] }
type ObjectOf<R extends Shape, O extends Shape> = Flat<
  { readonly [K in keyof R]: Infer<R[K]> } & { readonly [K in keyof O]?: Infer<O[K]> }
>

/** A half of a surrogate pair standing alone: such text has no UTF-8 form and could not be stamped. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u

export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text)

/** Length in Unicode code points, the unit of every text limit (P-LIMIT-2). */
export function codePoints(text: string): number {
  let count = text.length
  for (let i = 0; i < text.length - 1; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0xd800 && unit <= 0xdbff) {
      const next = text.charCodeAt(i + 1)
      if (next >= 0xdc00 && next <= 0xdfff) {
        count--
        i++
      }
    }
  }
  return count
}

/** A well-formed string of `min` to `max` code points. */
export function str(min: number, max: number): Schema<string> {
  return {
    check(value) {
      if (typeof value !== 'string') return new Invalid('must be a string')
      // A code point is one or two units, so most lengths are settled without counting.
      if (value.length < min || value.length > max * 2)
        return new Invalid(`must have ${min} to ${max} characters`)
      if (value.length > max || (min > 1 && value.length < min * 2)) {
        const length = codePoints(value)
        if (length < min || length > max) return new Invalid(`must have ${min} to ${max} characters`)
      }
      return isWellFormed(value) ? value : new Invalid('must be well-formed Unicode')
    },
    json: { type: 'string', minLength: min, maxLength: max },
  }
}

/** An ASCII string that matches a pattern; the pattern must be anchored and cheap. */
export function pattern(regex: RegExp, what: string): Schema<string> {
  return {
    check: (value) =>
      typeof value === 'string' && regex.test(value) ? value : new Invalid(`must be ${what}`),
    json: { type: 'string', pattern: regex.source },
  }
}

/** An integer from `min` to `max`. */
export function int(min: number, max: number): Schema<number> {
  return {
    check: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
        ? value
        : new Invalid(`must be an integer from ${min} to ${max}`),
    json: { type: 'integer', minimum: min, maximum: max },
  }
}

/** A natural number, by default up to the largest that JSON carries exactly. */
export const uint = (max: number = Number.MAX_SAFE_INTEGER): Schema<number> => int(0, max)

export const bool: Schema<boolean> = {
  check: (value) => (typeof value === 'boolean' ? value : new Invalid('must be true or false')),
  json: { type: 'boolean' },
}

/** One of a few words. */
export function oneOf<const T extends string>(...words: readonly T[]): Schema<T> {
  const known = new Set<unknown>(words)
  return {
    check: (value) => (known.has(value) ? (value as T) : new Invalid(`must be one of ${words.join(', ')}`)),
    json: { enum: words },
  }
}

/** Exactly one word: the `type` of a frame or the `kind` of a body. */
export function just<const T extends string>(word: T): Schema<T> {
  return {
    check: (value) => (value === word ? word : new Invalid(`must be ${word}`)),
    json: { const: word },
  }
}

/** A list of at most `max` items. */
export function list<T>(item: Schema<T>, max: number): Schema<readonly T[]> {
  return {
    check(value) {
      if (!Array.isArray(value)) return new Invalid('must be a list')
      if (value.length > max) return new Invalid(`must have at most ${max} items`)
      const items: T[] = []
      for (let i = 0; i < value.length; i++) {
        const checked = item.check(value[i])
        if (checked instanceof Invalid) return checked.within(`[${i}]`)
        items.push(checked)
      }
      return items
    },
    json: { type: 'array', items: item.json, maxItems: max },
  }
}

/** A JSON object whose keys are not judged here: a message body, which is judged by its kind (P-BODY-1). */
export const record: Schema<Readonly<Record<string, unknown>>> = {
  check: (value) => (isRecord(value) ? value : new Invalid('must be an object')),
  json: { type: 'object' },
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object with required and optional keys. Undeclared keys are dropped from the copy, never an error (P-FRAME-4). */
export function obj<const R extends Shape, const O extends Shape = Readonly<Record<never, never>>>(
  required: R,
  optional?: O,
): Schema<ObjectOf<R, O>> {
  const must = Object.entries(required)
  const may = Object.entries(optional ?? {})
  const properties = Object.fromEntries([...must, ...may].map(([key, schema]) => [key, schema.json]))
  return {
    check(value) {
      if (!isRecord(value)) return new Invalid('must be an object')
      const copy: Record<string, unknown> = {}
      for (const [key, schema] of must) {
        const checked = schema.check(value[key])
        if (checked instanceof Invalid) return checked.within(key)
        copy[key] = checked
      }
      for (const [key, schema] of may) {
        if (value[key] === undefined) continue
        const checked = schema.check(value[key])
        if (checked instanceof Invalid) return checked.within(key)
        copy[key] = checked
      }
      return copy as ObjectOf<R, O>
    },
    json: { type: 'object', properties, required: must.map(([key]) => key) },
  }
}

/** A list of fixed positions, the last ones optional: `[n, offset, at, stamp, rejected?]`. */
export function tuple<const R extends readonly Schema<unknown>[], const O extends readonly Schema<unknown>[]>(
  required: R,
  optional: O,
): Schema<TupleOf<R, O>> {
  const items = [...required, ...optional]
  return {
    check(value) {
      if (!Array.isArray(value)) return new Invalid('must be a list')
      if (value.length < required.length) return new Invalid(`must have at least ${required.length} items`)
      const copy: unknown[] = []
      for (let i = 0; i < Math.min(items.length, value.length); i++) {
        const checked = items[i]?.check(value[i])
        if (checked instanceof Invalid) return checked.within(`[${i}]`)
        copy.push(checked)
      }
      return copy as unknown as TupleOf<R, O>
    },
    json: { type: 'array', prefixItems: items.map((item) => item.json), minItems: required.length },
  }
}

type Items<S extends readonly Schema<unknown>[]> = { [K in keyof S]: Infer<S[K]> }
type TupleOf<R extends readonly Schema<unknown>[], O extends readonly Schema<unknown>[]> = readonly [
  ...Items<R>,
  ...Partial<Items<O>>,
]
