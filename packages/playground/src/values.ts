import type { Attribute, Property } from './facts.ts'

/**
 * What may stand in an attribute or a declaration. Everything that is chosen comes through here, from the page's own fields as
 * well as from a link that somebody sent: what comes out can be printed.
 */

const LONGEST = 200
/** Control characters, halves of pairs, and what turns the text after it around. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** The value as it is kept; empty for the default, null for what can't be one. A switch that is on is `on`. */
export function attributeValue({ kind, choices, initial }: Attribute, raw: string): string | null {
  if (raw === initial) return ''
  if ([...raw].length > LONGEST || UNPRINTABLE.test(raw)) return null
  switch (kind) {
    case 'switch':
      return raw === '' || raw === 'on' ? raw : null
    case 'choice':
      return choices.includes(raw) ? raw : null
    case 'number':
      return /^(0|[1-9]\d{0,8})?$/.test(raw) ? raw : null
    case 'address':
      return raw === '' ? raw : address(raw)
    case 'text':
      return raw
  }
}

/** An http(s) address without names, questions and a slash at its end. */
function address(raw: string): string | null {
  if (!URL.canParse(raw)) return null
  const url = new URL(raw)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  if (url.search !== '' || url.hash !== '') return null
  const clean = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  return /["'<>\\`\s]/.test(clean) || clean.length > LONGEST ? null : clean
}

/** Nothing that fetches, and nothing that depends on the page around. */
const FUNCTIONS = new Set(
  'rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark calc min max clamp'.split(' '),
)

/** A value of a custom property as it is kept: letters, numbers, quoted names and functions that make colours and lengths. */
export function propertyValue({ initial }: Property, raw: string): string | null {
  const value = raw.replaceAll(/[ \t\r\n]+/g, ' ').trim()
  if (value === initial) return ''
  if (value.length > LONGEST || !/^[\w #%.,()'"+*/-]*$/.test(value) || /\/\*|\*\/|--/.test(value)) return null
  const bare = value.replaceAll(/"[^"()]*"|'[^'()]*'/g, 'x')
  if (/["']/.test(bare) || !isBalanced(bare)) return null
  for (const [, name = ''] of bare.matchAll(/([\w-]*)\(/g))
    if (name !== '' && !FUNCTIONS.has(name.toLowerCase())) return null
  return value
}

function isBalanced(text: string): boolean {
  let depth = 0
  for (const letter of text) {
    if (letter === '(') depth++
    if (letter === ')' && --depth < 0) return false
  }
  return depth === 0
}
