import { parseArgs } from 'node:util'

const HELP = `Talk to a stranger from the terminal.

  node main.js [options]

  -s, --server URL       where the strangers are (http://localhost:8787)
  -i, --interest WORD    something to talk about; may be given up to 8 times
  -l, --language TAG     a language you speak, such as en or pt-BR; up to 3 times
      --age N            your age, if the server asks; otherwise you are asked
      --accept-rules     you know this server's rules and accept them
  -h, --help             this text

Once you are in:
  anything else          is said to the stranger
  /next                  leave, and look for the next stranger
  /block                 leave, and never meet this person again
  /help                  the commands
  /quit                  leave for good (so does Ctrl+C)

Colours follow the terminal; NO_COLOR=1 turns them off.
`

/**
 * @typedef {{ server: URL, interests: string[], languages: string[], age: number | undefined, acceptRules: boolean }} Options
 */

/**
 * What the command line says. Help and mistakes are answered here, and end the program.
 * @param {string[]} args
 * @returns {Options}
 */
export function optionsOf(args) {
  const read = readOptions(args)
  if (read === null) {
    process.stdout.write(HELP)
    process.exit(0)
  }
  if (typeof read === 'string') {
    process.stderr.write(`${read}\nTry --help.\n`)
    process.exit(2)
  }
  return read
}

/** @param {string[]} args @returns {Options | string | null} a mistake is a sentence; null means that help was asked for */
function readOptions(args) {
  let values
  try {
    values = parseArgs({
      args,
      options: {
        server: { type: 'string', short: 's', default: 'http://localhost:8787' },
        interest: { type: 'string', short: 'i', multiple: true, default: [] },
        language: { type: 'string', short: 'l', multiple: true, default: [] },
        age: { type: 'string' },
        'accept-rules': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  if (values.help) return null
  const server = URL.parse(values.server)
  if (!server || !['http:', 'https:'].includes(server.protocol)) {
    return `--server takes an address such as https://chat.example, not "${values.server}".`
  }
  const age = values.age === undefined ? undefined : Number(values.age)
  if (age !== undefined && !Number.isInteger(age)) return `--age takes a whole number, not "${values.age}".`
  if (values.interest.length > 8) return 'At most 8 interests, please.'
  if (values.language.length > 3) return 'At most 3 languages, please.'
  return {
    server,
    interests: values.interest,
    languages: values.language,
    age,
    acceptRules: values['accept-rules'],
  }
}
