import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SIGNAL_LIMITS, type SignalPolicy } from './limits.js'
import { filterSdp } from './sdp.js'

const relay = { mode: 'relay', relays: ['192.0.2.44'] } as const
const all = { mode: 'all', relays: [] } as const

/** As they fell out of Chromium 156 and Firefox 153 (of its addresses only the names were changed). */
const recorded = Object.entries(
  JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')) as Readonly<
    Record<string, { readonly descriptions: Readonly<Record<string, readonly string[]>> }>
  >,
).flatMap(([browser, { descriptions }]) =>
  Object.entries(descriptions).map(([name, lines]) => ({ name: `${browser}’s ${name}`, lines })),
)

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\r\n`).join('')
const fingerprint = `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`
const session = ['v=0', 'o=- 1 2 IN IP4 0.0.0.0', 's=-', 't=0 0']
const voice = [
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:Nkfw',
  'a=ice-pwd:PXgatN6VEeK6BmBhc2cOyKU/',
  fingerprint,
  'a=setup:actpass',
  'a=mid:0',
  'a=sendrecv',
  'a=rtcp-mux',
  'a=rtpmap:111 opus/48000/2',
]
const plain = [...session, ...voice]
const without = (start: string): string[] => plain.filter((line) => !line.startsWith(start))
const outcome = (lines: readonly string[], policy: SignalPolicy = relay): readonly string[] | string => {
  const filtered = filterSdp(text(lines), policy)
  return filtered.ok ? filtered.sdp.trimEnd().split('\r\n') : filtered.why
}

/** Every address that stands in a text, on its own or after a word. */
const addressesIn = (sdp: string): string[] =>
  (sdp.match(/[\da-f:.]+/gi) ?? []).filter((run) => isIP(run) !== 0)

describe('a browser’s description (P-FORM-1)', () => {
  for (const { name, lines } of recorded) {
    describe(name, () => {
      it('passes, and passes again byte for byte (P-LOG-4)', () => {
        for (const policy of [relay, all]) {
          const once = filterSdp(text(lines), policy)
          expect(once).toMatchObject({ ok: true })
          if (once.ok) expect(filterSdp(once.sdp, policy)).toEqual({ ...once, dropped: 0 })
        }
      })

      it('keeps every line where addresses may be shown, but for what is rebuilt', () => {
        const rebuilt = /^(?:o=|c=|m=|a=rtcp:|a=candidate:|a=msid-semantic:)/
        const rest = (of: readonly string[]) => of.filter((line) => !rebuilt.test(line))
        const kept = outcome(lines, all)
        expect(rest(kept as readonly string[])).toEqual(rest(lines))
        expect(kept).toHaveLength(lines.length)
      })

      it('names no address but the relay’s', () => {
        const kept = text(outcome(lines) as readonly string[])
        expect(new Set([...addressesIn(kept), '192.0.2.44', '0.0.0.0'])).toEqual(
          new Set(['192.0.2.44', '0.0.0.0']),
        )
        expect(kept).not.toContain('.local')
        expect(kept).not.toContain('mozilla')
        expect(kept.includes('typ relay')).toBe(name.includes('relay'))
      })
    })
  }
})

describe('a description (P-FORM)', () => {
  it('that is clean comes out as it went in', () => {
    expect(outcome(plain)).toEqual(plain)
    const candidate = 'a=candidate:0 1 udp 92151807 192.0.2.44 49270 typ relay raddr 0.0.0.0 rport 0'
    expect(filterSdp(text([...plain, candidate]), relay)).toEqual({
      ok: true,
      sdp: text([...plain, candidate]),
      candidates: 1,
      dropped: 0,
    })
  })

  it('is rebuilt where it says who made it, when, and where they are', () => {
    const telling = [
      'v=0',
      'o=mozilla...THIS_IS_SDPARTA-99.0 1 2 IN IP6 2001:db8::7',
      's=My laptop',
      't=3034423619 3042462419',
      'm=audio 51000 UDP/TLS/RTP/SAVPF 111',
      'c=IN IP4 198.51.100.7',
      ...voice.slice(2),
      'a=rtcp:51001 IN IP4 198.51.100.7',
    ]
    expect(outcome(telling)).toEqual([...plain, 'a=rtcp:9 IN IP4 0.0.0.0'])
  })

  it.each([
    'i=Ann',
    'u=http://198.51.100.7/',
    'e=ann@198.51.100.7',
    'p=+62 21 555',
    'b=AS:64',
    'k=clear:secret',
    'c=IN IP4 198.51.100.7',
    'a=identity:eyJpZHAi',
    'a=remote-candidates:1 198.51.100.7 5000',
    'a=ice-lite',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret',
    'a=source-filter: incl IN IP4 239.1.1.1 198.51.100.7',
    'a=tool:spy',
    'a=constructor:1',
    'a=Candidate:0 1 udp 1 192.0.2.44 9 typ relay raddr 0.0.0.0 rport 0',
    'a=candidate',
    'a=candidate:0 1 udp 1 198.51.100.7 9 typ host',
    'a=fingerprint:sha-1 AB:AB',
    'a=extmap:9 http://198.51.100.7/rtp-hdrext/toffset',
    'a=extmap:9 urn:ietf:params:rtp-hdrext:198.51.100.7',
    'a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:2001:db8::7',
    'a=ssrc:7 cname:ann@198.51.100.7',
    'a=ssrc:7 cname:2001:db8::7',
    'a=ssrc:7 cname:laptop.example',
    'a=msid:198.51.100.7 -',
    'a=fmtp:111 host=198.51.100.7',
    'a=rtpmap:111 198.51.100.7/48000',
    'a=rtcp-fb:111 198.51.100.7',
    // Whoever asks for a picture in several sizes gets one of them unblurred.
    'a=rid:h recv',
    'a=rid:h send pt=96;max-width=1280',
    'a=simulcast:recv h;m;~l',
    'a=simulcast:send h',
    'a=ssrc-group:SIM 7 8 9',
    'a=fmtp:96 x-google-min-bitrate=50000',
    'a=rtcp-xr:198.51.100.7',
    'a=ice-options:198.51.100.7',
  ])('loses %s', (line) => expect(outcome([...plain, line])).toEqual(plain))

  it.each([
    'a=fmtp:111 minptime=10;useinbandfec=1',
    'a=fmtp:63 111/111',
    'a=fmtp:101 0-15',
    'a=rtcp-fb:* nack pli',
    'a=ssrc:7 cname:{db254842-0e88-4c17-b7cb-ea3385216242}',
    'a=ssrc:7 cname:PAy2DYTySft4+E8Q',
    'a=ssrc-group:FID 7 8',
    'a=msid:- 1e936245-2cb1-4a35-b7bd-23afe8afac1c',
    'a=extmap:2/recvonly urn:ietf:params:rtp-hdrext:csrc-audio-level',
    'a=extmap:12 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
    'a=ice-options:trickle',
    'a=maxptime:60',
    'a=end-of-candidates',
  ])('keeps %s', (line) => expect(outcome([...plain, line])).toEqual([...plain, line]))

  it.each(['audio', 'video'])('may have %s', (kind) => {
    const lines = plain.map((line) => line.replace('m=audio', `m=${kind}`))
    expect(outcome(lines)).toEqual(lines)
  })

  it('has no channel for data: nothing that is said in one would pass a server (P-FORM-3)', () => {
    const data = [
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      ...voice.slice(1, 7),
      'a=sctp-port:5000',
    ]
    expect(outcome([...session, ...data])).toBe('media')
    expect(outcome([...plain, ...data.map((line) => line.replace('mid:0', 'mid:1'))])).toBe('media')
  })

  it('has one voice and one picture at most', () => {
    const named = (mid: string, kind: string) =>
      voice.map((line) => line.replace('a=mid:0', `a=mid:${mid}`).replace('m=audio', `m=${kind}`))
    const two = [...plain, ...named('1', 'video')]
    expect(outcome(two)).toEqual(two)
    for (const kind of ['audio', 'video'])
      expect(outcome([...session, ...named('0', kind), ...named('1', kind)])).toBe('media')
    expect(outcome([...two, ...named('2', 'video')])).toBe('too_many')
  })

  it('may name its transport once, for all sections or for those that travel with the first', () => {
    const secret = voice.slice(2, 6)
    const bare = ['m=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0', 'a=mid:1']
    const above = [...session, ...secret, ...voice.slice(0, 2), 'a=mid:0', ...bare]
    expect(outcome(above)).toEqual(above)
    const bundled = [...session, 'a=group:BUNDLE 0 1', ...voice, ...bare]
    expect(outcome(bundled)).toEqual(bundled)
    expect(outcome([...session, ...voice, ...bare])).toBe('transport')
    const refused = [...session, ...voice, 'm=video 0 UDP/TLS/RTP/SAVPF 96', ...bare.slice(1)]
    expect(outcome(refused)).toEqual(refused)
  })

  it.each<[string, readonly string[]]>([
    ['ill_formed', []],
    ['ill_formed', ['']],
    ['ill_formed', ['v=1', ...plain.slice(1)]],
    ['ill_formed', plain.slice(1)],
    ['ill_formed', without('o=')],
    ['ill_formed', without('s=')],
    ['ill_formed', ['v=0', 'o=- x 2 IN IP4 0.0.0.0', ...plain.slice(2)]],
    ['ill_formed', [...plain, '']],
    ['ill_formed', [...plain, ' a=sendrecv']],
    ['ill_formed', [...plain, 'a=x\ra=y']],
    ['ill_formed', [...plain, 'a=x\na=candidate:1']],
    ['ill_formed', [...plain, 'a=x\0']],
    ['ill_formed', [...plain, 'a=x\u007F']],
    ['ill_formed', [...plain, 'a=Zoë']],
    ['ill_formed', [...plain, 'a=\uD800']],
    ['ill_formed', [...plain, 'a=ice-ufrag:Other']],
    ['ill_formed', [...plain, 'a=recvonly']],
    ['ill_formed', [...plain, 'a=mid:1']],
    ['ill_formed', [...plain, fingerprint]],
    ['media', session],
    ['media', without('a=mid')],
    ['media', [...plain, ...voice]],
    ['media', plain.map((line) => line.replace('m=audio', 'm=text'))],
    ['media', plain.map((line) => line.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP'))],
    ['media', plain.map((line) => line.replace('SAVPF 111', 'SAVPF 111 111'))],
    ['media', plain.map((line) => line.replace('SAVPF 111', 'SAVPF 198.51.100.7'))],
    ['media', plain.map((line) => line.replace('audio 9', 'audio 65536'))],
    ['media', [...session, 'a=group:BUNDLE 0 1', ...voice]],
    ['transport', without('a=ice-ufrag')],
    ['transport', without('a=ice-pwd')],
    ['transport', without('a=fingerprint')],
    ['transport', without('a=setup')],
    ['transport', plain.map((line) => line.replace('actpass', 'holdconn'))],
    ['transport', plain.map((line) => line.replace('sha-256', 'sha-1'))],
    ['transport', plain.map((line) => line.replace('Nkfw', '192.0.2.7'))],
    ['too_long', [...plain, `a=x:${'y'.repeat(1_021)}`]],
    ['too_long', [...plain, ...Array.from({ length: 13 }, () => `a=x:${'y'.repeat(1_000)}`)]],
    ['too_many', [...plain, ...Array.from({ length: 400 }, () => 'a=x')]],
    ['too_many', [...plain, ...Array.from({ length: 65 }, () => 'a=candidate:')]],
    ['too_many', [...session, ...voice, ...voice, ...voice, ...voice]],
  ])('is refused as %s: %j', (why, lines) => expect(outcome(lines)).toBe(why))

  it('is refused without its last line end, and without CR', () => {
    expect(filterSdp(text(plain).trimEnd(), relay)).toEqual({ ok: false, why: 'ill_formed' })
    expect(filterSdp(text(plain).replaceAll('\r\n', '\n'), relay)).toEqual({ ok: false, why: 'ill_formed' })
  })

  it('is refused if it is over the limit only once it is rebuilt', () => {
    const room = SIGNAL_LIMITS.sdpLines - plain.length + 1
    const full = [...without('c='), ...Array.from({ length: room }, (_, i) => `a=rtcp-fb:${i % 100} nack`)]
    expect(full).toHaveLength(SIGNAL_LIMITS.sdpLines)
    expect(outcome(full)).toBe('too_many')
  })
})

describe('what a hostile hand did to a description', () => {
  const policies = fc.constantFrom(relay, {
    mode: 'relay',
    relays: ['2001:db8::44', '::ffff:192.0.2.44'],
  } as const)
  const allowed = new Set(['0.0.0.0', '::', '192.0.2.44', '2001:db8::44'])
  const place = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom('spy.example', '479d6038-1f73-4b60-a662-67af6b09c28d.local'),
  )

  const judge = (sdp: string, policy: SignalPolicy): void => {
    const once = filterSdp(sdp, policy)
    if (!once.ok) return
    expect(filterSdp(once.sdp, policy)).toEqual({ ...once, dropped: 0 })
    expect(once.sdp).toMatch(/^(?:[a-z]=[\x20-\x7e]*\r\n)+$/)
    expect(once.sdp.length).toBeLessThanOrEqual(SIGNAL_LIMITS.sdpBytes)
    expect(addressesIn(once.sdp).filter((address) => !allowed.has(address))).toEqual([])
    expect(once.sdp).not.toMatch(/spy\.example|\.local/)
  }

  it('is refused or undone: an address in any place of any line', () => {
    const slots = [
      ...plain,
      'a=rtcp:9 IN IP4 0.0.0.0',
      'a=candidate:0 1 udp 1 192.0.2.44 9 typ relay raddr 0.0.0.0 rport 0',
    ]
    const more = recorded.flatMap(({ lines }) => lines.slice(3))
    fc.assert(
      fc.property(
        fc.constantFrom(...slots, ...more),
        fc.nat(12),
        place,
        policies,
        (line, at, address, policy) => {
          const words = line.split(/(?<=[ :=;/])/)
          const slot = at % words.length
          const spoilt = words
            .map((word, i) => (i === slot ? word.replace(/^[^ :=;/]*/, address) : word))
            .join('')
          judge(text([...plain, spoilt]), policy)
          judge(text(plain.map((was) => (was === line ? spoilt : was))), policy)
          judge(text([...session, spoilt, ...voice]), policy)
        },
      ),
    )
  })

  it('is refused or undone: lines doubled, moved, cut, spliced, swollen, and broken in odd places', () => {
    const scrap = fc.oneof(
      place,
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        '\n\r',
        '\u2028',
        '\0',
        'a=candidate:',
        'm=',
        '\r\nm=audio 9 UDP/TLS/RTP/SAVPF 0\r\n',
      ),
      fc.nat(20_000).map((length) => 'x'.repeat(length)),
    )
    const move = fc.record({
      kind: fc.constantFrom('double', 'move', 'cut', 'drop', 'splice'),
      at: fc.nat(),
      to: fc.nat(),
      scrap,
    })
    const moves = fc.array(move, { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.constantFrom(...recorded), moves, policies, ({ lines }, steps, policy) => {
        const current = [...lines]
        for (const step of steps) {
          const at = step.at % current.length
          const line = current[at] ?? ''
          const to = step.to % (step.kind === 'move' ? current.length : line.length + 1)
          if (step.kind === 'double') current.splice(at, 0, line)
          else if (step.kind === 'move') current.splice(to, 0, ...current.splice(at, 1))
          else if (step.kind === 'cut') current[at] = line.slice(0, to)
          else if (step.kind === 'drop' && current.length > 1) current.splice(at, 1)
          else current[at] = line.slice(0, to) + step.scrap + line.slice(to)
        }
        judge(text(current), policy)
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), policies, judge))
  })
})
