import 'axe-core/axe.min.js'
import type Axe from 'axe-core'
import { expect } from '@open-wc/testing'
import { executeServerCommand, setViewport } from '@web/test-runner-commands'
import './index.js'
import type { StrangerChat } from './stranger-chat.js'
import { SCENES } from './testing/scenes.js'
import { settled, show } from './testing/show.js'
import { asked, cut, named, root, seen, Stand } from './testing/wcag.js'

declare const axe: typeof Axe

/** What people set for themselves, in every state there is: text that is spaced or larger (WCAG 1.4.4, 1.4.12), colours, contrast. */

const features = (of: Parameters<typeof asked>[0]) =>
  executeServerCommand('media-features', asked(of) as never)

let stand: Stand
beforeEach(() => (stand = new Stand()))
afterEach(() => stand.remove())

const style = (element: StrangerChat, text: string): void => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  root(element).adoptedStyleSheets.push(sheet)
}

/** The figures of 1.4.12. */
const SPACING =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }'

describe('on 320 px', () => {
  before(async () => {
    await features({ 'prefers-reduced-motion': 'reduce' })
    await setViewport({ width: 320, height: 640 })
  })

  for (const scene of SCENES) {
    it(`text may be spaced, and twice as large: ${scene.name}`, async () => {
      const element = await show(scene, stand.place)
      style(element, SPACING)
      await settled()
      expect(cut(element), 'spaced').to.deep.equal([])
      // Stage, switches, log and composer need more than 600 px of height then: docs/accessibility.md says so.
      if (scene.name.startsWith('call-')) return
      root(element).adoptedStyleSheets.pop()
      stand.place.style.setProperty('--sc-font-size', '30px')
      await settled()
      expect(cut(element), 'larger').to.deep.equal([])
    })
  }

  it('all words follow the size of a message', async () => {
    const element = await show({ name: 'welcome' }, stand.place)
    const sizes = () =>
      ['h2', '#interests-hint', '.primary'].map((one) =>
        Number.parseFloat(getComputedStyle(root(element).querySelector(one) ?? expect.fail(one)).fontSize),
      )
    const before = sizes()
    stand.place.style.setProperty('--sc-font-size', '30px')
    expect(sizes()).to.deep.equal(before.map((size) => 2 * size))
  })
})

describe('in forced colours', () => {
  before(async () => {
    await setViewport({ width: 390, height: 640 })
    await features({ 'forced-colors': 'active', 'prefers-reduced-motion': 'reduce' })
  })
  after(() => features({ 'forced-colors': 'none' }))

  for (const scene of SCENES) {
    it(`every control has an edge, and the seam is seen: ${scene.name}`, async () => {
      const element = await show(scene, stand.place)
      for (const control of root(element).querySelectorAll('button, input, select, textarea')) {
        if (!seen(control)) continue
        const { borderTopWidth, borderTopStyle, textDecorationLine, appearance } = getComputedStyle(control)
        const edge = Number.parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none'
        const native = control.matches('[type=radio], [type=checkbox]') && appearance !== 'none'
        expect(
          edge || native || textDecorationLine === 'underline' || control.closest('.box, .chip') !== null,
          named(control),
        ).to.equal(true)
      }
      const probe = document.createElement('i')
      probe.style.color = 'CanvasText'
      stand.place.append(probe)
      for (const dot of root(element).querySelectorAll('.seam .dot'))
        expect(getComputedStyle(dot).fill).to.equal(getComputedStyle(probe).color)
      const { violations } = await axe.run(element, {
        // Colours are the system's there, which axe doesn't see.
        rules: Object.fromEntries(
          ['region', 'page-has-heading-one', 'color-contrast'].map((rule) => [rule, { enabled: false }]),
        ),
        resultTypes: ['violations'],
        preload: false,
      })
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
      ).to.deep.equal([])
    })
  }
})

describe('for people who ask for more contrast', () => {
  after(() => features({ 'prefers-contrast': 'no-preference' }))

  it('lines and edges have the strength of words', async () => {
    const element = await show({ name: 'welcome' }, stand.place)
    const field = root(element).querySelector('.box') ?? expect.fail()
    const edge = () => getComputedStyle(field).borderTopColor
    const words = getComputedStyle(root(element).querySelector('h2') ?? expect.fail()).color
    expect(edge()).not.to.equal(words)
    await features({ 'prefers-contrast': 'more' })
    expect(edge()).to.equal(words)
  })
})
