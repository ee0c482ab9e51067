import type { ShownReport } from '@stranger-chat/core/api'
import { html, nothing, type TemplateResult } from 'lit'
import type { Room } from '../room.js'

/** What a reporter says they saw. It is fetched when somebody asks for it, and blurred and grey until they look. */
export function pictures(report: ShownReport, room: Room): TemplateResult | typeof nothing {
  const { desk, words } = room
  const { t } = words
  const { pictures: all = [] } = report
  const { gallery, file } = desk.work
  if (all.length === 0) return nothing
  const away = all.filter((one) => gallery.of(one) === undefined).length
  // The server says so too.
  const isSeniors = file?.row.reason === 'underage' && !desk.may.hold
  return html`
    <section class="pictures" aria-labelledby="pictures-title">
      <h4 id="pictures-title">${t('pictures')} <span class="tag">${t('picturesTag')}</span></h4>
      <p class="small muted">${t(isSeniors ? 'picturesSenior' : 'picturesWhy')}</p>
      ${
        isSeniors || away === 0
          ? nothing
          : html`<button class="quiet slim" @click=${() => void gallery.fetch(report)}>
              ${t('picturesGet', { n: away })}
            </button>`
      }
      <ul class="prints">
        ${all.map((one, i) => print(one, t('pictureOf', { n: i + 1, all: all.length }), room))}
      </ul>
    </section>
  `
}

function print(id: string, name: string, { desk, words: { t } }: Room): TemplateResult | typeof nothing {
  const { gallery, opened } = desk.work
  const found = gallery.of(id)
  if (found === undefined) return nothing
  if (typeof found === 'string')
    return html`<li class="small muted">
      <span class="hidden">${name}: </span>${t(found === 'coming' ? 'pictureComing' : 'pictureBroken')}
    </li>`
  const key = `picture ${id}`
  const bare = opened.has(key)
  const turn = () => {
    if (!opened.delete(key)) opened.add(key)
    desk.host.changed()
  }
  return html`<li><div role="group" aria-label=${name}>
    <span class="print ${bare ? 'shown' : ''}" role="img" aria-label=${name} aria-hidden=${!bare}>${found}</span>
    <button class="quiet slim" aria-pressed=${bare} @click=${turn}>${t(bare ? 'pictureCover' : 'pictureLift')}</button>
  </div></li>`
}
