import { html, nothing, type TemplateResult } from 'lit'
import type { View } from '../view.js'
import type { Draft } from './draft.js'
import type { ReportRoom } from './room.js'
import type { Shot } from './shots.js'

/** What the person saw in the call: covered until they look, and left here unless they tick it. */
export function pictures(
  { words: { t } }: View,
  room: ReportRoom,
  draft: Draft,
): TemplateResult | typeof nothing {
  const shots = room.shots.of(draft)
  if (shots.length === 0) return nothing
  const row = (shot: Shot, i: number) => {
    const name = t('picture', { n: i + 1, all: shots.length })
    const bare = room.shots.isBare(shot)
    return html`<li><div role="group" aria-label=${name}>
      <div class="shot ${bare ? 'shown' : ''}">
        <span role="img" aria-label=${name} aria-hidden=${!bare}>${shot.canvas}</span>
        <button type="button" class="quiet" part="button" aria-pressed=${bare} @click=${() => room.look(shot)}>
          ${t(bare ? 'pictureCover' : 'pictureShow')}
        </button>
      </div>
      <label class="option">
        <input
          type="checkbox"
          .checked=${draft.pictures.has(shot.blob)}
          aria-describedby="shots-hint"
          @change=${() => room.take(shot)}
        /><span>${t('pictureSend')}</span>
      </label>
    </div></li>`
  }
  return html`
    <h3 id="shots-title">${t('picturesTitle')}</h3>
    <p class="small muted" id="shots-hint">${t('picturesHint')}</p>
    <ul class="shots" aria-labelledby="shots-title">${shots.map(row)}</ul>
  `
}
