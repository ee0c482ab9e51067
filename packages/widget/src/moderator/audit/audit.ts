import type { AuditRow } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { Room } from '../room.js'
import { theirs } from '../text.js'
import type { ConsoleKey, Words } from '../words.js'

/** What happened has words of its own here where it happens often; the rest is shown as the ledger names it. */
const NAMED: Readonly<Record<string, ConsoleKey>> = {
  'case.opened': 'event_case_opened',
  'report.filed': 'event_report_filed',
  'report.added': 'event_report_added',
  'notice.filed': 'event_notice_filed',
  'case.taken': 'event_case_taken',
  'case.left': 'event_case_left',
  'evidence.opened': 'event_evidence_opened',
  'picture.opened': 'event_picture_opened',
  'evidence.shredded': 'event_evidence_shredded',
  'statement.shredded': 'event_statement_shredded',
  'evidence.certified': 'event_evidence_certified',
  'hold.placed': 'event_hold_placed',
  'hold.released': 'event_hold_released',
  'case.decided': 'event_case_decided',
  'case.undone': 'event_case_undone',
  'action.applied': 'event_action_applied',
  'action.reversed': 'event_action_reversed',
  'appeal.filed': 'event_appeal_filed',
  'appeal.decided': 'event_appeal_decided',
  'signin.done': 'event_signin_done',
  'moderator.invited': 'event_moderator_invited',
  'moderator.joined': 'event_moderator_joined',
  'moderator.changed': 'event_moderator_changed',
  'moderator.removed': 'event_moderator_removed',
  'passkey.added': 'event_passkey_added',
  'passkey.removed': 'event_passkey_removed',
  'reporter.weighed': 'event_reporter_weighed',
}
/** Who isn't a person with a name, as the server calls them. */
const ACTORS: Readonly<Record<string, ConsoleKey>> = {
  'a member': 'actor_member',
  'the server': 'actor_machine',
  'the operator': 'actor_operator',
}
/** Enough of a hash to compare by eye. */
const HASH = 10

/** Everything that was done here, newest first; each line's hash holds the one before. */
export function audit({ desk, words }: Room): TemplateResult {
  const { t } = words
  const { audit: list, may, api } = desk
  return html`
    <section class="sheet" aria-labelledby="audit-title">
      <h3 id="audit-title" class="voice" tabindex="-1" data-focus data-spot="place">${t('audit')}</h3>
      <p class="muted">${t('auditWhy')}</p>
      ${
        may.exports
          ? html`<p class="small">
            ${t('exports')} <a href=${api.decisionsUrl('csv')} download>CSV</a> ·
            <a href=${api.decisionsUrl('json')} download>JSON</a>
          </p>`
          : nothing
      }
      ${
        list.items.length > 0
          ? html`<ol class="events" reversed>
            ${list.items.map((row) => line(row, words))}
          </ol>`
          : html`<p class="calm">${t(list.known ? 'auditNone' : 'loading')}</p>`
      }
      ${
        list.next === undefined
          ? nothing
          : html`<button class="quiet" aria-disabled=${list.busy} @click=${() => void list.more()}>${t('more')}</button>`
      }
    </section>
  `
}

function line({ seq, at, type, actor, hash, number, data }: AuditRow, words: Words): TemplateResult {
  const { t } = words
  const name = NAMED[type]
  const who = ACTORS[actor]
  // The case has its number beside it.
  const details = Object.entries(data ?? {}).filter(([key]) => key !== 'case')
  return html`<li value=${seq}>
    <span class="seq">${seq}</span>
    <span class="event">
      <strong>${name ? t(name) : theirs(type)}</strong>
      ${number ? html`<span class="number">${number}</span>` : nothing}
      ${
        details.length > 0
          ? html`<span class="small muted"
            >${theirs(
              details
                .map(([key, value]) => `${key}: ${shown(value)}`)
                .join(', ')
                .slice(0, 200),
            )}</span
          >`
          : nothing
      }
    </span>
    <span class="small muted"
      >${who ? t(who) : theirs(actor)} · ${words.day(at)} · <code title=${hash}>${hash.slice(0, HASH)}</code></span
    >
  </li>`
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
