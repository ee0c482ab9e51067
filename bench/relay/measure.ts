import { type Cpu, cpuOf, minus, type Noise, total, watchMachine } from '../support/cpu.ts'
import { type Done, type Load, startLoad } from '../support/load.ts'
import {
  dialectOf,
  type ServerName,
  type ServerUnderTest,
  type StartOptions,
  startServer,
} from '../support/servers.ts'

/** How big everything is. Warm-up is counted in messages: by time it would measure the compiler. */
export interface Sizes {
  readonly rounds: number
  readonly people: number
  readonly warm: number
  readonly messages: number
  readonly textBytes: number
  readonly window: number
  /** Everybody says one thing in this time, on average. */
  readonly paceMs: number
  readonly paceSeconds: number
  readonly memoryRounds: number
  readonly memoryPeople: number
}

/** One measured stretch: what the server used while `done` happened. */
export interface Stretch {
  readonly done: Done
  readonly cpu: Cpu
  /** CPU the server took as a share of one core, over the stretch. */
  readonly busy: number
  readonly noise: Noise
}

/** Both stretches of one server process. CPU is in µs per relayed message. */
export interface Relayed {
  readonly server: ServerName
  readonly pingpong: Stretch
  readonly pace: Stretch
}

export interface Held {
  readonly server: ServerName
  /** Bytes per paired idle connection. */
  readonly rss: number
  readonly heap: number
  /** Handshakes with all that belongs to them (hello, join, match) per second of server CPU. */
  readonly connectsPerCpuSecond: number
  readonly noise: Noise
}

export async function stretch(
  server: Pick<ServerUnderTest, 'cpu'>,
  load: Load,
  command: string,
): Promise<Stretch> {
  const watched = watchMachine()
  const before = server.cpu()
  const own = cpuOf(process.pid)
  const done = await load.ask(command)
  const cpu = minus(server.cpu(), before)
  const ours = total(cpu) + done.cpuMs * 1_000 + total(minus(cpuOf(process.pid), own))
  return { done, cpu, busy: total(cpu) / (done.ms * 1_000), noise: watched(ours) }
}

/** Runs `what` against a fresh server with a fresh generator, and ends both whatever happens. */
export async function fresh<T>(
  name: ServerName,
  generator: readonly string[],
  textBytes: number,
  what: (server: ServerUnderTest, load: Load) => Promise<T>,
  options: StartOptions = {},
): Promise<T> {
  const server = await startServer(name, options)
  const load = startLoad(generator, [server.port], dialectOf(name), textBytes)
  try {
    return await what(server, load)
  } finally {
    load.stop()
    await server.stop()
  }
}

export const relay = (
  name: ServerName,
  generator: readonly string[],
  sizes: Sizes,
  options?: StartOptions,
): Promise<Relayed> =>
  fresh(
    name,
    generator,
    sizes.textBytes,
    async (server, load) => {
      await load.ask(`connect ${sizes.people}`)
      await load.ask(`pingpong ${sizes.warm} ${sizes.window}`)
      const pingpong = await stretch(server, load, `pingpong ${sizes.messages} ${sizes.window}`)
      const rate = (sizes.people * 1_000) / sizes.paceMs
      await load.ask(`pace ${rate} 1`)
      const pace = await stretch(server, load, `pace ${rate} ${sizes.paceSeconds}`)
      return { server: name, pingpong, pace }
    },
    options,
  )

/** People who are there before the measured ones: what a process allocates once isn't theirs. */
const FIRST_PEOPLE = 200

export const hold = (
  name: ServerName,
  generator: readonly string[],
  sizes: Pick<Sizes, 'memoryPeople'>,
  options?: StartOptions,
): Promise<Held> =>
  fresh(
    name,
    generator,
    40,
    async (server, load) => {
      await load.ask(`connect ${FIRST_PEOPLE}`)
      await load.ask(`pingpong ${FIRST_PEOPLE * 10} 1`)
      const before = await server.memory()
      const { cpu, noise } = await stretch(server, load, `connect ${sizes.memoryPeople}`)
      const after = await server.memory()
      return {
        server: name,
        rss: (after.rss - before.rss) / sizes.memoryPeople,
        heap: (after.heap - before.heap) / sizes.memoryPeople,
        connectsPerCpuSecond: sizes.memoryPeople / (total(cpu) / 1e6),
        noise,
      }
    },
    options,
  )
