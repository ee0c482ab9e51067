import type { Gate } from '@stranger-chat/core'
import { html, nothing, type TemplateResult } from 'lit'
import { seam } from '../seam/seam.js'
import { startStatus } from '../status/trouble.js'
import type { View } from '../view.js'
import { bands, missing } from './answers.js'

/** What the server asks before a start. The age question has no default answer and names every band alike. */
export function gate(view: View): TemplateResult {
  const { flow, words, state } = view
  const { t } = words
  const gates = state.gates ?? []
  const lacks = missing(gates, flow.answers)
  return html`
    <div class="scroll" data-room="gate">
      <form class="sheet column" @submit=${(event: Event) => submit(event, view)}>
        ${seam('rest', 'large')}
        <h2 class="voice" tabindex="-1" data-focus>${t('gateTitle')}</h2>
        <slot name="consent"></slot>
        ${gates.map((one) => (one.kind === 'age' ? age(one, view) : one.kind === 'rules' ? rules(one, view) : nothing))}
        ${lacks === 'unknown' ? html`<p class="danger" role="alert">${t('gateUnknown')}</p>` : nothing}
        <div class="go">
          <div class="row">
            <button type="button" class="quiet" @click=${() => flow.closeGate()}>${t('back')}</button>
            <button class="primary" part="button button-start" aria-disabled=${lacks === 'unknown' || lacks === 'too_young'}>
              ${t('start')}
            </button>
          </div>
          ${startStatus(view)}
        </div>
      </form>
    </div>
  `
}

/** Goes on, or takes the person to the first question that is open. */
function submit(event: Event, { flow, state }: View): void {
  event.preventDefault()
  const lacks = missing(state.gates ?? [], flow.answers)
  flow.pass()
  const name = lacks === 'too_young' ? 'age' : lacks
  if (name) (event.target as HTMLFormElement).querySelector<HTMLElement>(`[name=${name}]`)?.focus()
}

function age(one: Gate, { flow, words }: View): TemplateResult {
  const { t } = words
  const from = bands(one)
  const label = (i: number): string => {
    const low = from[i] ?? 0
    const next = from[i + 1]
    return next === undefined ? t('gateOver', { n: low }) : t('gateRange', { from: String(low), n: next - 1 })
  }
  const option = (value: number, text: string) => html`
    <label class="option">
      <input
        type="radio"
        name="age"
        .checked=${flow.answers.age === value}
        aria-describedby="age-error"
        @change=${() => flow.answer({ age: value })}
      />${text}
    </label>
  `
  const tooYoung = flow.answers.age !== null && flow.answers.age < (from[0] ?? 0)
  return html`
    <fieldset class="field">
      <legend>${t('gateAge')}</legend>
      <div class="options">
        ${option(0, t('gateUnder', { n: from[0] ?? 0 }))} ${from.map((low, i) => option(low, label(i)))}
      </div>
      <p id="age-error" class="small danger" role="alert">
        ${
          tooYoung
            ? t('gateTooYoung', { n: from[0] ?? 0 })
            : flow.asked && flow.answers.age === null
              ? t('gateAgeMissing')
              : nothing
        }
      </p>
    </fieldset>
  `
}

function rules(one: Gate, { flow, words }: View): TemplateResult {
  const { t } = words
  const items = one.items ?? []
  const url = one.url && /^https?:/i.test(one.url) ? one.url : null
  return html`
    <fieldset class="field">
      <legend>${t('gateRules')}</legend>
      <ol class="rules">
        ${items.map((item) => html`<li dir="auto">${item}</li>`)}
      </ol>
      ${url ? html`<p><a href=${url} target="_blank" rel="noopener noreferrer">${t('gateRulesLink')}</a></p>` : nothing}
      <label class="option">
        <input
          type="checkbox"
          name="rules"
          .checked=${flow.answers.rules}
          aria-describedby="rules-error"
          @change=${(event: Event) => flow.answer({ rules: (event.target as HTMLInputElement).checked })}
        />${t('gateAccept')}
      </label>
      <p id="rules-error" class="small danger" role="alert">
        ${flow.asked && flow.answers.age !== null && !flow.answers.rules ? t('gateRulesMissing') : nothing}
      </p>
    </fieldset>
  `
}
