import type { Mode } from '@stranger-chat/core'
import type { LocalView } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import { seam } from '../seam/seam.js'
import type { View } from '../view.js'
import { LOOKS } from './looks.js'
import { pickers } from './pickers.js'
import { problemCard, problems } from './problems.js'
import type { CallRoom } from './room.js'
import { privacy } from './words.js'

/** Before anybody is looked for: how one looks, which devices, and what to do when one of them won't. */
export function preview(view: View, room: CallRoom, local: LocalView, mode: Mode): TemplateResult {
  const { words, calling } = view
  const { t } = words
  const video = mode === 'video'
  const ready = room.has(mode)
  const { offered } = calling
  const found = problems(local, mode)
  const starting = local.camera.state === 'starting' || local.microphone.state === 'starting'
  const ways = {
    again: room.turnOn,
    voice: video && offered.includes('voice') ? () => room.instead('voice') : null,
    text: offered.includes('text') ? () => room.instead('text') : null,
  }
  const asks = !ready && found.length === 0
  return html`
    <div class="scroll" data-room="preview">
      <form class="sheet column preview" @submit=${(event: Event) => (event.preventDefault(), room.go())}>
        <h2 class="voice" tabindex="-1" data-focus>
          ${t(ready ? (video ? 'previewVideo' : 'previewVoice') : video ? 'previewVideoAsk' : 'previewVoiceAsk')}
        </h2>
        <p class="muted">${privacy(view.state, t)}</p>
        ${video && found[0]?.device !== 'camera' ? mirror(room, local, starting, view) : nothing}
        ${!video && asks ? turnOn(room, 'previewOnMicrophone', starting, view) : nothing}
        ${problemCard(found, ways, words)}
        ${found[0]?.device === 'microphone' && ready ? html`<p class="small">${t('previewSilent')}</p>` : nothing}
        ${ready || found.length > 0 ? pickers(room, local, mode, words) : nothing}
        <div class="go">
          <div class="row">
            <button type="button" class="quiet" part="button" @click=${room.back}>${t('back')}</button>
            <button class="primary" part="button button-start" aria-disabled=${!ready}>${t('previewGo')}</button>
          </div>
        </div>
      </form>
    </div>
  `
}

function mirror(room: CallRoom, local: LocalView, starting: boolean, view: View): TemplateResult {
  const { t } = view.words
  const on = local.camera.state === 'on' || local.camera.state === 'muted'
  const line = room.check.unwelcome ? 'checkUnwelcome' : local.look === null ? null : LOOKS[local.look]
  return html`
    <div class="mirror night">
      ${
        on
          ? html`<video class="mine" part="self-view" muted playsinline autoplay aria-label=${t('ownPicture')}></video>`
          : turnOn(room, 'previewOnCamera', starting, view)
      }
    </div>
    <p class="small line">${on && line ? t(line) : nothing}</p>
  `
}

/** The way on before a browser was asked. */
function turnOn(
  room: CallRoom,
  key: 'previewOnCamera' | 'previewOnMicrophone',
  starting: boolean,
  { words: { t } }: View,
): TemplateResult {
  return html`
    <div class="ask">
      ${seam('rest')}
      <p class="small">${t(starting ? 'previewStarting' : 'previewAsks')}</p>
      <button type="button" class="quiet" part="button" aria-disabled=${starting} @click=${room.turnOn}>
        ${t(key)}
      </button>
    </div>
  `
}
