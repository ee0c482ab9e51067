// The README's tables. Its prose is a person's; what stands between two marks is made from the manifest.

const cell = (text) => (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim()
const code = (text) => (text ? `\`${cell(text)}\`` : '')

const table = (head, rows) => {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}

/** What somebody sets; `null` is the way to say "none" in code, and says nothing to a reader. */
const initial = ({ default: value }) =>
  value === undefined || /^(null|false|\[\])$/.test(value) ? '' : code(value)

const detail = ({ type }) => code(/^CustomEvent<(.*)>$/s.exec(type?.text ?? '')?.[1])

const signature = ({ name, parameters = [], return: returned }) => {
  const list = parameters.map((one) => `${one.name}${one.default === undefined ? '' : '?'}: ${one.type.text}`)
  return code(`${name}(${list.join(', ')}): ${returned?.type.text ?? 'void'}`)
}

const plain = (title) => (list) =>
  table(
    [title, 'meaning'],
    list.map(({ name, description }) => [name === '' ? '(default)' : code(name), cell(description)]),
  )

/** Makes the table that stands under a mark of that name. */
const TABLES = {
  attributes: ({ attributes, nativeAttributes }) =>
    table(
      ['attribute', 'type', 'default', 'meaning'],
      [...attributes, ...nativeAttributes].map((one) => [
        code(one.name),
        code(one.type?.text),
        initial(one),
        cell(one.description),
      ]),
    ),
  properties: ({ bareProperties }) =>
    table(
      ['property', 'type', 'default', 'meaning'],
      bareProperties.map((one) => [
        code(one.name),
        code(one.type?.text),
        initial(one),
        cell(one.description),
      ]),
    ),
  'read-only properties': ({ readings }) =>
    table(
      ['property', 'type', 'meaning'],
      readings.map((one) => [code(one.name), code(one.type?.text), cell(one.description)]),
    ),
  methods: ({ methods }) =>
    table(
      ['method', 'meaning'],
      methods.map((one) => [signature(one), cell(one.description)]),
    ),
  events: ({ events }) =>
    table(
      ['event', 'detail', 'meaning'],
      events.map((one) => [code(one.name), detail(one), cell(one.description)]),
    ),
  slots: ({ slots }) => plain('slot')(slots),
  parts: ({ parts }) => plain('part')(parts),
  states: ({ states }) => plain('state')(states.map((one) => ({ ...one, name: `:state(${one.name})` }))),
  'custom properties': ({ cssProperties }) =>
    table(
      ['custom property', 'default', 'meaning'],
      cssProperties.map((one) => [code(one.name), code(one.default), cell(one.description)]),
    ),
}

const MARKED = /<!-- ([a-z -]+) of <([a-z-]+)>, by `npm run generate` -->\n[\s\S]*?<!-- end -->/g

/** The text with every marked table made anew. */
export function withTables(text, elements) {
  return text.replace(MARKED, (whole, kind, tag) => {
    const element = elements.find((one) => one.tag === tag)
    const make = TABLES[kind]
    if (!element || !make) throw new Error(`There is nothing to fill this mark with: ${whole.split('\n')[0]}`)
    return `${whole.split('\n')[0]}\n${make(element)}<!-- end -->`
  })
}

/** Tables that no mark in the text asks for: a mark that got lost would leave its table to age. */
export const unmarked = (text, tag) =>
  Object.keys(TABLES).filter((kind) => !text.includes(`<!-- ${kind} of <${tag}>, by`))

/** The tables of one element, each under a heading: what a reader without the README gets. */
export const allTables = (element) =>
  Object.entries(TABLES)
    .map(([kind, make]) => [kind, make(element)])
    // Head and rule alone: there are none.
    .filter(([, made]) => made.split('\n').length > 3)
    .map(([kind, made]) => `### ${kind[0].toUpperCase()}${kind.slice(1)}\n\n${made}`)
    .join('\n')
