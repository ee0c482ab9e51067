/** What a call's signals look like in form: written by hand, since there is no browser here. */

const TRANSPORT = [
  'a=ice-ufrag:9faP',
  'a=ice-pwd:cfYhYp3czdIyEHc6GfABs/GH',
  'a=ice-options:trickle',
  `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'A7').join(':')}`,
]

/** A description of a voice. @param more lines of its one section, such as candidates */
export const description = (setup: 'actpass' | 'active', more: readonly string[] = []): string =>
  [
    'v=0',
    'o=- 7733168554369342096 2 IN IP4 0.0.0.0',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    ...TRANSPORT,
    `a=setup:${setup}`,
    'a=mid:0',
    'a=sendrecv',
    'a=rtcp-mux',
    'a=rtpmap:111 opus/48000/2',
    ...more,
    '',
  ].join('\r\n')

export const OFFER = description('actpass')
export const ANSWER = description('active')

/** Where the relay of these tests is. */
export const RELAY = '203.0.113.7'

export const relayCandidate = (address = RELAY, port = 49_200): string =>
  `candidate:1 1 udp 33562367 ${address} ${port} typ relay raddr 0.0.0.0 rport 0`
export const hostCandidate = (address = '192.0.2.4'): string =>
  `candidate:2 1 udp 2122194687 ${address} 50000 typ host`

/** As a `candidate` signal carries them. */
export const trickled = (...candidates: readonly string[]): string =>
  JSON.stringify(candidates.map((candidate) => ({ candidate, mid: '0' })))
