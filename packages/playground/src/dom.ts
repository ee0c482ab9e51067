type Props = Readonly<Record<string, string | boolean | EventListener>>

/** An element with attributes, listeners and what is in it; text is text and nothing else. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (typeof value === 'string') element.setAttribute(name, value)
    else element.toggleAttribute(name, value)
  }
  element.append(...children)
  return element
}

/** What the page's HTML has by this id. */
export function byId(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`)
  if (!found) throw new Error(`The page has no #${id}.`)
  return found
}

/** A docstring's `code` as such. */
export const prose = (text: string): (Node | string)[] =>
  text.split('`').map((part, i) => (i % 2 === 1 ? make('code', {}, part) : part))
