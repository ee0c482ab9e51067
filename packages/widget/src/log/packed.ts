import { html } from 'lit'
import { Directive, directive } from 'lit/directive.js'
import { repeat } from 'lit/directives/repeat.js'
import { packs, type Row } from './rows.js'

/** Remembers, as long as the list is on screen, which row went into which pack. */
class Packed extends Directive {
  #was: ReadonlyMap<string, number> = new Map()

  render(list: readonly Row[], draw: (one: Row) => unknown): unknown {
    const all = packs(list, this.#was)
    this.#was = new Map(all.flatMap(({ id, rows }) => rows.map(({ key }) => [key, id] as const)))
    return repeat(
      all,
      ({ id }) => id,
      ({ rows }) => html`<div class="pack">${repeat(rows, ({ key }) => key, draw)}</div>`,
    )
  }
}

/** Rows with an element round every few of them. */
export const packed = directive(Packed)
