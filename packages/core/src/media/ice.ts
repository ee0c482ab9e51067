import type { Ice } from '../protocol/index.js'
import type { CandidateLike, PeerConfig } from './platform.js'

/** Whether credentials will last for as long as they may be needed: half of their time. */
export const isFresh = (ice: (Ice & { readonly at: number }) | null, now: number): boolean =>
  ice !== null && now - ice.at < ice.ttlMs / 2

/** As a browser takes it. */
export const configOf = ({ servers, policy }: Ice): PeerConfig => ({
  iceServers: servers.map(({ urls, username, credential }) => ({
    urls: [...urls],
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  })),
  iceTransportPolicy: policy,
  bundlePolicy: 'max-bundle',
})

/** A candidate as a signal carries it (P-CALL-3). */
export const itemOf = ({ candidate, sdpMid, sdpMLineIndex, usernameFragment }: CandidateLike) => ({
  candidate,
  mid: sdpMid ?? '',
  ...(sdpMLineIndex == null ? {} : { line: sdpMLineIndex }),
  ...(usernameFragment == null ? {} : { ufrag: usernameFragment }),
})
