import { expect } from '@open-wc/testing'
import { FakeClock } from '@stranger-chat/core/testing'
import { setViewport } from '@web/test-runner-commands'
import { mount, unmount } from '../testing/mount.js'

/** A visual viewport in the hand of the test: what a phone's keyboard or fingers make of it. */
class Keyboard extends EventTarget {
  height = 700
  offsetTop = 0
  scale = 1
  listeners = 0

  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners++
    super.addEventListener(...args)
  }
  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners--
    super.removeEventListener(...args)
  }
  becomes(change: Partial<Pick<Keyboard, 'height' | 'offsetTop' | 'scale'>>): void {
    Object.assign(this, change)
    this.dispatchEvent(new Event('resize'))
  }
}

describe('the sheet and the keyboard', () => {
  const real = Object.getOwnPropertyDescriptor(window, 'visualViewport')
  let keyboard: Keyboard
  beforeEach(async () => {
    keyboard = new Keyboard()
    Object.defineProperty(window, 'visualViewport', { value: keyboard, configurable: true })
    await setViewport({ width: 390, height: 700 })
  })
  afterEach(() => {
    unmount()
    if (real) Object.defineProperty(window, 'visualViewport', real)
  })
  after(() => setViewport({ width: 900, height: 700 }))

  const box = (sheet: HTMLElement) => {
    const { top, height } = sheet.getBoundingClientRect()
    return { top, height }
  }

  it('stands above the keyboard, wherever the browser has moved what can be seen', async () => {
    const { find, element, client, rendered } = await mount(new FakeClock(), { layout: 'bubble', open: true })
    client.match()
    await rendered()
    const sheet = find('dialog.frame')
    expect(box(sheet)).to.deep.equal({ top: 0, height: 700 })
    keyboard.becomes({ height: 380, offsetTop: 120 })
    expect(box(sheet)).to.deep.equal({ top: 120, height: 380 })
    expect(find('.footer').getBoundingClientRect().bottom).to.be.at.most(500)
    keyboard.becomes({ height: 700, offsetTop: 0 })
    expect(box(sheet)).to.deep.equal({ top: 0, height: 700 })
    element.open = false
    await rendered()
    expect(keyboard.listeners).to.equal(0)
  })

  it('leaves somebody alone who zooms in to read', async () => {
    const { find } = await mount(new FakeClock(), { layout: 'bubble', open: true })
    keyboard.becomes({ height: 200, offsetTop: 300, scale: 2.5 })
    expect(box(find('dialog.frame'))).to.deep.equal({ top: 0, height: 700 })
  })

  it('is as large as the page for who zooms in, whatever it was before, and above the keyboard again afterwards', async () => {
    const { find, element, rendered } = await mount(new FakeClock(), { layout: 'bubble', open: true })
    const sheet = () => box(find('dialog.frame'))
    keyboard.becomes({ height: 380, offsetTop: 120 })
    // A finger's spread isn't a whole number, and a page wider than its window may be shrunk.
    for (const scale of [1.1, 3, 0.8]) {
      keyboard.becomes({ height: 380 / scale, offsetTop: 200, scale })
      expect(sheet(), `${scale}`).to.deep.equal({ top: 0, height: 700 })
    }
    keyboard.becomes({ height: 380, offsetTop: 120, scale: 1 })
    expect(sheet()).to.deep.equal({ top: 120, height: 380 })
    element.open = false
    await rendered()
    keyboard.becomes({ height: 200, offsetTop: 300, scale: 2.5 })
    element.open = true
    await rendered()
    expect(sheet()).to.deep.equal({ top: 0, height: 700 })
    expect(find('dialog.frame').getAttribute('style')).to.equal('')
  })

  it('listens to nothing while it is no sheet, and after it has gone', async () => {
    await setViewport({ width: 900, height: 700 })
    const wide = await mount(new FakeClock(), { layout: 'bubble', open: true })
    expect(keyboard.listeners).to.equal(0)
    await setViewport({ width: 390, height: 700 })
    await wide.rendered()
    await new Promise((resolve) => requestAnimationFrame(resolve))
    await wide.rendered()
    expect(keyboard.listeners).to.equal(2)
    wide.element.remove()
    expect(keyboard.listeners).to.equal(0)
  })
})
