import type { Mode } from '@stranger-chat/core'
import type { ChatMedia } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { problemCard, problems } from './problems.js'
import type { CallRoom } from './room.js'
import { about, againWord, callSentence, holdsWord, ladderSentence, nextStep } from './words.js'

/**
 * What is asked and what can be done about it, in a place of one size, so that nothing jumps: a question, an answer that is
 * waited for, or the next step and the one back.
 */
export function ladder(view: View, room: CallRoom, media: ChatMedia, mode: Mode): TemplateResult {
  const { words, state } = view
  const local = media.state.local.get()
  const found = state.phase === 'ended' ? [] : problems(local, mode)
  const card = problemCard(found, { again: room.turnOn, voice: null, text: null }, words)
  const rungs = state.phase === 'chatting' ? steps(view, room, media) : nothing
  // What the stranger asks waits for nothing.
  const first = media.state.ladder.get().asked !== null || card === nothing
  return html`
    <div class="rungs" part="ladder">
      ${first ? rungs : card}
    </div>
  `
}

function steps(view: View, room: CallRoom, media: ChatMedia): TemplateResult {
  const { t } = view.words
  const call = media.state.call.get()
  const rung = media.state.ladder.get()
  const { holds, asked, asking } = rung
  const open = room.question.isOpen(call.phase === 'ended' ? null : asked)
  const press = (key: MessageKey, look: string, act: () => void, data = '', shut = false) => html`
    <button
      type="button"
      class="slim ${look}"
      part="button"
      data-step=${data}
      aria-disabled=${shut ? 'true' : nothing}
      @click=${() => {
        if (shut) return
        room.question.press()
        act()
      }}
    >${t(key)}</button>
  `
  const again = againWord(call)
  if (call.phase === 'ended')
    return html`<p class="say" tabindex="-1" data-near>${t(callSentence(call) ?? 'callOver')}</p>
      <div class="row">${again ? press(again, 'quiet', () => media.again(), 'again') : nothing}</div>`
  if (asked)
    return html`<p class="say ask" tabindex="-1" data-near>${t(about('asked', asked))}</p>
      <div class="row">
        ${press('yes', 'primary', () => void room.agree(asked), 'yes', !open)}
        ${press('no', 'quiet', () => media.decline(asked), 'no')}
      </div>`
  if (asking)
    return html`<p class="say" tabindex="-1" data-near>${t(about('asking', asking))}</p>
      <div class="row">${press('takeBackAsk', 'quiet', () => media.decline(asking), 'back')}</div>`
  const next = nextStep(rung)
  return html`
    <p class="say" tabindex="-1" data-near>${t(ladderSentence(rung) ?? holdsWord(holds))}</p>
    <div class="row">
      ${next ? press(about('step', next), 'quiet', () => void room.agree(next), 'next') : nothing}
      ${holds ? press(about('back', holds), 'bare', () => media.decline(holds), 'back') : nothing}
      ${holds === 'clear' ? press('backBlurred', 'bare', () => media.decline('blurred'), 'stop') : nothing}
    </div>
  `
}
