import { type Mode, reaches } from '@stranger-chat/core'
import type { ChatMedia } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { problemCard, problems } from './problems.js'
import type { CallRoom } from './room.js'
import {
  about,
  againWord,
  callSentence,
  ladderSentence,
  nextStep,
  nextSteps,
  standing,
  takesVoice,
} from './words.js'

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
  const press = (key: MessageKey, look: string, act: () => void, data = '', rests = false) => html`
    <button
      type="button"
      class="slim ${look}"
      part="button"
      data-step=${data}
      aria-disabled=${rests ? 'true' : nothing}
      @click=${rests ? nothing : act}
    >
      ${t(key)}
    </button>
  `
  // What gives something waits until the person can have read what it gives now; what takes back never does.
  const give = (key: MessageKey, look: string, act: () => Promise<void>, data: string) =>
    press(key, look, () => void act(), data, room.pause.on)
  const again = againWord(call)
  if (call.phase === 'ended')
    return html`<p class="say" tabindex="-1" data-near>${t(callSentence(call) ?? 'callOver')}</p>
      <div class="row">${again ? press(again, 'quiet', () => media.again(), 'again') : nothing}</div>`
  // A question may skip a step; no to it, or taken back, it leaves nothing of itself.
  const refuse = () => media.decline(nextStep(rung) ?? 'voice')
  const sentence = ladderSentence(rung)
  if (asked)
    return html`<p class="say ask" tabindex="-1" data-near>${t(sentence ?? about('asked', asked))}</p>
      <div class="row">
        ${give('yes', 'primary', () => room.agree(asked), 'yes')}
        ${takesVoice(rung) ? give('withoutCamera', 'quiet', () => voiceOnly(room, media), 'voice') : nothing}
        ${press('no', 'quiet', refuse, 'no')}
      </div>`
  if (asking)
    return html`<p class="say" tabindex="-1" data-near>${t(sentence ?? about('asking', asking))}</p>
      <div class="row">${press('takeBackAsk', 'quiet', refuse, 'back')}</div>`
  return html`
    <p class="say" tabindex="-1" data-near>${t(sentence ?? standing(media.state))}</p>
    <div class="row">
      ${nextSteps(rung).map((step) => give(about('step', step), 'quiet', () => room.agree(step), `ask-${step}`))}
      ${holds ? press(about('back', holds), 'bare', () => media.decline(holds), 'back') : nothing}
      ${holds === 'clear' ? press('backBlurred', 'bare', () => media.decline('blurred'), 'stop') : nothing}
    </div>
  `
}

/** Yes to the voice, no to the picture that was asked for with it. */
async function voiceOnly(room: CallRoom, media: ChatMedia): Promise<void> {
  await room.agree('voice')
  if (reaches(media.state.ladder.get().mine, 'voice')) media.decline('blurred')
}
