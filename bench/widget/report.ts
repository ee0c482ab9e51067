import { digits, shown, type Spread, spread, table } from '../support/numbers.ts'
import { type ChatName, MESSAGES } from './chats.ts'
import type { Round, Widgets } from './rounds.ts'
import type { Seen } from './stage.ts'

type Measure = Exclude<keyof Seen, 'strangers'>
interface What {
  readonly measure: Measure
  readonly name: string
  readonly unit: string
  /** Units in one of what was measured. */
  readonly scale: number
}
const messages = MESSAGES.toLocaleString('en-GB')
const WHAT: readonly What[] = [
  { measure: 'define', name: 'define', unit: 'ms', scale: 1 },
  { measure: 'paint', name: 'first paint', unit: 'ms', scale: 1 },
  { measure: 'open', name: 'open', unit: 'ms', scale: 1 },
  { measure: 'append', name: `${messages} messages, each drawn`, unit: 'ms', scale: 1 },
  { measure: 'busy', name: 'of it the main thread', unit: 'ms CPU', scale: 1 },
  { measure: 'heap', name: 'heap after', unit: 'MB', scale: 1e-6 },
  { measure: 'nodes', name: 'DOM nodes after', unit: '', scale: 1 },
  { measure: 'bytesShown', name: 'bytes until it shows', unit: 'kB', scale: 1e-3 },
  { measure: 'bytesOpen', name: 'bytes until it is open', unit: 'kB', scale: 1e-3 },
]
/** Beside a page by hand an element may take so many times as much. */
const FLOOR_RATIO = 2

/** One thing that was measured, of every chat. */
export interface WidgetRow {
  readonly name: string
  readonly unit: string
  readonly values: Readonly<Partial<Record<ChatName, Spread>>>
  /** Ours divided by each other's, of the same round: below 1, ours is ahead. */
  readonly ratios: Readonly<Partial<Record<ChatName, Spread>>>
}

/** Which of our layouts is like the other: a launcher beside a launcher. */
const ours = (name: ChatName, names: readonly ChatName[]): ChatName =>
  name === 'n8n-chat' && names.includes('bubble') ? 'bubble' : 'inline'
const isOurs = (name: ChatName): boolean => name === 'inline' || name === 'bubble'

export function widgetRows({ names, rounds }: Widgets): readonly WidgetRow[] {
  return WHAT.map(({ measure, name, unit, scale }) => {
    const value = (round: Round, chat: ChatName): number => (round[chat]?.[measure] ?? NaN) * scale
    const of = (chat: ChatName): Spread => spread(rounds.map((round) => value(round, chat)))
    // The median of the rounds' ratios, not the ratio of medians: each round compares neighbours in time.
    const ratio = (chat: ChatName): Spread =>
      spread(rounds.map((round) => value(round, ours(chat, names)) / value(round, chat)))
    return {
      name,
      unit,
      values: Object.fromEntries(names.map((chat) => [chat, of(chat)])),
      ratios: Object.fromEntries(names.filter((chat) => !isOurs(chat)).map((chat) => [chat, ratio(chat)])),
    }
  })
}

/** Columns: every chat, then ours beside each of the others. */
export function widgetCells(
  rows: readonly WidgetRow[],
  { names }: Widgets,
  write: (spread: Spread) => string,
): readonly (readonly string[])[] {
  const others = names.filter((chat) => !isOurs(chat))
  return [
    ['', 'unit', ...names, ...others.map((chat) => `${ours(chat, names)} / ${chat}`)],
    ...rows.map(({ name, unit, values, ratios }) => [
      name,
      unit,
      ...names.map((chat) => (values[chat] ? write(values[chat]) : '-')),
      ...others.map((chat) => (ratios[chat] ? write(ratios[chat]) : '-')),
    ]),
  ]
}

export const widgetTable = (rows: readonly WidgetRow[], widgets: Widgets): string =>
  table(widgetCells(rows, widgets, (one) => (one.min === one.max ? digits(one.median) : shown(one))))

/** Rows where another is ahead of us, in words. */
export const behind = (rows: readonly WidgetRow[]): readonly string[] =>
  rows.flatMap(({ name, ratios }) =>
    (['deep-chat', 'n8n-chat'] as const).flatMap((chat) => {
      const median = ratios[chat]?.median ?? NaN
      return median < 1 ? [] : [`${name}: ${digits(median)} times ${chat}'s.`]
    }),
  )

/** Rows where we take more than twice what a page by hand does, in words. */
export const aboveFloor = (rows: readonly WidgetRow[]): readonly string[] =>
  rows.flatMap(({ name, ratios: { floor } }) =>
    floor && floor.median <= FLOOR_RATIO
      ? []
      : [`${name}: ${digits(floor?.median ?? NaN)} times the floor's, above ${FLOOR_RATIO}.`],
  )

/** Whom each chat asked that isn't its own host; no request got through. */
export const strangersOf = ({
  names,
  rounds,
}: Widgets): Readonly<Partial<Record<ChatName, readonly string[]>>> =>
  Object.fromEntries(
    names.map((chat) => [chat, [...new Set(rounds.flatMap((round) => round[chat]?.strangers ?? []))]]),
  )
