import { expect } from '@open-wc/testing'
import { executeServerCommand } from '@web/test-runner-commands'
import './index.js'
import { asked } from '../testing/wcag.js'
import { SCENES, showScene } from './testing/scenes.js'

const features = (of: Parameters<typeof asked>[0]) =>
  executeServerCommand('media-features', asked(of) as never)

describe('the console, for people who ask for more contrast', () => {
  let place: HTMLElement
  beforeEach(() => {
    place = document.createElement('main')
    document.body.append(place)
  })
  afterEach(async () => {
    place.remove()
    await features({ 'prefers-contrast': 'no-preference' })
  })

  it('has lines, edges and small print as strong as words', async () => {
    const scene = SCENES.find(({ name }) => name === 'sign-in') ?? expect.fail()
    const element = await showScene(scene, place)
    const probe = document.createElement('i')
    element.shadowRoot?.append(probe)
    const colours = () =>
      ['border', 'edge', 'muted'].map((name) => {
        probe.style.color = `var(--_${name})`
        return getComputedStyle(probe).color
      })
    probe.style.color = 'var(--_text)'
    const words = getComputedStyle(probe).color
    for (const colour of colours()) expect(colour).not.to.equal(words)
    await features({ 'prefers-contrast': 'more' })
    expect(colours()).to.deep.equal([words, words, words])
  })
})
