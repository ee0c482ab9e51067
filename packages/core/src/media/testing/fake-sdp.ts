/** What a description says of one side, as far as pretended connections care. */
export interface Side {
  readonly name: string
  readonly kinds: readonly string[]
  readonly directions: readonly string[]
}

const FINGERPRINT = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, '0').toUpperCase()).join(
  ':',
)

/** A description a browser might write, with its own address in it. */
export const sdpOf = (
  { name, kinds, directions }: Side,
  type: string,
  candidates: readonly string[],
): string =>
  [
    'v=0',
    'o=mozilla...THIS_IS_SDPARTA-99.0 4611731400430051336 2 IN IP4 198.51.100.7',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${kinds.map((_, i) => i).join(' ')}`,
    ...kinds.flatMap((kind, i) => [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${kind === 'audio' ? 111 : 96}`,
      'c=IN IP4 198.51.100.7',
      `a=ice-ufrag:${name}`,
      `a=ice-pwd:${name.padEnd(24, 'x')}`,
      'a=ice-options:trickle',
      `a=fingerprint:sha-256 ${FINGERPRINT}`,
      `a=setup:${type === 'offer' ? 'actpass' : 'active'}`,
      `a=mid:${i}`,
      `a=${directions[i] ?? 'sendrecv'}`,
      'a=rtcp-mux',
      kind === 'audio' ? 'a=rtpmap:111 opus/48000/2' : 'a=rtpmap:96 VP8/90000',
      ...(i === 0 ? candidates.map((candidate) => `a=${candidate}`) : []),
    ]),
    '',
  ].join('\r\n')

export function readSide(sdp: string): Side {
  const [, name = ''] = /a=ice-ufrag:(\S+)/.exec(sdp) ?? []
  return {
    name,
    kinds: [...sdp.matchAll(/^m=(\w+)/gm)].map(([, kind = '']) => kind),
    directions: [...sdp.matchAll(/^a=(sendrecv|sendonly|recvonly|inactive)/gm)].map(([, one = '']) => one),
  }
}
