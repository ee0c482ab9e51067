import { expect } from '@open-wc/testing'
import { Handover, HANDOVER_MS } from './handover.js'

describe('the hand-over between two strangers', () => {
  it('lets everything through while nothing has changed', () => {
    const handover = new Handover()
    handover.key(0)
    expect(handover.holds(0)).to.equal(false)
    expect(handover.mayEnter(0)).to.equal(true)
  })

  it('ignores Enter for 600 ms after a match', () => {
    const handover = new Handover()
    handover.matched(10_000)
    expect(handover.mayEnter(10_000)).to.equal(false)
    expect(handover.mayEnter(10_000 + HANDOVER_MS - 1)).to.equal(false)
    expect(handover.mayEnter(10_000 + HANDOVER_MS)).to.equal(true)
  })

  it('lets somebody who was not typing begin at once', () => {
    const handover = new Handover()
    handover.key(0)
    handover.matched(5_000)
    handover.key(5_100)
    expect(handover.holds(5_100)).to.equal(false)
  })

  it('holds back a run of typing until it pauses, however long it goes on', () => {
    const handover = new Handover()
    handover.key(4_900)
    handover.matched(5_000)
    for (let at = 5_100; at < 8_000; at += 300) {
      handover.key(at)
      expect(handover.holds(at)).to.equal(true)
      expect(handover.mayEnter(at)).to.equal(false)
    }
    handover.key(9_000)
    expect(handover.holds(9_000)).to.equal(false)
    expect(handover.mayEnter(9_000)).to.equal(true)
  })

  it('and no longer: after a pause a paste by mouse is for the stranger who is here now', () => {
    const handover = new Handover()
    handover.key(4_900)
    handover.matched(5_000)
    expect(handover.holds(4_900 + HANDOVER_MS - 1)).to.equal(true)
    expect(handover.holds(4_900 + HANDOVER_MS)).to.equal(false)
  })
})
