import { answersStun, udpPlaceOf } from '../../media/stun.js'
import { probeTurn, type TurnState } from '../../media/turn.js'
import { providerOf } from '../calls.js'
import type { Settings } from '../settings.js'
import type { Note } from './findings.js'

/** A TURN server that is far away, or was asked for the first time, ms. */
const TURN_MS = 3_000

/** Whether voice and video are offered, and whether what relays them answers from here. */
export async function lookAtCalls(settings: Settings, note: Note): Promise<void> {
  const say = (isWell: boolean, text: string): void => note(isWell ? 'ok' : 'broken', 'calls', text)
  const { modes = ['text'], icePolicy } = settings
  const provider = providerOf(settings)
  const isAsked = modes.some((mode) => mode !== 'text')
  if (!isAsked) return say(true, `text only, as the config and the environment have it`)
  if (icePolicy === 'all') say(true, 'offered, and strangers may see each other’s address')
  else if (provider === undefined)
    return say(false, 'voice and video are configured, but nothing relays them. See: docs/video.md')
  else say(true, `${modes.join(', ')}, over a relay`)
  const policy = icePolicy ?? 'relay'
  const { servers } = (await provider?.servers({ session: 'doctor', policy })) ?? { servers: [] }
  const relays = provider?.relays ?? []
  for (const { urls, username = '', credential = '' } of servers)
    for (const url of urls) {
      const place = udpPlaceOf(url)
      if (place === undefined) say(true, `${url} is over TCP or TLS, which this doesn't try`)
      else if (username === '' || credential === '') {
        const answers = await answersStun({ ...place, withinMs: TURN_MS })
        say(answers, `${url} ${answers ? 'answers' : SILENT}`)
      } else say(...verdictOf(url, await probeTurn(place, { username, credential }, TURN_MS), relays))
    }
}

const SILENT = "doesn't answer over UDP from here"

/** What is to be said of a TURN server, and whether that is well. */
export function verdictOf(
  url: string,
  state: TurnState,
  relays: readonly string[],
): [isWell: boolean, text: string] {
  if (state.kind === 'silent') return [false, `${url} ${SILENT}`]
  if (state.kind === 'refused') {
    const why = state.code === 401 ? ': its secret is another one, or one of the two clocks is wrong' : ''
    return [false, `${url} refuses our credentials (${state.code})${why}`]
  }
  const { address = 'an IPv6 address', isClosed } = state
  if (relays.length > 0 && state.address !== undefined && !relays.includes(state.address))
    return [false, `${url} relays from ${address}, which isn't in relays: every call would fail`]
  const reach = isClosed ? 'to itself alone' : 'TO ANYBODY: see the closed relay in docs/video.md'
  const unnamed =
    relays.length === 0 && state.address !== undefined
      ? `. Name that address, or a call may name any: --relay ${address}, or "relays" in the config file`
      : ''
  return [isClosed, `${url} relays from ${address}, ${reach}${unnamed}`]
}
