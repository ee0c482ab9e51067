/** A number for the moment in which somebody is in danger. */
export interface EmergencyNumber {
  readonly number: string
  /** Where not everybody answers there. */
  readonly only?: 'police' | 'ambulance'
}

const all = (...numbers: readonly string[]): readonly EmergencyNumber[] =>
  numbers.map((number) => ({ number }))
/** Where police and ambulance are called apart, behind numbers that are there for both. */
const apart = (police: string, ambulance: string, ...both: readonly string[]): readonly EmergencyNumber[] => [
  ...all(...both),
  { number: police, only: 'police' },
  { number: ambulance, only: 'ambulance' },
]

/** Where the European number reaches everybody. */
const EUROPEAN =
  'AD AT AZ BE BG CH CY CZ DE DK EE ES FI FR GE GR HR HU IN IS IT KW LI LT LU LV MC MD MT NL PL PT RO RU RW SE SI SK TR TZ'

/**
 * What reaches help in which country. Compared, in 2026, with two tables that telephones are built on: the numbering metadata of
 * libphonenumber (2026), which cites the ITU's numbering plans, and Android's emergency numbers (end of 2023), which tell police
 * from ambulance. The tests hold this table to the first; where the two contradict each other about a country it isn't listed.
 * Android knows these in another role, or only as what to fall back to: 112 of AD, AL, GB, ID, KE, KZ, MD, ME, MK, TR, UA, VA and XK,
 * 999 of IE, 911 of SA, the ambulance of ID, KR, LB and PE, 10111 and 10177 of ZA. Read besides, in stored copies: Indonesia (a
 * ministry, by the press, 2025: 112 answers in 141 districts only; 119 is the ambulance's), China (an encyclopaedia: 112 and 911
 * play a recording), the Philippines (press, 2025: one 911 for all).
 * No number was dialled.
 */
const EMERGENCY: Readonly<Record<string, readonly EmergencyNumber[]>> = {
  ...Object.fromEntries(EUROPEAN.split(' ').map((country) => [country, all('112')])),
  AE: apart('999', '998'),
  AL: apart('129', '127', '112'),
  AR: [...all('911'), { number: '107', only: 'ambulance' }],
  AU: all('000'),
  BA: apart('122', '124'),
  BD: all('999'),
  BH: all('999'),
  BO: apart('110', '118'),
  BR: apart('190', '192'),
  BY: apart('102', '103'),
  CA: all('911'),
  CL: apart('133', '131'),
  CN: apart('110', '120'),
  CO: all('123'),
  CR: all('911'),
  CU: apart('106', '104'),
  DO: all('911'),
  EC: all('911'),
  EG: apart('122', '123'),
  FJ: apart('917', '911'),
  GB: all('999', '112'),
  GH: apart('191', '193'),
  HK: all('999'),
  ID: apart('110', '119', '112'),
  IE: all('112', '999'),
  IL: apart('100', '101'),
  IR: apart('110', '115'),
  JO: all('911'),
  JP: apart('110', '119'),
  KE: all('999', '112'),
  KG: apart('102', '103'),
  KH: apart('117', '119'),
  KR: apart('112', '119'),
  KZ: apart('102', '103', '112'),
  LB: apart('112', '140'),
  ME: apart('122', '124', '112'),
  MK: apart('192', '194', '112'),
  MN: apart('102', '103'),
  MO: all('999'),
  MX: all('911'),
  MY: all('999'),
  NO: apart('112', '113'),
  NP: apart('100', '102'),
  NZ: all('111'),
  OM: all('9999'),
  PE: apart('105', '117'),
  PH: all('911'),
  PK: apart('15', '115'),
  PY: all('911'),
  QA: all('999'),
  SA: apart('999', '997', '911'),
  SG: apart('999', '995'),
  SM: apart('113', '118'),
  SV: all('911'),
  TH: apart('191', '1669'),
  TN: apart('197', '190'),
  TW: apart('110', '119'),
  UA: apart('102', '103', '112'),
  UG: all('999'),
  US: all('911'),
  UY: all('911'),
  VA: apart('113', '118', '112'),
  VE: all('911'),
  VN: apart('113', '115'),
  XK: apart('192', '194', '112'),
  ZA: apart('10111', '10177', '112'),
}

/** One of the two answers in most places, and most mobile phones take both for an emergency. */
export const ANYWHERE = all('112', '911')

/** Undefined where we don't know. */
export const emergencyOf = (country: string): readonly EmergencyNumber[] | undefined =>
  Object.hasOwn(EMERGENCY, country) ? EMERGENCY[country] : undefined

/** The countries whose numbers are known. */
export const EMERGENCY_COUNTRIES = Object.keys(EMERGENCY).sort()
