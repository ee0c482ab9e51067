/** HTML that may be sent as it stands. Only `html` makes it, so whatever somebody typed comes in escaped or not at all. */
export class Markup {
  readonly #text: string
  constructor(text: string) {
    this.#text = text
  }
  toString(): string {
    return this.#text
  }
}

type Value = string | Markup | readonly Markup[] | undefined

/** A template whose values are text, to stand between tags or in an attribute in double quotes, and nowhere else. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(parts.reduce((all, part, i) => `${all}${write(values[i - 1])}${part}`))
}

function write(value: Value): string {
  if (value === undefined) return ''
  if (value instanceof Markup) return value.toString()
  return typeof value === 'string' ? escape(value) : value.map(write).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
