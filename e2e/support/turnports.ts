import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

export interface TurnPorts {
  /** Free over UDP and TCP. */
  readonly listening: number
  /** What it may relay on, both ends included. */
  readonly min: number
  readonly max: number
  readonly release: () => Promise<void>
}

/** Below the ports that systems hand out by themselves (from 32,768 on Linux), above those of services. */
const FIRST = 20_000
const SIZE = 200
const BLOCKS = 60

/**
 * A block of ports for one TURN server, that no other test takes meanwhile: its first port is held over TCP, and falls free
 * with this process however it ends.
 */
export async function takeTurnPorts(): Promise<TurnPorts> {
  // Test files that run at the same time are neighbours in process ids: each begins to look elsewhere.
  for (let i = 0; i < BLOCKS; i++) {
    const first = FIRST + ((process.pid + i) % BLOCKS) * SIZE
    const holder = await listen(first)
    if (!holder) continue
    if (!(await isFree(first + 1))) {
      await close(holder)
      continue
    }
    holder.unref()
    return { listening: first + 1, min: first + 2, max: first + SIZE - 1, release: () => close(holder) }
  }
  throw new Error(`All ${BLOCKS} blocks of ports from ${FIRST} on are taken.`)
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer()
  try {
    await once(server.listen({ port, host: '127.0.0.1', exclusive: true }), 'listening')
    return server
  } catch {
    return undefined
  }
}

async function isFree(port: number): Promise<boolean> {
  const tcp = await listen(port)
  if (!tcp) return false
  await close(tcp)
  const udp = createSocket('udp4')
  try {
    await once(udp.bind({ port, address: '127.0.0.1', exclusive: true }), 'listening')
    return true
  } catch {
    return false
  } finally {
    udp.close()
  }
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
