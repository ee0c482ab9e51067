import { parseArgs } from 'node:util'
import { whyUntried } from './checks.js'
import { HELP } from './help.js'
import { findServer } from './knock.js'
import { Misuse } from './misuse.js'
import { groupLine, summary } from './report.js'
import { runConformance } from './runner.js'
import { groupOf, isNamed, readSpec } from './spec.js'

/** Where a command writes. */
export interface Output {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

interface Asked {
  readonly url: string
  readonly only: readonly string[] | undefined
  readonly slow: boolean
  readonly alone: boolean
  readonly json: boolean
  readonly patienceMs: number
}

const OPTIONS = {
  only: { type: 'string', multiple: true },
  slow: { type: 'boolean', default: false },
  alone: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  patience: { type: 'string', default: '5' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/**
 * Runs `stranger-chat conformance`.
 * @returns 0 when nothing failed, 1 when something did, 2 when the command was wrong or no server is there
 */
export async function conformance(args: readonly string[], { out, err }: Output): Promise<number> {
  try {
    const asked = read(args)
    if (asked === undefined) {
      out(HELP)
      return 0
    }
    const { url, only, json, ...how } = asked
    await findServer(url)
    const say = json ? () => undefined : out
    say(`${url}\n\n`)
    const report = await runConformance(url, {
      ...how,
      ...(only === undefined ? {} : { only }),
      onGroup: (group, results) => say(groupLine(group, results)),
      onWait: (ms) => say(`  The server asks to wait ${Math.ceil(ms / 1_000)} s.\n`),
    })
    out(json ? `${JSON.stringify(report, null, 2)}\n` : summary(report))
    return report.failed > 0 ? 1 : 0
  } catch (cause) {
    if (!(cause instanceof Misuse)) throw cause
    err(`stranger-chat: ${cause.message}\n`)
    return 2
  }
}

function read(args: readonly string[]): Asked | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [url, ...more] = positionals
  if (url === undefined)
    throw new Misuse('Which server? Try: stranger-chat conformance https://chat.example.org')
  if (more.length > 0) throw new Misuse(`One server at a time: "${more.join(' ')}" is too much.`)
  const { slow, alone, json } = values
  const only = values.only === undefined ? undefined : clausesIn(values.only)
  return { url: baseOf(url), only, slow, alone, json, patienceMs: patienceOf(values.patience) }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split(/\.\s/, 1)[0] ?? '') : ''
    throw new Misuse(`${said.replace(/\.?$/, '.')} Try: stranger-chat conformance --help`)
  }
}

/** The base of a server, from whatever form of its address people have at hand. */
function baseOf(text: string): string {
  const url = URL.parse(text)
  if (url === null || !/^(https?|wss?):$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new Misuse(
      `"${text.slice(0, 80)}" is no address. Write one such as https://chat.example.org or http://localhost:8787.`,
    )
  const path = url.pathname.replace(/\/(ws\/?)?$/, '')
  return `${url.protocol.replace('ws', 'http')}//${url.host}${path}`
}

function patienceOf(text: string): number {
  const seconds = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (seconds > 0) return seconds * 1_000
  throw new Misuse(`"${text.slice(0, 40)}" is no time. Write seconds, such as --patience 10.`)
}

function clausesIn(lists: readonly string[]): readonly string[] {
  const names = lists
    .flatMap((list) => list.split(','))
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== '')
  const clauses = [...readSpec().keys()]
  const unknown = names.find((name) => !clauses.some((clause) => isNamed(clause, [name])))
  if (unknown !== undefined || names.length === 0) {
    const groups = [...new Set(clauses.map(groupOf))].join(', ')
    throw new Misuse(`There is no clause "${(unknown ?? '').slice(0, 40)}". There are: ${groups}.`)
  }
  const why = clauses.filter((clause) => isNamed(clause, names)).map(whyUntried)
  if (!why.includes(undefined)) throw new Misuse(`${names.join(', ')} can't be tried: ${why[0]}.`)
  return names
}
