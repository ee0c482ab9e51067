import { expect } from '@open-wc/testing'
import { helpFor, HELPLINES, whereabouts } from './helplines.js'

const lines = (tags: readonly string[], zone?: string) => helpFor(tags, null, zone).lines
const names = (tags: readonly string[], zone?: string) => lines(tags, zone).map(({ country }) => country)
const call = (tags: readonly string[], zone?: string) =>
  helpFor(tags, null, zone)
    .emergency.map(({ number, only }) => (only ? `${number} (${only})` : number))
    .join(' · ')

describe('the table of help lines', () => {
  const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

  for (const { country, language, name, number, url } of HELPLINES) {
    it(`${country} ${language ?? ''}: a country there is, a name, and a number that can be dialled`, () => {
      expect(regions.of(country ?? '')).to.be.a('string')
      expect(name).to.match(/\S/)
      expect(number).to.match(/^[\d+][\d\s-]*( ext\. \d+)?$/)
      if (url !== undefined) expect(new URL(url).protocol).to.equal('https:')
    })
  }

  it('is in the order of the alphabet, and has several lines only where they are told apart', () => {
    const codes = HELPLINES.map(({ country }) => country ?? '')
    expect(codes).to.deep.equal([...codes].sort())
    const twice = codes.filter((code, i) => codes.indexOf(code) !== i)
    expect([...new Set(twice)]).to.deep.equal(['BE', 'PH'])
    const numbers = HELPLINES.map(({ country, number }) => `${country} ${number}`)
    expect(new Set(numbers).size).to.equal(numbers.length)
  })
})

describe('where somebody is', () => {
  it('is told by the clock before any language', () => {
    expect(whereabouts(['de-DE', 'de'], 'Europe/Vienna').countries).to.deep.equal(['AT', 'DE'])
    expect(whereabouts(['en-GB'], 'Asia/Jakarta')).to.deep.include({ home: 'ID', sure: true })
  })

  it('is told by en-US only where the clock says the same', () => {
    for (const zone of ['America/New_York', 'America/Chicago', 'Pacific/Honolulu'])
      expect(whereabouts(['en-US', 'en'], zone)).to.deep.equal({ home: 'US', sure: true, countries: ['US'] })
    expect(whereabouts(['en-US', 'en'], 'Asia/Jakarta')).to.deep.equal({
      ...{ home: 'ID', sure: true, countries: ['ID'] },
    })
  })

  it('is told by the languages where the clock hides the place: what they name, then where they are at home', () => {
    for (const zone of [undefined, 'UTC', 'Atlantic/Reykjavik'])
      expect(whereabouts(['en-GB', 'id', 'nonsense tag'], zone)).to.deep.equal({
        ...{ home: 'GB', sure: true, countries: ['GB', 'ID'] },
      })
    expect(whereabouts(['de', 'de-AT']).countries).to.deep.equal(['AT', 'DE'])
    expect(whereabouts(['id'])).to.deep.equal({ home: 'ID', sure: false, countries: ['ID'] })
  })

  it('is a neighbour of the clock’s country where a language says so', () => {
    expect(whereabouts(['id-ID', 'id'], 'Asia/Bangkok')).to.deep.include({ home: 'ID', sure: true })
    expect(whereabouts(['th'], 'Asia/Bangkok')).to.deep.include({ home: 'TH', sure: true })
    expect(whereabouts(['en-US'], 'Asia/Bangkok')).to.deep.include({ home: 'TH', sure: false })
  })
})

describe('whom to call', () => {
  it('begins with what works in the place', () => {
    expect(call(['id-ID'], 'Asia/Makassar')).to.equal('112 · 110 (police) · 119 (ambulance)')
    expect(call(['zh-CN'], 'Asia/Shanghai')).to.equal('110 (police) · 120 (ambulance)')
    expect(call(['fr-FR'], 'Europe/Paris')).to.equal('112')
    expect(call(['en-US'], 'America/Denver')).to.equal('911')
  })

  it('is never 911 alone for an en-US that nothing else supports', () => {
    expect(call(['en-US'])).to.equal('911 · 112')
    expect(call(['en-US'], 'UTC')).to.equal('911 · 112')
    expect(call(['en-US'], 'Africa/Lagos')).to.equal('112 · 911')
    expect(call(['en-US'], 'Asia/Tokyo')).to.equal('110 (police) · 119 (ambulance) · 112 · 911')
  })

  it('is both numbers wherever we don’t know better', () => {
    expect(call(['en'])).to.equal('112 · 911')
    expect(call(['es-419'])).to.equal('112 · 911')
    expect(call(['en-NG'], 'Africa/Lagos')).to.equal('112 · 911')
    // A language alone is a guess.
    expect(call(['es'])).to.equal('112 · 911')
    expect(call(['pt'])).to.equal('190 (police) · 192 (ambulance) · 112 · 911')
  })

  it('goes on with the lines of the place, of the language, and no more than three', () => {
    expect(names(['id-ID'])).to.deep.equal(['ID'])
    expect(names(['de'])).to.deep.equal(['DE'])
    expect(names(['en-US', 'en'], 'Asia/Jakarta')).to.deep.equal(['ID'])
    expect(names(['en-GB', 'de-DE', 'fr-FR', 'ja'], 'America/New_York')).to.deep.equal(['US', 'GB', 'DE'])
    expect(helpFor(['en'], null)).to.deep.include({ lines: [] })
  })

  it('speaks the person’s language where a country has a line for each', () => {
    const numbers = (tags: readonly string[]) => lines(tags, 'Europe/Brussels').map(({ number }) => number)
    expect(numbers(['fr-BE', 'fr'])).to.deep.equal(['0800 32 123', '3114'])
    expect(numbers(['nl-BE'])).to.deep.equal(['1813'])
    expect(numbers(['fr-BE', 'en', 'nl'])).to.deep.equal(['0800 32 123', '02 648 40 14', '1813'])
    expect(numbers(['en'])).to.deep.equal(['02 648 40 14'])
    expect(numbers(['ar-BE'])).to.deep.equal(['1813', '0800 32 123', '02 648 40 14'])
  })

  it('reaches somebody from a mobile phone in the Philippines', () => {
    expect(lines(['fil-PH'], 'Asia/Manila').map(({ number }) => number)).to.deep.equal([
      '0917-899-8727',
      '1553',
    ])
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
