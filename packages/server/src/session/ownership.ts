import type { ServerOptions } from '../options.js'
import type { Clock, Random } from '../ports/clock.js'
import type { Store } from '../ports/store.js'
import { openKeyRing, readKeys } from './keyfile.js'
import { createKeyRing, KEY_BYTES, KeyError, type KeyRing } from './keys.js'

const FOREIGN =
  'The database belongs to a server with other keys. Several servers on one database need the same: copy keys*.json ' +
  'from the data folder of the first into that of this one. If that server’s keys are lost for good, see: stranger-chat keys --help'

const missing = (place: string | undefined): string =>
  `Servers on one Redis need the same keys, and there are none${place === undefined ? '' : ` at ${place}`}: make them once with ` +
  '`stranger-chat keys make --keys FILE`, bring that file to every server, and name it with --keys FILE.'

/** The keys of this server, if they are those of its store. None are made where others belong. */
export async function ringFor(
  { keys, data, redis }: Pick<ServerOptions, 'keys' | 'data' | 'redis'>,
  store: Store,
  clock: Clock,
  random: Random,
): Promise<KeyRing> {
  const place = typeof keys === 'object' ? undefined : (keys ?? data)
  const isFound = place !== undefined && readKeys(place, clock) !== undefined
  if (place !== undefined && !isFound && !(await store.belongsTo([])))
    throw new KeyError('keys_foreign', FOREIGN)
  // Each would make its own, and take the others' people for strangers or forgers.
  if (redis !== undefined && typeof keys !== 'object' && !isFound)
    throw new KeyError('keys_missing', missing(place))
  const ring =
    typeof keys === 'object'
      ? keys
      : place === undefined
        ? createKeyRing([{ secret: random.bytes(KEY_BYTES), from: clock.now() }], clock)
        : openKeyRing(place, clock, random)
  if (!(await isOurs(store, ring))) throw new KeyError('keys_foreign', FOREIGN)
  return ring
}

/** Whether a store is that of these keys, now. */
export const isOurs = (store: Store, ring: KeyRing): Promise<boolean> =>
  store.belongsTo(
    ring.lineages().map(({ id }) => id),
    ring.current('certificate').id,
  )
