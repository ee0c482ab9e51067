import { once } from 'node:events'
import { createServer } from 'node:net'

/** A TCP port of this machine that nobody uses, below `limit`. */
export async function freePort(limit = 65_536): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  await new Promise((closed) => probe.close(closed))
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')
  return address.port < limit ? address.port : freePort(limit)
}
