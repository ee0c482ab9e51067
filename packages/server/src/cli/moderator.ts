import { type Role, ROLES } from '@stranger-chat/core/api'
import type { ModeratorRecord } from '../ports/ledger.js'
import { createStaffRoom, INVITE_MS, type StaffRoom } from '../safety/staff.js'
import { isoTime, systemClock, systemRandom } from '../system.js'
import { withStore } from './records.js'
import type { Environment } from './settings.js'
import { readOptions, WHERE } from './options.js'
import { Trouble } from './trouble.js'

const HELP = `Who may sign in at the moderators' console, /moderate.

Usage
  stranger-chat moderator invite NAME [--role ROLE] [--url URL]   Prints a link that lets them in once.
  stranger-chat moderator list
  stranger-chat moderator passkeys NAME [--remove]                Says when passkeys were added, or takes all away.
  stranger-chat moderator remove NAME                             NAME may be an id, where several are called the same.

Options
  --role ROLE     ${ROLES.join(', ')}. Default moderator; the first of all is admin.
  --url URL       Where people reach this server, such as https://chat.example.org. Default http://localhost:8787.
  --data FOLDER   The server's data folder. Default ./stranger-chat-data. The server may be running.
`
const OPTIONS = {
  role: { type: 'string' },
  url: { type: 'string' },
  remove: { type: 'boolean' },
  ...WHERE,
} as const
const LONGEST_NAME = 80
const HOUR_MS = 60 * 60_000

/** `stranger-chat moderator …`. @returns the exit code */
export async function moderator(
  args: readonly string[],
  env: Environment,
  out: (text: string) => void,
): Promise<number> {
  const { values, positionals } = readOptions(
    { args: [...args], options: OPTIONS, allowPositionals: true },
    'stranger-chat moderator --help',
  )
  const [deed, name, ...rest] = positionals
  if (values.help === true || deed === undefined) {
    out(HELP)
    return values.help === true ? 0 : 2
  }
  if (rest.length > 0)
    throw new Trouble(2, `A name of several words needs quotes: "${[name, ...rest].join(' ')}".`)
  const wanted = deed === 'list' ? '' : nameOf(name)
  const role = values.role === undefined ? undefined : roleOf(values.role)
  const base = baseOf(values.url ?? 'http://localhost:8787')
  if (!Object.hasOwn(DEEDS, deed))
    throw new Trouble(
      2,
      `There is no "moderator ${deed.slice(0, 40)}". There are: ${Object.keys(DEEDS).join(', ')}.`,
    )
  await withStore(values, env, async ({ ledger }) => {
    const staff = createStaffRoom({ ledger, clock: systemClock, random: systemRandom })
    const all = await ledger.staff.all()
    const people = all.filter(({ removedAt }) => removedAt === undefined)
    const called = await staff.named(wanted)
    if (called.length > 1)
      throw new Trouble(
        1,
        `Several are called "${wanted}". Name one by id instead: ${called.map(({ id, role: as }) => `${id} (${as})`).join(', ')}.`,
      )
    const parts = {
      staff,
      people,
      isFirst: all.length === 0,
      name: wanted,
      known: called[0],
      role,
      base,
      takeAway: values.remove === true,
    }
    out(await DEEDS[deed as keyof typeof DEEDS](parts))
  })
  return 0
}

interface Deed {
  readonly staff: StaffRoom
  readonly people: readonly ModeratorRecord[]
  /** Whether there never was anybody. */
  readonly isFirst: boolean
  readonly name: string
  /** Who is called that. */
  readonly known: ModeratorRecord | undefined
  readonly role: Role | undefined
  readonly base: string
  readonly takeAway: boolean
}
const DEEDS = {
  async invite({ staff, isFirst, name, known, role, base }: Deed) {
    const as = role ?? (isFirst ? 'admin' : 'moderator')
    const { secret } = (await staff.inviteAgain(name)) ?? (await staff.invite(name, as))
    const who =
      known === undefined
        ? `${name}, ${as}${role === undefined && isFirst ? ' (the first of all; --role says otherwise)' : ''}`
        : `${known.name}, ${known.role} (known already, so the role stays)`
    return `${who}. This link works once, within ${INVITE_MS / HOUR_MS} hours. Hand it over privately:

  ${base}/moderate#invite=${secret}

`
  },
  async list({ people }: Deed) {
    if (people.length === 0) return 'Nobody yet. Try: stranger-chat moderator invite NAME\n'
    return people
      .map(({ id, name, role }) => {
        const isOne = people.filter((one) => one.name === name).length === 1
        return `${name}  ${role}${isOne ? '' : `  ${id}`}\n`
      })
      .join('')
  },
  async passkeys({ staff, name, known, takeAway }: Deed) {
    if (known === undefined) throw nobody(name)
    const { name: who, keys } = known
    if (keys.length === 0) return `${who} has no passkeys.\n`
    if (!takeAway)
      return keys.map(({ addedAt }) => `${who}  added ${isoTime(addedAt).slice(0, 10)}\n`).join('')
    await staff.removeKeys(known.id)
    return `${who} has no passkeys any more, and is out of every console. A link lets them in: moderator invite\n`
  },
  async remove({ staff, name }: Deed) {
    if (await staff.remove(name)) return `${name} can no longer sign in, and is out of every console.\n`
    throw nobody(name)
  },
} as const

const nobody = (name: string): Trouble =>
  new Trouble(1, `There is no moderator called "${name}". See: stranger-chat moderator list`)

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
