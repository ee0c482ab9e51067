import { expect } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import './index.js'
import { SCENES } from './testing/scenes.js'
import { settled, show } from './testing/show.js'

/** What an interface written from the right does with words written from the left, on the narrowest of windows. */
describe('an interface from the right', () => {
  const place = document.createElement('div')
  before(async () => {
    await setViewport({ width: 320, height: 640 })
    document.body.append(place)
  })
  after(() => {
    place.remove()
  })

  const open = async (name: string) => {
    const scene = SCENES.find((one) => one.name === name)
    if (!scene) throw new Error(`no state is called ${name}`)
    const element = await show({ ...scene, options: { ...scene.options, lang: 'ar' } }, place)
    await settled()
    const root = element.shadowRoot as ShadowRoot
    const find = (selector: string) => {
      const found = root.querySelector<HTMLElement>(selector)
      if (!found) throw new Error(`nothing is ${selector} in ${name}`)
      return found
    }
    return { find, all: (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)] }
  }
  const right = (element: Element) => Math.round(element.getBoundingClientRect().right)

  it('says all of it in its language, what came before the words for it as well', async () => {
    const { all } = await open('chatting-pending-failed')
    // They are in a file of their own: until it is there English stands in.
    while (all('.failure')[0]?.textContent?.includes('not allowed')) await settled()
    const words = all('.failure, .bubble em').map((one) => one.textContent?.trim() ?? '')
    expect(words[0]).to.equal('لم يتم الإرسال: غير مسموح به هنا.')
    expect(words.filter((one) => /[a-z]/i.test(one))).to.deep.equal([])
  })

  it('keeps the numbers of rules written from the left inside of their column', async () => {
    const { find, all } = await open('gate')
    const { left } = find('.rules').getBoundingClientRect()
    // A number stands before its words, outside of their box.
    expect(all('.rules li').map((rule) => rule.getBoundingClientRect().left - left >= 16)).to.deep.equal([
      true,
      true,
      true,
    ])
  })

  it('shows how unsent words begin', async () => {
    const { find } = await open('chatting-restore')
    const line = find('.draft span')
    const range = document.createRange()
    const text = [...line.childNodes].find((node) => node.textContent?.startsWith('And')) as Text
    range.setStart(text, 0)
    range.setEnd(text, 3)
    const [first, box] = [range, line].map((one) => one.getBoundingClientRect()) as [DOMRect, DOMRect]
    expect([first.left >= box.left, first.right <= box.right]).to.deep.equal([true, true])
  })

  it('begins a number and an address where all that is around them begins', async () => {
    const { all } = await open('decision-ban')
    expect(new Set(all('dd bdi').map(right)).size).to.equal(1)
    const { find } = await open('chatting-link')
    expect(right(find('.host bdi'))).to.equal(right(find('.host')))
  })

  it('is written from the right where there is no panel yet, too', async () => {
    const { find } = await open('absent')
    expect(getComputedStyle(find('.absent')).direction).to.equal('rtl')
  })
})
