import type { Timing } from '../timing.js'

/** Screen readers drop a change that comes together with a focus move, so every change waits; in ms. */
export const ANNOUNCE_MS = 250
/** Old announcements leave the regions, so that nobody finds them while reading the page; in ms. */
export const FORGET_MS = 5_000

/** Written when it is spoken, since a client tells of a change before every store has it. */
export type Line = () => string

/** Where an element can be heard: within its open dialog, past which nothing is; in its panel; on the closed bubble's launcher. */
export function regions(root: ParentNode | null, visible: boolean): readonly Element[] {
  const live = (where: string) => [...(root?.querySelectorAll(`${where} > .live`) ?? [])]
  if (!visible) return live('.corner')
  const inside = live('.panel dialog:modal')
  return inside.length > 0 ? inside : live('.panel')
}

/** What the announcer says for one message and for a burst. */
export interface Spoken {
  readonly one: (text: string) => string
  readonly many: (n: number) => string
}

/**
 * Speaks through hidden live regions, because a live transcript is read out whole by some screen readers. Two polite
 * regions take turns, so that saying the same words twice is a change both times; one region is for what can't wait.
 */
export class Announcer {
  readonly #timers: Timing
  readonly #regions: () => readonly Element[]
  readonly #spoken: Spoken
  #lines: Line[] = []
  #texts: string[] = []
  #urgent: Line[] = []
  #turn = 0
  /** Where it spoke last. */
  #before: readonly Element[] = []
  #speaking: (() => void) | null = null
  #forgetting: (() => void) | null = null

  /** `regions` gives polite, polite, assertive once they are rendered. */
  constructor(timers: Timing, regions: () => readonly Element[], spoken: Spoken) {
    this.#timers = timers
    this.#regions = regions
    this.#spoken = spoken
  }

  say(line: Line): void {
    this.#lines.push(line)
    this.#plan()
  }

  /** What interrupts: a lost line, a refusal. */
  alert(line: Line): void {
    this.#urgent.push(line)
    this.#plan()
  }

  /** A stranger's message; several within one turn become a count. */
  message(text: string): void {
    this.#texts.push(text)
    this.#plan()
  }

  stop(): void {
    this.#speaking?.()
    this.#speaking = null
    this.#forgetting?.()
    this.#forgetting = null
    this.#lines = []
    this.#texts = []
    this.#urgent = []
  }

  #plan(): void {
    this.#speaking ??= this.#timers.after(ANNOUNCE_MS, () => this.#speak())
  }

  #speak(): void {
    const regions = this.#regions()
    for (const region of this.#before) if (!regions.includes(region)) write(region, '')
    this.#before = regions
    const [first] = this.#texts
    if (first !== undefined) {
      const n = this.#texts.length
      this.#lines.push(() => (n > 1 ? this.#spoken.many(n) : this.#spoken.one(first)))
    }
    if (this.#lines.length > 0) {
      this.#turn = 1 - this.#turn
      write(regions[this.#turn], joined(this.#lines))
      write(regions[1 - this.#turn], '')
    }
    if (this.#urgent.length > 0) write(regions[2], joined(this.#urgent))
    this.stop()
    this.#forgetting = this.#timers.after(FORGET_MS, () => {
      for (const region of regions) write(region, '')
    })
  }
}

const joined = (lines: readonly Line[]): string =>
  lines
    .map((line) => line())
    .filter(Boolean)
    .join(' ')

function write(region: Element | undefined, text: string): void {
  if (region) region.textContent = text
}
