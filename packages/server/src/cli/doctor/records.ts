import { verifyLedger } from '../../rules/chain.js'
import type { Store } from '../../ports/store.js'
import { type EventSource, eventsOf } from '../../rules/walk.js'
import { createVault, drawersOf } from '../../safety/vault.js'
import { readKeys } from '../../session/keyfile.js'
import { KeyError } from '../../session/keys.js'
import { sha256Text, systemClock, systemRandom } from '../../system.js'
import type { Settings } from '../settings.js'
import type { Note } from './findings.js'

const placeOfKeys = ({ keys, data }: Settings): string => keys ?? data

/** Whether there are keys, and for servers that share, which: those of the others must be called the same. */
export function lookForKeys(settings: Settings, note: Note): void {
  const { redis } = settings
  const place = placeOfKeys(settings)
  try {
    const ring = readKeys(place, systemClock)
    if (ring === undefined)
      return redis === undefined
        ? note('ok', 'keys', 'none yet; the server makes them when it first starts')
        : note(
            'broken',
            'keys',
            `none at ${place}, and servers on one Redis need the same: stranger-chat keys make --help`,
          )
    const names = ring.lineages().map(({ id }) => id)
    if (redis !== undefined)
      note('ok', 'keys', `called ${names.join(', ')}; on every other server they must be, too`)
  } catch (cause) {
    if (!(cause instanceof KeyError)) throw cause
    note('broken', 'keys', cause.message)
  }
}

/** Whether the keys can be read, and everything that lies sealed in the database with them. */
async function lookIntoDrawers(
  settings: Settings,
  { ledger, belongsTo }: Pick<Store, 'ledger' | 'belongsTo'>,
  note: Note,
): Promise<void> {
  const place = placeOfKeys(settings)
  const say = (isWell: boolean, text: string): void => note(isWell ? 'ok' : 'broken', 'keys', text)
  try {
    const ring = readKeys(place, systemClock)
    if (!(await belongsTo(ring?.lineages().map(({ id }) => id) ?? [])))
      return say(
        false,
        `the database belongs to others than those at ${place}. See: stranger-chat keys --help`,
      )
    if (ring === undefined) return
    const vault = createVault(ring, systemRandom)
    let [read, lost] = [0, 0]
    for await (const { drawer, key } of drawersOf(ledger)) {
      if (vault.opens(drawer, key)) read++
      else lost++
    }
    say(lost === 0, `${read} sealed cases and decisions can be read${lost === 0 ? '' : `, ${lost} can't`}`)
  } catch (cause) {
    // It was told before.
    if (!(cause instanceof KeyError)) throw cause
  }
}

/** The ledger's chain, from its first event to its head, and what the keys open. */
export async function lookAtRecords(
  settings: Settings,
  store: Pick<Store, 'ledger' | 'belongsTo'>,
  keptHead: string | undefined,
  note: Note,
): Promise<void> {
  const { ledger } = store
  await lookIntoDrawers(settings, store, note)
  const verified = await verifyLedger(ledger, sha256Text)
  if (verified.ok) note('ok', 'ledger', `${verified.head.seq} events, unbroken. Head ${verified.head.hash}`)
  else note('broken', 'ledger', `event ${verified.seq} isn't what was written, or one is missing before it.`)
  if (keptHead === undefined) return
  const isThere = await contains(ledger, keptHead)
  note(
    isThere ? 'ok' : 'broken',
    'kept head',
    isThere ? 'still there' : 'not in this ledger, so its end was cut or rewritten',
  )
}

async function contains(ledger: EventSource, head: string): Promise<boolean> {
  for await (const { hash } of eventsOf(ledger)) if (hash === head) return true
  return false
}
