import type { Ruled } from '../gate/plugins.js'
import type { House } from './house.js'

/**
 * A rule of the operator's shuts somebody out, on every connection they have. It is written down first, so that who asks at
 * once what it was finds it there.
 */
export async function banByRule(
  { backplane, ruled }: Pick<House, 'backplane' | 'ruled'>,
  identity: string,
  { by, message, until }: Extract<Ruled, { readonly verdict: 'ban' }>,
): Promise<void> {
  const end = until === undefined ? {} : { until }
  await ruled(identity, { by, message, ...end })
  await backplane.command(identity, { type: 'ban', message, ...end })
}
