import { expect } from '@open-wc/testing'
import { EMERGENCY_COUNTRIES, emergencyOf } from './emergency.js'
import { HELPLINES } from './helplines.js'

/**
 * What reaches police, ambulance or fire brigade, by the emergency patterns of libphonenumber's numbering metadata (July 2026).
 * It was taken from there and not from the table it judges.
 */
const WORKS: Readonly<Record<string, string>> = {
  AD: '110 112 116 118',
  AE: '112 997 998 999',
  AL: '112 127 128 129',
  AR: '100 101 107 911',
  AT: '112 122 133 144',
  AU: '000 106 112',
  AZ: '101 102 103 112',
  BA: '122 123 124',
  BD: '100 101 102 199 999',
  BE: '100 101 112',
  BG: '112 150 160 166',
  BH: '199 999',
  BO: '110 118 119',
  BR: '112 128 190 192 193 911',
  BY: '101 102 103 112',
  CA: '112 911',
  CH: '112 117 118 144',
  CL: '131 132 133 911',
  CN: '110 119 120',
  CO: '112 119 123 132 156',
  CR: '112 911',
  CU: '104 105 106',
  CY: '112 199',
  CZ: '112 150 151 152 153 154 155 156 157 158 159',
  DE: '110 112',
  DK: '112 114',
  DO: '112 911',
  EC: '101 102 112 911',
  EE: '110 112',
  EG: '122 123 180',
  ES: '085 088 112',
  FI: '112',
  FJ: '911 917',
  FR: '15 17 18 112',
  GB: '112 999',
  GE: '011 022 033 111 112 113 122',
  GH: '191 192 193 999',
  GR: '100 112 166 199',
  HK: '112 992 999',
  HR: '93 94 112 192 193 194',
  HU: '104 105 107 112',
  ID: '110 112 113 118 119',
  IE: '112 999',
  IL: '100 101 102 112',
  IN: '100 101 102 108 112 1298 2611',
  IR: '110 112 115 125 911',
  IS: '112',
  IT: '112 113 115 118',
  JO: '112 191 192 197 911',
  JP: '110 119',
  KE: '112 114 999',
  KG: '101 102 103',
  KH: '117 118 119 666',
  KR: '112 119',
  KW: '112',
  KZ: '101 102 103 112',
  LB: '112 140 175 999',
  LI: '112 117 118 144',
  LT: '01 02 03 011 022 033 101 102 103 112',
  LU: '112 113',
  LV: '01 02 03 110 112 113',
  MC: '15 17 18 112',
  MD: '112 901 902 903',
  ME: '112 122 123 124',
  MK: '112 192 193 194',
  MN: '100 101 102 103 105',
  MO: '999',
  MT: '112',
  MX: '060 065 066 068 080 911',
  MY: '112 999',
  NL: '112 911',
  NO: '110 112 113',
  NP: '100 101 102 103 112',
  NZ: '111',
  OM: '1444 9999',
  PE: '105 116 117',
  PH: '112 117 911',
  PK: '15 16 112 115 1122',
  PL: '112 997 998 999',
  PT: '112 115',
  PY: '128 911',
  QA: '999',
  RO: '112',
  RU: '01 02 03 101 102 103 112',
  RW: '111 112',
  SA: '112 911 997 999',
  SE: '112 90000',
  SG: '993 995 999',
  SI: '112 113',
  SK: '112 150 155 158',
  SM: '113 115 118',
  SV: '911 913',
  TH: '191 199 1669',
  TN: '190 197 198',
  TR: '110 112 155',
  TW: '110 112 119',
  TZ: '110 111 112 114 115 999',
  UA: '101 102 103 112',
  UG: '999',
  US: '112 911',
  UY: '128 911',
  VA: '112 113 115 118',
  VE: '112 171 911',
  VN: '113 114 115',
  XK: '112 192 193 194',
  ZA: '112 10111 10177',
}
const EU = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')
const EEA = [...EU, 'IS', 'LI', 'NO']
const numbers = (country: string) => (emergencyOf(country) ?? []).map(({ number }) => number)
const written = (country: string) =>
  (emergencyOf(country) ?? []).map(({ number, only }) => (only ? `${number} (${only})` : number)).join(' · ')

describe('the emergency numbers', () => {
  for (const country of EMERGENCY_COUNTRIES) {
    it(`${country}: each is one that is known to work there`, () => {
      expect(numbers(country)).not.to.deep.equal([])
      for (const number of numbers(country)) expect(WORKS[country]?.split(' ')).to.include(number)
    })
  }

  it('are known for every country that has a line of its own', () => {
    for (const { country } of HELPLINES) expect(emergencyOf(country ?? ''), country).to.be.an('array')
  })

  it('have 112 everywhere in the European Economic Area, and in India', () => {
    for (const country of [...EEA, 'IN']) expect(numbers(country), country).to.include('112')
  })

  it('have 112 nowhere where it is known to fail', () => {
    for (const country of ['BR', 'CN', 'JP', 'SG', 'TH', 'VN'])
      expect(numbers(country), country).not.to.include('112')
  })

  it('say whom they reach where that isn’t everybody', () => {
    expect(written('ID')).to.equal('112 · 110 (police) · 119 (ambulance)')
    expect(written('CN')).to.equal('110 (police) · 120 (ambulance)')
    expect(written('JP')).to.equal('110 (police) · 119 (ambulance)')
    expect(written('GB')).to.equal('999 · 112')
    expect(written('US')).to.equal('911')
  })

  it('belong to countries there are, and to nothing that only looks like one', () => {
    const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
    for (const country of EMERGENCY_COUNTRIES) expect(regions.of(country), country).to.be.a('string')
    for (const no of ['', '419', '__proto__', 'constructor', 'toString'])
      expect(emergencyOf(no)).to.equal(undefined)
  })
})
