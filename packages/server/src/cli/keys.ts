import type { Ledger } from '../ports/ledger.js'
import { ACTORS, type Fact } from '../rules/facts.js'
import { certificateKeysOf } from '../safety/certificate.js'
import { createVault, drawersOf } from '../safety/vault.js'
import { openKeyRing, renewKeys } from '../session/keyfile.js'
import { KeyError, type KeyRing } from '../session/keys.js'
import { isoTime, systemClock, systemRandom } from '../system.js'
import { readOptions } from './options.js'
import { withStore } from './records.js'
import type { Environment } from './settings.js'
import { Trouble } from './trouble.js'

const HELP = `The keys in a server's data folder (keys.json, keys.2.json …). A new root follows from the one before every day by
itself, and keys are destroyed when what they made can't come back: nothing has to be done for that.

Usage
  stranger-chat keys                   Shows which keys there are, and the public ones of certificates.
  stranger-chat keys renew             Begins with a new secret, for when somebody may have seen the old one. Whoever comes
                                       back is still known. On several machines, copy the new file to each before its time.
  stranger-chat keys adopt             Makes the database that of these keys, because the ones it belonged to are lost for
                                       good. Evidence that can't be read any more is destroyed, and its cases stay.

Options
  --in HOURS      When the new secret takes over: 2 to 168. Default 2. A running server reads it by itself within an hour.
  --data FOLDER   The server's data folder. Default ./stranger-chat-data.
  --config FILE   The server's settings.
`
const OPTIONS = {
  in: { type: 'string' },
  data: { type: 'string' },
  config: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const
const HOUR_MS = 60 * 60_000
const HOURS = { least: 2, most: 168 }

/** `stranger-chat keys …`. @returns the exit code */
export async function keys(
  args: readonly string[],
  env: Environment,
  out: (text: string) => void,
): Promise<number> {
  const { values, positionals } = readOptions(
    { args: [...args], options: OPTIONS, allowPositionals: true },
    'stranger-chat keys --help',
  )
  if (values.help === true) {
    out(HELP)
    return 0
  }
  const [deed = 'show', ...rest] = positionals
  if (rest.length > 0 || !['show', 'renew', 'adopt'].includes(deed))
    throw new Trouble(2, `There is no "keys ${positionals.join(' ').slice(0, 40)}". There are: renew, adopt.`)
  if (values.in !== undefined && deed !== 'renew')
    throw new Trouble(2, '--in goes with: stranger-chat keys renew')
  const hours = values.in === undefined ? HOURS.least : hoursOf(values.in)
  await withStore(values, env, async (store, { data }) => {
    try {
      const ring = openKeyRing(data, systemClock, systemRandom)
      if (deed === 'renew') return renew(data, hours, out)
      if (deed === 'adopt') return await adopt(store, ring, out)
      show(ring, out)
    } catch (cause) {
      if (cause instanceof KeyError) throw new Trouble(1, cause.message)
      throw cause
    }
  })
  return 0
}

function show(ring: KeyRing, out: (text: string) => void): void {
  const published = certificateKeysOf(ring)
  const now = systemClock.now()
  for (const { id, publicKey, since } of published)
    out(
      `${since > now ? 'from ' : 'since'} ${isoTime(since).slice(0, 16)}  certificates: key ${id}, Ed25519 ${publicKey}\n`,
    )
}

function renew(data: string, hours: number, out: (text: string) => void): void {
  const from = systemClock.now() + hours * HOUR_MS
  const name = renewKeys(data, from, systemRandom)
  out(
    `Wrote ${name} to ${data}. It takes over at ${isoTime(from).slice(0, 16)} UTC.\n` +
      'On several machines copy it to each before then; a server reads it by itself within an hour.\n',
  )
}

async function adopt(
  store: { readonly ledger: Ledger; readonly adopt: (rings: readonly string[]) => Promise<void> },
  ring: KeyRing,
  out: (text: string) => void,
): Promise<void> {
  const { ledger } = store
  const vault = createVault(ring, systemRandom)
  let lost = 0
  for await (const { drawer, key } of drawersOf(ledger)) {
    if (ring.byId('case', vault.wrapper(key)) !== undefined) continue
    const facts = await factsOf(ledger, drawer)
    await ledger.write({ at: systemClock.now(), actor: ACTORS.operator, facts, shred: [drawer] })
    lost++
  }
  await ledger.scrub()
  await store.adopt(ring.lineages().map(({ id }) => id))
  out(
    lost === 0
      ? 'The database belongs to these keys. Everything in it can be read.\n'
      : `The database belongs to these keys now. What couldn't be read any more was destroyed (words of cases and decisions: ${lost}).\n`,
  )
}

async function factsOf(ledger: Ledger, drawer: string): Promise<readonly Fact[]> {
  if ((await ledger.case(drawer)) !== undefined) return [{ type: 'evidence.shredded', case: drawer }]
  const action = await ledger.action(drawer)
  return action === undefined ? [] : [{ type: 'statement.shredded', case: action.case, action: drawer }]
}

function hoursOf(text: string): number {
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : NaN
  if (!(hours >= HOURS.least && hours <= HOURS.most))
    throw new Trouble(2, `--in takes ${HOURS.least} to ${HOURS.most} hours, not "${text.slice(0, 40)}".`)
  return hours
}
