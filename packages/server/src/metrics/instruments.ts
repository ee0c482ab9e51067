import { type Mode, MODES } from '@stranger-chat/core/protocol'
import type { Histogram, Instrument, Reading, Spreading } from '../ports/meter.js'
import type { Registry } from '../session/registry.js'
import type { Counts } from './counts.js'
import type { Spread } from './spread.js'
import type { Calls } from './timed.js'

export interface Sources {
  readonly counts: Counts
  readonly calls: Calls
  readonly registry: Registry
  readonly maxConnections: number
  readonly isDraining: () => boolean
  /** When the last key turned, whether the store answers and so on: what readiness found last. */
  readonly reachable: () => Readonly<Record<string, boolean>>
}

/** Everything that is told of a server. The table of names in `docs/operations.md` is held against this one. */
export function instrumentsOf({ counts, calls, registry, ...sources }: Sources): readonly Instrument[] {
  return [
    gauge('connections', 'Open connections.', () => registry.connections.size),
    gauge('connections_limit', 'Connections this process takes at most.', () => sources.maxConnections),
    gauge('sessions', 'People here: connected, or awaited back within their grace.', () => registry.size),
    {
      ...{ kind: 'gauge', name: 'waiting', label: 'mode' },
      help: 'People here who look for somebody, by how far they want to go.',
      read: () => byMode(registry, ({ search }) => search.waitsFor),
    },
    {
      ...{ kind: 'gauge', name: 'talking', label: 'mode' },
      help: 'People here who sit in a chat that goes on.',
      read: () => byMode(registry, ({ seat }) => (seat === undefined || seat.isOver ? undefined : seat.mode)),
    },
    gauge('draining', '1 while nobody new is taken.', () => (sources.isDraining() ? 1 : 0)),
    {
      ...{ kind: 'gauge', name: 'reachable', label: 'what' },
      help: '1 if what this server stands on answered when readiness was last asked.',
      read: () => Object.entries(sources.reachable()).map(([of, is]) => ({ of, value: is ? 1 : 0 })),
    },
    counter('frames_received', 'Frames from clients.', () => counts.framesIn),
    counter('frames_sent', 'Frames to clients.', () => counts.framesOut),
    table(
      'entries',
      'Entries taken into chats, by kind; void stands for one that was refused.',
      'kind',
      () => counts.entries,
    ),
    table('matched', 'People who were matched: two a chat.', 'mode', () => counts.matched),
    table('ended', 'People whose chat ended, by reason.', 'reason', () => counts.ended),
    table('refused_frames', 'Frames answered with an error, by its code.', 'code', () => counts.refused),
    table(
      'turned_away',
      'Connections that were not taken, by the reason.',
      'reason',
      () => counts.turnedAway,
    ),
    table('goodbyes', 'Connections the server closed, by the reason.', 'reason', () => counts.goodbyes),
    table('dropped', 'Connections dropped: silent ones, and slow readers.', 'reason', () => counts.dropped),
    {
      ...{ kind: 'counter', name: 'events', label: 'event' },
      help: 'What was logged, by level and event.',
      read: () => [...counts.events].map(([of, value]) => ({ of, value })),
    },
    histogram('match_wait', 'From the wish to the match.', () => [{ spread: counts.waits }], counts.waits),
    histogram(
      'event_loop_delay',
      'How late timers come.',
      () => [{ spread: counts.lateness }],
      counts.lateness,
    ),
    {
      ...histogram(
        'backplane_call',
        'Calls of the backplane, those that failed included.',
        () => spreadsOf(calls),
        anyOf(calls),
      ),
      label: 'call',
    },
    {
      ...{ kind: 'counter', name: 'backplane_failures', label: 'call' },
      help: 'Calls of the backplane that failed.',
      read: () => [...calls.failures].map(([of, value]) => ({ of, value })),
    },
  ]
}

const gauge = (name: string, help: string, value: () => number): Instrument => ({
  ...{ kind: 'gauge', name, help },
  read: () => [{ value: value() }],
})
const counter = (name: string, help: string, value: () => number): Instrument => ({
  ...{ kind: 'counter', name, help },
  read: () => [{ value: value() }],
})
const table = (
  name: string,
  help: string,
  label: string,
  values: () => Readonly<Record<string, number>>,
): Instrument => ({
  ...{ kind: 'counter', name, help, label },
  read: () => Object.entries(values()).map(([of, value]) => ({ of, value })),
})
const histogram = (
  name: string,
  help: string,
  read: () => Iterable<Spreading>,
  { bounds }: Pick<Spread, 'bounds'>,
): Histogram => ({ kind: 'histogram', name, help, bounds, read })

const spreadsOf = ({ times }: Calls): readonly Spreading[] =>
  [...times].map(([of, spread]) => ({ of, spread }))
const anyOf = ({ times }: Calls): Pick<Spread, 'bounds'> => [...times.values()][0] ?? { bounds: [] }

function byMode(
  { sessions }: Registry,
  modeOf: (session: Registry['sessions'] extends Iterable<infer S> ? S : never) => Mode | undefined,
): readonly Reading[] {
  const numbers = new Map<Mode, number>(MODES.map((mode) => [mode, 0]))
  for (const session of sessions) {
    const mode = modeOf(session)
    if (mode !== undefined) numbers.set(mode, (numbers.get(mode) ?? 0) + 1)
  }
  return [...numbers].map(([of, value]) => ({ of, value }))
}
