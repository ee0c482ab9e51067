import type { Counters } from '@stranger-chat/core/api'
import { html, svg, type TemplateResult } from 'lit'
import type { Room } from '../room.js'

/** The drawing's own units: a bar of 8 with a gap of 2 for each hour. */
const STEP = 10
const HEIGHT = 40
/** An hour without a case is a line, not a hole. */
const LEAST = 1.5

/** How much there is to do, in figures and as a day of cases. */
export function load(
  { waiting, oldestAt, appeals, decidedToday, online, hours }: Counters,
  room: Room,
): TemplateResult {
  const { words, now } = room
  const { t } = words
  const figures = [
    [t('countOldest'), waiting === 0 ? '–' : words.age(now - oldestAt)],
    [t('countDecided'), words.t('figure', { n: decidedToday })],
    [t('countAppeals'), words.t('figure', { n: appeals })],
    [t('countOnline'), words.t('figure', { n: online })],
  ] as const
  return html`
    <div class="load">
      <dl class="figures">
        ${figures.map(
          ([name, value]) => html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
        )}
      </dl>
      ${chart(hours, room)}
    </div>
  `
}

function chart(hours: readonly number[], { words: { t } }: Room): TemplateResult {
  const most = Math.max(1, ...hours)
  const all = hours.reduce((sum, n) => sum + n, 0)
  const text = t('chart', { n: all, most: Math.max(0, ...hours), last: hours.at(-1) ?? 0 })
  return html`
    <svg
      class="chart"
      viewBox="0 0 ${hours.length * STEP - 2} ${HEIGHT}"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      ${hours.map((n, i) => {
        const height = Math.max(LEAST, (n / most) * HEIGHT)
        return svg`<rect class=${i === hours.length - 1 ? 'now' : ''} x=${i * STEP} y=${HEIGHT - height} width="8" height=${height} rx="1.5" />`
      })}
    </svg>
    <p class="small muted">${text}</p>
  `
}
