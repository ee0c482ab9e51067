/** One line of a panel: a value for each time. */
export interface Curve {
  readonly name: string
  readonly values: readonly number[]
}
export interface Panel {
  readonly title: string
  readonly curves: readonly Curve[]
}
export interface Mark {
  readonly at: number
  readonly name: string
}

const WIDTH = 760
const PANEL = 150
const LEFT = 64
const RIGHT = 16
const COLOURS = ['#b5651d', '#2f7f86', '#8a4f9e', '#6b7280']

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A time series as SVG, one panel below the other, readable on light and dark pages. @param times seconds */
export function plot(
  title: string,
  times: readonly number[],
  panels: readonly Panel[],
  marks: readonly Mark[] = [],
): string {
  const end = Math.max(1, times.at(-1) ?? 1)
  const x = (time: number): number => LEFT + (time / end) * (WIDTH - LEFT - RIGHT)
  const height = 48 + panels.length * PANEL
  const parts = panels.map((panel, i) => drawPanel(panel, 40 + i * PANEL, times, x))
  const lines = marks.map(
    ({ at, name }) =>
      `<line class="mark" x1="${x(at)}" x2="${x(at)}" y1="36" y2="${height - 24}"/><text class="small" x="${x(at) + 4}" y="34">${escape(name)}</text>`,
  )
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text class="small" text-anchor="middle" x="${x(share * end)}" y="${height - 8}">${Math.round(share * end)} s</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #1c2b33 }
.small { font-size: 11px; fill: #5b6b73 }
.axis, .mark { stroke: #9aa7ad; stroke-width: 1 }
.mark { stroke-dasharray: 3 4 }
path { fill: none; stroke-width: 1.6 }
@media (prefers-color-scheme: dark) { text { fill: #e8eef0 } .small { fill: #a9b7bd } }
</style>
<text x="${LEFT}" y="16" font-weight="600">${escape(title)}</text>
${[...lines, ...parts, ...ticks].join('\n')}
</svg>
`
}

function drawPanel(
  { title, curves }: Panel,
  top: number,
  times: readonly number[],
  x: (time: number) => number,
): string {
  const most = Math.max(1, ...curves.flatMap(({ values }) => values))
  const base = top + PANEL - 28
  const y = (value: number): number => base - (value / most) * (PANEL - 56)
  const names = curves.map(
    ({ name }, i) =>
      `<tspan fill="${COLOURS[i % COLOURS.length]}" dx="${i === 0 ? 0 : 12}">${escape(name)}</tspan>`,
  )
  const paths = curves.map(({ values }, i) => {
    const points = values.map((value, at) => `${x(times[at] ?? 0).toFixed(1)} ${y(value).toFixed(1)}`)
    return `<path stroke="${COLOURS[i % COLOURS.length]}" d="M${points.join('L')}"/>`
  })
  return `<text x="${LEFT}" y="${top + 14}">${escape(title)}: ${names.join('')}</text>
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${base}" y2="${base}"/>
<text class="small" text-anchor="end" x="${LEFT - 6}" y="${y(most) + 4}">${Math.round(most).toLocaleString('en-GB')}</text>
<text class="small" text-anchor="end" x="${LEFT - 6}" y="${base + 4}">0</text>
${paths.join('\n')}`
}
