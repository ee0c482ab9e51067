import { expect } from '@open-wc/testing'
import './index.js'

/** What frameworks do with `<stranger-chat interests="tea, chess">`, since the element has a property of that name. */
const set = (values: Readonly<Record<string, unknown>>) =>
  Object.assign(document.createElement('stranger-chat'), values)

describe('properties set in the place of attributes', () => {
  it('take a list as the text that its attribute would have', () => {
    const { interests, languages, modes } = set({
      interests: 'tea, chess',
      languages: 'en-GB id',
      modes: 'text voice',
    })
    expect(interests).to.deep.equal(['tea', 'chess'])
    expect(languages).to.deep.equal(['en', 'id'])
    expect(modes).to.deep.equal(['text', 'voice'])
  })

  it('take a list as it is', () => {
    const { interests, languages } = set({ interests: ['tea'], languages: null })
    expect(interests).to.deep.equal(['tea'])
    expect(languages).to.equal(null)
  })

  it('take nothing, which is what is set when a list is taken back, for none', () => {
    expect(set({ interests: undefined }).interests).to.deep.equal([])
  })
})

describe('attributes', () => {
  it('stay as the page wrote them: a framework that takes over what a server rendered finds no other', async () => {
    const element = document.createElement('stranger-chat')
    element.setAttribute('theme', 'light')
    document.body.append(element)
    await element.updateComplete
    expect(element.getAttributeNames()).to.deep.equal(['theme'])
    element.look = 'classic'
    await element.updateComplete
    expect(element.getAttribute('look')).to.equal('classic')
    element.removeAttribute('theme')
    expect(element.theme).to.equal('auto')
    element.remove()
  })
})
