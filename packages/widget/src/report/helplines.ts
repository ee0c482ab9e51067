import { ANYWHERE, type EmergencyNumber, emergencyOf } from './emergency.js'
import { isPlace, zoneCountry } from './zones.js'

/** A line for people in a crisis. At least a number or a link. */
export interface Helpline {
  /** ISO 3166, such as `ID`; without it, the line is for everybody. */
  readonly country?: string
  /** Such as `fr`, where a country has a line for each language; without it, all of them are spoken. */
  readonly language?: string
  readonly name: string
  /** As it is written in that country. */
  readonly number?: string
  readonly url?: string
}

/**
 * One national line for each country, or for each of its languages, and only those that are beyond doubt: whoever isn't named
 * here finds theirs by the directory. Numbers change; an operator's own list takes the place of this one.
 *
 * Each number was compared, in 2026, with stored copies of public pages. None of them was live, no number was dialled, and the
 * links beside the numbers weren't opened. What named it:
 * - the line itself, or the ministry behind it: AU, FR, GB, NL, PH (mobile, 2019);
 * - press, foundations and public bodies since 2024: AT, BE (all three, 2026), ID, IN, KR, MX, PH (landline), SG;
 * - the same, older or without a date: BR, CA, CH, DE, DK (2015), ES, IE, JP, MY, NO, NZ, SE, US, ZA (2019).
 */
export const HELPLINES: readonly Helpline[] = [
  { country: 'AT', name: 'Telefonseelsorge', number: '142', url: 'https://www.telefonseelsorge.at' },
  { country: 'AU', name: 'Lifeline', number: '13 11 14', url: 'https://www.lifeline.org.au' },
  {
    country: 'BE',
    language: 'nl',
    name: 'Zelfmoordlijn',
    number: '1813',
    url: 'https://www.zelfmoord1813.be',
  },
  {
    country: 'BE',
    language: 'fr',
    name: 'Centre de Prévention du Suicide',
    number: '0800 32 123',
    url: 'https://www.preventionsuicide.be',
  },
  { country: 'BE', language: 'en', name: 'Community Help Service', number: '02 648 40 14' },
  { country: 'BR', name: 'CVV', number: '188', url: 'https://cvv.org.br' },
  { country: 'CA', name: '9-8-8: Suicide Crisis Helpline', number: '988', url: 'https://988.ca' },
  { country: 'CH', name: 'Die Dargebotene Hand', number: '143', url: 'https://www.143.ch' },
  {
    country: 'DE',
    name: 'TelefonSeelsorge',
    number: '0800 111 0 111',
    url: 'https://www.telefonseelsorge.de',
  },
  { country: 'DK', name: 'Livslinien', number: '70 201 201', url: 'https://www.livslinien.dk' },
  { country: 'ES', name: 'Línea 024', number: '024' },
  { country: 'FR', name: '3114', number: '3114', url: 'https://3114.fr' },
  { country: 'GB', name: 'Samaritans', number: '116 123', url: 'https://www.samaritans.org' },
  { country: 'ID', name: 'Healing119 (Kemenkes)', number: '119 ext. 8', url: 'https://www.healing119.id' },
  { country: 'IE', name: 'Samaritans', number: '116 123', url: 'https://www.samaritans.org' },
  { country: 'IN', name: 'Tele-MANAS', number: '14416', url: 'https://telemanas.mohfw.gov.in' },
  { country: 'JP', name: 'よりそいホットライン', number: '0120-279-338' },
  { country: 'KR', name: '자살예방상담전화', number: '109' },
  { country: 'MX', name: 'Línea de la Vida', number: '800 911 2000' },
  { country: 'MY', name: 'Befrienders', number: '03-7627 2929', url: 'https://www.befrienders.org.my' },
  { country: 'NL', name: '113 Zelfmoordpreventie', number: '113', url: 'https://www.113.nl' },
  { country: 'NO', name: 'Mental Helse', number: '116 123', url: 'https://mentalhelse.no' },
  { country: 'NZ', name: '1737', number: '1737', url: 'https://1737.org.nz' },
  // The short number is for landlines.
  { country: 'PH', name: 'NCMH Crisis Hotline (mobile)', number: '0917-899-8727' },
  { country: 'PH', name: 'NCMH Crisis Hotline (landline)', number: '1553' },
  { country: 'SE', name: 'Självmordslinjen', number: '90101', url: 'https://mind.se' },
  { country: 'SG', name: 'Samaritans of Singapore', number: '1767', url: 'https://www.sos.org.sg' },
  {
    country: 'US',
    name: '988 Suicide & Crisis Lifeline',
    number: '988',
    url: 'https://988lifeline.org',
  },
  { country: 'ZA', name: 'SADAG', number: '0800 567 567', url: 'https://www.sadag.org' },
]

/** Every country's lines, by a directory that keeps them up to date. */
export const DIRECTORY = 'https://findahelpline.com'

/** How many lines are shown: somebody in need should not have to choose. */
const SHOWN = 3

/** Where somebody may be. */
interface Whereabouts {
  /** The country to call in; null where nobody knows. */
  readonly home: string | null
  /** Whether that is more than a guess. */
  readonly sure: boolean
  /** Countries whose lines may be of use, the likeliest first. */
  readonly countries: readonly string[]
}

/**
 * Where somebody is: by their device's clock, by the countries that their languages name, by where those languages are at home.
 * `en-US` is what browsers say everywhere: it means a country only where the clock says the same, or nothing.
 * @param tags language tags, the person's favourite first
 * @param zone an IANA time zone, as browsers name it
 */
export function whereabouts(tags: readonly string[], zone?: string): Whereabouts {
  const locales = tags.flatMap(parsed)
  const named = locales.flatMap(({ region }) => region ?? [])
  const telling = locales.flatMap(({ language, region }) =>
    language === 'en' && region === 'US' ? [] : (region ?? []),
  )
  // English is spoken everywhere: by itself it points nowhere.
  const likely = locales.flatMap((locale) =>
    locale.language === 'en' ? [] : (locale.maximize().region ?? []),
  )
  const clock = zone === undefined ? undefined : zoneCountry(zone)
  if (clock) {
    const near = [clock.country, ...clock.neighbours]
    const said = [...named, ...likely].find((country) => near.includes(country))
    const home = said ?? clock.country
    const sure = said !== undefined || clock.neighbours.length === 0
    return { home, sure, countries: unique([home, ...telling, ...likely]) }
  }
  // A place that isn't in the table: no language knows better.
  if (zone !== undefined && isPlace(zone))
    return { home: null, sure: false, countries: unique([...telling, ...likely]) }
  const countries = unique([...telling, ...likely, ...named])
  return { home: countries[0] ?? null, sure: telling.length > 0, countries }
}

export interface Help {
  readonly emergency: readonly EmergencyNumber[]
  readonly lines: readonly Helpline[]
}

/**
 * Whom to call, for a person with these language tags, in this time zone.
 * @param own the operator's list, if there is one
 */
export function helpFor(tags: readonly string[], own: readonly Helpline[] | null, zone?: string): Help {
  const { home, sure, countries } = whereabouts(tags, zone)
  const known = (home === null ? undefined : emergencyOf(home)) ?? []
  const others = ANYWHERE.filter(({ number }) => !known.some((one) => one.number === number))
  const lines = own ?? HELPLINES
  const near = countries.flatMap((place) =>
    spoken(
      lines.filter(({ country }) => country === place),
      tags,
    ),
  )
  const everybody = lines.filter(({ country }) => country === undefined)
  return {
    // A guess never stands alone.
    emergency: sure && known.length > 0 ? known : [...known, ...others],
    lines: [...near, ...everybody].slice(0, SHOWN),
  }
}

/** Of one country's lines those that speak a language of the person's, the favourite first; all, where none does. */
function spoken(lines: readonly Helpline[], tags: readonly string[]): readonly Helpline[] {
  const languages = tags.flatMap(parsed).map(({ language }) => language)
  const rank = ({ language }: Helpline) => (language === undefined ? 0 : languages.indexOf(language))
  const fit = lines.filter((line) => rank(line) >= 0)
  return fit.length > 0 ? [...fit].sort((a, b) => rank(a) - rank(b)) : lines
}

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)]

/** Anything may stand in a browser's list. */
function parsed(tag: string): readonly Intl.Locale[] {
  try {
    return [new Intl.Locale(tag)]
  } catch {
    return []
  }
}
