import type { ErrorCode, Mode, SignalPolicy } from '@stranger-chat/core/protocol'
import type { Clock, Log, Random } from '../ports/clock.js'
import type { IcePolicy, IceProvider } from '../ports/ice.js'
import { createFresh, Issuing } from './issuing.js'
import { none } from './providers.js'

/** What a house knows of voice and video. */
export interface Media {
  /** Which candidates may pass. */
  readonly policy: SignalPolicy
  /** How far two may go now: what was configured, or text alone while there is no way for the rest (P-ICE-1). */
  readonly modes: () => readonly Mode[]
  /** Whether anything but text can come to be offered. */
  readonly isPossible: boolean
  /** For one connection. */
  readonly issuing: (say: (frame: string) => void, place?: string) => Issuing
  /** Counts a signal that was refused. */
  readonly refuse: () => void
  readonly refused: () => number
}

export interface MediaOptions {
  readonly modes: readonly Mode[]
  readonly provider: IceProvider | undefined
  readonly policy: IcePolicy
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Hears of each time somebody who asks for servers is refused. */
  readonly denied?: (code: ErrorCode) => void
}

const TEXT: readonly Mode[] = ['text']

/** Says once, at the start, why what was configured isn't offered. */
export function createMedia(options: MediaOptions): Media {
  const { modes, policy, clock, random, log, denied = () => undefined } = options
  const provider = options.provider ?? none()
  const isWanted = modes.some((mode) => mode !== 'text')
  const isPossible = isWanted && (policy === 'all' || options.provider !== undefined)
  const isOffered = (): boolean => isPossible && (policy === 'all' || provider.isThere?.() !== false)
  if (isWanted && !isOffered())
    log.log('warn', 'media.not_offered', {
      hint: "Voice and video need a TURN server, since nobody's address is shown to a stranger. Until there is one there is text alone: set --turn and STRANGER_CHAT_TURN_SECRET, or createServer's option ice.",
    })
  else if (isWanted && policy === 'relay' && (provider.relays ?? []).length === 0)
    log.log('warn', 'media.any_relay', {
      hint: "No relay is named, so a call may lead to any address that calls itself one. Name the addresses your TURN servers relay from: --relay, or `relays` of createServer's ice. `stranger-chat doctor` shows them.",
    })
  const fresh = createFresh()
  let refused = 0
  return {
    policy: { mode: policy, relays: provider.relays ?? [] },
    modes: () => (isOffered() || !isWanted ? modes : TEXT),
    isPossible,
    issuing: (say, place) => new Issuing({ provider, policy, clock, random, log, fresh, denied }, say, place),
    refuse: () => void refused++,
    refused: () => refused,
  }
}
