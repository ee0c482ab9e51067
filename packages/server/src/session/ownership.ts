import type { ServerOptions } from '../options.js'
import type { Clock, Random } from '../ports/clock.js'
import type { Store } from '../ports/store.js'
import { openKeyRing, readKeys } from './keyfile.js'
import { createKeyRing, KEY_BYTES, KeyError, type KeyRing } from './keys.js'

const FOREIGN =
  'The database belongs to a server with other keys. Several servers on one database need the same: copy keys*.json ' +
  'from the data folder of the first into that of this one. If that server’s keys are lost for good, see: stranger-chat keys --help'

/** The keys of this server, if they are those of its store. None are made where others belong. */
export async function ringFor(
  { keys, data }: Pick<ServerOptions, 'keys' | 'data'>,
  store: Store,
  clock: Clock,
  random: Random,
): Promise<KeyRing> {
  if (
    keys === undefined &&
    data !== undefined &&
    readKeys(data, clock) === undefined &&
    !(await store.belongsTo([]))
  )
    throw new KeyError('keys_foreign', FOREIGN)
  const ring =
    keys ??
    (data === undefined
      ? createKeyRing([{ secret: random.bytes(KEY_BYTES), from: clock.now() }], clock)
      : openKeyRing(data, clock, random))
  if (!(await isOurs(store, ring))) throw new KeyError('keys_foreign', FOREIGN)
  return ring
}

/** Whether a store is that of these keys, now. */
export const isOurs = (store: Store, ring: KeyRing): Promise<boolean> =>
  store.belongsTo(
    ring.lineages().map(({ id }) => id),
    ring.current('certificate').id,
  )
