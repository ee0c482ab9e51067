import { digits, type Spread } from '../support/numbers.ts'
import type { Measures } from './suite.ts'

const SERVERS: Readonly<Record<string, string>> = {
  'c-relay': 'relay in C, unchecked',
  uws: 'uWebSockets.js, JSON',
  bare: 'bare ws, unchecked',
  'ws-json': 'ws, JSON',
  'stranger-chat': 'stranger-chat',
  colyseus: 'Colyseus',
  'socket.io': 'socket.io',
  clone: 'clone',
}
const PANELS = [
  { title: 'CPU a relayed message of 40 B, µs', measure: '40 B x1', scale: 1 },
  { title: 'CPU a relayed message of 1 kB, µs', measure: '1000 B x1', scale: 1 },
  { title: 'memory of a paired idle connection, kB', measure: 'memory', scale: 1e-3 },
  { title: 'connected and paired in a second of CPU', measure: 'connect', scale: 1 },
] as const

const WIDTH = 760
const LEFT = 150
const RIGHT = 120
const ROW = 20

/** Bars for each server, with a whisker from the least to the most; readable on light and dark pages. */
export function plotPeers(measures: Measures): string {
  const parts: string[] = []
  let y = 34
  for (const { title, measure, scale } of PANELS) {
    const found = Object.entries(SERVERS).flatMap(([key, name]) => {
      const value = measures[`${key} ${measure}`]?.value
      return value === undefined || !Number.isFinite(value.median) ? [] : [{ key, name, value }]
    })
    const most = Math.max(...found.map(({ value }) => value.max))
    parts.push(`<text x="${LEFT}" y="${y}" font-weight="600">${title}</text>`)
    for (const { key, name, value } of found) parts.push(bar((y += ROW), key, name, value, scale, most))
    y += 34
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y - 14}" role="img" aria-label="This server beside its peers">
<style>
text { font: 12px system-ui, sans-serif; fill: #1c2b33 }
.small { font-size: 11px; fill: #5b6b73 }
rect { fill: #9aa7ad }
.ours { fill: #2f7f86 }
line { stroke: #1c2b33; stroke-width: 1 }
@media (prefers-color-scheme: dark) { text { fill: #e8eef0 } .small { fill: #a9b7bd } line { stroke: #e8eef0 } }
</style>
${parts.join('\n')}
</svg>
`
}

function bar(y: number, key: string, name: string, value: Spread, scale: number, most: number): string {
  const x = (of: number): string => (LEFT + (Math.max(0, of) / most) * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const width = Math.max(1, Number(x(value.median)) - LEFT).toFixed(1)
  const range = value.n === 1 ? '' : ` [${digits(value.min * scale)}..${digits(value.max * scale)}]`
  return `<text class="small" text-anchor="end" x="${LEFT - 8}" y="${y + 4}">${name}</text>
<rect${key === 'stranger-chat' ? ' class="ours"' : ''} x="${LEFT}" y="${y - 7}" width="${width}" height="13"/>
<line x1="${x(value.min)}" x2="${x(value.max)}" y1="${y}" y2="${y}"/>
<text class="small" x="${Number(x(value.max)) + 6}" y="${y + 4}">${digits(value.median * scale)}${range}</text>`
}
