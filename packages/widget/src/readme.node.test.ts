import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../README.md')

interface Named {
  readonly name: string
}
interface Declaration {
  readonly tagName?: string
  readonly attributes: readonly Named[]
  readonly members: readonly (Named & {
    readonly kind: string
    readonly privacy?: string
    readonly static?: boolean
  })[]
  readonly events: readonly Named[]
  readonly slots: readonly Named[]
  readonly cssParts: readonly Named[]
}

const { modules } = JSON.parse(read('../custom-elements.json')) as {
  readonly modules: readonly { readonly declarations?: readonly Declaration[] }[]
}
const element = modules
  .flatMap(({ declarations = [] }) => declarations)
  .find(({ tagName }) => tagName === 'stranger-chat')

/** Lifecycle that Lit asks for, and what only the element's own parts use. */
const INNER = /^(#|connectedCallback|disconnectedCallback|attributeChangedCallback|timing$)/

test('the README names everything the manifest does', () => {
  if (!element) throw new Error('build first: the manifest has no <stranger-chat>')
  const { attributes, members, events, slots, cssParts } = element
  const own = members.filter((member) => !INNER.test(member.name) && !member.privacy && !member.static)
  const camel = new Set(
    attributes.map(({ name }) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())),
  )
  const missing = [
    ...attributes,
    ...own.filter(({ name }) => !camel.has(name)),
    ...events,
    ...slots.filter(({ name }) => name !== ''),
    ...cssParts,
  ].filter(({ name }) => !readme.includes(`\`${name}\``) && !readme.includes(`\`${name}(`))
  expect(missing.map(({ name }) => name)).toEqual([])
})

test('the README names every custom property, and no other', () => {
  const styles = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(styles|tokens)\.ts$/.test(path))
    .map((path) => read(path))
    .join('\n')
  const names = (text: string) => [...new Set(text.match(/--sc-[a-z-]+/g))].sort()
  expect(names(readme)).toEqual(names(styles))
})
