import { readFileSync } from 'node:fs'

// The elements of custom-elements.json, in the shape that what is made of them asks for.

/** `lang` and `dir` have no field of ours: HTML's own. */
const isNative = ({ fieldName }) => fieldName === undefined

function shaped(module, element) {
  const all = element.members.filter((member) => member.kind === 'field' && !member.static)
  const fields = all.filter((field) => !field.readonly)
  return {
    tag: element.tagName,
    name: element.name,
    file: module.path,
    description: element.description,
    attributes: element.attributes.filter((attribute) => !isNative(attribute)),
    nativeAttributes: element.attributes.filter(isNative),
    properties: fields,
    /** Those that no attribute can set. */
    bareProperties: fields.filter(({ attribute }) => attribute === undefined),
    /** What can be asked and not set. */
    readings: all.filter((field) => field.readonly),
    methods: element.members.filter((member) => member.kind === 'method' && !member.static),
    events: element.events ?? [],
    slots: element.slots ?? [],
    parts: element.cssParts ?? [],
    states: element.cssStates ?? [],
    cssProperties: element.cssProperties ?? [],
  }
}

/** Reads the built manifest: `cem analyze` must have run. */
export function readElements(file) {
  const { modules } = JSON.parse(readFileSync(file, 'utf8'))
  const elements = modules.flatMap((module) => module.declarations.map((element) => shaped(module, element)))
  return elements.sort((a, b) => a.tag.localeCompare(b.tag))
}

/** The words of a type that is nothing but quoted words, else none: `'auto' | 'light'` has two. */
export const wordsOf = ({ type }) => {
  const parts = (type?.text ?? '').split('|').map((part) => part.trim())
  return parts.every((part) => /^'[^']*'$/.test(part)) ? parts.map((part) => part.slice(1, -1)) : []
}

export const isBoolean = ({ type }) => type?.text === 'boolean'
export const isNumber = ({ type }) => type?.text === 'number'
