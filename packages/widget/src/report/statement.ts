import type { Statement } from '@stranger-chat/core'
import { REPORT } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import { seam } from '../seam/seam.js'
import type { View } from '../view.js'
import { count, isLong } from './fields.js'
import type { ReportRoom } from './room.js'

const KINDS: Readonly<Record<Statement['kind'], MessageKey>> = {
  nudge: 'decidedNudge',
  warn: 'decidedWarn',
  slow: 'decidedSlow',
  mute: 'decidedMute',
  end: 'decidedEnd',
  cooldown: 'decidedCooldown',
  restrict: 'decidedRestrict',
  ban: 'decidedBan',
}
const POLICIES: Readonly<Record<Statement['policies'][number], MessageKey>> = {
  minors: 'policyMinors',
  sexual: 'policySexual',
  threats: 'policyThreats',
  hate: 'policyHate',
  harassment: 'policyHarassment',
  self_harm: 'policySelfHarm',
  fraud: 'policyFraud',
  spam: 'policySpam',
  evasion: 'policyEvasion',
  false_reports: 'policyFalseReports',
  illegal: 'policyIllegal',
}
const APPEALS: Readonly<Record<Exclude<Statement['appeal'], 'open'>, MessageKey>> = {
  filed: 'appealFiled',
  upheld: 'appealUpheld',
  overturned: 'appealOverturned',
  closed: 'appealClosed',
}

/** What it comes to, in one sentence: also after an appeal undid it. */
export const decisionWords = ({ kind, appeal: state }: Pick<Statement, 'kind' | 'appeal'>): MessageKey =>
  state === 'overturned' ? 'decisionUndone' : KINDS[kind]

/** In the place of the room, where the decision shut the person out. */
export function statementSheet(
  view: View,
  room: ReportRoom,
  statement: Statement,
  retry: () => void,
): TemplateResult {
  const { t } = view.words
  return html`
    <div class="scroll" data-room="stop">
      <div class="sheet stop column statement">
        ${seam('parted', 'large')}
        <h2 class="voice" tabindex="-1" data-focus>${t(decisionWords(statement))}</h2>
        ${facts(view, statement)} ${appeal(view, room, statement)}
        <p class="row"><button type="button" class="quiet" part="button" @click=${retry}>${t('tryAgain')}</button></p>
      </div>
    </div>
  `
}

/** Over the room, where the decision leaves the person in. */
export function statementDialog(view: View, room: ReportRoom, statement: Statement): TemplateResult {
  const { t } = view.words
  return html`
    <dialog class="desk" part="dialog" aria-labelledby="desk-title" @close=${room.shut}>
      <div class="pages statement">
        <h2 class="voice" id="desk-title" tabindex="-1" autofocus data-focus data-calm>${t(decisionWords(statement))}</h2>
        ${facts(view, statement)} ${appeal(view, room, statement)}
      </div>
      <form class="row" method="dialog"><button class="quiet" part="button">${t('close')}</button></form>
    </dialog>
  `
}

/** What DSA art. 17 asks for: what, on which ground, by whom, until when. Nothing about who reported. */
function facts({ words }: View, statement: Statement): TemplateResult {
  const { t, date } = words
  const { kind, policies, ground, automated, at, until, message, number } = statement
  const fact = (name: MessageKey, value: unknown) =>
    html`<div><dt>${t(name)}</dt><dd><bdi>${value}</bdi></dd></div>`
  const end =
    until === undefined
      ? kind === 'ban'
        ? fact('factUntil', t('untilNone'))
        : nothing
      : fact('factUntil', date(until))
  return html`
    <dl>
      ${policies.length > 0 ? fact('factRule', policies.map((policy) => t(POLICIES[policy])).join(' · ')) : nothing}
      ${fact('factGround', t(ground === 'legal' ? 'groundLegal' : 'groundTerms'))} ${end}
      ${fact('factBy', t(automated ? 'byMachine' : 'byPerson'))} ${fact('factAt', date(at))}
      ${message === undefined || message === '' ? nothing : fact('factWords', message)} ${fact('factCase', number)}
    </dl>
  `
}

function appeal(view: View, room: ReportRoom, statement: Statement): TemplateResult {
  const { words } = view
  const { t, date } = words
  const { appeal: state, action, appealUntil } = statement
  // Whoever has just sent one hears this next.
  if (state === 'filed')
    return html`<p class="appeal" tabindex="-1" data-focus="first">${t(APPEALS.filed)}</p>`
  if (state !== 'open') return html`<p class="appeal">${t(APPEALS[state])}</p>`
  const { sending, failed } = room.appeal
  const typed = room.typed('appeal')
  const submit = (event: Event): void => {
    event.preventDefault()
    const field = (event.target as HTMLFormElement).querySelector('textarea')
    const text = field?.value ?? ''
    void room.sendAppeal(action, text)
    if (text.trim() === '' || isLong(text, REPORT.appeal)) field?.focus()
  }
  return html`
    <form class="appeal" @submit=${submit}>
      <h3>${t('appealTitle')}</h3>
      <p class="small muted" id="appeal-hint">${t('appealHint', { time: date(appealUntil) })}</p>
      <label for="appeal">${t('appealLabel')}</label>
      <textarea
        id="appeal"
        part="input"
        rows="3"
        dir="auto"
        aria-describedby="appeal-hint appeal-count appeal-error"
        aria-invalid=${failed !== null || isLong(typed, REPORT.appeal)}
        .value=${typed}
        @input=${room.type}
      ></textarea>
      ${count(view, 'appeal', typed, REPORT.appeal)}
      <p class="small danger" id="appeal-error" role="alert">${failed ?? nothing}</p>
      <p class="row"><button class="primary" part="button" aria-disabled=${sending}>${t(sending ? 'sendingNow' : 'appealSend')}</button></p>
    </form>
  `
}
