import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands'
import { type Mounted, mount, unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'
import type { StrangerChat } from '../stranger-chat.js'

const WIDE = { width: 900, height: 700 }
const NARROW = { width: 390, height: 700 }

describe('the bubble', () => {
  before(() => setViewport(WIDE))
  afterEach(async () => {
    unmount()
    await resetMouse()
    await setViewport(WIDE)
  })

  const closed = (options: Partial<StrangerChat> = {}) =>
    mount(new FakeClock(), { layout: 'bubble', ...options })
  const dialog = ({ find }: Mounted) => find<HTMLDialogElement>('dialog.frame')
  const press = async (mounted: Mounted, selector: string) => {
    const { x, y, width, height } = mounted.find(selector).getBoundingClientRect()
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] })
    await mounted.rendered()
  }
  const inside = ({ element }: Mounted) => element.shadowRoot?.activeElement

  it('shows a launcher, and fetches nothing of the panel before somebody means it', async () => {
    const mounted = await closed()
    expect(mounted.all('.panel')).to.deep.equal([])
    expect(mounted.find('.corner').matches(':popover-open')).to.equal(true)
    expect(mounted.find('.launcher').getAttribute('aria-expanded')).to.equal('false')
    // What a browser says of a focus; in a window behind others it says nothing.
    mounted.find('.launcher').dispatchEvent(new FocusEvent('focusin', { bubbles: true, composed: true }))
    await mounted.rendered()
    expect(mounted.all('.panel')).to.have.length(1)
    expect(mounted.element.open).to.equal(false)
  })

  it('opens beside the page by a press, with the focus where the room begins', async () => {
    const mounted = await closed()
    await press(mounted, '.launcher')
    expect(mounted.element.open).to.equal(true)
    expect(mounted.element.matches(':state(open)')).to.equal(true)
    expect(dialog(mounted).matches(':popover-open')).to.equal(true)
    expect(dialog(mounted).matches(':modal')).to.equal(false)
    expect(inside(mounted)?.tagName).to.equal('H2')
  })

  it('may be taken out of the page while it opens, and opens when it is back', async () => {
    const mounted = await closed()
    mounted.element.remove()
    mounted.element.open = true
    await mounted.rendered()
    expect(dialog(mounted).matches(':popover-open')).to.equal(false)
    document.body.append(mounted.element)
    await mounted.rendered()
    expect(dialog(mounted).matches(':popover-open')).to.equal(true)
  })

  it('says on its launcher how the chat behind it stands, which the seam on it only draws', async () => {
    const mounted = await closed()
    const name = () => mounted.find('.launcher').getAttribute('aria-label')
    mounted.element.open = true
    await mounted.rendered()
    expect(name()).to.equal('Talk to a stranger')
    mounted.client.match()
    mounted.element.open = false
    await mounted.rendered()
    expect(name()).to.equal('Talk to a stranger, With a stranger')
    mounted.client.receive('Hello')
    mounted.client.over('left')
    await mounted.rendered()
    expect(name()).to.equal('Talk to a stranger, Chat ended, 1 new message')
  })

  it('is a modal sheet over a small window, and changes its shape with the window', async () => {
    await setViewport(NARROW)
    const mounted = await closed()
    await press(mounted, '.launcher')
    const sheet = dialog(mounted)
    expect([sheet.matches(':modal'), sheet.matches(':popover-open')]).to.deep.equal([true, false])
    expect(sheet.getBoundingClientRect()).to.include({ x: 0, y: 0, ...NARROW })
    mounted.find('#interests').focus()
    await setViewport(WIDE)
    await settled()
    expect([sheet.matches(':modal'), sheet.matches(':popover-open')]).to.deep.equal([false, true])
    expect(inside(mounted)).to.equal(mounted.find('#interests'))
    await setViewport(NARROW)
    await settled()
    expect([sheet.matches(':modal'), sheet.matches(':popover-open')]).to.deep.equal([true, false])
    expect(inside(mounted)).to.equal(mounted.find('#interests'))
  })

  it('closes by its button, by Esc and by the launcher, and gives the focus back', async () => {
    const mounted = await closed()
    await press(mounted, '.launcher')
    await press(mounted, '.close')
    expect([mounted.element.open, inside(mounted)]).to.deep.equal([false, mounted.find('.launcher')])
    await sendKeys({ press: 'Enter' })
    await mounted.rendered()
    expect(mounted.element.open).to.equal(true)
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
    expect([mounted.element.open, inside(mounted)]).to.deep.equal([false, mounted.find('.launcher')])
    await press(mounted, '.launcher')
    await press(mounted, '.launcher')
    expect(mounted.element.open).to.equal(false)
  })

  it('closes a sheet by Esc as well, wherever in it the focus is', async () => {
    await setViewport(NARROW)
    const mounted = await closed()
    await press(mounted, '.launcher')
    dialog(mounted).focus()
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
    expect([mounted.element.open, dialog(mounted).open]).to.deep.equal([false, false])
  })

  it('asks the page first, and says who did it', async () => {
    const mounted = await closed()
    const { element } = mounted
    const heard: string[] = []
    let refuse = true
    for (const type of ['sc-open', 'sc-close'] as const)
      element.addEventListener(type, (event) => {
        heard.push(`${type} ${event.detail.source}`)
        if (refuse) event.preventDefault()
      })
    await press(mounted, '.launcher')
    expect(element.open).to.equal(false)
    refuse = false
    await press(mounted, '.launcher')
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
    expect([element.show(), element.show(), element.toggle(), element.close()]).to.deep.equal([
      true,
      false,
      true,
      false,
    ])
    element.open = true
    await mounted.rendered()
    expect(heard).to.deep.equal([
      'sc-open user',
      'sc-open user',
      'sc-close keyboard',
      'sc-open api',
      'sc-close api',
    ])
  })

  it('takes no focus when the page opens it', async () => {
    const field = document.createElement('input')
    document.body.append(field)
    field.focus()
    const mounted = await closed({ open: true })
    expect(dialog(mounted).matches(':popover-open')).to.equal(true)
    expect(document.activeElement).to.equal(field)
    mounted.element.close()
    await mounted.rendered()
    expect(document.activeElement).to.equal(field)
    field.remove()
  })

  it('never ends a chat by Esc: first what asks "Really?", then the panel', async () => {
    const mounted = await closed({ open: true })
    const { client, element, find, button } = mounted
    client.match()
    await mounted.rendered()
    find('textarea').focus()
    button('Stop').click()
    await mounted.rendered()
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
    expect([element.open, mounted.text().includes('Really?')]).to.deep.equal([true, false])
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
    expect([element.open, client.state.phase.get()]).to.deep.equal([false, 'chatting'])
  })

  it('promises nothing of Esc that only other layouts do', async () => {
    const mounted = await closed({ open: true })
    expect(mounted.text()).to.contain('Stop ends a chat.')
    mounted.client.match()
    await mounted.rendered()
    expect(getComputedStyle(mounted.find('.step kbd')).display).to.equal('none')
  })

  it('keeps the draft while it is closed', async () => {
    const mounted = await closed({ open: true })
    mounted.client.match()
    await mounted.rendered()
    mounted.element.insertText('half a thought')
    mounted.element.close()
    await mounted.rendered()
    mounted.element.show()
    await mounted.rendered()
    expect(mounted.field().value).to.equal('half a thought')
  })

  it('stops a search when it closes, unless a chime was asked for', async () => {
    const clock = new FakeClock()
    const mounted = await mount(clock, { layout: 'bubble', open: true })
    const { client, element, find } = mounted
    await element.start()
    element.close()
    await mounted.rendered()
    expect(client.state.phase.get()).to.equal('idle')
    element.show()
    await element.start()
    clock.advance(46_000)
    await mounted.rendered()
    find('[type=checkbox]').click()
    element.close()
    await mounted.rendered()
    expect(client.state.phase.get()).to.equal('searching')
  })

  it('counts on the launcher what came meanwhile, and says so without reading it out', async () => {
    const clock = new FakeClock()
    const mounted = await mount(clock, { layout: 'bubble', open: true })
    const { client, element, find, all } = mounted
    client.match()
    await mounted.rendered()
    clock.advance(10_000)
    element.close()
    await mounted.rendered()
    client.receive('one', 'two')
    await mounted.rendered()
    expect(find('.badge').textContent).to.equal('2')
    expect(find('.launcher').getAttribute('aria-label')).to.equal(
      'Talk to a stranger, With a stranger, 2 new messages',
    )
    expect(element.matches(':state(unread)')).to.equal(true)
    clock.advance(300)
    const said = all('.corner > .live').map((region) => region.textContent)
    expect(said.join('')).to.equal('2 new messages')
    client.receive('three')
    clock.advance(300)
    expect(
      all('.corner > .live')
        .map((region) => region.textContent)
        .join(''),
    ).to.equal('1 new message')
    element.show()
    await mounted.rendered()
    expect([element.unread, all('.badge').length]).to.deep.equal([0, 0])
  })

  it('tells the stranger that nobody looks while it is closed, in every chat, and that somebody does again', async () => {
    const mounted = await closed({ open: true })
    const { client, element } = mounted
    client.match()
    await mounted.rendered()
    expect(client.called('setAway')).to.deep.equal([])
    element.close()
    await mounted.rendered()
    client.receive('one')
    await mounted.rendered()
    expect(client.called('setAway')).to.deep.equal([[true]])
    element.show()
    await mounted.rendered()
    expect(client.called('setAway')).to.deep.equal([[true], [false]])
  })

  it('is closed before somebody is met, and the client knows it by then', async () => {
    const clock = new FakeClock()
    const mounted = await mount(clock, { layout: 'bubble', open: true })
    const { client, element, find } = mounted
    await element.start()
    clock.advance(46_000)
    await mounted.rendered()
    find('[type=checkbox]').click()
    element.close()
    await mounted.rendered()
    expect([client.state.phase.get(), ...client.called('setAway')]).to.deep.equal(['searching', [true]])
  })

  it('whoever is no bubble any more looks', async () => {
    const mounted = await closed({ open: true })
    mounted.client.match()
    mounted.element.close()
    await mounted.rendered()
    mounted.element.layout = 'inline'
    await mounted.rendered()
    expect(mounted.client.called('setAway')).to.deep.equal([[true], [false]])
  })

  it('may be taken out with a change on its way', async () => {
    const mounted = await closed()
    mounted.element.open = true
    mounted.element.remove()
    await mounted.rendered()
    expect(dialog(mounted).matches(':popover-open')).to.equal(false)
  })

  it('takes a launcher of the page’s own, or none', async () => {
    const mounted = await closed()
    mounted.element.innerHTML = '<button slot="launcher" type="button">Talk</button>'
    const own = mounted.element.querySelector('button')
    own?.focus()
    await sendKeys({ press: 'Enter' })
    await mounted.rendered()
    expect(mounted.element.open).to.equal(true)
    await sendKeys({ press: 'Escape' })
    await mounted.rendered()
    expect(document.activeElement).to.equal(own)
    mounted.element.withoutLauncher = true
    await mounted.rendered()
    expect(mounted.all('.launcher')).to.deep.equal([])
  })

  it('lies over whatever the page does with its own boxes', async () => {
    const trap = document.createElement('div')
    trap.style.cssText =
      'transform:scale(0.1);overflow:hidden;inline-size:10px;block-size:10px;contain:strict'
    document.body.append(trap)
    const mounted = await closed({ open: true })
    trap.append(mounted.element)
    await mounted.rendered()
    await settled()
    await Promise.all(
      dialog(mounted)
        .getAnimations()
        .map(({ finished }) => finished),
    )
    const { right, bottom, width } = dialog(mounted).getBoundingClientRect()
    expect([right, width]).to.deep.equal([WIDE.width - 20, 400])
    expect(bottom).to.equal(WIDE.height - 20 - 56 - 12)
    trap.remove()
  })

  it('comes back as it was when it is moved', async () => {
    const mounted = await closed({ open: true })
    const place = document.createElement('div')
    document.body.append(place)
    place.append(mounted.element)
    await mounted.rendered()
    expect(dialog(mounted).matches(':popover-open')).to.equal(true)
    expect(mounted.find('.corner').matches(':popover-open')).to.equal(true)
    mounted.element.remove()
    expect(dialog(mounted).matches(':popover-open')).to.equal(false)
    place.remove()
  })
})
