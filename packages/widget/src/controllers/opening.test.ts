import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands'
import { type Mounted, mount, unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import type { StrangerChat } from '../stranger-chat.js'

const WIDE = { width: 900, height: 700 }
const NARROW = { width: 390, height: 700 }

const bubble = (options: Partial<StrangerChat> = {}) =>
  mount(new FakeClock(), { layout: 'bubble', ...options })
const dialog = ({ find }: Mounted) => find<HTMLDialogElement>('dialog.frame')
const inside = ({ element }: Mounted) => element.shadowRoot?.activeElement

const added: Element[] = []
const add = <K extends 'button' | 'input' | 'dialog'>(tag: K, into: Element = document.body) => {
  const element = document.createElement(tag)
  into.prepend(element)
  added.push(element)
  return element
}
const at = async (element: Element) => {
  const { x, y, width, height } = element.getBoundingClientRect()
  await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] })
}
const clean = async () => {
  unmount()
  for (const one of added.splice(0)) one.remove()
  await resetMouse()
  await setViewport(WIDE)
}
const closings = ({ element }: Mounted) => {
  const heard: string[] = []
  element.addEventListener('sc-close', ({ detail, cancelable }) =>
    heard.push(`${detail.source}${cancelable ? '' : ', whatever the page says'}`),
  )
  return heard
}

describe('keys in a panel where nothing has the focus but itself', () => {
  afterEach(clean)

  const pressedOnEmptySpace = async () => {
    const mounted = await bubble({ open: true })
    const { left, bottom } = dialog(mounted).getBoundingClientRect()
    await sendMouse({ type: 'click', position: [Math.round(left) + 12, Math.round(bottom) - 12] })
    await mounted.rendered()
    expect(inside(mounted)).to.equal(dialog(mounted))
    return mounted
  }

  it('Esc closes it', async () => {
    const { element, rendered } = await pressedOnEmptySpace()
    await sendKeys({ press: 'Escape' })
    await rendered()
    expect(element.open).to.equal(false)
  })

  it('plain keys are no shortcuts of the page', async () => {
    await pressedOnEmptySpace()
    const heard: string[] = []
    const listen = ({ key }: KeyboardEvent) => heard.push(key)
    const types = ['keydown', 'keypress', 'keyup'] as const
    for (const type of types) document.addEventListener(type, listen)
    await sendKeys({ press: 'k' })
    await sendKeys({ press: 'F2' })
    for (const type of types) document.removeEventListener(type, listen)
    expect(heard).to.deep.equal(['F2', 'F2'])
  })
})

describe('focus and the bubble', () => {
  afterEach(clean)

  it('goes in by a button of the page that opens it, and back to that button', async () => {
    for (const window of [WIDE, NARROW]) {
      await setViewport(window)
      const own = add('button')
      const mounted = await bubble({ withoutLauncher: true })
      own.addEventListener('click', () => mounted.element.show())
      await at(own)
      await mounted.rendered()
      expect(inside(mounted)?.tagName).to.equal('H2')
      await sendKeys({ press: 'Escape' })
      await mounted.rendered()
      expect(document.activeElement).to.equal(own)
      unmount()
    }
  })

  it('stays in the field somebody writes in while the page opens it by itself', async () => {
    const field = add('input')
    const { element, rendered } = await bubble()
    await at(field)
    await sendKeys({ press: 'a' })
    expect(navigator.userActivation.isActive).to.equal(true)
    element.show()
    await rendered()
    await sendKeys({ press: 'b' })
    expect(field.value).to.equal('ab')
  })

  it('stays where it is when the page closes a panel that doesn’t have it', async () => {
    const [before, now] = [add('button'), add('input')]
    const mounted = await bubble()
    before.focus()
    mounted.element.show()
    await mounted.rendered()
    for (const place of [now, null, mounted.find('.launcher')]) {
      ;(document.activeElement as HTMLElement | null)?.blur()
      place?.focus()
      const had = [document.activeElement, inside(mounted)]
      mounted.element.close()
      await mounted.rendered()
      expect([document.activeElement, inside(mounted)]).to.deep.equal(had)
      mounted.element.open = true
      await mounted.rendered()
    }
  })

  it('stays in a dialog of the page’s own over a sheet that the page closes', async () => {
    await setViewport(NARROW)
    const mounted = await bubble()
    await at(mounted.find('.launcher'))
    await mounted.rendered()
    const over = add('dialog')
    const field = add('input', over)
    over.showModal()
    field.focus()
    mounted.element.close()
    await mounted.rendered()
    expect(document.activeElement).to.equal(field)
  })

  it('goes back from what the page put into the panel, as from anything in it', async () => {
    const mounted = await bubble()
    await at(mounted.find('.launcher'))
    await mounted.rendered()
    const own = add('button', mounted.element)
    own.slot = 'footer'
    await settled()
    own.focus()
    mounted.element.close()
    await mounted.rendered()
    expect(inside(mounted)).to.equal(mounted.find('.launcher'))
  })

  it('goes back from a sheet in which nothing had it: nothing else could', async () => {
    await setViewport(NARROW)
    const mounted = await bubble()
    await at(mounted.find('.launcher'))
    await mounted.rendered()
    ;(inside(mounted) as HTMLElement).blur()
    mounted.element.close()
    await mounted.rendered()
    expect(inside(mounted)).to.equal(mounted.find('.launcher'))
  })
})

describe('a panel that something else closes', () => {
  afterEach(clean)

  /** By whatever way: a phone's way back, a script of the page. */
  const WAYS = [
    ['a sheet', NARROW, 'close', (frame: HTMLDialogElement) => frame.close()],
    ['a popover', WIDE, 'toggle', (frame: HTMLDialogElement) => frame.hidePopover()],
  ] as const
  for (const [name, window, type, close] of WAYS) {
    it(`is closed for the element, too: ${name}`, async () => {
      await setViewport(window)
      const mounted = await bubble()
      const heard = closings(mounted)
      await at(mounted.find('.launcher'))
      await mounted.rendered()
      const told = new Promise((resolve) => dialog(mounted).addEventListener(type, resolve, { once: true }))
      close(dialog(mounted))
      await told
      await mounted.rendered()
      expect(heard).to.deep.equal(['keyboard, whatever the page says'])
      expect([mounted.element.open, mounted.element.hasAttribute('open')]).to.deep.equal([false, false])
      expect(mounted.find('.launcher').getAttribute('aria-expanded')).to.equal('false')
      mounted.element.show()
      await mounted.rendered()
      expect(dialog(mounted).matches(':modal, :popover-open')).to.equal(true)
    })
  }

  it('may be kept by the page once; who insists goes', async () => {
    await setViewport(NARROW)
    const mounted = await bubble()
    const heard = closings(mounted)
    mounted.element.addEventListener('sc-close', (event) => event.preventDefault())
    await at(mounted.find('.launcher'))
    await mounted.rendered()
    // Past the panel's own keys.
    ;(inside(mounted) as HTMLElement).blur()
    await sendKeys({ press: 'Escape' })
    await settled()
    expect([mounted.element.open, dialog(mounted).matches(':modal')]).to.deep.equal([true, true])
    const told = new Promise((resolve) => dialog(mounted).addEventListener('close', resolve, { once: true }))
    await sendKeys({ press: 'Escape' })
    await told
    await mounted.rendered()
    expect([mounted.element.open, dialog(mounted).open]).to.deep.equal([false, false])
    expect(heard).to.deep.equal(['keyboard', 'keyboard, whatever the page says'])
  })

  it('isn’t closed by what only looks like it: another shape, another place, its own closing', async () => {
    const mounted = await bubble()
    const heard = closings(mounted)
    mounted.element.show()
    await mounted.rendered()
    for (const window of [NARROW, WIDE]) {
      await setViewport(window)
      await settled()
      await mounted.rendered()
    }
    document.body.append(mounted.element)
    await mounted.rendered()
    await settled()
    expect([heard, mounted.element.open]).to.deep.equal([[], true])
    mounted.element.close()
    await mounted.rendered()
    await settled()
    expect(heard).to.deep.equal(['api'])
  })
})
