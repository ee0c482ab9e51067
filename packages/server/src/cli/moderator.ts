import { parseArgs } from 'node:util'
import { type Role, ROLES } from '@stranger-chat/core/api'
import { createStaffRoom, INVITE_MS, type StaffRoom } from '../safety/staff.js'
import { systemClock, systemRandom } from '../system.js'
import { withStore } from './records.js'
import type { Environment } from './settings.js'
import { Trouble } from './trouble.js'

const HELP = `Who may sign in at the moderators' console, /moderate.

Usage
  stranger-chat moderator invite NAME [--role ROLE] [--url URL]   Prints a link that lets them in once.
  stranger-chat moderator list
  stranger-chat moderator remove NAME

Options
  --role ROLE     ${ROLES.join(', ')}. Default moderator.
  --url URL       Where people reach this server, such as https://chat.example.org. Default http://localhost:8787.
  --data FOLDER   The server's data folder. Default ./stranger-chat-data. The server may be running.
`
const OPTIONS = {
  role: { type: 'string' },
  url: { type: 'string' },
  data: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
const LONGEST_NAME = 80
const HOUR_MS = 60 * 60_000

/** `stranger-chat moderator …`. @returns the exit code */
export async function moderator(
  args: readonly string[],
  env: Environment,
  out: (text: string) => void,
): Promise<number> {
  const { values, positionals } = parse(args)
  const [deed, name, ...rest] = positionals
  if (values.help === true || deed === undefined) {
    out(HELP)
    return values.help === true ? 0 : 2
  }
  if (rest.length > 0)
    throw new Trouble(2, `A name of several words needs quotes: "${[name, ...rest].join(' ')}".`)
  const wanted = deed === 'list' ? '' : nameOf(name)
  const role = roleOf(values.role ?? 'moderator')
  const base = baseOf(values.url ?? 'http://localhost:8787')
  if (!Object.hasOwn(DEEDS, deed))
    throw new Trouble(
      2,
      `There is no "moderator ${deed.slice(0, 40)}". There are: ${Object.keys(DEEDS).join(', ')}.`,
    )
  await withStore(values, env, async ({ ledger }) => {
    const staff = createStaffRoom({ ledger, clock: systemClock, random: systemRandom })
    const people = (await ledger.staff.all()).filter(({ removedAt }) => removedAt === undefined)
    out(await DEEDS[deed as keyof typeof DEEDS]({ staff, people, name: wanted, role, base }))
  })
  return 0
}

interface Deed {
  readonly staff: StaffRoom
  readonly people: readonly { readonly name: string; readonly role: Role }[]
  readonly name: string
  readonly role: Role
  readonly base: string
}
const DEEDS = {
  async invite({ staff, people, name, role, base }: Deed) {
    const known = people.find((one) => one.name === name)
    const { secret } = (await staff.inviteAgain(name)) ?? (await staff.invite(name, role))
    const who =
      known === undefined ? `${name}, ${role}` : `${name}, ${known.role} (known already, so the role stays)`
    return `${who}. This link works once, within ${INVITE_MS / HOUR_MS} hours. Hand it over privately:

  ${base}/moderate#invite=${secret}

`
  },
  async list({ people }: Deed) {
    if (people.length === 0) return 'Nobody yet. Try: stranger-chat moderator invite NAME\n'
    return people.map(({ name, role }) => `${name}  ${role}\n`).join('')
  },
  async remove({ staff, name }: Deed) {
    if (await staff.remove(name)) return `${name} can no longer sign in, and is out of every console.\n`
    throw new Trouble(1, `There is no moderator called "${name}". See: stranger-chat moderator list`)
  },
} as const

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.split(/\.\s/, 1)[0] ?? '') : ''
    throw new Trouble(2, `${said.replace(/\.?$/, '.')} Try: stranger-chat moderator --help`)
  }
}

function nameOf(name: string | undefined): string {
  const tidy = (name ?? '').trim()
  if (tidy === '') throw new Trouble(2, 'Who? Give a name, such as: stranger-chat moderator invite Ann')
  if (tidy.length > LONGEST_NAME || /\p{Cc}/u.test(tidy))
    throw new Trouble(2, `A name has at most ${LONGEST_NAME} characters, on one line.`)
  return tidy
}

function roleOf(text: string): Role {
  const role = ROLES.find((one) => one === text)
  if (role === undefined)
    throw new Trouble(2, `"${text.slice(0, 40)}" is no role. There are: ${ROLES.join(', ')}.`)
  return role
}

function baseOf(text: string): string {
  const [, base] = /^(https?:\/\/[^\s?#]+?)\/*$/i.exec(text) ?? []
  if (base === undefined)
    throw new Trouble(2, `"${text.slice(0, 80)}" is no address. Write one such as https://chat.example.org`)
  return base
}
