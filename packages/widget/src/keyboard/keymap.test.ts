import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { HANDOVER_MS } from '../composer/handover.js'
import { chord, Keymap, type Shortcuts, SHORTCUTS } from '../controllers/keymap.js'
import type { StrangerChat } from '../stranger-chat.js'
import { mount, unmount } from '../testing/mount.js'
import { readShortcuts } from './read.js'

const warnings: string[] = []
const { warn } = console
before(() => {
  console.warn = (...words: unknown[]) => void warnings.push(words.join(' '))
})
beforeEach(() => void warnings.splice(0))
after(() => {
  console.warn = warn
})

const isApple = /^(Mac|iP)/.test(navigator.platform)
const key = (name: string, init: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key: name, ...init })

describe('a key', () => {
  for (const [event, spelled] of [
    [key('Enter'), 'Enter'],
    [key('Enter', { ctrlKey: true }), 'Ctrl+Enter'],
    [key('K', { shiftKey: true, ctrlKey: true }), 'Ctrl+Shift+k'],
    [key('?', { shiftKey: true }), '?'],
    [key('PageUp', { altKey: true, metaKey: true }), 'Alt+Meta+PageUp'],
    // AltGr on a German keyboard.
    [key('@', { ctrlKey: true, altKey: true, modifierAltGraph: true }), '@'],
  ] as const) {
    it(`is spelled ${spelled}`, () => expect(chord(event)).to.equal(spelled))
  }
})

describe('a page’s own keys', () => {
  for (const [given, keys] of [
    [{}, {}],
    [{ send: 'Ctrl+Enter' }, { send: 'Ctrl+Enter' }],
    [{ send: 'control + return' }, { send: 'Ctrl+Enter' }],
    [{ send: 'Mod+Enter' }, { send: isApple ? 'Meta+Enter' : 'Ctrl+Enter' }],
    [{ step: 'shift+alt+X' }, { step: 'Alt+Shift+x' }],
    [
      { older: 'k', newer: 'J', oldest: 'Shift+?' },
      { older: 'k', newer: 'j', oldest: '?' },
    ],
    [
      { step: 'Ctrl++', save: 'cmd+s' },
      { step: 'Ctrl++', save: 'Meta+s' },
    ],
    [
      { pageUp: 'f7', pageDown: 'F8' },
      { pageUp: 'F7', pageDown: 'F8' },
    ],
    [
      { step: null, newline: null },
      { step: null, newline: null },
    ],
  ] as const) {
    it(`${JSON.stringify(given)} are read`, () => {
      expect(readShortcuts(given)).to.deep.equal({ ...SHORTCUTS, ...keys })
      expect(warnings).to.deep.equal([])
    })
  }

  for (const [given, keys, why] of [
    [{ send: 'Hyper+Enter' }, {}, 'send can\'t be "Hyper+Enter"'],
    [{ send: 13 }, {}, "send can't be 13"],
    [{ older: 'Tab' }, {}, 'older can\'t be "Tab"'],
    [{ older: 'Ctrl' }, {}, 'older can\'t be "Ctrl"'],
    // A character would be sent for, not written.
    [{ send: 'x' }, {}, 'it writes'],
    [{ send: 'Shift+X' }, {}, 'it writes'],
    // Enter presses what has the focus.
    [{ step: 'Enter' }, {}, 'presses'],
    [{ newer: 'Space' }, {}, 'presses'],
    [{ sned: 'Enter' }, {}, 'There is no sned; there are send, newline'],
    [{ older: 'k', newer: 'k' }, { older: 'k', newer: null }, 'newer and older are both k: older has it'],
    [
      { send: 'F8', newline: 'F8' },
      { send: 'F8', newline: 'Enter' },
      'newline and send are both F8: send has it',
    ],
    ['Enter', {}, 'They are an object'],
    [['Enter'], {}, 'There is no 0'],
  ] as const) {
    it(`${JSON.stringify(given)}: ${why}`, () => {
      expect(readShortcuts(given)).to.deep.equal({ ...SHORTCUTS, ...keys })
      expect(warnings).to.have.length(1)
      expect(warnings[0]).to.contain(why)
    })
  }

  it('get one warning for all that can’t be read, and only once', () => {
    const given = { send: 'nonsense', older: 'Tab', none: 'k' }
    readShortcuts(given)
    readShortcuts({ ...given })
    expect(warnings).to.have.length(1)
    for (const name of Object.keys(given)) expect(warnings[0]).to.contain(name)
  })
})

describe('with a page’s own keys', () => {
  afterEach(unmount)

  async function talking(shortcuts: Shortcuts, options: Partial<StrangerChat> = {}) {
    const clock = new FakeClock()
    const mounted = await mount(clock, { shortcuts, ...options })
    mounted.client.match()
    await mounted.rendered()
    clock.advance(HANDOVER_MS)
    mounted.field().focus()
    const sent = () => mounted.client.called('send').map(([text]) => text)
    const press = async (...keys: string[]) => {
      for (const one of keys.slice(0, -1)) await sendKeys({ down: one })
      await sendKeys({ press: keys.at(-1) ?? '' })
      for (const one of keys.slice(0, -1)) await sendKeys({ up: one })
      await mounted.rendered()
    }
    return { clock, sent, press, ...mounted }
  }

  it('Ctrl+Enter sends, and Enter breaks the line, as a phone’s keyboard says', async () => {
    const { sent, press, field } = await talking({ send: 'Ctrl+Enter' })
    expect(field().enterKeyHint).to.equal('enter')
    await sendKeys({ type: 'one' })
    await press('Enter')
    await sendKeys({ type: 'two' })
    expect([field().value, sent()]).to.deep.equal(['one\ntwo', []])
    await press('Control', 'Enter')
    expect([field().value, sent()]).to.deep.equal(['', ['one\ntwo']])
  })

  it('Enter sends at first, and a phone’s keyboard says so', async () => {
    const { field } = await talking({})
    expect(field().enterKeyHint).to.equal('send')
  })

  it('a send by any key is dead for 600 ms after a match, as Enter is', async () => {
    const { client, clock, field, press, sent, rendered } = await talking({ send: 'Ctrl+Enter' })
    client.over('left')
    clock.advance(5_000)
    client.match({ id: 'chat-b' })
    await rendered()
    field().value = 'typed by a quick hand'
    await press('Control', 'Enter')
    expect(sent()).to.deep.equal([])
  })

  it('another key can break the line, or none', async () => {
    const { press, field, element, rendered } = await talking({ newline: 'Ctrl+J' })
    await sendKeys({ type: 'one' })
    await press('Control', 'j')
    expect(field().value).to.equal('one\n')
    element.shortcuts = { newline: null, send: null }
    await rendered()
    await press('Enter')
    await press('Shift', 'Enter')
    expect(field().value).to.equal('one\n')
  })

  it('another key steps, the button says which, and Esc is the page’s', async () => {
    const { press, find, client } = await talking({ step: 'Ctrl+E' })
    const page: string[] = []
    const listen = ({ key: name, type }: KeyboardEvent) => page.push(`${type} ${name}`)
    document.addEventListener('keydown', listen)
    try {
      await press('Escape')
      expect(find('.step').textContent).to.contain('Stop')
      expect(find('.step kbd').textContent).to.equal('Ctrl+e')
      await press('Control', 'e')
      expect(find('.step').textContent).to.contain('Really?')
      await press('Control', 'e')
      expect(client.state.phase.get()).to.equal('ended')
      // What did something in here does nothing out there.
      expect(page).to.deep.equal(['keydown Escape', 'keydown Control', 'keydown Control'])
    } finally {
      document.removeEventListener('keydown', listen)
    }
  })

  it('promises nothing of Esc where another key does it, or none', async () => {
    const { client, element, text, all, rendered } = await talking({ step: null })
    expect(all('.step kbd')).to.deep.equal([])
    client.over('left')
    element.stop()
    await rendered()
    expect(text()).to.contain('Stop ends a chat.')
  })

  it('a single character steps in the conversation alone, and is a character elsewhere', async () => {
    const { press, find, field } = await talking({ step: 'x', older: 'k', newer: 'j' })
    await press('x')
    expect([field().value, find('.step').textContent?.trim().startsWith('Stop')]).to.deep.equal(['x', true])
  })

  it('other keys walk through the messages, and Tab still leads on', async () => {
    const { client, press, find, element, rendered } = await talking({ older: 'k', newer: 'j', step: 'x' })
    client.receive('one', 'two')
    await rendered()
    const words = () => element.shadowRoot?.activeElement?.textContent ?? ''
    find('.log').focus()
    await press('k')
    expect(words()).to.contain('two')
    await press('k')
    expect(words()).to.contain('one')
    await press('ArrowDown')
    expect(words()).to.contain('one')
    await press('j')
    expect(words()).to.contain('two')
    await press('x')
    expect(find('.step').textContent).to.contain('Really?')
    await press('Tab')
    expect(words()).to.contain('Really?')
  })

  it('a key of the page’s saves the conversation', async () => {
    const saved: string[] = []
    const { click } = HTMLAnchorElement.prototype
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      saved.push(this.download)
    }
    try {
      const { client, press, rendered } = await talking({ save: 'Ctrl+S' })
      client.receive('one')
      await rendered()
      await press('Control', 's')
      expect(saved).to.have.length(1)
    } finally {
      HTMLAnchorElement.prototype.click = click
    }
  })

  it('no key does meanwhile what it no longer should, even before they are read', async () => {
    const { element, sent } = await talking({})
    await sendKeys({ type: 'not yet' })
    element.shortcuts = { send: 'Ctrl+Enter' }
    element.requestUpdate()
    await sendKeys({ press: 'Enter' })
    expect(sent()).to.deep.equal([])
  })
})

describe('keys that a page writes into its template', () => {
  const given = () => ({ send: 'Ctrl+Enter', sned: 'x' }) as Shortcuts
  const host = { isConnected: true, requestUpdate: () => {} }

  it('are read once, though each of its renders gives a new object', async () => {
    const keymap = new Keymap(host)
    keymap.use(given())
    expect(keymap.keys).to.include({ send: 'Ctrl+Enter', step: 'Escape' })
    await keymap.coming
    keymap.use(given())
    const { keys } = keymap
    expect(keys).to.deep.equal({ ...SHORTCUTS, send: 'Ctrl+Enter' })
    keymap.use(given())
    expect([keymap.keys === keys, keymap.coming]).to.deep.equal([true, null])
  })

  it('are others when a single one of them is, or none', async () => {
    const keymap = new Keymap(host)
    keymap.use(given())
    await keymap.coming
    keymap.use({ ...given(), save: 'Ctrl+S' })
    expect(keymap.keys).to.include({ send: 'Ctrl+Enter', save: 'Ctrl+s' })
    keymap.use({ save: 'Ctrl+S' })
    expect(keymap.keys).to.include({ send: 'Enter', save: 'Ctrl+s' })
    keymap.use(null)
    expect(keymap.keys).to.deep.equal(SHORTCUTS)
  })
})
