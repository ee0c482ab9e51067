import { medianOf, type Tally } from '../../rules/tally.js'
import { csvLine } from '../exports.js'
import { type Category, OTHER } from './categories.js'
import type { Place } from './mapping.js'

/** What a report is made from. */
export interface Report {
  /** What the service is called; empty if nobody said. */
  readonly service: string
  /** First and last day, such as `2026-01-31`. */
  readonly first: string
  readonly last: string
  readonly tally: Tally
  /** What the record of processing says of rules that judge by themselves, and whether there are any. */
  readonly automation: { readonly says: string; readonly isUsed: boolean }
}

/** One file of a report. `undefined` is a cell left blank: it can't be here, or somebody else knows it. */
export interface Sheet {
  readonly name: string
  readonly head: readonly string[]
  readonly rows: readonly Cells[]
}
export type Cells = readonly (string | number | undefined)[]

/** Who a row is for (annex II: of whom it isn't asked leaves it blank). */
export const FOR = {
  all: 'All',
  hosts: 'Only for providers of hosting services, including online platforms',
  platforms: 'Only for providers of online platforms',
  large: 'Only for VLOPs',
  largest: 'Only for VLOPs and VLOSEs',
} as const
export const LEAD = ['Applicability', 'Service', 'Reporting period'] as const

export const csvOfSheet = ({ head, rows }: Sheet): string =>
  [head, ...rows].map((row) => csvLine(row.map((cell = '') => String(cell)))).join('')

/** The cells that every row of most sheets begins with. */
export const leadOf = (applicability: string, { service, first, last }: Report): Cells => [
  applicability,
  service,
  `${first}/${last}`,
]

export const blanks = (count: number): Cells => Array.from({ length: count }, () => undefined)
export const sum = (counts: readonly { readonly count: number }[]): number =>
  counts.reduce((all, { count }) => all + count, 0)

/** Medians are in hours (annex II, part I.4); there is none of nothing. */
export function medianHours(waits: readonly number[]): number | undefined {
  const middle = medianOf(waits)
  return middle === undefined ? undefined : Math.round(middle / 36_000) / 100
}

/**
 * The rows of a sheet that is divided by category: the total, each category, and what divides it. What is under a keyword is
 * also under its category, and that under the total.
 * @param cells what stands behind a row's name, of all that belongs there
 * @param places where something may be counted: those in our own words get a row each
 */
export function rowsByCategory(
  categories: readonly Category[],
  cells: (belongs: (place: Place) => boolean, row: string) => Cells,
  places: readonly Place[] = [],
): readonly Cells[] {
  const row = (key: string, other: string | undefined, belongs: (place: Place) => boolean): Cells => [
    key,
    other,
    ...cells(belongs, key),
  ]
  const all = row('TOTAL', undefined, (place) => categories.some(({ key }) => key === place.category))
  const divided = categories.flatMap(({ key, keywords }) => {
    const own = (place: Place): boolean => place.category === key
    const named = Object.keys(keywords)
    // A category of what isn't known any closer isn't divided.
    const others = named.length === 0 ? [] : othersOf(key, places)
    return [
      row(key, undefined, own),
      ...named.map((keyword) =>
        row(keyword, undefined, (place) => own(place) && 'keyword' in place && place.keyword === keyword),
      ),
      ...others.map((other) =>
        row(OTHER, other, (place) => own(place) && 'other' in place && place.other === other),
      ),
    ]
  })
  return [all, ...divided]
}

/** What we say in our own words within a category; one row without words where that is nothing, as the template has it. */
function othersOf(category: string, places: readonly Place[]): readonly (string | undefined)[] {
  const others = new Set(
    places.flatMap((place) => (place.category === category && 'other' in place ? [place.other] : [])),
  )
  return others.size === 0 ? [undefined] : [...others]
}
