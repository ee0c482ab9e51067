import { posix } from 'node:path'

// What the analyzer finds in the sources, made into what a reader of custom-elements.json needs to know.

const classes = (manifest) =>
  manifest.modules.flatMap((module) => (module.declarations ?? []).filter(({ kind }) => kind === 'class'))

const LISTS = ['attributes', 'slots', 'events', 'cssParts', 'cssProperties', 'cssStates']

/** One entry for each name; what is said of it first wins. */
function merged(said, found) {
  const names = new Set([...said, ...found].map(({ name }) => name))
  const of = (list, name) => list.find((entry) => entry.name === name)
  return [...names].map((name) => ({ ...of(found, name), ...of(said, name) }))
}

/**
 * What is said of an element's outside is longer than a file may be, so a class `X` may have it from a class `XDocs` in a
 * file of its own, which isn't built.
 */
export const docsFiles = {
  name: 'docs-files',
  packageLinkPhase({ customElementsManifest }) {
    const all = classes(customElementsManifest)
    for (const docs of all.filter(({ name }) => name.endsWith('Docs'))) {
      const element = all.find(({ name }) => `${name}Docs` === docs.name)
      if (!element)
        throw new Error(`${docs.name} describes no class: is it spelt as the element's, and "Docs"?`)
      element.description = docs.description
      for (const list of LISTS) {
        if (docs[list]) element[list] = merged(docs[list], element[list] ?? [])
      }
    }
  },
}

/** `Pick<Report, 'chat' | 'reason'>` says less than the members do. */
const spelled = (type) =>
  type
    .replace(/^Pick<(\w+), ([^<>]+)>$/, (_, of, keys) => {
      const members = keys.split('|').map((key) => key.trim())
      return `{ ${members.map((key) => `${key.slice(1, -1)}: ${of}[${key}]`).join('; ')} }`
    })
    .replaceAll('readonly ', '')

/** Details of events are written down once, as an interface; here they reach the manifest. */
export const eventTypes = (file, name) => {
  const details = new Map()
  return {
    name: 'event-types',
    collectPhase({ ts, node }) {
      if (!ts.isInterfaceDeclaration(node) || node.name.text !== name) return
      for (const { name: key, type } of node.members) details.set(key.text, spelled(type.getText()))
    },
    packageLinkPhase({ customElementsManifest }) {
      if (details.size === 0) throw new Error(`${file} has no interface ${name}: where did the events go?`)
      const element = classes(customElementsManifest).find((one) => one.customElement && one.events?.length)
      const events = element?.events ?? []
      for (const event of events) {
        const detail = details.get(event.name)
        if (!detail) throw new Error(`@fires ${event.name}: give it a detail in ${name} (${file}).`)
        event.type = { text: `CustomEvent<${detail}>` }
      }
      const silent = [...details.keys()].filter((key) => !events.some((event) => event.name === key))
      if (silent.length > 0) throw new Error(`Say with @fires what ${silent.join(', ')} of ${file} means.`)
    },
  }
}

/** Lifecycle that the platform or Lit asks for: no caller of ours. */
const LIFECYCLE = /^(connected|disconnected|adopted|attributeChanged)Callback$/

const shown = ({ name, privacy }) => !name.startsWith('#') && (privacy ?? 'public') === 'public'

/** Elements and who registers them; the rooms inside are nobody's business. */
export const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    const files = customElementsManifest.modules
    for (const file of files) {
      file.declarations = (file.declarations ?? []).filter(({ tagName }) => tagName)
      for (const element of file.declarations) {
        const hidden = new Set(element.members?.filter((member) => !shown(member)).map(({ name }) => name))
        element.members = element.members?.filter((member) => shown(member) && !LIFECYCLE.test(member.name))
        element.attributes = element.attributes?.filter(({ fieldName }) => !hidden.has(fieldName))
        for (const part of [...(element.members ?? []), ...(element.attributes ?? [])]) {
          delete part.inheritedFrom
          part.default = part.default?.replace(/(?<=\d)_(?=\d)/g, '')
        }
      }
      file.exports = file.exports?.filter(
        ({ kind, name }) =>
          kind === 'custom-element-definition' || file.declarations.some((element) => element.name === name),
      )
    }
    customElementsManifest.modules = files.filter(({ declarations }) => declarations.length > 0)
  },
}

const shipped = (path) => path.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js')

/** The manifest names what the package ships, not the sources it was read from. */
export const shippedPaths = {
  name: 'shipped-paths',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = shipped(module.path)
      for (const part of [...(module.declarations ?? []), ...(module.exports ?? [])]) {
        const { declaration } = part
        if (!declaration?.module) continue
        const near = declaration.module.startsWith('.')
        declaration.module = near
          ? posix.join(posix.dirname(module.path), declaration.module)
          : shipped(declaration.module)
      }
    }
  },
}
