import type { Ice } from '../protocol/index.js'
import type { PeerConfig } from './platform.js'

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
