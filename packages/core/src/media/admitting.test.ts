import { describe, expect, it } from 'vitest'
import { admitCandidates, admitDescription } from './admitting.js'
import { sdpOf } from './testing/fake-sdp.js'

const POLICY = { mode: 'relay', relays: ['192.0.2.1'] } as const
const relayed = (address: string) => `candidate:1 1 udp 1 ${address} 40000 typ relay raddr 0.0.0.0 rport 0`
const described = (...kinds: readonly string[]): string =>
  sdpOf({ name: 'evil', kinds, directions: [] }, 'offer', [relayed('192.0.2.1'), relayed('10.0.0.7')])

describe('what a stranger’s signals may tell the browser, whatever server let them through', () => {
  it('is the form, in which no address stands but the relay’s', () => {
    const sdp = admitDescription(described('audio', 'video'), POLICY, ['audio', 'video'])
    expect(sdp).toContain('192.0.2.1 40000')
    expect(sdp).not.toContain('10.0.0.7')
    expect(sdp).not.toContain('198.51.100.7')
    const both = JSON.stringify(['192.0.2.1', '10.0.0.7'].map((at) => ({ candidate: relayed(at), mid: '0' })))
    expect(admitCandidates(both, POLICY).map(({ candidate }) => candidate)).toEqual([relayed('192.0.2.1')])
  })

  it('is no picture in a voice chat, no second one, no channel for data, and nothing that isn’t read', () => {
    expect(admitDescription(described('audio'), POLICY, ['audio'])).toBeDefined()
    expect(admitDescription(described('audio', 'video'), POLICY, ['audio'])).toBeUndefined()
    expect(admitDescription(described('video', 'video'), POLICY, ['audio', 'video'])).toBeUndefined()
    expect(admitDescription(described('audio', 'application'), POLICY, ['audio'])).toBeUndefined()
    expect(admitDescription('hello', POLICY, ['audio'])).toBeUndefined()
    expect(admitCandidates('hello', POLICY)).toEqual([])
  })
})
