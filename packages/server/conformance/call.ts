import type { Mode, ServerFrameOf } from '@stranger-chat/core/protocol'
import { NotRun } from './deviation.js'
import type { Person } from './person.js'
import type { Stage } from './stage.js'

/** A description of one voice, as P-CALL-3 has it. @param more lines of its section, such as candidates */
export const description = (setup: 'actpass' | 'active', more: readonly string[] = []): string =>
  [
    'v=0',
    'o=- 1 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=ice-ufrag:kit0',
    'a=ice-pwd:thisIsOnlyAKitForTests00',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '5A').join(':')}`,
    `a=setup:${setup}`,
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    ...more,
    '',
  ].join('\r\n')

/** An address that is nobody's (RFC 5737). */
export const ELSEWHERE = '198.51.100.66'

export const relayed = (address: string): string =>
  `candidate:1 1 udp 33562367 ${address} 49200 typ relay raddr 0.0.0.0 rport 0`
export const direct = (address: string): string => `candidate:2 1 udp 2122194687 ${address} 50000 typ host`
export const trickled = (candidate: string): string => JSON.stringify([{ candidate, mid: '0' }])

export const signal = (what: string, data: string, call = 1): Readonly<Record<string, unknown>> => ({
  kind: 'signal',
  call,
  signal: what,
  data,
})

/** What the server offers (P-ICE-1). */
export const modesOf = (stage: Stage): readonly Mode[] => stage.server.welcome.modes ?? ['text']

/** The mode of the calls that are tried. */
export function callMode(stage: Stage): 'voice' | 'video' {
  const modes = modesOf(stage)
  if (modes.includes('video')) return 'video'
  if (modes.includes('voice')) return 'voice'
  throw new NotRun('this server offers neither voice nor video')
}

/** Two who may call each other, and where media may pass for them. */
export async function callers(
  stage: Stage,
  mode: Mode = callMode(stage),
): Promise<readonly [Person, Person, ServerFrameOf<'ice'>]> {
  callMode(stage)
  const [one, two] = await stage.pair({ mode })
  const ice = await one.line.until(
    () => one.line.heard.find((frame) => frame.type === 'ice'),
    'ice, once its wish was taken',
  )
  return [one, two, ice]
}
