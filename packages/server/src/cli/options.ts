import { parseArgs, type ParseArgsConfig } from 'node:util'
import { Trouble } from './trouble.js'

/** Of every command that looks into a server's records: where those are. */
export const WHERE = {
  data: { type: 'string' },
  keys: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads options as Node does. @throws Trouble with exit code 2 that names the option and where there is `help` */
export function readOptions<const T extends ParseArgsConfig>(
  config: T,
  help: string,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config)
  } catch (cause) {
    // Node's own sentence names the option; what follows it explains a corner of the syntax nobody asked for.
    const said = cause instanceof Error ? (cause.message.split(/\.\s/, 1)[0] ?? '') : ''
    // What begins with a dash is taken for an option, unless it is tied to the one it belongs to.
    const [, option] = /^Option '(-[^']+)' argument is ambiguous$/.exec(said.replace(/\.$/, '')) ?? []
    if (option !== undefined)
      throw new Trouble(
        2,
        `After ${option} comes another option. A value that begins with a dash is written ${option}=VALUE. Try: ${help}`,
      )
    throw new Trouble(2, `${said.replace(/\.?$/, '.')} Try: ${help}`)
  }
}

/** A variable of the environment; an empty one is none. */
export const textIn = (value: string | undefined): string | undefined => (value === '' ? undefined : value)

/** The same as a list, with commas between. */
export const listIn = (value: string | undefined): readonly string[] | undefined =>
  textIn(value)
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
