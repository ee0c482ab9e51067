// How many chats a small machine carries in a month, and what a million cost: reckoned from bench/measured.json and from what is
// assumed below, which is all there is to disagree with.
//
//   node bench/scaling/cost.ts [--write]
import { pathToFileURL } from 'node:url'
import { markdown, writeSection } from '../suites/pages.ts'
import { measuresOf, readRecord, spreadOf } from '../suites/record.ts'
import type { Measures } from '../suites/suite.ts'
import { digits, table } from '../support/numbers.ts'

/** What isn't measured. Prices are of 2026 and of no particular provider: a machine by the month, and a terabyte that leaves it. */
export const ASSUMED = {
  /** A machine of 2 cores and 4 GB: one core for the server's process, the other for TLS, Redis and the system. */
  memoryBytes: 4e9,
  /** Of one core and of the memory, what is used in the busiest hour. */
  fill: 0.6,
  /** The month's mean beside the busiest hour. */
  evenness: 0.4,
  /** What a process takes with nobody there, and what the system does. */
  baseBytes: 0.6e9,
  /** What the kernel holds for a socket that says little, beside what the process does. */
  kernelBytes: 8_000,
  chatMinutes: 4,
  /** Everybody says something so often. */
  secondsPerMessage: 8,
  /** Somebody who waits, for each who talks. */
  waiting: 0.1,
  /** Chats of one visit, which needs one connection. */
  chatsPerVisit: 4,
  /** What leaves the machine for a message: the entry, its share of acks, TLS and TCP. */
  bytesPerMessage: 600,
  machinePerMonth: 8,
  cheapTerabyte: 1,
  dearTerabyte: 90,
  /** A call at docs/video.md's rates, both directions out of the relay, GB an hour. */
  callGbPerHour: 0.585,
  callPacketBytes: 1_000,
  /** What such a machine's line bears, bit/s; the relay takes in as much as it gives out. */
  lineBits: 1e9,
} as const

const MONTH_S = 30 * 24 * 3_600

interface Carried {
  readonly rows: readonly (readonly string[])[]
  readonly assumed: readonly (readonly string[])[]
}

function carried(measures: Measures): Carried {
  const a = ASSUMED
  const chatS = a.chatMinutes * 60
  const messages = (2 * chatS) / a.secondsPerMessage
  const perMessage = spreadOf(measures, 'safety as it comes human pace').median
  const perEnter = spreadOf(measures, 'one node, memory enter').median
  const perConnection = spreadOf(measures, 'stranger-chat memory').median + a.kernelBytes
  // A new chat without a new connection costs less than coming does; reckoned as half of it.
  const enters = 2 * (1 / a.chatsPerVisit + (1 - 1 / a.chatsPerVisit) / 2)
  const chatUs = messages * perMessage + enters * perEnter
  const byCpu = (a.fill * 1e6 * chatS) / chatUs
  const byMemory = ((a.memoryBytes - a.baseBytes) * a.fill) / (perConnection * (2 + 2 * a.waiting))
  const atOnce = Math.min(byCpu, byMemory)
  const perMonth = (atOnce * a.evenness * MONTH_S) / chatS
  const textGb = (messages * a.bytesPerMessage) / 1e9
  const machine = (a.machinePerMonth / perMonth) * 1e6
  const video = a.callGbPerHour * (chatS / 3_600)
  const callBits = (a.callGbPerHour * 8e9) / 3_600
  const byLine = (a.lineBits * a.fill) / callBits
  const packets = callBits / 8 / a.callPacketBytes
  const callUs = packets * spreadOf(measures, 'turn packet').median
  // coturn has a thread for each core.
  const byRelay = (2 * a.fill * 1e6) / callUs
  const callsAtOnce = Math.min(byLine, byRelay)
  const callsPerMonth = (callsAtOnce * a.evenness * MONTH_S) / chatS
  const traffic = (gb: number, terabyte: number): string => digits(gb * 1_000 * terabyte)
  return {
    rows: [
      ['', 'text', 'relayed video'],
      ['CPU of a chat, ms (video: of the relay)', digits(chatUs / 1_000), digits((callUs * chatS) / 1_000)],
      ['chats at once, by CPU', digits(byCpu), digits(byRelay)],
      ['chats at once, by memory', digits(byMemory), '-'],
      ['chats at once, by the line', '-', digits(byLine)],
      ['chats a month', millions(perMonth), millions(callsPerMonth)],
      ['GB a million chats', digits(textGb * 1e6), digits(video * 1e6)],
      ['the machine, a million chats', digits(machine), digits((a.machinePerMonth / callsPerMonth) * 1e6)],
      [
        `traffic, a million chats, at ${a.cheapTerabyte} a TB`,
        traffic(textGb, a.cheapTerabyte),
        traffic(video, a.cheapTerabyte),
      ],
      [
        `traffic, a million chats, at ${a.dearTerabyte} a TB`,
        traffic(textGb, a.dearTerabyte),
        traffic(video, a.dearTerabyte),
      ],
    ],
    assumed: [
      ['assumed', ''],
      ...Object.entries(a).map(([name, value]) => [`\`${name}\``, value.toLocaleString('en-GB')]),
    ],
  }
}

const millions = (count: number): string => `${digits(count / 1e6)} million`

const NEEDED = [
  'safety as it comes human pace',
  'one node, memory enter',
  'stranger-chat memory',
  'turn packet',
]

/** Nothing until all it takes was measured once. */
export function writeCosts(measures: Measures): void {
  if (NEEDED.some((name) => measures[name] === undefined)) return
  const { rows, assumed } = carried(measures)
  writeSection('docs/cost.md', 'carries', markdown(rows))
  writeSection('docs/cost.md', 'assumed', markdown(assumed))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const measures = measuresOf(readRecord())
  const { rows, assumed } = carried(measures)
  console.log(`${table(rows)}\n\n${table(assumed)}`)
  if (process.argv.includes('--write')) writeCosts(measures)
}
