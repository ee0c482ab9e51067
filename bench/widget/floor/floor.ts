// The least there can be: a box that scrolls, a row for each message, a field. No names, no times, no states, no words for
// anybody who can't see it.

/** A chat by hand. */
export class Floor {
  readonly #box = document.createElement('div')
  readonly list = document.createElement('div')
  readonly field = document.createElement('input')

  constructor() {
    this.#box.className = 'floor'
    this.#box.style.cssText = 'display:flex;flex-direction:column;font:16px/1.4 sans-serif'
    this.list.style.cssText = 'flex:1;overflow-y:auto'
    this.field.placeholder = 'Message'
    this.#box.append(this.list, this.field)
  }

  show(): void {
    document.body.append(this.#box)
  }

  say(text: string): void {
    const row = document.createElement('div')
    row.append(text)
    this.list.append(row)
    this.list.scrollTop = this.list.scrollHeight
  }
}
