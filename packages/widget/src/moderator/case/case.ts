import type { CaseFile, CaseRow, ShownReport } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import { urgency } from '../queue/queue.js'
import type { Room } from '../room.js'
import { theirs } from '../text.js'
import { cover } from './cover.js'
import { evidence } from './evidence.js'
import { alike, past } from './past.js'
import { pictures } from './pictures.js'

/** The hold on a case is said to be short from here on, ms. */
const SHORT_MS = 60_000

/** The case in hand: who said what, who reported it, and what was before. */
export function caseRoom(file: CaseFile, room: Room): TemplateResult {
  const { desk, words } = room
  const { row, reports } = file
  const report = reports[desk.work.shown]
  // Another case begins at its top, whatever the last one was scrolled to.
  return html`${keyed(
    row.case,
    html`<article class="case" aria-labelledby="case-title" aria-busy=${desk.work.busy}>
      ${row.practice ? html`<p class="band">${words.t('practiceBand')}</p>` : nothing} ${head(row, room)}
      ${reports.length > 1 ? tabs(reports, room) : nothing}
      ${
        report
          ? html`<div
            class="report"
            id="report"
            role=${reports.length > 1 ? 'tabpanel' : nothing}
            aria-labelledby=${reports.length > 1 ? `tab-${desk.work.shown}` : nothing}
          >
            ${about(report, room)} ${evidence(report, room)} ${pictures(report, room)}
          </div>`
          : html`<p class="muted">${words.t('noReports')}</p>`
      }
      ${row.nobody && file.history.length === 0 ? nothing : past(file.history, room)} ${alike(file.similar, room)}
    </article>`,
  )}`
}

function head(row: CaseRow, { desk, words, now, key, run }: Room): TemplateResult {
  const { t } = words
  const left = row.takenUntil === undefined ? Infinity : row.takenUntil - now
  return html`
    <header class="case-head">
      <h3 id="case-title" class="title" tabindex="-1" data-focus data-spot="case">
        ${words.reason(row.reason)} <span class="number">${row.number}</span>
      </h3>
      <div class="row">
        ${
          desk.work.from
            ? html`<button
                class="quiet slim"
                aria-disabled=${desk.work.busy}
                @click=${() => void desk.work.back()}
              >
                ${t('backTo', { number: desk.work.from.number })}
              </button>`
            : nothing
        }
        ${
          desk.may.hold && !row.practice
            ? html`<button class="quiet slim" aria-pressed=${row.held} title=${t('holdWhy')} @click=${() => run('hold')}>
              ${t(row.held ? 'holdRelease' : 'holdPlace')}${key('hold')}
            </button>`
            : nothing
        }
        <button class="quiet slim" aria-disabled=${desk.work.busy} @click=${() => run('back')}>
          ${t('putBack')}${key('back')}
        </button>
        ${
          desk.may.handUp && !row.practice
            ? html`<button
                class="quiet slim"
                aria-disabled=${desk.work.busy}
                title=${t('handUpWhy')}
                @click=${() => run('handUp')}
              >
                ${t('handUp')}${key('handUp')}
              </button>`
            : nothing
        }
      </div>
      <p class="small muted facts">
        <span class="urgency" data-urgency=${urgency(row.priority)}>${t('priority', { n: row.priority })}</span>
        · ${t('reports', { n: row.reports })} · ${t('opened', { time: words.ago(now - row.openedAt) })}
        ${row.held ? html`· <span class="tag">${t('heldTag')}</span>` : nothing}
        ${row.wants ? html`· <span class="tag">${t('wantsTag')}</span>` : nothing}
        ${row.nobody ? html`· <span class="tag">${t('nobodyTag')}</span>` : nothing}
      </p>
      ${
        left < SHORT_MS
          ? html`<p class="strip">
            ${left > 0 ? t('leaseShort', { time: words.seconds(left) }) : t('leaseOver')}
            <button class="quiet slim" aria-disabled=${desk.work.busy} @click=${() => void desk.work.again()}>
              ${t('leaseKeep')}
            </button>
          </p>`
          : nothing
      }
    </header>
  `
}

/** Several people reported one: each with their own words and their own part of a chat. */
function tabs(reports: readonly ShownReport[], { desk, words, key }: Room): TemplateResult {
  const { work } = desk
  const go = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return
    event.preventDefault()
    const turned = event.currentTarget.matches(':dir(rtl)') ? -step : step
    work.show(work.shown + turned)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[work.shown]?.focus()
  }
  return html`
    <div class="tabs">
      <div class="tablist" role="tablist" aria-label=${words.t('reportsOf')} @keydown=${go}>
        ${reports.map(
          ({ reason }, i) => html`<button
            role="tab"
            id="tab-${i}"
            aria-controls="report"
            aria-selected=${i === work.shown}
            tabindex=${i === work.shown ? 0 : -1}
            @click=${() => work.show(i)}
          >
            ${words.t('tab', { n: i + 1 })} · ${words.reason(reason)}
          </button>`,
        )}
      </div>
      ${key('report')}
    </div>
  `
}

/** Who reported, how much their word weighs, and what they wrote. */
function about(report: ShownReport, room: Room): TemplateResult {
  const { words, now } = room
  const { t } = words
  const { weight, notes } = report
  return html`
    <div class="about-report">
      <p class="small muted">
        ${t('reportedAs', { reason: words.reason(report.reason), time: words.ago(now - report.at) })} ·
        <span title=${t('weightWhy')}>${t(trust(weight), { n: weight })}</span>
      </p>
      ${[...notes]
        .sort((a, b) => a.at - b.at)
        .map(
          ({ at, text }, i) => html`<figure class="note">
            <figcaption class="small muted">
              ${t('note')} <time datetime=${words.iso(at)}>${words.day(at)}</time>
            </figcaption>
            <blockquote>${cover(theirs(text), `note ${report.report} ${i}`, room)}</blockquote>
          </figure>`,
        )}
    </div>
  `
}

/** As `weightOf` gives it: 30 is the most for somebody whose reports nobody has decided yet. */
const trust = (weight: number) => (weight > 60 ? 'weightHigh' : weight >= 25 ? 'weightNew' : 'weightLow')
