/** `ok`: nothing to do. `look`: it works, and somebody should know. `broken`: it doesn't, or won't. */
export type Level = 'ok' | 'look' | 'broken'

export interface Finding {
  readonly level: Level
  /** What it is about, such as `redis`. */
  readonly about: string
  /** A sentence for a person: what is so, and what to do about it. */
  readonly text: string
}

/** Notes what is found, one after the other. */
export type Note = (level: Level, about: string, text: string) => void

const MARKS: Readonly<Record<Level, string>> = { ok: 'ok', look: 'look', broken: 'BROKEN' }

export const printed = ({ level, about, text }: Finding): string =>
  `${MARKS[level].padEnd(6)}  ${about}: ${text}\n`

/** Milliseconds between two clocks past which it is said, and past which it can't stay. */
const APART_MS = { look: 1_000, broken: 10_000 }

/**
 * Notes how far another clock is from this one.
 * @param why what suffers if they are apart, as a clause
 * @param theirs what it said, ms
 * @param between when it was asked and when the answer was there, by our clock
 */
export function noteClock(
  note: Note,
  about: string,
  why: string,
  theirs: number,
  [asked, heard]: readonly [number, number],
): void {
  // Whatever the answer took may have been on either way.
  const apart = Math.max(0, Math.abs(theirs - (asked + heard) / 2) - (heard - asked) / 2)
  const seconds = (apart / 1_000).toFixed(1)
  if (apart >= APART_MS.look)
    note(
      apart >= APART_MS.broken ? 'broken' : 'look',
      about,
      `its clock and this one are ${seconds} s apart. Let both follow a time server (chrony, systemd-timesyncd): ${why}.`,
    )
  else
    note(
      'ok',
      about,
      `its clock is this one's, within ${Math.max(apart, (heard - asked) / 2, 1).toFixed(0)} ms`,
    )
}

/** What is asked for may take so long, ms. */
export const PATIENCE_MS = 3_000
