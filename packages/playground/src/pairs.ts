/** Least contrast of words, and of edges and rings. */
const WORDS = 4.5
const EDGES = 3

export interface Pair {
  readonly on: string
  readonly least: number
}

const words = (...papers: readonly string[]): readonly Pair[] => papers.map((on) => ({ on, least: WORDS }))
const edges = (...papers: readonly string[]): readonly Pair[] => papers.map((on) => ({ on, least: EDGES }))

/**
 * What each colour stands on, as the element uses them; the same pairs hold for its defaults in `tokens.test.ts` of the widget. A
 * colour that nothing is read in has none. A test names the colour that is missing here.
 */
export const PAIRS: Readonly<Record<string, readonly Pair[]>> = {
  '--sc-surface': [],
  '--sc-raised': [],
  '--sc-text': words('--sc-surface', '--sc-raised'),
  '--sc-text-muted': words('--sc-surface', '--sc-raised', '--sc-bubble-stranger'),
  '--sc-border': [],
  '--sc-control-edge': edges('--sc-surface', '--sc-raised'),
  '--sc-accent': words('--sc-surface'),
  '--sc-on-accent': words('--sc-accent'),
  '--sc-bubble-me': [],
  '--sc-bubble-me-text': words('--sc-bubble-me'),
  '--sc-bubble-stranger': [],
  '--sc-bubble-stranger-text': words('--sc-bubble-stranger'),
  '--sc-lamp': [],
  '--sc-danger': words('--sc-surface', '--sc-raised'),
  '--sc-focus-ring': edges('--sc-surface'),
}
