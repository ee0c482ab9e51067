import { html, nothing, type TemplateResult } from 'lit'
import { seam } from '../seam/seam.js'
import { last } from '../header/header.js'
import { decision, outcome } from '../status/strip.js'
import { startStatus } from '../status/trouble.js'
import type { View } from '../view.js'
import { interestsField, languagesField } from './fields.js'
import { modesField } from './modes.js'
import { interestList } from './wishes.js'

/** The first sight, and what is left when nothing is going on: who sees what, how to leave, wishes, one button. */
export function welcome(view: View): TemplateResult {
  const { flow, words, disabled } = view
  const { t } = words
  const busy = flow.connecting || view.calling.opening
  const promise = (lead: string, rest: string) => html`<li><strong>${lead}</strong> ${rest}</li>`
  return html`
    <div class="scroll" data-room="welcome">
      <form class="sheet column" @submit=${(event: Event) => submit(event, view)}>
        ${seam('rest', 'large')}
        <h2 class="voice" tabindex="-1" data-focus>${t('welcomeTitle')}</h2>
        ${news(view)}
        <slot name="intro"></slot>
        <ul class="promises">
          ${promise(t('promiseWordsLead'), t(view.state.direct ? 'promiseWordsDirect' : 'promiseWords'))}${promise(t('promiseLeaveLead'), t(view.escEnds ? 'promiseLeave' : 'promiseLeaveBubble'))}
          ${promise(t('promiseBotsLead'), t('promiseBots'))}
        </ul>
        ${modesField(view)} ${interestsField(view)} ${languagesField(view)}
        ${last(view)}
        ${view.forgetful ? html`<p class="small muted">${t('storageNone')}</p>` : nothing}
        <div class="go">
          <div class="row">
            <button class="primary" part="button button-start" aria-disabled=${disabled || busy} aria-describedby="start-status">
              ${busy ? t('connecting') : t('start')}
            </button>
            ${
              flow.connecting
                ? html`<button type="button" class="quiet" @click=${() => flow.stop()}>${t('cancel')}</button>`
                : nothing
            }
          </div>
          ${startStatus(view)}
        </div>
      </form>
    </div>
  `
}

/** What was decided: about the person, or about what they reported. */
function news(view: View): TemplateResult | typeof nothing {
  const decided = decision(view)
  const told = decided === nothing ? outcome(view) : decided
  return told === nothing ? nothing : html`<div class="news small">${told}</div>`
}

/** What still stands in the field counts as an interest: nobody has to know about Enter. */
function submit(event: Event, { flow, interests, setInterests }: View): void {
  event.preventDefault()
  const field = (event.target as HTMLFormElement).querySelector<HTMLInputElement>('#interests')
  const pending = interestList(field?.value ?? '')
  if (field && pending.length > 0) {
    field.value = ''
    setInterests(interestList([...interests, ...pending]))
  }
  void flow.start()
}
