import { expect } from '@open-wc/testing'
import { Kept } from './device.js'
import { COMMAND_LIST, COMMANDS, Keymap } from './keymap.js'
import { shelf } from './testing/show.js'

const given = (device = shelf()) => new Keymap(new Kept(() => device, 'keys'))

describe('single keys', () => {
  it('do at first what the legend says', () => {
    expect(given().command('n')).to.equal('next')
    expect(given().command('N')).to.equal('next')
    expect(given().command('é')).to.equal(undefined)
  })

  it('can be moved, and the device remembers', () => {
    const device = shelf()
    const keymap = given(device)
    expect(keymap.move('next', 'J')).to.equal(null)
    expect([keymap.command('j'), keymap.command('n')]).to.deep.equal(['next', undefined])
    expect(given(device).command('j')).to.equal('next')
    keymap.reset()
    expect(given(device).command('n')).to.equal('next')
  })

  it('do one thing each: a key that is taken is refused, and so is what is no single sign', () => {
    const keymap = given()
    expect(keymap.move('next', 'u')).to.deep.equal({ why: 'taken', by: 'undo' })
    for (const key of [' ', 'Enter', '', '\u0301', '\u200b', 'ab']) {
      expect(keymap.move('next', key)).to.deep.equal({ why: 'unfit' })
    }
    expect(keymap.command('n')).to.equal('next')
    // Its own key is nobody else's.
    expect(keymap.move('next', 'n')).to.equal(null)
  })

  it('can be switched off, which is remembered as well', () => {
    const device = shelf()
    given(device).on = false
    expect(given(device).command('n')).to.equal(undefined)
  })

  it('never share a key, whatever is asked for', () => {
    const keymap = given()
    const keys = [...Object.values(COMMANDS), 'j', 'K', 'ß', 'İ', '']
    for (const command of COMMAND_LIST) {
      for (const key of keys) {
        keymap.move(command, key)
        const all = COMMAND_LIST.map((one) => keymap.key(one))
        expect(new Set(all).size, `${command} ${key}`).to.equal(all.length)
      }
    }
  })

  it('are the first set again where what the device holds makes no sense', () => {
    for (const text of [
      '',
      'null',
      '{',
      '[]',
      '7',
      '{"keys":{"next":"u"}}',
      '{"keys":{"next":{}}}',
      '{"keys":[]}',
    ]) {
      const device = shelf()
      device.setItem('stranger-moderator/keys', text)
      expect(
        COMMAND_LIST.map((command) => given(device).key(command)),
        text,
      ).to.deep.equal(Object.values(COMMANDS))
    }
  })
})
