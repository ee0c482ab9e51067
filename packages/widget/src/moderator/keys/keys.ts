import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { type Command, COMMAND_LIST, type KeyRefusal } from '../keymap.js'
import type { Room } from '../room.js'

/** What the dialog of keys is at. */
export interface KeysState {
  /** Which command waits for its new key. */
  readonly waiting: Command | null
  readonly refused: KeyRefusal | null
}
export const CALM: KeysState = { waiting: null, refused: null }

/** The legend at the foot: what a hand needs most. */
const LEGEND: readonly Command[] = ['next', 'nothing', 'message', 'undo', 'peek', 'back', 'keys']

export function legend({ desk, words, key, run }: Room): TemplateResult {
  const { t } = words
  const { keymap } = desk.host.prefs
  return html`
    <footer class="legend small">
      ${
        keymap.on
          ? html`${LEGEND.filter((command) => command !== 'keys').map((command) =>
              desk.may.open ? html`<span>${key(command)} ${t(`command_${command}`)}</span>` : nothing,
            )}
            ${
              desk.may.open
                ? html`<span><kbd>${keymap.key('macro1')}–${keymap.key('macro6')}</kbd> ${t('choose')}</span
                  ><span><kbd>${t('enter')}</kbd> ${t('confirmShort')}</span>`
                : nothing
            }`
          : html`<span>${t('keysOff')}</span>`
      }
      <button class="bare slim" @click=${() => run('keys')}>${t('keys')}${key('keys')}</button>
    </footer>
  `
}

/** Every key, to be moved or switched off. */
export function keysDialog(
  state: KeysState,
  { desk, words }: Room,
  set: (state: KeysState) => void,
  close: () => void,
): TemplateResult {
  const { t } = words
  const { keymap } = desk.host.prefs
  const press = (event: KeyboardEvent) => {
    const { waiting } = state
    if (!waiting || ['Shift', 'Control', 'Alt', 'Meta', 'Tab', 'AltGraph'].includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') return set(CALM)
    const refused = keymap.move(waiting, event.key)
    set({ waiting: refused ? waiting : null, refused })
  }
  return html`
    <dialog class="keys" aria-labelledby="keys-title" @close=${close} @keydown=${press}>
      <div class="row between">
        <h3 id="keys-title" class="voice">${t('keysTitle')}</h3>
        <button class="quiet slim" @click=${close}>${t('close')}</button>
      </div>
      <p class="muted small">${t('keysWhy')}</p>
      <label class="option">
        <input
          type="checkbox"
          .checked=${live(keymap.on)}
          @change=${() => {
            keymap.on = !keymap.on
            set(CALM)
          }}
        />
        <span>${t('keysOn')}</span>
      </label>
      <p class="refused" role="status">${refusal(state, words.t)}</p>
      <ul class="commands">
        ${COMMAND_LIST.map(
          (command) => html`<li>
            <span>${t(`command_${command}`)}</span>
            <button
              class="quiet slim"
              aria-pressed=${state.waiting === command}
              aria-disabled=${!keymap.on}
              @click=${() => (keymap.on ? set({ waiting: command, refused: null }) : undefined)}
            >
              ${state.waiting === command ? t('pressKey') : html`<kbd>${keymap.key(command)}</kbd>`}<span class="hidden"
                >${t('changeKey', { command: t(`command_${command}`) })}</span
              >
            </button>
          </li>`,
        )}
      </ul>
      <button
        class="quiet slim"
        @click=${() => {
          keymap.reset()
          set(CALM)
        }}
      >
        ${t('keysReset')}
      </button>
    </dialog>
  `
}

function refusal({ refused, waiting }: KeysState, t: Room['words']['t']): string {
  if (refused?.why === 'taken') return t('keyTaken', { command: t(`command_${refused.by}`) })
  if (refused) return t('keyUnfit')
  return waiting ? t('keyWaiting', { command: t(`command_${waiting}`) }) : ''
}
