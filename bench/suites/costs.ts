import { shown } from '../support/numbers.ts'
import type { Measures } from './suite.ts'

/** What docs/scaling.md reckons with, by what it is called there. */
const COSTS: readonly (readonly [string, string])[] = [
  ['a message, 1 in flight: node', 'safety as it comes'],
  ['the same without the hashes of stamps', 'safety without stamps'],
  ['that beside as it comes', 'safety without stamps ratio'],
  ['the same with a plugin that looks for 300 words', 'safety with a plugin that looks for 300 words'],
  ['that beside as it comes', 'safety with a plugin that looks for 300 words ratio'],
  ['a message at human pace: node', 'safety as it comes human pace'],
  ['the same without the hashes of stamps', 'safety without stamps human pace'],
  [
    'the same with a plugin that looks for 300 words',
    'safety with a plugin that looks for 300 words human pace',
  ],
  ['a message, partners at one node in memory: node', 'one node, memory message'],
  ['a message, partners at one node over Redis: node', 'one node, Redis message'],
  ['the same: Redis', 'one node, Redis redis'],
  ['a message, partners at two nodes: both nodes', 'two nodes, Redis message'],
  ['the same: Redis', 'two nodes, Redis redis'],
  ['messages for the same CPU of nodes, at two over Redis beside one in memory', 'cross-node against memory'],
  ['a message at human pace, partners at two nodes: both nodes', 'two nodes, Redis human pace'],
  ['the same: Redis', 'two nodes, Redis human pace redis'],
  ['to come, hello, join and be matched, memory: node', 'one node, memory enter'],
  ['the same over Redis: node', 'one node, Redis enter'],
  ['the same: Redis', 'one node, Redis enter redis'],
  ['the same, matched with somebody at another node: both nodes', 'two nodes, Redis enter'],
  ['the same: Redis', 'two nodes, Redis enter redis'],
  ['a match alone, 1,000 waiting', 'match 1000 waiting'],
  ['a match alone, 1,000,000 waiting', 'match 1000000 waiting'],
  ['a packet of a call, from relay to relay: coturn', 'turn packet'],
  ['a paired idle connection: memory', 'stranger-chat memory'],
]

/** Every cost that was measured, as rows of a table. */
export const costRows = (measures: Measures): readonly (readonly string[])[] => [
  ['what', 'cost [least..most]', 'unit', 'n'],
  ...COSTS.flatMap(([what, name]) => {
    const found = measures[name]
    return found === undefined ? [] : [[what, shown(found.value), found.unit, String(found.value.n)]]
  }),
]
