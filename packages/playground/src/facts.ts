/** What can be chosen, as the element's own manifest has it: an attribute that is added there gets its control here by itself. */

export interface Attribute {
  readonly name: string
  readonly kind: 'switch' | 'choice' | 'number' | 'address' | 'text'
  /** Of a choice: its words. The first of one without a default is empty, and stands for leaving it out. */
  readonly choices: readonly string[]
  /** As it would be written in the tag; empty for none. */
  readonly initial: string
  readonly description: string
}

export interface Property {
  readonly name: string
  readonly kind: 'colour' | 'length' | 'time' | 'font'
  readonly initial: string
  /** What a look has instead; null where it has no use for it. */
  readonly looks: Readonly<Record<string, string | null>>
  readonly description: string
}

export interface Facts {
  readonly attributes: readonly Attribute[]
  readonly properties: readonly Property[]
}

interface Described {
  readonly name: string
  readonly description?: string
  readonly default?: string
  /** HTML's own attributes have none. */
  readonly fieldName?: string
  readonly type?: { readonly text: string }
}

/** A part of custom-elements.json: https://github.com/webcomponents/custom-elements-manifest */
export interface Manifest {
  readonly modules: readonly {
    readonly declarations: readonly {
      readonly tagName?: string
      readonly attributes?: readonly Described[]
      readonly cssProperties?: readonly Described[]
    }[]
  }[]
}

export interface Sources {
  readonly manifest: Manifest
  readonly languages: readonly string[]
  /** The style sheet with the tokens, and those of the looks beside the one that is built in. */
  readonly tokens: string
  readonly looks: Readonly<Record<string, string>>
}

export const TAG = 'stranger-chat'

export function readFacts({ manifest, languages, tokens, looks }: Sources): Facts {
  const element = manifest.modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === TAG)
  if (!element) throw new Error(`custom-elements.json has no <${TAG}>: build the widget first.`)
  const { attributes = [], cssProperties = [] } = element
  return {
    attributes: [...attributes]
      // As the docs have them: `lang` and `dir` last.
      .sort((a, b) => Number(a.fieldName === undefined) - Number(b.fieldName === undefined))
      .map((one) => attributeOf(one, languages)),
    properties: cssProperties.map((one) => propertyOf(one, tokens, looks)),
  }
}

function attributeOf(
  { name, description = '', default: raw, type }: Described,
  languages: readonly string[],
): Attribute {
  const text = type?.text ?? 'string'
  const initial = initialOf(raw)
  const base = { name, description, initial }
  if (text === 'boolean') return { ...base, kind: 'switch', choices: [] }
  if (text === 'number') return { ...base, kind: 'number', choices: [] }
  if (name === 'server') return { ...base, kind: 'address', choices: [] }
  const words = name === 'lang' ? languages : wordsOf(text)
  if (words.length === 0) return { ...base, kind: 'text', choices: [] }
  return { ...base, kind: 'choice', choices: initial === '' ? ['', ...words] : words }
}

/** The words of a type that is nothing but quoted words. */
function wordsOf(type: string): string[] {
  const parts = type.split('|').map((part) => part.trim())
  return parts.every((part) => /^'[^']*'$/.test(part)) ? parts.map((part) => part.slice(1, -1)) : []
}

/** `'inline'` and `['text']` as a tag has them; none for what only code can say. */
function initialOf(raw = ''): string {
  if (/^(null|undefined|false)?$/.test(raw)) return ''
  return raw
    .replace(/^\[|\]$/g, '')
    .replaceAll(/'([^']*)'/g, '$1')
    .replaceAll(/,\s*/g, ' ')
}

function propertyOf(
  { name, description = '', default: initial = '' }: Described,
  tokens: string,
  looks: Sources['looks'],
): Property {
  return {
    name,
    kind: kindOf(initial),
    initial,
    looks: Object.fromEntries(
      Object.entries(looks).flatMap(([look, css]) => {
        const own = ownOf(name, tokens, css)
        return own === undefined ? [] : [[look, own]]
      }),
    ),
    description,
  }
}

function kindOf(initial: string): Property['kind'] {
  if (/^(light-dark|oklch|rgb|hsl)\(|^#/.test(initial)) return 'colour'
  if (/^[\d.]+m?s$/.test(initial)) return 'time'
  return /^[\d.]+(px|%|em|rem)$/.test(initial) ? 'length' : 'font'
}

/** What a look's sheet makes of the token that a property feeds: undefined when it leaves it alone. */
function ownOf(property: string, tokens: string, look: string): string | null | undefined {
  const token = new RegExp(`(--_[\\w-]+):\\s*var\\(${property}\\s*,`).exec(tokens)?.[1]
  const own = token && new RegExp(`${token}:([^;]*);`).exec(look)?.[1]?.trim()
  if (!own) return undefined
  const start = `var(${property},`
  return own.startsWith(start) ? own.slice(start.length, -1).trim() : null
}
