import { isBoolean, wordsOf } from './elements.mjs'

// What VS Code reads to complete and explain our tags: https://code.visualstudio.com/api/extension-guides/custom-data-extension

const values = (attribute) => {
  const words = wordsOf(attribute)
  if (isBoolean(attribute)) return { valueSet: 'v' }
  return words.length > 0 ? { values: words.map((name) => ({ name })) } : {}
}

const explained = ({ description, default: initial }) =>
  [description, initial && `Default: \`${initial}\`.`].filter(Boolean).join(' ')

const bullets = (title, list) =>
  list.length === 0
    ? ''
    : `\n\n**${title}**\n${list.map(({ name, description }) => `- ${name === '' ? '(default)' : `\`${name}\``}: ${description}`).join('\n')}`

export const htmlData = (elements) => ({
  version: 1.1,
  tags: elements.map((element) => ({
    name: element.tag,
    description: {
      kind: 'markdown',
      value: [
        element.description,
        bullets('Slots', element.slots),
        bullets('Events', element.events),
        bullets('Parts', element.parts),
      ].join(''),
    },
    attributes: element.attributes.map((attribute) => ({
      name: attribute.name,
      description: { kind: 'markdown', value: explained(attribute) },
      ...values(attribute),
    })),
  })),
})

/** A part or state can be asked for in CSS by its name alone, whichever element it is of. */
export const cssData = (elements) => ({
  version: 1.1,
  properties: elements.flatMap(({ cssProperties }) =>
    cssProperties.map((property) => ({ name: property.name, description: explained(property) })),
  ),
  pseudoElements: elements.flatMap(({ tag, parts }) =>
    parts.map(({ name, description }) => ({
      name: `::part(${name})`,
      description: `<${tag}>: ${description}`,
    })),
  ),
  pseudoClasses: elements.flatMap(({ tag, states }) =>
    states.map(({ name, description }) => ({
      name: `:state(${name})`,
      description: `<${tag}>: ${description}`,
    })),
  ),
})
