import 'axe-core/axe.min.js'
import type Axe from 'axe-core'
import { expect } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import './index.js'
import { PSEUDO } from './testing/pseudo.js'
import { SCENES } from './testing/scenes.js'
import { show } from './testing/show.js'

declare const axe: typeof Axe

/** What axe finds, in words that name the rule and the place. */
async function findings(element: Element): Promise<readonly string[]> {
  const { violations } = await axe.run(element, {
    // Whole-page rules have nothing to say about one element in an empty page.
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    resultTypes: ['violations'],
    // Nothing of ours is loaded from elsewhere.
    preload: false,
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

/** What has a width of its own to keep to. */
const PARTS = '.panel, .scroll, .log, .header, .footer, .compose, .strip, dialog'

describe('in every state', () => {
  let place: HTMLElement
  before(async () => {
    document.documentElement.lang = 'en'
    document.title = 'States'
    await emulateMedia({ reducedMotion: 'reduce' })
  })
  beforeEach(() => {
    place = document.createElement('main')
    document.body.append(place)
  })
  afterEach(() => place.remove())

  for (const scene of SCENES) {
    for (const theme of ['light', 'dark']) {
      it(`axe finds nothing: ${scene.name}, ${theme}`, async () => {
        place.style.colorScheme = theme
        place.style.background = theme === 'dark' ? '#000' : '#fff'
        expect(await findings(await show(scene, place))).to.deep.equal([])
      })
    }

    it(`on 320 px every target has 24 px and nothing is cut off: ${scene.name}`, async () => {
      place.style.inlineSize = '320px'
      const { shadowRoot } = await show(scene, place)
      for (const target of shadowRoot?.querySelectorAll(
        'button, input:not([type]), select, textarea, label.option',
      ) ?? []) {
        if (!target.checkVisibility()) continue
        const { width, height } = target.getBoundingClientRect()
        expect(Math.min(width, height), target.outerHTML).to.be.at.least(24)
      }
      for (const part of shadowRoot?.querySelectorAll(PARTS) ?? []) {
        expect(part.scrollWidth, part.className).to.be.at.most(part.clientWidth + 1)
      }
    })
  }

  for (const scene of SCENES) {
    it(`longer words fit as well, on 320 px: ${scene.name}`, async () => {
      place.style.inlineSize = '320px'
      const { shadowRoot } = await show({ ...scene, options: { ...scene.options, i18n: PSEUDO } }, place)
      for (const part of shadowRoot?.querySelectorAll(PARTS) ?? [])
        expect(part.scrollWidth, part.className).to.be.at.most(part.clientWidth + 1)
      for (const button of shadowRoot?.querySelectorAll<HTMLElement>('button, label, h2, h3, p, legend') ??
        []) {
        // What only a screen reader meets takes no room, a badge hangs over its edge, and what is long by its nature ends in dots.
        if (button.matches('.hidden, .launcher') || button.querySelector('.hidden')) continue
        if (!button.checkVisibility() || getComputedStyle(button).textOverflow === 'ellipsis') continue
        const words = document.createRange()
        words.selectNodeContents(button)
        const width = Math.min(words.getBoundingClientRect().width, button.scrollWidth)
        expect(width, button.outerHTML).to.be.at.most(button.clientWidth + 1)
      }
    })
  }

  it('axe would find something: the judge is awake', async () => {
    const element = await show({ name: 'broken' }, place)
    element.shadowRoot?.querySelector('.voice')?.replaceChildren(document.createElement('button'))
    expect((await findings(element)).join()).to.contain('button-name')
  })
})
