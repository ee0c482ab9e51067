import { type Mode, reaches } from '@stranger-chat/core'
import type { ChatMedia } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import { seam, type SeamState } from '../seam/seam.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import { controls, tools } from './controls.js'
import { ladder } from './ladder.js'
import { LOOKS } from './looks.js'
import { problems, problemWords } from './problems.js'
import type { CallRoom } from './room.js'
import { callSentence, pictureWord, privacy } from './words.js'

/** The call beside the words: the pictures, what is asked, and the switches. */
export function stage(view: View, room: CallRoom, media: ChatMedia, mode: Mode): TemplateResult {
  return html`
    <section class="call" part="stage" data-mode=${mode} aria-label=${view.words.t('call')}>
      ${screen(view, room, media, mode)} ${ladder(view, room, media, mode)} ${controls(view, room, media, mode)}
    </section>
  `
}

/** Where there is no picture, the seam and one sentence. */
function blank({ state }: View, media: ChatMedia): readonly [SeamState, MessageKey | null] {
  const call = media.state.call.get()
  const { phase } = call
  // Before there is anybody the relay may be out of reach already.
  if (state.phase === 'searching')
    return phase === 'ended' ? ['held', callSentence(call)] : ['rest', 'callSearching']
  if (state.phase === 'ended') return ['parted', 'callOver']
  const sign =
    phase === 'live' ? 'drawn' : phase === 'ended' ? 'parted' : phase === 'reconnecting' ? 'held' : 'apart'
  return [sign, phase === 'ended' ? null : pictureWord(media)]
}

function screen(view: View, room: CallRoom, media: ChatMedia, mode: Mode): TemplateResult {
  const { words, state } = view
  const { t } = words
  const { call, ladder: rungs, remote, local } = media.state
  const { holds } = rungs.get()
  const { audio, video, stream } = remote.get()
  const { phase } = call.get()
  const live = state.phase === 'chatting' && (phase === 'live' || phase === 'reconnecting')
  const seen = live && stream !== null && video && reaches(holds, 'blurred')
  const [sign, word] = blank(view, media)
  const { look, stream: own } = local.get()
  const quiet = live && reaches(holds, 'voice') && !audio
  // Where the question stands now the problem would; a Yes may need what doesn't work.
  const trouble = live && rungs.get().asked ? problemWords(problems(local.get(), mode), words) : null
  return html`
    <div class="screen night" part="screen" data-picture=${seen ? (room.check.covered ? 'covered' : 'on') : 'off'}>
      <video class="theirs" part="video" playsinline autoplay aria-label=${t('strangerPicture')} aria-hidden=${!seen}></video>
      ${
        seen
          ? nothing
          : html`<div class="blank">
            ${seam(sign)}
            ${word ? html`<p>${t(word)}</p>` : nothing}
            ${state.phase === 'searching' ? html`<p class="small muted">${privacy(state, t)}</p>` : nothing}
          </div>`
      }
      ${seen && room.check.covered ? cover(view, room) : nothing}
      <div class="plates small">
        ${seen && phase === 'reconnecting' ? html`<p class="plate">${t('callReconnecting')}</p>` : nothing}
        ${quiet ? html`<p class="plate">${t('theirSoundOff')}</p>` : nothing}
        ${trouble ? html`<p class="plate"><strong>${trouble[0]}</strong> ${trouble[1]}</p>` : nothing}
        ${look && state.phase !== 'ended' ? html`<p class="plate">${t(LOOKS[look])}</p>` : nothing}
      </div>
      ${
        room.screen.mustTap
          ? html`<button type="button" class="tap primary" part="button" @click=${room.screen.tap}>${t('tapToHear')}</button>`
          : nothing
      }
      ${seen && holds === 'clear' && !room.check.covered ? tools(view, room) : nothing}
      ${
        mode === 'video' && own
          ? html`<video class="mine" part="self-view" muted playsinline autoplay aria-label=${t('ownPicture')}></video>`
          : nothing
      }
    </div>
  `
}

/** Over a picture that a person may not want to see. */
function cover({ words: { t }, flow, reporting }: View, room: CallRoom): TemplateResult {
  return html`
    <div class="cover">
      <p>${t('explicit')}</p>
      <div class="row centre">
        <button type="button" class="slim quiet" part="button" @click=${room.check.showAnyway}>${t('showAnyway')}</button>
        <button type="button" class="slim quiet" part="button" @click=${() => flow.stop()}>${t('leave')}</button>
        <button type="button" class="slim quiet" part="button button-report" @click=${() => reporting.open()}>
          ${t('report')}
        </button>
      </div>
    </div>
  `
}
