import { expect } from '@open-wc/testing'
import { Title } from './title.js'

/** After the observer has seen what changed. */
const seen = () => new Promise((resolve) => setTimeout(resolve))
const space = '\u00a0'

describe('the count in the title', () => {
  const title = new Title()
  const [one, two] = [{}, {}]
  let before = ''
  beforeEach(() => {
    before = document.title
    document.title = 'Tea'
  })
  afterEach(() => {
    for (const owner of [one, two]) title.count(owner, 0)
    document.title = before
  })

  it('comes before the title, follows, and goes', () => {
    title.count(one, 2)
    expect(document.title).to.equal(`(2)${space}Tea`)
    title.count(one, 13)
    expect(document.title).to.equal(`(13)${space}Tea`)
    title.count(one, 0)
    expect(document.title).to.equal('Tea')
  })

  it('comes before whatever the page calls itself meanwhile, and leaves that', async () => {
    title.count(one, 2)
    document.title = 'Chess'
    await seen()
    expect(document.title).to.equal(`(2)${space}Chess`)
    document.title = 'Trains'
    // Before the observer could see it.
    title.count(one, 0)
    expect(document.title).to.equal('Trains')
  })

  it('eats no count of the page’s own', async () => {
    document.title = '(2) Mail'
    title.count(one, 2)
    expect(document.title).to.equal(`(2)${space}(2) Mail`)
    document.title = '(2) Letters'
    await seen()
    expect(document.title).to.equal(`(2)${space}(2) Letters`)
    title.count(one, 0)
    expect(document.title).to.equal('(2) Letters')
  })

  it('goes from a title that the page made of the one with the count', async () => {
    title.count(one, 2)
    document.title = `* ${document.title}`
    await seen()
    expect(document.title).to.equal(`* (2)${space}Tea`)
    title.count(one, 3)
    expect(document.title).to.equal(`(3)${space}* Tea`)
    title.count(one, 0)
    expect(document.title).to.equal('* Tea')
  })

  it('is one number for two elements', () => {
    title.count(one, 2)
    title.count(two, 3)
    expect(document.title).to.equal(`(5)${space}Tea`)
    title.count(one, 0)
    expect(document.title).to.equal(`(3)${space}Tea`)
    title.count(two, 0)
    expect(document.title).to.equal('Tea')
  })

  it('keeps the text that a framework holds on to, and the title to the letter', async () => {
    const tag = document.querySelector('title')
    const text = new Text('  Tea \n')
    tag?.replaceChildren(text)
    title.count(one, 1)
    expect(tag?.firstChild).to.equal(text)
    text.data = 'Tea, still'
    await seen()
    expect(document.title).to.equal(`(1)${space}Tea, still`)
    title.count(one, 0)
    expect(text.data).to.equal('Tea, still')
    text.data = '  Tea \n'
    title.count(one, 1)
    title.count(one, 0)
    expect(text.data).to.equal('  Tea \n')
  })

  it('survives another title in the place of the old one', async () => {
    title.count(one, 1)
    const other = document.createElement('title')
    other.textContent = 'Another'
    document.querySelector('title')?.replaceWith(other)
    await seen()
    expect(document.title).to.equal(`(1)${space}Another`)
    title.count(one, 0)
    expect(other.textContent).to.equal('Another')
  })

  it('leaves a page without a title without one', () => {
    document.querySelector('title')?.remove()
    title.count(one, 1)
    expect(document.title).to.equal(`(1)${space}`)
    title.count(one, 0)
    expect(document.querySelector('title')).to.equal(null)
  })

  it('doesn’t fight with another copy of itself', async () => {
    // As a second version on the page would be: it knows nothing of the first one's counts.
    const copy = new Title()
    title.count(one, 1)
    copy.count(two, 2)
    await seen()
    await seen()
    expect(document.title).to.equal(`(2)${space}(1)${space}Tea`)
    title.count(one, 3)
    await seen()
    await seen()
    expect(document.title).to.equal(`(3)${space}(2)${space}Tea`)
    copy.count(two, 0)
    title.count(one, 0)
    expect(document.title).to.equal('Tea')
  })
})
