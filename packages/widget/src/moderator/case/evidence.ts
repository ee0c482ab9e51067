import type { ShownEntry, ShownReport } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { Room } from '../room.js'
import { theirs } from '../text.js'
import type { Words } from '../words.js'
import { cover } from './cover.js'
import { stretches } from './folds.js'
import { saveReceipt } from './receipt.js'

/** What was handed in, as a conversation between seats. The reported one speaks from the start of the line, in warm paper. */
export function evidence(report: ShownReport, room: Room): TemplateResult {
  const { words, desk } = room
  const { t } = words
  const { opened } = desk.work
  return html`
    ${badge(report, room)}
    ${
      report.entries.length > 0
        ? html`<div class="talk" role="group" aria-label=${t('evidence')}>
          ${stretches(report.entries).map((part) => {
            const fold = `fold ${report.report} ${part.kind === 'fold' ? part.from : ''}`
            return part.kind === 'entries' || opened.has(fold)
              ? lines(part.entries, report, room)
              : html`<button
                  class="fold"
                  @click=${() => {
                    opened.add(fold)
                    desk.host.changed()
                  }}
                >
                  ${t('unfold', { n: part.entries.length })}
                </button>`
          })}
        </div>`
        : nothing
    }
  `
}

const lines = (entries: readonly ShownEntry[], report: ShownReport, room: Room): TemplateResult =>
  html`<ol class="lines">
    ${entries.map((entry, i) => line(entry, entries[i - 1], report, room))}
  </ol>`

function line(
  entry: ShownEntry,
  before: ShownEntry | undefined,
  report: ShownReport,
  room: Room,
): TemplateResult {
  const { words } = room
  const { t } = words
  const who =
    entry.seat === report.reported ? 'reported' : entry.seat === report.reporter ? 'reporter' : 'other'
  const said = spoken(entry, words)
  return html`<li class="line ${who} ${said.text === null ? 'event' : ''} ${entry.picked ? 'picked' : ''}">
    ${
      before?.seat === entry.seat && said.text !== null
        ? html`<span class="hidden">${speaker(entry.seat, report, words)}: </span>`
        : html`<span class="who">${speaker(entry.seat, report, words)}</span>`
    }
    <span class="said">
      <span class="bubble"
        >${said.text === null ? said.what : cover(theirs(said.text), `${report.report} ${entry.offset}`, room)}</span
      >
      <time class="at" datetime=${words.iso(entry.at)}>${words.moment(entry.at)}</time>
    </span>
    ${entry.picked ? html`<span class="tag pick">${t('picked')}</span>` : nothing}
  </li>`
}

function speaker(seat: number, { reporter, reported }: ShownReport, { t }: Words): string {
  if (seat === reported) return t('seatReported')
  if (seat === reporter) return t('seatReporter')
  return seat < 0 ? t('seatServer') : t('seatOther', { n: seat + 1 })
}

/** What an entry holds: somebody's words, or what happened, said by us. */
function spoken(
  { body, kind = '' }: ShownEntry,
  { t }: Words,
): { text: string } | { text: null; what: string } {
  if (!body) return { text: null, what: t('bodyHashed', { kind }) }
  const { kind: what, text } = body
  if (what === 'text' && typeof text === 'string') return { text }
  if (what === 'void') return { text: null, what: t('bodyVoid') }
  if (what === 'end') return { text: null, what: t('bodyEnd') }
  if (what === 'delete') return { text: null, what: t('bodyDelete') }
  return { text: null, what: t('bodyOther', { kind: String(what).slice(0, 64) }) }
}

/** What is proven, and what isn't (P-STAMP-5). A badge that only says "verified" would be believed too much. */
function badge(
  { evidence: proof, entries, report }: ShownReport,
  { desk, words: { t } }: Room,
): TemplateResult {
  const { work, may } = desk
  return html`
    <details class="badge" data-proof=${proof}>
      <summary>
        <span class="seal" aria-hidden="true"></span>
        <strong>${t(`proof_${proof}`)}</strong>
        <span class="muted">${t(`proofShort_${proof}`, { n: entries.length })}</span>
      </summary>
      ${
        proof === 'verified'
          ? html`<dl>
              <dt>${t('proves')}</dt>
              <dd>${t('provesWhat')}</dd>
              <dt>${t('provesNot')}</dt>
              <dd>${t('provesNotWhat')}</dd>
            </dl>
            ${
              may.receipt && !work.file?.row.practice
                ? html`<button class="quiet slim receipt" @click=${() => void saveReceipt(desk, report)}>
                  ${t('receipt')}
                </button>`
                : nothing
            }`
          : html`<p>${t(`proofLong_${proof}`)}</p>`
      }
    </details>
  `
}
