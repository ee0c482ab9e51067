import type { Ledger } from '../ports/ledger.js'
import type { Store } from '../ports/store.js'
import { ACTORS, type Fact } from '../rules/facts.js'
import { certificateKeysOf } from '../safety/certificate.js'
import { createVault, drawersOf } from '../safety/vault.js'
import { openKeyRing, readKeys, renewKeys } from '../session/keyfile.js'
import { KeyError, type KeyRing } from '../session/keys.js'
import { isoTime, systemClock, systemRandom } from '../system.js'
import { readOptions, WHERE } from './options.js'
import { makeFolder } from './folder.js'
import { settingsOf, type Where, withStore } from './records.js'
import type { Environment } from './settings.js'
import { Trouble } from './trouble.js'

const HELP = `A server's keys: keys.json, keys.2.json … in its data folder, or the file that --keys names and those beside it, such
as ring.json, ring.2.json … A new root follows from the one before every day by itself, and keys are destroyed when what they made can't come back: nothing has to be done for that.

Usage
  stranger-chat keys                   Shows which keys there are, and the public ones of certificates.
  stranger-chat keys make              Makes the first ones, if there are none, for servers that are to share them: all on one
                                       Redis. Copy the file to each, for its owner alone (mode 0600); each turns its own copy.
  stranger-chat keys renew             Begins with a new secret, for when somebody may have seen the old one. Whoever comes
                                       back is still known. On several machines, copy the new file to each before its time.
  stranger-chat keys adopt             Makes the database that of these keys, because the ones it belonged to are lost for
                                       good. Says what can't be read any more, and destroys it with --destroy; its cases stay.

Options
  --in HOURS      When the new secret takes over: 2 to 168. Default 2. A running server reads it by itself within an hour.
  --destroy       What adopt can't do without, if anything can't be read.
  --data FOLDER   The server's data folder. Default ./stranger-chat-data.
  --keys FILE     The file, if they aren't in the data folder. Ends in .json.
  --config FILE   The server's settings.
`
const OPTIONS = {
  in: { type: 'string' },
  destroy: { type: 'boolean' },
  ...WHERE,
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
  if (rest.length > 0 || !['show', 'make', 'renew', 'adopt'].includes(deed))
    throw new Trouble(
      2,
      `There is no "keys ${positionals.join(' ').slice(0, 40)}". There are: make, renew, adopt.`,
    )
  if (values.in !== undefined && deed !== 'renew')
    throw new Trouble(2, '--in goes with: stranger-chat keys renew')
  if (values.destroy === true && deed !== 'adopt')
    throw new Trouble(2, '--destroy goes with: stranger-chat keys adopt')
  const hours = values.in === undefined ? HOURS.least : hoursOf(values.in)
  if (deed === 'make') return await make(values, env, out)
  await withStore(values, env, async (store, settings) => {
    const place = settings.keys ?? settings.data
    try {
      const ring = readKeys(place, systemClock)
      if (deed === 'adopt') return await adopt(store, place, ring, values.destroy === true, out)
      if (ring === undefined)
        throw new Trouble(1, `There are no keys at ${place} yet. The server makes them when it first starts.`)
      if (deed === 'renew') return renew(place, hours, out)
      show(ring, out)
    } catch (cause) {
      if (cause instanceof KeyError) throw new Trouble(1, cause.message)
      throw cause
    }
  })
  return 0
}

/** For several servers, before the first of them starts. What is there stays. */
async function make(where: Where, env: Environment, out: (text: string) => void): Promise<number> {
  const { data, keys: file } = await settingsOf(where, env)
  const place = file ?? data
  try {
    if (file === undefined) makeFolder(data)
    const isThere = readKeys(place, systemClock) !== undefined
    openKeyRing(place, systemClock, systemRandom)
    out(
      isThere
        ? `There are keys at ${place} already; they stay.\n`
        : `Made keys: ${place}. Keep them, and keep them private.\n`,
    )
    return 0
  } catch (cause) {
    if (cause instanceof KeyError) throw new Trouble(1, cause.message)
    throw cause
  }
}

function show(ring: KeyRing, out: (text: string) => void): void {
  const now = systemClock.now()
  const minute = (ms: number): string => isoTime(ms).slice(0, 16)
  for (const { id, publicKey, since, until } of certificateKeysOf(ring)) {
    const end = until === undefined ? '' : ` until ${minute(until)}`
    out(
      `${since > now ? 'from ' : 'since'} ${minute(since)}${end}  certificates: key ${id}, Ed25519 ${publicKey}\n`,
    )
  }
}

function renew(place: string, hours: number, out: (text: string) => void): void {
  const from = systemClock.now() + hours * HOUR_MS
  const name = renewKeys(place, from, systemRandom)
  out(
    `Wrote ${name} beside the others (${place}). It takes over at ${isoTime(from).slice(0, 16)} UTC.\n` +
      'On several machines copy it to each before then; a server reads it by itself within an hour.\n',
  )
}

/**
 * Nothing is destroyed unasked: the keys it belonged to may only be somewhere else.
 * @param found none where no keys are left at all: then new ones are made, since no server would start without
 */
async function adopt(
  store: Pick<Store, 'ledger' | 'adopt'>,
  place: string,
  found: KeyRing | undefined,
  mayDestroy: boolean,
  out: (text: string) => void,
): Promise<void> {
  const { ledger } = store
  const vault = found && createVault(found, systemRandom)
  const now = systemClock.now()
  const lost: string[] = []
  let held = 0
  for await (const { drawer, key } of drawersOf(ledger)) {
    if (vault?.opens(drawer, key)) continue
    lost.push(drawer)
    if (((await ledger.case(drawer))?.heldUntil ?? 0) > now) held++
  }
  if (lost.length > 0 && !mayDestroy)
    throw new Trouble(
      1,
      `The keys here don't open the words of ${lost.length} cases and decisions, of which ${held} are held for the law. ` +
        'If the keys that do are anywhere, copy them here (keys*.json) instead. If they are lost for good, ' +
        'destroy those words with: stranger-chat keys adopt --destroy',
    )
  for (const drawer of lost) {
    const facts = await factsOf(ledger, drawer)
    await ledger.write({ at: systemClock.now(), actor: ACTORS.operator, facts, shred: [drawer] })
  }
  await ledger.scrub()
  const ring = found ?? openKeyRing(place, systemClock, systemRandom)
  await store.adopt(ring.current('certificate').id)
  out(
    lost.length === 0
      ? 'The database belongs to these keys. Everything in it can be read.\n'
      : `The database belongs to these keys now. What couldn't be read any more was destroyed (words of cases and decisions: ${lost.length}).\n`,
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
