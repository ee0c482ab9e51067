import {
  type ActionKind,
  type CaseRow,
  CONSOLE,
  type Policy,
  POLICIES,
  REPORT,
} from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { roomFor } from '../../composer/count.js'
import { type Draft, isMacro, missing } from '../drafts.js'
import type { Command } from '../keymap.js'
import { lengths, type Macro } from '../macros.js'
import type { Room } from '../room.js'
import type { Words } from '../words.js'

/** From here on the field counts what is left. */
const NEARLY = 100

/** What is to be done: a choice, what can be changed about it, and one button that says it whole. */
export function decide(room: Room): TemplateResult {
  const { desk, words, key } = room
  const { t } = words
  const { work, may } = desk
  const { draft, macros } = work
  const nobody = work.file?.row.nobody === true
  const acts = may.actions.length > 0 && !nobody
  return html`
    <section class="decide" aria-label=${t('decide')}>
      <div class="choices">
        <h3 class="head">${t('decide')}</h3>
        ${nobody ? html`<p class="muted">${t('nobodyWhy')}</p>` : nothing}
        <ul class="macros">
          ${macros.map(
            (macro, i) => html`<li>
              <button
                class="macro"
                aria-pressed=${isMacro(draft, macro)}
                aria-disabled=${work.busy}
                @click=${() => work.macro(macro)}
              >
                <span>${words.deed(macro.action, macro.forMs)}</span>
                <span class="small why">${why(macro, words)}</span>
                ${key(`macro${i + 1}` as Command)}
              </button>
            </li>`,
          )}
          <li>
            <button
              class="macro"
              aria-pressed=${draft.choice === 'none'}
              aria-disabled=${work.busy}
              @click=${() => work.nothing()}
            >
              <span>${t(nobody ? 'noted' : 'nothing')}</span>
              ${nobody ? nothing : html`<span class="small why">${t('nothingWhy')}</span>`}
              ${key('nothing')}
            </button>
          </li>
        </ul>
        ${acts ? adjust(draft, room) : nothing} ${draft.choice === 'none' || !acts ? nothing : message(draft, room)}
      </div>
      ${work.file?.row.practice ? nothing : stop(room)}
      <button
        class="primary confirm"
        data-spot="confirm"
        aria-disabled=${work.busy || missing(draft) !== null}
        @click=${() => void work.decide()}
      >
        ${confirm(draft, room)}${missing(draft) === null && desk.host.prefs.keymap.on ? html`<kbd>${t('enter')}</kbd>` : nothing}
      </button>
    </section>
  `
}

/** The next case opens by itself, which takes it and is a look that is written down: whoever goes home wants none. */
const stop = ({ desk, words: { t }, run, key }: Room): TemplateResult => html`
  <label class="option then" title=${t('stopWhy')}>
    <input type="checkbox" .checked=${live(desk.host.prefs.stop)} @change=${() => run('stop')} />
    <span>${t('stopAfter')}</span>${key('stop')}
  </label>
`

/** It was decided before: an appeal alone changes that now. */
export const decided = ({ words: { t } }: Room): TemplateResult => html`
  <section class="decide" aria-label=${t('decide')}>
    <div class="choices">
      <h3 class="head">${t('decidedHead')}</h3>
      <p class="muted">${t('decidedWhy')}</p>
    </div>
  </section>
`

const why = ({ policies, ground }: Pick<Macro, 'policies' | 'ground'>, words: Words): string =>
  `${words.list(policies.map(words.policy))}${ground === 'legal' ? ` · ${words.t('ground_legal')}` : ''}`

/** What a decision comes to. */
export function deed({ choice, forMs }: Draft, { nobody }: Pick<CaseRow, 'nobody'>, words: Words): string {
  if (choice !== null && choice !== 'none') return words.deed(choice, forMs ?? undefined)
  return words.t(nobody ? 'noted' : 'nothing')
}

function confirm(draft: Draft, { desk, words }: Room): string {
  const { t } = words
  const row = desk.work.file?.row
  if (draft.choice === null || !row) return t('chooseFirst')
  if (missing(draft) === 'shorter') return t('shorterFirst')
  return t(row.practice ? 'confirmPractice' : 'confirm', { deed: deed(draft, row, words) })
}

/** Everything a macro chose can be chosen by hand. */
function adjust(draft: Draft, { desk, words }: Room): TemplateResult {
  const { t } = words
  const { work, may } = desk
  const { choice, forMs, policies, ground } = draft
  const times = choice === null || choice === 'none' ? [] : lengths(choice, may)
  // A length that is none of those offered came with a macro: it stays to be seen.
  const all = forMs === null || times.includes(forMs) ? times : [...times, forMs].sort((a, b) => a - b)
  const act = (value: string) => {
    const kind = may.actions.find((one) => one === value)
    if (!kind) return work.edit({ choice: null, forMs: null })
    work.edit({ choice: kind, forMs: usual(kind, lengths(kind, may), forMs) })
  }
  const toggle = (policy: Policy) => {
    const on = !policies.includes(policy)
    work.edit({
      policies: on
        ? [...policies, policy].slice(0, CONSOLE.policies)
        : policies.filter((one) => one !== policy),
    })
  }
  return html`
    <details class="adjust">
      <summary>${t('adjust')}</summary>
      <div class="grid">
        <label>
          <span class="small">${t('action')}</span>
          <select .value=${live(choice ?? '')} @change=${(event: Event) => act(valueOf(event))}>
            <option value="">–</option>
            ${may.actions.map((kind) => html`<option value=${kind} ?selected=${kind === choice}>${words.action(kind)}</option>`)}
          </select>
        </label>
        ${
          all.length > 0
            ? html`<label>
              <span class="small">${t('length')}</span>
              <select
                .value=${live(String(forMs ?? ''))}
                @change=${(event: Event) => work.edit({ forMs: Number(valueOf(event)) })}
              >
                ${all.map((ms) => html`<option value=${ms} ?selected=${ms === forMs}>${words.span(ms)}</option>`)}
              </select>
            </label>`
            : nothing
        }
        <label>
          <span class="small">${t('ground')}</span>
          <select
            .value=${live(ground)}
            @change=${(event: Event) => work.edit({ ground: valueOf(event) === 'legal' ? 'legal' : 'terms' })}
          >
            ${(['terms', 'legal'] as const).map(
              (one) => html`<option value=${one} ?selected=${one === ground}>${t(`ground_${one}`)}</option>`,
            )}
          </select>
        </label>
      </div>
      <fieldset>
        <legend class="small">${t('policies')}</legend>
        <div class="policies">
          ${POLICIES.map(
            (policy) => html`<label class="option">
              <input
                type="checkbox"
                .checked=${live(policies.includes(policy))}
                ?disabled=${!policies.includes(policy) && policies.length >= CONSOLE.policies}
                @change=${() => toggle(policy)}
              />
              <span>${words.policy(policy)}</span>
            </label>`,
          )}
        </div>
      </fieldset>
    </details>
  `
}

const valueOf = ({ currentTarget }: Event): string =>
  currentTarget instanceof HTMLSelectElement || currentTarget instanceof HTMLTextAreaElement
    ? currentTarget.value
    : ''

/** The length that was chosen, if the action can last so long; else the longest it can, up to a week. */
function usual(_kind: ActionKind, times: readonly number[], before: number | null): number | null {
  if (times.length === 0) return null
  return before !== null && times.includes(before)
    ? before
    : (times.find((ms) => ms >= 24 * 60 * 60_000) ?? times[0] ?? null)
}

function message(draft: Draft, { desk, words, key }: Room): TemplateResult {
  const { t } = words
  const rest = roomFor(draft.message, REPORT.note)
  return html`
    <label class="message">
      <span class="small">${t('message')}${key('message')}</span>
      <textarea
        rows="3"
        aria-invalid=${rest < 0}
        data-spot="message"
        .value=${live(draft.message)}
        @input=${(event: Event) => desk.work.edit({ message: valueOf(event) })}
      ></textarea>
      <span class="small ${rest < 0 ? 'trouble' : 'muted'}"
        >${rest > NEARLY ? t('messageWhy') : t(rest < 0 ? 'over' : 'left', { n: Math.abs(rest) })}</span
      >
    </label>
  `
}
