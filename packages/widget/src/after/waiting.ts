import { html, nothing, type TemplateResult } from 'lit'
import { CROWD, lasted, relaxed } from '../search/lasted.js'
import type { View } from '../view.js'

/** When "Search wider" is offered, and when a search counts as lonely; in ms. */
export const WIDER_MS = 15_000
export const LONELY_MS = 45_000

/** What a search has to say when it isn't going well: the sentence and what to make of it. */
export function bad(view: View): readonly [sentence: string, hint: string] | null {
  const { t } = view.words
  const { search } = view.state
  if (search?.reason === 'only_you') return [t('onlyYou'), t('onlyYouHint')]
  if (lasted(view) < LONELY_MS) return null
  // While others wait it would be untrue that nobody is here.
  return [t((search?.waiting ?? 0) > 1 ? 'lonelyFit' : 'lonely'), t('lonelyHint')]
}

/** What has given way by itself, in words. */
const given = (view: View): readonly string[] =>
  relaxed(view).map((fact) => view.words.t(fact === 'interests' ? 'relaxedInterests' : 'relaxedLanguages'))

/** All of it that is worth hearing, sentence by sentence. */
export const told = (view: View): readonly string[] => [...(bad(view) ?? []), ...given(view)]

/** How many wait, where that is many. */
export function crowd({ state, words }: View): string | typeof nothing {
  const n = state.search?.waiting ?? 0
  return n >= CROWD ? words.t('waiting', { n }) : nothing
}

/** What a search that lasts says of itself, and the ways on. */
export function waiting(view: View): TemplateResult {
  const { state, flow, words, chime } = view
  const { t } = words
  const { search, hours } = state
  const trouble = bad(view)
  const named = (search?.interests.length ?? 0) > 0
  const notes = given(view)
  const canWiden = lasted(view) >= WIDER_MS && !flow.widened && named && !relaxed(view).includes('interests')
  return html`
    <div class="lines muted">
      ${[...(trouble ? [trouble[1]] : []), ...(notes.length > 0 ? [notes.join(' ')] : [])].map((line) => html`<p>${line}</p>`)}
      ${trouble && hours ? html`<p dir="auto">${t('hours', { hours })}</p>` : nothing}
    </div>
    ${
      canWiden
        ? html`<button type="button" class="quiet" part="button" @click=${() => flow.widen()}>${t('wider')}</button>`
        : nothing
    }
    ${
      trouble
        ? html`<label class="option">
          <input
            type="checkbox"
            .checked=${chime.on}
            @change=${(event: Event) => chime.set((event.target as HTMLInputElement).checked)}
          />
          ${t('chime')}
        </label>`
        : nothing
    }
  `
}
