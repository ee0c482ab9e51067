import { expect } from '@open-wc/testing'
import { EMERGENCY_COUNTRIES } from './emergency.js'
import { isPlace, zoneCountry } from './zones.js'

/** What browsers know of a country's zones; not yet in the types. */
type Zoned = Intl.Locale & { readonly getTimeZones?: () => readonly string[] | undefined }
const zonesOf = (country: string) => (new Intl.Locale(`und-${country}`) as Zoned).getTimeZones?.() ?? []

describe('the country of a time zone', () => {
  for (const country of EMERGENCY_COUNTRIES.filter((one) => one !== 'IS')) {
    it(`${country}: is found for every zone that this browser knows there`, () => {
      for (const zone of zonesOf(country)) expect(zoneCountry(zone)?.country, zone).to.equal(country)
    })
  }

  it('would be missed: this browser knows zones', () => {
    expect(zonesOf('US').length).to.be.greaterThan(20)
  })

  it('is found by the names of today and by those of yesterday', () => {
    for (const [zone, country] of [
      ['Asia/Kolkata', 'IN'],
      ['Asia/Calcutta', 'IN'],
      ['Asia/Ho_Chi_Minh', 'VN'],
      ['Asia/Saigon', 'VN'],
      ['Europe/Kyiv', 'UA'],
      ['America/Argentina/Buenos_Aires', 'AR'],
      ['America/Indiana/Indianapolis', 'US'],
      ['Australia/Sydney', 'AU'],
    ] as const)
      expect(zoneCountry(zone)?.country, zone).to.equal(country)
  })

  it('isn’t known for a zone nobody lists, nor for what is none', () => {
    for (const zone of [
      'Africa/Lagos',
      'America/Guatemala',
      'UTC',
      'Etc/GMT+3',
      '',
      '/',
      'constructor',
      'Asia/',
    ])
      expect(zoneCountry(zone), zone).to.equal(undefined)
  })

  it('may be a neighbour’s where Windows wasn’t told the right one', () => {
    expect(zoneCountry('Asia/Bangkok')).to.deep.equal({ country: 'TH', neighbours: ['ID', 'KH', 'VN'] })
    expect(zoneCountry('Asia/Jakarta')).to.deep.equal({ country: 'ID', neighbours: [] })
  })

  it('isn’t asked of a zone that hides the place', () => {
    expect(['UTC', 'Etc/UTC', 'Atlantic/Reykjavik', 'Africa/Lagos'].map(isPlace)).to.deep.equal([
      ...[false, false, false, true],
    ])
  })
})
