import { isBoolean, isNumber } from './elements.mjs'

// Declarations that teach a framework's templates our tags. A property has the type that the class gives it; an attribute
// with a name of its own takes what its text means. Handlers know their event's detail.

const HEAD = '// Made from custom-elements.json: change the docstrings of the element instead.\n'

const doc = ({ description = '', default: initial }) => {
  const text = [description, initial === undefined ? '' : `Default: \`${initial}\`.`]
    .filter(Boolean)
    .join(' ')
  return text === '' ? '' : `  /** ${text.replace(/\s+/g, ' ')} */\n`
}

const attributeType = (attribute) => {
  if (isBoolean(attribute)) return "boolean | ''"
  return isNumber(attribute) ? 'number | `${number}`' : 'string | null'
}

/** A list is read from text, too, wherever it has an attribute. */
const orText = ({ type, attribute }) => (attribute && type?.text.includes('string[]') ? ' | string' : '')

/** Every property, and each attribute that is spelled differently. */
function props({ name, properties, attributes }) {
  const lines = properties.map(
    (property) =>
      `${doc(property)}  ${property.name}?: ${name}['${property.name}']${orText(property)} | undefined\n`,
  )
  for (const attribute of attributes.filter((one) => one.name !== one.fieldName)) {
    lines.push(`${doc(attribute)}  '${attribute.name}'?: ${attributeType(attribute)} | undefined\n`)
  }
  return `export interface ${name}Props {\n${lines.join('')}}\n`
}

/** `spell` makes the names under which a framework listens for an event. */
function handlers({ name, events }, spell) {
  if (events.length === 0) return ''
  const lines = events.flatMap((event) =>
    spell(event.name).map(
      (key) => `${doc(event)}  ${key}?: ((event: ${name}EventMap['${event.name}']) => void) | undefined\n`,
    ),
  )
  return `export interface ${name}Handlers {\n${lines.join('')}}\n\n`
}

const ours = ({ name, events }) =>
  [`${name}Props`, ...(events.length > 0 ? [`${name}Handlers`] : [])].join(' & ')

const relative = (file) => `../${file.replace(/^dist\//, '')}`

const classImports = (elements) =>
  elements.map(({ name, file }) => `import type { ${name} } from '${relative(file)}'\n`).join('')

const eventImports = (elements) =>
  elements
    .filter(({ events }) => events.length > 0)
    .map(({ name }) => `import type { ${name}EventMap } from '../events.js'\n`)
    .join('')

const propImports = (elements) =>
  `import type { ${elements.map(({ name }) => `${name}Props`).join(', ')} } from './props.js'\n`

/** One framework's file: its imports, the handlers, and an augmentation with one line for each tag. */
const declaration = (elements, { imports, spell, open, line, close }) =>
  [
    HEAD,
    imports,
    classImports(elements),
    eventImports(elements),
    propImports(elements),
    '\n',
    ...elements.map((element) => handlers(element, spell)),
    open,
    ...elements.map((element) => line(element)),
    close,
  ].join('')

const dashed = (event) => [`'on${event}'`]

const FRAMEWORKS = {
  react: {
    imports: "import type { DetailedHTMLProps, HTMLAttributes } from 'react'\n",
    spell: dashed,
    open: "declare module 'react' {\n  namespace JSX {\n    interface IntrinsicElements {\n",
    line: (element) =>
      `      '${element.tag}': DetailedHTMLProps<HTMLAttributes<${element.name}>, ${element.name}> & ${ours(element)}\n`,
    close: '    }\n  }\n}\n',
  },
  preact: {
    imports: "import type { HTMLAttributes } from 'preact'\n",
    spell: dashed,
    open: "declare module 'preact' {\n  namespace JSX {\n    interface IntrinsicElements {\n",
    line: (element) =>
      `      '${element.tag}': Omit<HTMLAttributes<${element.name}>, keyof ${element.name}Props> & ${ours(element)}\n`,
    close: '    }\n  }\n}\n',
  },
  vue: {
    imports: "import type { HTMLAttributes, ReservedProps } from 'vue'\n",
    // Templates say `@sc-match`; the compiler asks for `onScMatch`.
    spell: (event) => [`on${event.replace(/(^|-)(\w)/g, (_, _dash, letter) => letter.toUpperCase())}`],
    open: "declare module 'vue' {\n  interface GlobalComponents {\n",
    line: (element) =>
      `    '${element.tag}': new () => ${element.name} & {\n` +
      `      $props: HTMLAttributes & ReservedProps & ${ours(element)}\n    }\n`,
    close: '  }\n}\n',
  },
  svelte: {
    imports: "import type { HTMLAttributes } from 'svelte/elements'\n",
    spell: (event) => [`'on${event}'`, `'on:${event}'`],
    open: "declare module 'svelte/elements' {\n  interface SvelteHTMLElements {\n",
    line: (element) => `    '${element.tag}': HTMLAttributes<${element.name}> & ${ours(element)}\n`,
    close: '  }\n}\n',
  },
}

/** Name and text of every file; each `.d.ts` has a script that does nothing, so that importing it works everywhere. */
export function frameworkFiles(elements) {
  const files = new Map()
  const interfaces = elements.map((element) => props(element)).join('\n')
  files.set('props.d.ts', `${HEAD}${classImports(elements)}\n${interfaces}`)
  for (const [framework, parts] of Object.entries(FRAMEWORKS)) {
    files.set(`${framework}.d.ts`, declaration(elements, parts))
    files.set(`${framework}.js`, 'export {}\n')
  }
  return files
}
