import { html, nothing, type TemplateResult } from 'lit'
import { seam } from '../seam/seam.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'

/** From this many characters before the limit on, the rest is counted. */
const COUNT_FROM = 200

/** 0 with room enough, 1 near the limit, 2 over it. */
export const tightness = (rest: number): number => (rest < 0 ? 2 : rest < COUNT_FROM ? 1 : 0)

/** How much room is left, said aloud as well when it begins to matter. */
export const roomWords = (rest: number, t: View['words']['t']): string =>
  t(rest < 0 ? 'over' : 'left', { n: Math.abs(rest) })

/**
 * Stop, the field and Send. They stay in place through searching, talking and the end, so that focus does too; the
 * field takes text only while a stranger is there.
 */
export function footer(view: View): TemplateResult {
  const { state, composer, words, flow, stick, keymap } = view
  const { t } = words
  const chatting = state.phase === 'chatting'
  const rest = composer.room
  const ready = chatting && composer.length > 0 && rest >= 0
  const placeholder: MessageKey = chatting
    ? 'placeholder'
    : state.phase === 'searching'
      ? 'placeholderSearching'
      : 'placeholderEnded'
  return html`
    <footer class="footer" part="composer">
      <div class="column">
        <div class="whisper small muted" part="typing">
          ${chatting && state.typing ? html`<span class="typing">${seam('apart')}</span>${t('typing')}` : nothing}
          ${
            tightness(rest) > 0
              ? html`<span id="count" class="count ${rest < 0 ? 'danger' : ''}">${roomWords(rest, t)}</span>`
              : nothing
          }
        </div>
        ${chatting && composer.restorable !== '' ? draft(view) : nothing}
        <form class="compose" @submit=${(event: Event) => (event.preventDefault(), composer.submit())}>
          ${stepper(view)}
          <slot name="composer-start"></slot>
          <div class="grow">
            <textarea
              part="input"
              rows="1"
              dir="auto"
              enterkeyhint=${keymap.keys.send === 'Enter' ? 'send' : 'enter'}
              autocomplete="off"
              data-focus
              aria-label=${t('message')}
              aria-describedby="count"
              aria-invalid=${rest < 0}
              placeholder=${t(placeholder)}
              .readOnly=${!chatting}
              @keydown=${(event: KeyboardEvent) => {
                if (composer.text === '' && keymap.hears('pageUp', event)) stick.page(-1)
                else if (composer.text === '' && keymap.hears('pageDown', event)) stick.page(1)
                composer.onKeydown(event)
              }}
              @beforeinput=${composer.onBeforeInput}
              @input=${composer.onInput}
              @compositionstart=${composer.onComposition}
              @compositionend=${composer.onComposition}
              @blur=${() => flow.armed === 'stop' && flow.disarm()}
            ></textarea>
          </div>
          <slot name="composer-end"></slot>
          <button class="send ${ready ? 'primary' : 'quiet'}" part="button button-send" aria-disabled=${!ready}>${t('send')}</button>
        </form>
      </div>
    </footer>
  `
}

/** The three-state button of 2010: Stop, Really?, New. Esc presses it, or the page's own key for it. */
function stepper({ flow, words, keymap }: View): TemplateResult {
  const { t } = words
  const { step } = flow
  const key = keymap.keys.step
  const name: MessageKey = step === 'end' ? 'really' : step === 'again' ? 'newChat' : 'stop'
  const look = step === 'end' ? 'danger quiet' : step === 'again' ? 'primary' : 'quiet'
  return html`
    <button type="button" class="step ${look}" part="button button-stop" @click=${() => flow.take()} @blur=${() => flow.disarm()}>
      ${t(name)}${key === null ? nothing : html`<kbd aria-hidden="true">${key === 'Escape' ? t('esc') : key}</kbd>`}
    </button>
  `
}

/** In no sentence of anybody's. */
const CUT = '\0'

function draft({ composer, words }: View): TemplateResult {
  const { t } = words
  // The words have an end of their own that may be cut: in one line with the sentence they would lose their beginning to it where
  // one is written from the left and the other from the right.
  const [before, after] = t('draft', { text: CUT }).split(CUT)
  return html`
    <div class="draft small">
      <p class="muted">${before}<span dir="auto">${composer.restorable}</span>${after}</p>
      <button type="button" class="slim bare" @click=${() => composer.restore()}>${t('restore')}</button>
      <button type="button" class="slim bare" aria-label=${t('dismiss')} @click=${() => composer.dismiss()}>
        <span aria-hidden="true">×</span>
      </button>
    </div>
  `
}
