import { fresh, hold, type Held, type Stretch, stretch } from '../relay/measure.ts'
import type { Noise } from '../support/cpu.ts'
import type { ServerName } from '../support/servers.ts'

export interface PeerSizes {
  readonly people: number
  readonly warm: number
  readonly messages: number
  /** Messages a second at which latency is looked at, and for how long. */
  readonly rate: number
  readonly seconds: number
  readonly heldPeople: number
}
export const PEER_SIZES: PeerSizes = {
  people: 1_000,
  warm: 60_000,
  messages: 60_000,
  rate: 4_000,
  seconds: 4,
  heldPeople: 5_000,
}
export const PEER_SIZES_QUICK: PeerSizes = {
  people: 200,
  warm: 5_000,
  messages: 10_000,
  rate: 1_000,
  seconds: 1,
  heldPeople: 400,
}
/** Messages in flight in a pair. */
export const WINDOWS = [1, 8] as const

/** One process of one server: how it relays texts of one length. */
export interface Talk {
  readonly server: ServerName
  /** By messages in flight in a pair. */
  readonly windows: Readonly<Record<(typeof WINDOWS)[number], Stretch>>
  /** At a fixed rate, from the time a message was due; of short texts alone. */
  readonly fixed: Stretch | undefined
}
const SHORT = 100

export const talk = (
  name: ServerName,
  load: readonly string[],
  textBytes: number,
  sizes: PeerSizes,
): Promise<Talk> =>
  fresh(name, load, textBytes, async (server, generator) => {
    const { people, warm, messages, rate, seconds } = sizes
    await generator.ask(`connect ${people}`)
    await generator.ask(`pingpong ${warm} 1`)
    const one = await stretch(server, generator, `pingpong ${messages} 1`)
    await generator.ask(`pingpong ${warm / 4} 8`)
    const eight = await stretch(server, generator, `pingpong ${messages} 8`)
    if (textBytes > SHORT) return { server: name, windows: { 1: one, 8: eight }, fixed: undefined }
    await generator.ask(`pace ${rate} 1`)
    const fixed = await stretch(server, generator, `pace ${rate} ${seconds}`)
    return { server: name, windows: { 1: one, 8: eight }, fixed }
  })

export const talkNoise = ({ windows }: Talk): Noise => windows[1].noise

export const held = (name: ServerName, load: readonly string[], sizes: PeerSizes): Promise<Held> =>
  hold(name, load, { memoryPeople: sizes.heldPeople })
