import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterCandidates, readCandidates } from './batch.js'
import { SIGNAL_LIMITS } from './limits.js'

const relay = { mode: 'relay', relays: ['192.0.2.44'] } as const
const all = { mode: 'all', relays: [] } as const
const relayed = 'candidate:0 1 udp 92151807 192.0.2.44 49270 typ relay raddr 0.0.0.0 rport 0'
const own = 'candidate:1 1 udp 2122194687 192.0.2.2 60338 typ host'

/** As they fell out of browsers: `RTCIceCandidate.toJSON()`. */
interface Recorded {
  readonly candidate: string
  readonly sdpMid: string
  readonly sdpMLineIndex: number
  readonly usernameFragment: string
}
const recorded = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, { readonly candidates: readonly Recorded[] }>
>

describe('candidates sent together', () => {
  it('are a JSON list of candidates with the section they are for', () => {
    const items = [
      { candidate: relayed, mid: '0', line: 0, ufrag: 'Nkfw' },
      { candidate: '', mid: '0' },
    ]
    expect(readCandidates(JSON.stringify(items))).toEqual(items)
    expect(filterCandidates(JSON.stringify(items), relay)).toEqual({
      ok: true,
      data: JSON.stringify(items),
      candidates: 1,
      dropped: 0,
    })
  })

  it('lose those that may not pass', () => {
    const items = [own, relayed].map((candidate) => ({ candidate, mid: '0' }))
    expect(filterCandidates(JSON.stringify(items), relay)).toEqual({
      ok: true,
      data: JSON.stringify(items.slice(1)),
      candidates: 1,
      dropped: 1,
    })
    expect(filterCandidates('[]', relay)).toEqual({ ok: true, data: '[]', candidates: 0, dropped: 0 })
  })

  it('are written in one way, so that a server sees at once whether they were filtered', () => {
    const loose = `[ {"line":0, "mid":"0", "candidate":"${relayed}"} ]`
    expect(filterCandidates(loose, relay)).toMatchObject({
      data: JSON.stringify([{ candidate: relayed, mid: '0', line: 0 }]),
    })
  })

  it.each([
    ['ill_formed', ''],
    ['ill_formed', 'null'],
    ['ill_formed', '{}'],
    ['ill_formed', '[null]'],
    ['ill_formed', '[[]]'],
    ['ill_formed', JSON.stringify([{ candidate: relayed }])],
    ['ill_formed', JSON.stringify([{ candidate: 7, mid: '0' }])],
    ['ill_formed', JSON.stringify([{ candidate: relayed, mid: '192.0.2.7' }])],
    ['ill_formed', JSON.stringify([{ candidate: relayed, mid: '0', line: 3 }])],
    ['ill_formed', JSON.stringify([{ candidate: relayed, mid: '0', line: -1 }])],
    ['ill_formed', JSON.stringify([{ candidate: relayed, mid: '0', line: '0' }])],
    ['ill_formed', JSON.stringify([{ candidate: relayed, mid: '0', ufrag: 'fe80::1' }])],
    ['ill_formed', JSON.stringify([{ candidate: relayed, mid: '0', from: '192.0.2.7' }])],
    ['ill_formed', `[{"candidate":"${relayed}","mid":"0","__proto__":{}}]`],
    ['ill_formed', JSON.stringify([{ candidate: 'x'.repeat(513), mid: '0' }])],
    ['ill_formed', '['.repeat(12_000)],
    ['too_many', JSON.stringify(Array.from({ length: 21 }, () => ({ candidate: '', mid: '0' })))],
    ['too_long', ' '.repeat(SIGNAL_LIMITS.batchBytes + 1)],
  ])('are refused as %s: %.60s', (why, data) => {
    expect(filterCandidates(data, relay)).toEqual({ ok: false, why })
    expect(readCandidates(data)).toBeUndefined()
  })

  for (const [browser, { candidates }] of Object.entries(recorded)) {
    it(`pass from ${browser}, and pass again`, () => {
      const items = candidates.map(({ candidate, sdpMid, sdpMLineIndex, usernameFragment }) => ({
        candidate,
        mid: sdpMid,
        line: sdpMLineIndex,
        ufrag: usernameFragment,
      }))
      const once = filterCandidates(JSON.stringify(items), all)
      expect(once).toMatchObject({ ok: true, dropped: 0 })
      const relays = filterCandidates(JSON.stringify(items), relay)
      expect(relays).toMatchObject({ ok: true, candidates: browser === 'firefox' ? 2 : 1 })
      for (const [was, policy] of [
        [once, all],
        [relays, relay],
      ] as const)
        if (was.ok) expect(filterCandidates(was.data, policy)).toEqual({ ...was, dropped: 0 })
    })
  }

  it('pass again as they passed, and never throw', () => {
    const item = fc.record(
      {
        candidate: fc.oneof(fc.constantFrom('', own, relayed, `${relayed} network-id 1`), fc.string()),
        mid: fc.constantFrom('0', '1', 'audio'),
        line: fc.nat(2),
        ufrag: fc.constantFrom('Nkfw', 'e24b2787'),
      },
      { requiredKeys: ['candidate', 'mid'] },
    )
    const data = fc.oneof(
      fc.array(item, { maxLength: 22 }).map((items) => JSON.stringify(items)),
      fc.json(),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(data, fc.constantFrom(relay, all), (text, policy) => {
        const once = filterCandidates(text, policy)
        expect(once.ok).toBe(readCandidates(text) !== undefined)
        if (once.ok) expect(filterCandidates(once.data, policy)).toEqual({ ...once, dropped: 0 })
      }),
    )
  })
})
