import { html, nothing, type TemplateResult } from 'lit'
import { seam, type SeamState } from '../seam/seam.js'
import type { View } from '../view.js'
import { openers } from './openers.js'

/** When "Search wider" is offered, and when a search counts as lonely; in ms. */
export const WIDER_MS = 15_000
export const LONELY_MS = 45_000
const STEP_MS = 5_000
/** Fewer waiting people than this are nobody's business. */
const COUNT_FROM = 10

/** What the state of the talk is called by the seam. */
export function seamState({ state }: View): SeamState {
  if (state.phase === 'ended') return 'parted'
  const held =
    state.connection === 'reconnecting' || (state.phase === 'chatting' && state.chat?.present === false)
  if (held) return 'held'
  return state.phase === 'chatting' ? 'drawn' : 'apart'
}

/**
 * The middle of the talk while there are no words in it: searching, just matched, or over before it began. One seam
 * stays through all three, so that its line is seen to draw.
 */
export function stage(view: View): TemplateResult {
  const { phase } = view.state
  const said = phase === 'searching' ? searching(view) : phase === 'chatting' ? matched(view) : over(view)
  return html`
    <div class="scroll" data-room="stage">
      <div class="sheet stage column">
        ${seam(seamState(view), 'large')}
        <h2 class="voice">${said.title}</h2>
        ${said.body}
      </div>
    </div>
  `
}

interface Said {
  readonly title: string
  readonly body: TemplateResult
}

/** What is being looked for, in one sentence; said aloud as well. */
export function lookingFor({ state, flow, words }: View): string {
  const { t, list } = words
  const { search } = state
  const open =
    flow.widened || !search || search.interests.length === 0 || search.relaxed.includes('interests')
  return open ? t('looking') : t('lookingInterests', { interests: list(search.interests, 'disjunction') })
}

/** How long the person has been searching. After a reload only the client knows. */
const lasted = ({ flow, state, now }: View): number => now - (flow.since ?? state.search?.since ?? now)

/** What a search has to say when it isn't going well: the sentence and what to make of it. */
export function bad(view: View): readonly [sentence: string, hint: string] | null {
  const { t } = view.words
  const { search } = view.state
  if (search?.reason === 'only_you') return [t('onlyYou'), t('onlyYouHint')]
  if (lasted(view) < LONELY_MS) return null
  // While others wait it would be untrue that nobody is here.
  return [t((search?.waiting ?? 0) > 1 ? 'lonelyFit' : 'lonely'), t('lonelyHint')]
}

function searching(view: View): Said {
  const { state, flow, words, chime } = view
  const { t, time } = words
  const { search, hours } = state
  const ms = lasted(view)
  const trouble = bad(view)
  const named = (search?.interests.length ?? 0) > 0
  const relaxed = search?.relaxed ?? []
  const notes = [
    ...(relaxed.includes('interests') && named ? [t('relaxedInterests')] : []),
    ...(relaxed.includes('languages') ? [t('relaxedLanguages')] : []),
  ]
  const canWiden = ms >= WIDER_MS && !flow.widened && named && !relaxed.includes('interests')
  // In steps of five seconds: a number that changes every second is a clock to stare at.
  const spell = time(Math.floor(ms / STEP_MS) * STEP_MS)
  return {
    title: trouble?.[0] ?? lookingFor(view),
    body: html`
      <div class="lines muted">
        <p>${ms < STEP_MS ? t('elapsedStart') : t('elapsed', { time: spell })} ${waiting(view)}</p>
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
      <slot name="searching"></slot>
    `,
  }
}

function waiting({ state, words }: View): string | typeof nothing {
  const n = state.search?.waiting ?? 0
  return n >= COUNT_FROM ? words.t('waiting', { n }) : nothing
}

/** What the two have in common, in one sentence; said aloud as well. */
export function matchSentence({ state, words }: View): string {
  const { t, list } = words
  const { chat } = state
  if (chat && chat.shared.length > 0) return t('matchedBoth', { interests: list(chat.shared) })
  return chat?.met ? t('metBefore') : t('matched')
}

function matched(view: View): Said {
  const { state, words, composer } = view
  const { t } = words
  return {
    title: matchSentence(view),
    body: html`
      <p class="muted">${t('matchedHint')}</p>
      <ul class="openers">
        ${openers(state.chat, t).map(
          (text) => html`
            <li>
              <button type="button" class="quiet" part="button" @click=${() => composer.use(text)}>${text}</button>
            </li>
          `,
        )}
      </ul>
    `,
  }
}

function over(view: View): Said {
  const { after, words } = view
  return {
    title: after?.endSentence(view) ?? words.t('stateEnded'),
    body: html`<div class="row centre">${after?.endButtons(view) ?? nothing}</div>`,
  }
}
