import { html, nothing, type TemplateResult } from 'lit'
import { seam, type SeamState } from '../seam/seam.js'
import type { View } from '../view.js'
import { lasted } from './lasted.js'
import { openers } from './openers.js'

const STEP_MS = 5_000

/** What the state of the talk is called by the seam. */
export function seamState({ state }: View): SeamState {
  if (state.phase === 'ended') return 'parted'
  const held = state.connection === 'reconnecting' || (state.phase === 'chatting' && state.chat?.away)
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

function searching(view: View): Said {
  const { after, words } = view
  const { t, time } = words
  const ms = lasted(view)
  // In steps of five seconds: a number that changes every second is a clock to stare at.
  const spell = time(Math.floor(ms / STEP_MS) * STEP_MS)
  return {
    title: after?.bad(view)?.[0] ?? lookingFor(view),
    body: html`
      <p class="lines muted">
        ${ms < STEP_MS ? t('elapsedStart') : t('elapsed', { time: spell })} ${after?.crowd(view) ?? nothing}
      </p>
      ${after?.waiting(view) ?? nothing}
      <slot name="searching"></slot>
    `,
  }
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
