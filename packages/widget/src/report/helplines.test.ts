import { expect } from '@open-wc/testing'
import { countries, helpFor, HELPLINES } from './helplines.js'

const names = (tags: readonly string[]) => helpFor(tags, null).lines.map(({ country }) => country)

describe('the table of help lines', () => {
  const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

  for (const { country, name, number, url } of HELPLINES) {
    it(`${country}: a country there is, a name, and a number that can be dialled`, () => {
      expect(regions.of(country ?? '')).to.be.a('string')
      expect(name).to.match(/\S/)
      expect(number).to.match(/^[\d+][\d\s-]*( ext\. \d+)?$/)
      if (url !== undefined) expect(new URL(url).protocol).to.equal('https:')
    })
  }

  it('has one line for a country, in the order of the alphabet', () => {
    const codes = HELPLINES.map(({ country }) => country ?? '')
    expect(codes).to.deep.equal([...new Set(codes)].sort())
  })
})

describe('whom to call', () => {
  it('is found by the country that a language names, then by where the language is at home', () => {
    expect(countries(['en-GB', 'id', 'nonsense tag'])).to.deep.equal(['GB', 'ID'])
    expect(names(['id-ID'])).to.deep.equal(['ID'])
    expect(names(['de'])).to.deep.equal(['DE'])
    expect(names(['de', 'de-AT'])).to.deep.equal(['AT', 'DE'])
  })

  it('is nobody’s in particular where English alone says nothing about the place', () => {
    expect(helpFor(['en'], null)).to.deep.equal({ emergency: '112 · 911', lines: [] })
  })

  it('begins with the emergency number of the place', () => {
    expect(helpFor(['en-US'], null).emergency).to.equal('911')
    expect(helpFor(['fr-FR'], null).emergency).to.equal('112')
  })

  it('is at most three lines', () => {
    expect(names(['en-US', 'en-GB', 'de-DE', 'fr-FR'])).to.deep.equal(['US', 'GB', 'DE'])
  })

  it('is the operator’s to say', () => {
    const own = [
      { name: 'Campus line', number: '555' },
      { country: 'ID', name: 'Rumah' },
    ]
    expect(helpFor(['id'], own).lines.map(({ name }) => name)).to.deep.equal(['Rumah', 'Campus line'])
    expect(helpFor(['id'], []).lines).to.deep.equal([])
  })
})
