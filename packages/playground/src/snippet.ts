import { type Facts, TAG } from './facts.ts'
import type { State } from './state.ts'

export interface Block {
  readonly title: string
  readonly code: string
}

/** The server a snippet names when nobody said which. */
export const EXAMPLE = 'https://chat.example'

const WIDEST = 80

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * What a site owner copies: what differs from the defaults, and nothing else. A script brings its server along, so its address is
 * in the tag only where the element comes from npm.
 * @param server where this page's own script came from, if a chat server was it
 */
export function snippet(state: State, facts: Facts, server: string = EXAMPLE): readonly Block[] {
  const address = state.attributes.get('server') ?? server
  const css = rule(state, facts)
  if (state.view.form === 'npm') {
    return [
      { title: 'Install', code: 'npm install @stranger-chat/widget\n' },
      { title: 'JavaScript', code: "import '@stranger-chat/widget'\n" },
      { title: 'HTML', code: `${tag(state, facts, address)}\n` },
      ...(css === '' ? [] : [{ title: 'CSS', code: css }]),
    ]
  }
  const script = `<script type="module" src="${escaped(`${address}/stranger-chat.js`)}"></script>\n`
  const style = css === '' ? '' : `<style>\n${css.replaceAll(/^(?=.)/gm, '  ')}</style>\n`
  return [{ title: 'HTML', code: `${script}${style}${tag(state, facts)}\n` }]
}

function tag({ attributes }: State, facts: Facts, server?: string): string {
  const written = facts.attributes.flatMap(({ name, kind }) => {
    const value = name === 'server' ? server : attributes.get(name)
    if (!value) return []
    return kind === 'switch' ? [name] : [`${name}="${escaped(value)}"`]
  })
  const line = `<${[TAG, ...written].join(' ')}></${TAG}>`
  if (line.length <= WIDEST) return line
  return `<${TAG}\n${written.map((one) => `  ${one}\n`).join('')}></${TAG}>`
}

function rule({ properties }: State, facts: Facts): string {
  const lines = facts.properties.flatMap(({ name }) => {
    const value = properties.get(name)
    return value ? [`  ${name}: ${value};\n`] : []
  })
  return lines.length === 0 ? '' : `${TAG} {\n${lines.join('')}}\n`
}
