import type { ReportPreview } from '@stranger-chat/core'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { MessageKey } from '../messages.js'
import type { View } from '../view.js'
import type { Draft } from './draft.js'
import type { ReportRoom } from './room.js'

type Entry = ReportPreview['entries'][number]

/** Entries that aren't words. */
const KINDS: Readonly<Record<string, MessageKey>> = {
  signal: 'entrySignal',
  consent: 'entryConsent',
  delete: 'entryDelete',
  void: 'entryVoid',
  end: 'entryEnd',
}

/**
 * The span as it will be handed in. Each message can be ticked; what isn't is context and looks like it. The list is one
 * stop for Tab: arrow keys walk, since nobody should have to tab through two hundred boxes to reach Send.
 */
export function entries(
  { words: { t, clock } }: View,
  room: ReportRoom,
  { picked, at: here }: Draft,
  { entries: list }: ReportPreview,
): TemplateResult {
  const stop = list.find(({ offset }) => offset === here) ?? list.findLast(isWords)
  const row = ({ entry, n }: Row) => {
    const { offset, from } = entry
    const mine = from === 'me'
    const line = said(entry, t, clock, n)
    return isWords(entry)
      ? html`<li>
          <label class="entry ${mine ? 'mine' : 'theirs'} ${picked.has(offset) ? 'picked' : ''}">
            <input
              type="checkbox"
              tabindex=${entry === stop ? 0 : -1}
              .checked=${picked.has(offset)}
              @focus=${() => room.change({ at: offset })}
              @change=${() => room.pick(offset)}
            />
            ${line}
          </label>
        </li>`
      : html`<li><p class="entry muted">${line}</p></li>`
  }
  return html`
    <p class="small muted" id="entries-hint">${t('evidenceHint')}</p>
    <div role="group" aria-label=${t('evidenceTitle')} aria-describedby="entries-hint" @keydown=${walk}>
      <ol class="entries">
        ${repeat(rows(list), ({ entry }) => entry.offset, row)}
      </ol>
    </div>
  `
}

/** The same span, to be read and not picked from. */
export function readOnly({ words: { t, clock } }: View, { entries: list }: ReportPreview): TemplateResult {
  return html`<ol class="entries" aria-label=${t('evidenceTitle')}>
    ${repeat(
      rows(list),
      ({ entry }) => entry.offset,
      ({ entry, n }) => html`<li><p class="entry muted">${said(entry, t, clock, n)}</p></li>`,
    )}
  </ol>`
}

interface Row {
  readonly entry: Entry
  /** How many entries the row stands for. */
  readonly n: number
}

/** A call makes dozens of signals, and nobody reads them: a run of them is one row, so that the words aren't lost among them. */
function rows(list: readonly Entry[]): readonly Row[] {
  const found: Row[] = []
  for (const entry of list) {
    const last = found.at(-1)
    if (entry.kind === 'signal' && last?.entry.kind === 'signal')
      found[found.length - 1] = { entry: last.entry, n: last.n + 1 }
    else found.push({ entry, n: 1 })
  }
  return found
}

/** Who said it, what, and when. */
function said(
  { from, at, text, kind }: Entry,
  t: View['words']['t'],
  clock: View['words']['clock'],
  n: number,
): TemplateResult {
  const who =
    from === 'server' || kind === 'signal'
      ? nothing
      : html`<span class="who">${t(from === 'me' ? 'saysYou' : 'saysStranger')}</span>`
  const quote = html`<span class="quote" dir="auto">${text ?? t(KINDS[kind] ?? 'unsupported', { n })}</span>`
  return html`<span class="said">${who}${quote} <time class="small muted">${clock(at)}</time></span>`
}

const isWords = ({ text, from }: Entry): boolean => text !== null && from !== 'server'

/** Up, Down, Home and End move from box to box. */
function walk(event: KeyboardEvent): void {
  const boxes = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLInputElement>('input')]
  const at = boxes.findIndex((box) => box === event.target)
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: boxes.length - 1 }[event.key]
  if (to === undefined || at < 0) return
  event.preventDefault()
  boxes[to]?.focus()
}
