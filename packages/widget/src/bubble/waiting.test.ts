import { FakeClock } from '@stranger-chat/core/testing'
import { expect } from '@open-wc/testing'
import { resetMouse, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands'
import { HeldPanel } from '../testing/held-panel.js'
import { type Mounted, mount, unmount } from '../testing/mount.js'
import { settled } from '../testing/show.js'

const WIDE = { width: 900, height: 700 }
const NARROW = { width: 390, height: 700 }

/** On a slow line the panel's frame is there before the panel is. */
describe('the bubble whose panel is on its way', () => {
  afterEach(async () => {
    unmount()
    for (const one of document.querySelectorAll('input')) one.remove()
    await resetMouse()
    await setViewport(WIDE)
  })

  const slow = async () => {
    const line = new HeldPanel()
    return { line, ...(await mount(new FakeClock(), { layout: 'bubble', fetchPanel: line.fetch })) }
  }
  const dialog = ({ find }: Mounted) => find<HTMLDialogElement>('dialog.frame')
  const inside = ({ element }: Mounted) => element.shadowRoot?.activeElement
  const press = async ({ find }: Mounted, selector: string) => {
    const { x, y, width, height } = find(selector).getBoundingClientRect()
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] })
    await settled()
  }
  const pageField = () => document.body.appendChild(document.createElement('input'))

  for (const [name, window] of [
    ['a sheet', NARROW],
    ['a popover', WIDE],
  ] as const) {
    it(`${name} has its way out from the first moment, by its button and by Esc`, async () => {
      await setViewport(window)
      const bubble = await slow()
      await press(bubble, '.launcher')
      expect([bubble.element.open, bubble.all('.panel').length]).to.deep.equal([true, 0])
      await press(bubble, '.close')
      expect([bubble.element.open, inside(bubble)]).to.deep.equal([false, bubble.find('.launcher')])
      await press(bubble, '.launcher')
      await sendKeys({ press: 'Escape' })
      await settled()
      expect([bubble.element.open, inside(bubble)]).to.deep.equal([false, bubble.find('.launcher')])
    })

    it(`${name} has it where the panel can’t be had, too, and says so`, async () => {
      await setViewport(window)
      const bubble = await slow()
      await press(bubble, '.launcher')
      bubble.line.fails()
      await bubble.rendered()
      expect(bubble.find('.absent[role=alert]').textContent).to.contain('The chat couldn’t be loaded.')
      await press(bubble, '.close')
      expect(bubble.element.open).to.equal(false)
    })

    it(`${name} has its button where the panel will have it, of a size to be hit, on a paper of its own`, async () => {
      await setViewport(window)
      const bubble = await slow()
      await press(bubble, '.launcher')
      await Promise.all(
        dialog(bubble)
          .getAnimations()
          .map(({ finished }) => finished),
      )
      const drawn = () => {
        const { x, y, width, height } = bubble.find('.close').getBoundingClientRect()
        const { color, backgroundColor, borderColor, font, cursor } = getComputedStyle(bubble.find('.close'))
        return { x, y, width, height, color, backgroundColor, borderColor, font, cursor }
      }
      const before = drawn()
      expect(Math.min(before.width, before.height)).to.be.at.least(40)
      expect(getComputedStyle(dialog(bubble)).backgroundColor).to.not.equal('rgba(0, 0, 0, 0)')
      bubble.line.fails()
      await bubble.rendered()
      const [words, button] = [bubble.find('.absent p'), bubble.find('.close')].map((one) =>
        one.getBoundingClientRect(),
      )
      expect(words?.top).to.be.at.least(button?.bottom ?? Infinity)
      await press(bubble, '.absent button')
      bubble.line.comes()
      await bubble.rendered()
      await settled()
      // The panel's edge takes one pixel of a popover.
      const after = drawn()
      const edge = window === WIDE ? 1 : 0
      expect({ ...after, x: after.x + edge, y: after.y - edge }).to.deep.equal(before)
    })
  }

  it('fetches it again when asked, and leads in whoever asked', async () => {
    const bubble = await slow()
    await press(bubble, '.launcher')
    bubble.line.fails()
    await bubble.rendered()
    await press(bubble, '.absent button')
    bubble.line.comes()
    await bubble.rendered()
    expect(bubble.all('.absent')).to.deep.equal([])
    expect(inside(bubble)?.tagName).to.equal('H2')
  })

  it('leads in who waits, and leaves alone who went elsewhere meanwhile', async () => {
    const patient = await slow()
    await press(patient, '.launcher')
    expect(inside(patient)).to.equal(dialog(patient))
    patient.line.comes()
    await patient.rendered()
    expect(inside(patient)?.tagName).to.equal('H2')
    unmount()

    const field = pageField()
    const hasty = await slow()
    await press(hasty, '.launcher')
    field.focus()
    hasty.line.comes()
    await hasty.rendered()
    expect(document.activeElement).to.equal(field)
    field.blur()
    hasty.element.requestUpdate()
    await hasty.rendered()
    expect(document.activeElement).to.equal(document.body)
  })
})

describe('focus() before there is a room', () => {
  afterEach(() => {
    unmount()
    for (const one of document.querySelectorAll('input')) one.remove()
  })

  const waiting = async (options = {}) => {
    const line = new HeldPanel()
    const element = document.createElement('stranger-chat')
    Object.assign(element, { fetchPanel: line.fetch, languages: ['en'], ...options })
    document.body.append(element)
    const rendered = async () => {
      while (!(await element.updateComplete));
    }
    return { line, element, rendered, inside: () => element.shadowRoot?.activeElement }
  }
  const pageField = () => {
    const field = document.body.appendChild(document.createElement('input'))
    field.focus()
    return field
  }

  it('is done once the room is there', async () => {
    pageField()
    const { line, element, rendered, inside } = await waiting()
    element.focus()
    await settled()
    line.comes()
    await rendered()
    expect(inside()?.hasAttribute('data-focus')).to.equal(true)
    element.remove()
  })

  it('is forgotten where the person went on meanwhile, or the element left', async () => {
    const { line, element, rendered } = await waiting()
    element.focus()
    const field = pageField()
    line.comes()
    await rendered()
    expect(document.activeElement).to.equal(field)
    field.blur()
    element.remove()

    const moved = await waiting()
    moved.element.focus()
    await settled()
    moved.element.remove()
    document.body.append(moved.element)
    moved.line.comes()
    await moved.rendered()
    expect(document.activeElement).to.equal(document.body)
    moved.element.remove()
  })

  it('reaches the launcher that is still to be drawn, and nothing where there is none', async () => {
    const { element, inside } = await waiting({ layout: 'bubble' })
    element.focus()
    await settled()
    expect(inside()?.classList.contains('launcher')).to.equal(true)
    element.remove()

    const bare = await waiting({ layout: 'bubble', withoutLauncher: true })
    bare.element.focus()
    await bare.rendered()
    bare.element.open = true
    await settled()
    bare.line.comes()
    await bare.rendered()
    expect(document.activeElement).to.equal(document.body)
    bare.element.remove()
  })
})
