import type { Mode } from '@stranger-chat/core'
import type { DeviceChoice, DeviceView, LocalView } from '@stranger-chat/core/media'
import { html, nothing, type TemplateResult } from 'lit'
import type { Localize } from '../controllers/localize.js'
import type { CallRoom } from './room.js'

function picker(
  kind: 'camera' | 'microphone',
  { id }: DeviceView,
  choices: readonly DeviceChoice[],
  { t }: Localize,
  choose: (id: string) => void,
): TemplateResult | typeof nothing {
  if (choices.length === 0) return nothing
  const nth = kind === 'camera' ? 'cameraNth' : 'microphoneNth'
  return html`
    <label class="field">
      <span>${t(kind)}</span>
      <select part="input" data-device=${kind} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${choices.map(
          (one, i) =>
            html`<option value=${one.id} ?selected=${one.id === id}>${one.label || t(nth, { n: i + 1 })}</option>`,
        )}
      </select>
    </label>
  `
}

/** Which camera and which microphone. */
export function pickers(room: CallRoom, local: LocalView, mode: Mode, words: Localize): TemplateResult {
  const { camera, microphone, cameras, microphones } = local
  return html`
    <div class="pickers">
      ${mode === 'video' ? picker('camera', camera, cameras, words, (id) => room.select({ camera: id })) : nothing}
      ${picker('microphone', microphone, microphones, words, (id) => room.select({ microphone: id }))}
    </div>
  `
}

/** The same over a call. */
export function devicesDialog(room: CallRoom, local: LocalView, mode: Mode, words: Localize): TemplateResult {
  const { t } = words
  return html`
    <dialog class="devices" part="dialog" aria-labelledby="devices" @close=${room.closeDevices}>
      <h3 id="devices">${t(mode === 'video' ? 'devices' : 'devicesVoice')}</h3>
      ${pickers(room, local, mode, words)}
      <form class="row" method="dialog"><button class="quiet" part="button">${t('done')}</button></form>
    </dialog>
  `
}
