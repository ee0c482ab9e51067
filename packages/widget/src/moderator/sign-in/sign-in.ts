import { html, nothing, type TemplateResult } from 'lit'
import { seam } from '../../seam/seam.js'
import { sentence } from '../desk/sentence.js'
import { passkeysHere } from '../passkey.js'
import type { Room } from '../room.js'
import type { Words } from '../words.js'

/** What an operator types to get a link. */
const COMMAND = 'stranger-chat moderator invite'

/** Who isn't signed in yet, or no longer. */
export function signIn({ desk, words }: Room): TemplateResult {
  const { seat, busy } = desk
  const { t } = words
  if (seat.at !== 'out') {
    return html`<div class="door"><p class="muted" role="status">${seam('apart', 'large')}${t('checking')}</p></div>`
  }
  const byKey = desk.passkeys && passkeysHere() && seat.why !== 'unreachable'
  return html`
    <div class="door" data-why=${seat.why}>
      ${seam(seat.why === 'unreachable' ? 'held' : seat.why === 'new' ? 'rest' : 'parted', 'large')}
      <h2 class="voice" tabindex="-1" data-focus>${t(`out_${seat.why}`)}</h2>
      ${'error' in seat ? html`<p class="trouble">${sentence(seat.error, words)}</p>` : nothing}
      ${seat.why === 'expired' ? html`<p>${t('expiredKept')}</p>` : nothing}
      ${seat.why === 'unreachable' ? html`<p>${t('unreachableHint')}</p>` : nothing}
      <div class="row">
        ${
          byKey
            ? html`<button
              class="primary"
              aria-disabled=${busy}
              @click=${() => void desk.passkey('signin')}
            >
              ${t('usePasskey')}
            </button>`
            : nothing
        }
        ${
          desk.provider !== null && seat.why !== 'unreachable'
            ? html`<button
              class=${byKey ? 'quiet' : 'primary'}
              @click=${() => location.assign(desk.api.providerUrl)}
            >
              ${t('useProvider', { name: desk.provider })}
            </button>`
            : nothing
        }
        <button
          class=${byKey || desk.provider !== null ? 'quiet' : 'primary'}
          aria-disabled=${busy}
          @click=${() => (busy ? undefined : void desk.enter())}
        >
          ${t('checkAgain')}
        </button>
      </div>
      ${seat.why === 'unreachable' ? nothing : ways(words, byKey)}
    </div>
  `
}

function ways({ t }: Words, byKey: boolean): TemplateResult {
  const [before = '', after = ''] = t(byKey ? 'linkOr' : 'linkHow', { command: '\n' }).split('\n')
  return html`<p class="muted">${before}<code>${COMMAND}</code>${after}</p>`
}
