/** Time and timers, injected so that tests and the simulation own them. Milliseconds throughout. */
export interface Clock {
  /** Wall time, ms since 1970; may step. Goes into entries and tokens. */
  readonly now: () => number
  /** Runs `fn` once after `ms`; the returned function cancels it and may be called twice. */
  readonly after: (ms: number, fn: () => void) => () => void
}

/** Randomness, injected for the same reason. */
export interface Random {
  /** An unguessable id of 22 characters (128 bits), safe in URLs. */
  readonly id: () => string
  /** A number in [0, 1), for jitter and sampling; not for secrets. */
  readonly unit: () => number
  readonly bytes: (length: number) => Uint8Array
}

/** Structured logs. Fields never hold message text, tokens or addresses (law 4); `event` is a stable name. */
export interface Log {
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>
