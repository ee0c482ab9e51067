import 'axe-core/axe.min.js'
import type Axe from 'axe-core'
import { expect } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import './index.js'
import { SCENES, showScene } from './testing/scenes.js'

declare const axe: typeof Axe

const TARGETS = 'button, select, textarea, summary, label.option'
const PARTS = '.app, .top, .bench > *, .choices, .sheet, .door, .undos, dialog'

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

describe('the console, in every state', () => {
  let place: HTMLElement
  before(async () => {
    document.documentElement.lang = 'en'
    document.title = 'Moderation'
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
        expect(await findings(await showScene(scene, place))).to.deep.equal([])
      })
    }

    it(`at any width every target has 24 px and nothing is cut off: ${scene.name}`, async () => {
      const { shadowRoot } = await showScene(scene, place)
      // A phone, a laptop at 200 %, two columns, three.
      for (const width of [320, 640, 900, 1280]) {
        place.style.inlineSize = `${width}px`
        for (const target of shadowRoot?.querySelectorAll(TARGETS) ?? []) {
          const { width: across, height } = target.getBoundingClientRect()
          // What is folded away is no target.
          if (across > 0) expect(Math.min(across, height), target.outerHTML).to.be.at.least(24)
        }
        for (const part of shadowRoot?.querySelectorAll(PARTS) ?? []) {
          expect(part.scrollWidth, `${part.className} at ${width}`).to.be.at.most(part.clientWidth + 1)
        }
      }
    })
  }

  it('axe would find something: the judge is awake', async () => {
    const element = await showScene({ name: 'broken' }, place)
    element.shadowRoot?.querySelector('.voice')?.replaceChildren(document.createElement('button'))
    expect((await findings(element)).join()).to.contain('button-name')
  })
})
