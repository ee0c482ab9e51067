import { isIP } from 'node:net'
import { type Mode, MODES } from '@stranger-chat/core/protocol'
import { staticList, turnRest } from '../media/providers.js'
import { isTurnUrl, readRelays, TURN_RULE } from '../media/servers.js'
import type { IceProvider } from '../ports/ice.js'
import type { Config } from './config.js'
import { listIn, textIn } from './options.js'
import type { Environment, Settings } from './settings.js'
import { Trouble } from './trouble.js'

/** The settings of voice and video, as options, environment and config file give them. */
export type CallSettings = Pick<Settings, 'modes' | 'turn' | 'iceRelays'>

interface Given {
  readonly modes?: string | undefined
  readonly turn?: readonly string[] | undefined
  readonly relay?: readonly string[] | undefined
}

/** @throws Trouble for what can't be, in one sentence without a secret */
export function callSettings(given: Given, env: Environment, config: Config): CallSettings {
  const modes = listIn(given.modes ?? env['STRANGER_CHAT_MODES'])
  const urls = given.turn ?? listIn(env['STRANGER_CHAT_TURN'])
  const secret = textIn(env['STRANGER_CHAT_TURN_SECRET']) ?? config.turn?.secret
  const named = relaysIn(given.relay ?? listIn(env['STRANGER_CHAT_RELAY']))
  const { turn, iceServers } = config
  const chosen = modes === undefined ? {} : { modes: modes.map(modeOf) }
  if (urls === undefined && turn === undefined) {
    if (named === undefined) return chosen
    if (iceServers !== undefined) return { ...chosen, iceRelays: named }
    throw new Trouble(
      2,
      'There is no TURN server that could relay from an address you named. Name that one too: --turn, or "iceServers" in the config file.',
    )
  }
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
  const all = urls ?? turn?.urls ?? []
  // Those of the config file are of its own servers.
  const relays = named ?? (urls === undefined ? turn?.relays : undefined) ?? literalsIn(all)
  const { relays: _, ...others } = turn ?? {}
  return {
    ...chosen,
    turn: { ...others, urls: all, secret, ...(relays.length === 0 ? {} : { relays }) },
  }
}

function relaysIn(relays: readonly string[] | undefined): readonly string[] | undefined {
  try {
    return relays && readRelays(relays)
  } catch (cause) {
    throw new Trouble(2, cause instanceof Error ? cause.message : String(cause))
  }
}

/** A TURN server that is named by its address mostly relays from there; of one that is named by a name nobody knows. */
function literalsIn(urls: readonly string[]): readonly string[] {
  const hosts = urls.map((url) => LITERAL.exec(url)?.[1] ?? url.split(':')[1]?.split('?')[0] ?? '')
  return hosts.every((host) => isIP(host) !== 0) ? [...new Set(hosts)] : []
}
const LITERAL = /^turns?:\[([^\]]+)\]/i

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
  const by = turn?.urls.join(', ') ?? 'the servers of the config file'
  const open = isOpen(settings) ? `. ${ANY_RELAY}` : ''
  return `Voice and video: on, relayed by ${by}${open}`
}

/** Whether nobody said from where media is relayed: then whoever changed their own client can name any address (P-ICE-3). */
const isOpen = (settings: Settings): boolean =>
  settings.icePolicy !== 'all' && (providerOf(settings)?.relays ?? []).length === 0
const ANY_RELAY =
  'But any address may claim to be a relay: name yours with --relay ADDRESS; stranger-chat doctor shows it'

function modeOf(text: string): Mode {
  const mode = MODES.find((known) => known === text)
  if (mode === undefined)
    throw new Trouble(
      2,
      `"${text.slice(0, 40)}" is no mode. There are ${MODES.join(', ')}; write several with commas: --modes ${MODES.join(',')}`,
    )
  return mode
}
