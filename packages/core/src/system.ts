/** Time, timers and randomness: all that the client takes from outside besides the line and the storage. */
export interface System {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Runs `task` once after `ms`; the returned function cancels it. */
  readonly after: (ms: number, task: () => void) => () => void
  /** At least 0, less than 1. Paces reconnects; never a secret. */
  readonly unit: () => number
  /** A new unguessable name: 22 letters, digits, - or _. */
  readonly id: () => string
  /** Absent where the platform has none, as in a browser on a page without https. */
  readonly sha256?: ((bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>) | undefined
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** 22 letters of 6 bits carry more than 128 bits. */
const ID_LENGTH = 22

/** A platform's timer counts in 31 bits, and runs at once for more. */
const LONGEST_MS = 2 ** 31 - 1

/** The platform's own clock, timers and randomness. Read when called, never at import. */
export const system: System = {
  now: () => Date.now(),
  after(ms, task) {
    const timer = setTimeout(task, Math.min(ms, LONGEST_MS))
    return () => clearTimeout(timer)
  },
  unit: () => Math.random(),
  id() {
    let id = ''
    for (const byte of crypto.getRandomValues(new Uint8Array(ID_LENGTH))) id += LETTERS.charAt(byte & 63)
    return id
  },
  get sha256() {
    const { subtle } = crypto
    return (
      subtle &&
      (async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await subtle.digest('SHA-256', bytes)))
    )
  },
}
