import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { ANNOUNCE_MS, Announcer, FORGET_MS } from './announcer.js'

function speaker() {
  const clock = new FakeClock()
  const regions = [document.createElement('p'), document.createElement('p'), document.createElement('p')]
  const announcer = new Announcer(clock, () => regions, {
    one: (text) => `Stranger: ${text}`,
    many: (n) => `${n} new messages`,
  })
  const heard = () => regions.map((region) => region.textContent)
  return { clock, announcer, heard }
}

describe('the announcer', () => {
  it('waits before it speaks, since a focus move would swallow the words', () => {
    const { clock, announcer, heard } = speaker()
    announcer.say(() => 'You both like tea.')
    clock.advance(ANNOUNCE_MS - 1)
    expect(heard()).to.deep.equal(['', '', ''])
    clock.advance(1)
    expect(heard().join('')).to.equal('You both like tea.')
  })

  it('reads out one message, and counts a burst', () => {
    const { clock, announcer, heard } = speaker()
    announcer.message('Hello')
    clock.advance(ANNOUNCE_MS)
    expect(heard().join('')).to.equal('Stranger: Hello')
    for (const text of ['a', 'b', 'c']) announcer.message(text)
    clock.advance(ANNOUNCE_MS)
    expect(heard().join('')).to.equal('3 new messages')
  })

  it('takes turns, so that the same words are a change again', () => {
    const { clock, announcer, heard } = speaker()
    announcer.say(() => 'Again')
    clock.advance(ANNOUNCE_MS)
    const [first] = heard()
    announcer.say(() => 'Again')
    clock.advance(ANNOUNCE_MS)
    expect(heard()[0]).to.not.equal(first)
    expect(heard().slice(0, 2).join('')).to.equal('Again')
  })

  it('keeps what is urgent in a region of its own', () => {
    const { clock, announcer, heard } = speaker()
    announcer.alert(() => 'Connection lost.')
    announcer.say(() => 'by the way')
    clock.advance(ANNOUNCE_MS)
    expect(heard()[2]).to.equal('Connection lost.')
    expect(heard().slice(0, 2).join('')).to.equal('by the way')
  })

  it('leaves nothing behind for people who read the page', () => {
    const { clock, announcer, heard } = speaker()
    announcer.say(() => 'Hello')
    clock.advance(ANNOUNCE_MS + FORGET_MS)
    expect(heard()).to.deep.equal(['', '', ''])
    expect(clock.pending).to.equal(0)
  })

  it('takes its words along when it speaks elsewhere, as from a dialog', () => {
    const clock = new FakeClock()
    const regions = (): readonly Element[] =>
      ['polite', 'polite', 'assertive'].map(() => document.createElement('p'))
    const [here, there] = [regions(), regions()]
    let now = here
    const announcer = new Announcer(clock, () => now, { one: String, many: String })
    announcer.say(() => 'here')
    clock.advance(ANNOUNCE_MS)
    now = there
    announcer.say(() => 'there')
    clock.advance(ANNOUNCE_MS)
    expect(here.map((region) => region.textContent)).to.deep.equal(['', '', ''])
    expect(there.map((region) => region.textContent).join('')).to.equal('there')
  })

  it('speaks soon even while older words still wait to be forgotten', () => {
    const { clock, announcer, heard } = speaker()
    announcer.say(() => 'one')
    clock.advance(ANNOUNCE_MS + 1)
    announcer.say(() => 'two')
    clock.advance(ANNOUNCE_MS)
    expect(heard().join('')).to.equal('two')
  })

  it('says nothing once stopped', () => {
    const { clock, announcer, heard } = speaker()
    announcer.say(() => 'too late')
    announcer.stop()
    clock.advance(ANNOUNCE_MS + FORGET_MS)
    expect(heard()).to.deep.equal(['', '', ''])
    expect(clock.pending).to.equal(0)
  })
})
