import type { Mode } from '@stranger-chat/core'
import type { ChatMedia } from '@stranger-chat/core/media'
import { html, nothing, svg, type TemplateResult } from 'lit'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import type { CallRoom } from './room.js'

/** Drawn in strokes on 24 by 24, in the button's own ink. */
const SHAPES = {
  microphone: svg`<path d="M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3ZM6 11.5a6 6 0 0 0 12 0M12 17.5V21" />`,
  camera: svg`<path d="M4 7h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1ZM15 11l6-3v8l-6-3" />`,
  devices: svg`<path d="M3 7h10M19 7h2M3 17h2M11 17h10M13 7a3 3 0 1 0 6 0 3 3 0 1 0-6 0ZM5 17a3 3 0 1 0 6 0 3 3 0 1 0-6 0Z" />`,
  hangUp: svg`<path d="M3 14.5c5-4.7 13-4.7 18 0l-2.4 2.6-3.6-1.6v-2.4a11 11 0 0 0-6 0v2.4l-3.6 1.6Z" />`,
  grow: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />`,
  float: svg`<path d="M10 18H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v4M13 13h8v6h-8Z" />`,
} as const
const slash = svg`<path d="M4 4l16 16" />`

const icon = (shape: keyof typeof SHAPES, off = false): TemplateResult => html`
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[shape]}${off ? slash : nothing}</svg>
`

interface Toggle {
  readonly shape: keyof typeof SHAPES
  readonly key: MessageKey
  readonly act: () => void
  /** Null for a button that is no switch. */
  readonly pressed?: boolean
  readonly disabled?: boolean
  readonly look?: string
  readonly dialog?: boolean
}

const button = (
  { shape, key, act, pressed, disabled, look, dialog }: Toggle,
  { words }: View,
): TemplateResult => html`
  <button
    type="button"
    class="square ${pressed ? 'primary' : (look ?? 'quiet')}"
    part="button"
    data-act=${shape}
    aria-label=${words.t(key)}
    title=${words.t(key)}
    aria-pressed=${pressed ?? nothing}
    aria-haspopup=${dialog ? 'dialog' : nothing}
    aria-disabled=${disabled ? 'true' : nothing}
    @click=${disabled ? nothing : act}
  >
    ${icon(shape, pressed && (shape === 'microphone' || shape === 'camera'))}
  </button>
`

/** Mute, camera off, devices, end the call, and Next: in their places from the search to after the end. */
export function controls(view: View, room: CallRoom, media: ChatMedia, mode: Mode): TemplateResult {
  const { camera, microphone } = media.state.local.get()
  const { phase } = media.state.call.get()
  const { state, words, flow } = view
  const on = phase !== 'none' && phase !== 'ended' && state.phase === 'chatting'
  const sound = microphone.state
  const picture = camera.state
  return html`
    <div class="controls row" role="group" aria-label=${words.t('call')}>
      ${button(
        {
          shape: 'microphone',
          key: 'mute',
          pressed: sound === 'off' || sound === 'muted',
          disabled: sound === 'starting',
          act: () =>
            sound === 'off'
              ? void media.start({ microphone: true })
              : media.mute({ microphone: sound === 'on' }),
        },
        view,
      )}
      ${
        mode === 'video'
          ? button(
              {
                shape: 'camera',
                key: 'cameraOff',
                pressed: picture === 'off',
                disabled: picture === 'starting',
                act: () =>
                  picture === 'off' ? void media.start({ camera: true }) : media.release({ camera: true }),
              },
              view,
            )
          : nothing
      }
      ${button(
        {
          shape: 'devices',
          key: mode === 'video' ? 'devices' : 'devicesVoice',
          dialog: true,
          act: room.openDevices,
        },
        view,
      )}
      ${on ? button({ shape: 'hangUp', key: 'hangUp', look: 'quiet danger', act: room.hangUp }, view) : nothing}
      <span class="gap"></span>
      ${
        state.phase === 'searching'
          ? nothing
          : html`<button
            type="button"
            class="next quiet"
            part="button button-next"
            @click=${() => flow.next()}
          >
            ${words.t('next')}
          </button>`
      }
    </div>
  `
}

/** Larger, once both agreed to be seen clearly. */
export function tools(view: View, { screen }: CallRoom): TemplateResult {
  return html`
    <div class="tools">
      ${screen.canFloat ? button({ shape: 'float', key: 'pip', act: screen.float, pressed: screen.floating }, view) : nothing}
      ${screen.canGrow ? button({ shape: 'grow', key: 'fullscreen', act: screen.grow, pressed: screen.grown }, view) : nothing}
    </div>
  `
}
