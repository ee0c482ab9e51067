import { type Mode, MODES } from '@stranger-chat/core/protocol'
import { staticList, turnRest } from '../media/providers.js'
import { isTurnUrl, TURN_RULE } from '../media/servers.js'
import type { IceProvider } from '../ports/ice.js'
import type { Config } from './config.js'
import { listIn, textIn } from './options.js'
import type { Environment, Settings } from './settings.js'
import { Trouble } from './trouble.js'

/** The settings of voice and video, as options, environment and config file give them. */
export type CallSettings = Pick<Settings, 'modes' | 'turn'>

interface Given {
  readonly modes?: string | undefined
  readonly turn?: readonly string[] | undefined
}

/** @throws Trouble for what can't be, in one sentence without a secret */
export function callSettings(given: Given, env: Environment, config: Config): CallSettings {
  const modes = listIn(given.modes ?? env['STRANGER_CHAT_MODES'])
  const urls = given.turn ?? listIn(env['STRANGER_CHAT_TURN'])
  const secret = textIn(env['STRANGER_CHAT_TURN_SECRET']) ?? config.turn?.secret
  const { turn, iceServers } = config
  if (urls === undefined && turn === undefined) return modes === undefined ? {} : { modes: modes.map(modeOf) }
  for (const url of urls ?? [])
    if (!isTurnUrl(url)) throw new Trouble(2, `"${url.slice(0, 80)}" ${TURN_RULE}`)
  if (secret === undefined)
    throw new Trouble(
      2,
      'A TURN server needs the secret it shares with this one. Set STRANGER_CHAT_TURN_SECRET in the environment: on a command line anybody on the machine could read it.',
    )
  if (iceServers !== undefined)
    throw new Trouble(
      2,
      'Set either a TURN server with a secret, or "iceServers" in the config file, not both.',
    )
  return {
    ...(modes === undefined ? {} : { modes: modes.map(modeOf) }),
    turn: { ...turn, urls: urls ?? turn?.urls ?? [], secret },
  }
}

/** What relays voice and video, as the settings have it. @throws RangeError with a sentence for what can't work */
export function providerOf({ ice, turn, iceServers, iceRelays }: Settings): IceProvider | undefined {
  if (ice !== undefined) return ice
  if (turn !== undefined) return turnRest(turn)
  return iceServers === undefined ? undefined : staticList(iceServers, iceRelays)
}

/** In development voice and video work without a word about them, if this machine can. */
export function wantsDevTurn({ dev, modes, ice, turn, iceServers, icePolicy }: Settings): boolean {
  const isWanted = modes === undefined || modes.some((mode) => mode !== 'text')
  const isSet = ice !== undefined || turn !== undefined || iceServers !== undefined
  return dev && isWanted && !isSet && icePolicy !== 'all'
}

/**
 * What is said at the start where voice and video are on, or could easily be; else nothing.
 * @param devPort where the TURN server for development listens, if there is one
 */
export function callsLine(settings: Settings, devPort: number | undefined): string {
  const { dev, modes = [], turn, icePolicy } = settings
  if (devPort !== undefined)
    return `Voice and video: on, by a TURN relay for development only on 127.0.0.1:${devPort}`
  if (wantsDevTurn(settings))
    return 'Voice and video: off, since nothing relays them. With coturn they work here too: apt-get install coturn'
  const isAsked = modes.some((mode) => mode !== 'text')
  if (icePolicy === 'all' && isAsked) return 'Voice and video: on, and strangers may see each other’s address'
  if (providerOf(settings) === undefined) return ''
  if (!isAsked && !(dev && modes.length === 0))
    return 'Voice and video: off, though there is a relay. To offer them: --modes text,voice,video'
  return `Voice and video: on, relayed by ${turn?.urls.join(', ') ?? 'the servers of the config file'}`
}

function modeOf(text: string): Mode {
  const mode = MODES.find((known) => known === text)
  if (mode === undefined)
    throw new Trouble(
      2,
      `"${text.slice(0, 40)}" is no mode. There are ${MODES.join(', ')}; write several with commas: --modes ${MODES.join(',')}`,
    )
  return mode
}
