// Parts, slots and custom properties are facts of templates and styles. Whoever adds one and doesn't describe it, or describes
// one that is gone, can't build the manifest.

/** What stands between the bracket at `from` and its partner. */
function within(text, from) {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth++
    else if (text[at] === ')' && --depth === 0) return text.slice(from + 1, at)
  }
  return ''
}

/** What each `--sc-…` of a style sheet falls back to; the first is its default, others are for a layout or a look. */
export function fallbacks(css) {
  const found = new Map()
  for (const { 1: name, index } of css.matchAll(/var\(\s*(--sc-[\w-]+)/g)) {
    const [, ...rest] = within(css, css.indexOf('(', index)).split(',')
    const value = rest.join(',').replace(/\s+/g, ' ').trim()
    found.set(name, [...(found.get(name) ?? []), ...(value === '' ? [] : [value])])
  }
  return found
}

/** Names in an attribute of a template; what is put in at run time can't be read here. */
export const named = (html, pattern) =>
  [...html.matchAll(pattern)]
    .flatMap(([, names]) => names.replace(/\S*\$\{[^}]*\}\S*/g, '').split(/\s+/))
    .filter(Boolean)

function compare(kind, said, used, where) {
  const unsaid = [...used].filter((name) => !said.has(name))
  if (unsaid.length > 0)
    throw new Error(`Say in the docstring (${where}) what ${kind} ${unsaid.join(', ')} is.`)
}

const names = (list) => new Set((list ?? []).map(({ name }) => name))

/** `docs` is where an element's outside is described; rooms of `except` are another element's. */
export const templates = ({ element: className, docs, except }) => {
  const parts = new Set()
  const slots = new Set()
  const properties = new Map()
  return {
    name: 'templates',
    collectPhase({ ts, node }) {
      if (!ts.isTaggedTemplateExpression(node)) return
      const file = node.getSourceFile().fileName
      const text = node.template.getText()
      const tag = node.tag.getText()
      if (tag === 'css') {
        for (const [name, values] of fallbacks(text)) {
          properties.set(name, [...(properties.get(name) ?? []), ...values])
        }
      } else if (tag === 'html' && !except.test(file)) {
        for (const name of named(text, /\bpart="([^"]*)"/g)) parts.add(name)
        for (const name of named(text, /<slot name="([^"]*)"/g)) slots.add(name)
      }
    },
    packageLinkPhase({ customElementsManifest }) {
      const all = customElementsManifest.modules.flatMap(({ declarations = [] }) => declarations)
      const element = all.find(({ name }) => name === className)
      compare('the part', names(element.cssParts), parts, docs)
      compare('the slot', names(element.slots), slots, docs)
      compare('the custom property', names(element.cssProperties), properties.keys(), docs)
      const gone = [...names(element.cssProperties)].filter((name) => !properties.has(name))
      if (gone.length > 0) throw new Error(`No style reads ${gone.join(', ')}: take it out of ${docs}.`)
      for (const property of element.cssProperties) {
        const values = properties.get(property.name)
        property.default ??= values[0]
        if (values.includes(property.default)) continue
        throw new Error(`${docs} gives ${property.name} a default that no style has: ${property.default}.`)
      }
    },
  }
}
