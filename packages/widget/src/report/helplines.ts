/** A line for people in a crisis. At least a number or a link. */
export interface Helpline {
  /** ISO 3166, such as `ID`; without it, the line is for everybody. */
  readonly country?: string
  readonly name: string
  /** As it is written in that country. */
  readonly number?: string
  readonly url?: string
}

/**
 * One national line for each country, and only those that are beyond doubt: whoever isn't named here finds theirs by the
 * directory. Numbers change; an operator's own list takes the place of this one.
 */
export const HELPLINES: readonly Helpline[] = [
  { country: 'AT', name: 'Telefonseelsorge', number: '142', url: 'https://www.telefonseelsorge.at' },
  { country: 'AU', name: 'Lifeline', number: '13 11 14', url: 'https://www.lifeline.org.au' },
  { country: 'BE', name: 'Zelfmoordlijn', number: '1813', url: 'https://www.zelfmoord1813.be' },
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
  { country: 'PH', name: 'NCMH Crisis Hotline', number: '1553' },
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

/** Where another number than 112 is the one to call; 112 reaches help in most of the rest of the world. */
const EMERGENCY: Readonly<Record<string, string>> = {
  AU: '000',
  BR: '190 · 192',
  CA: '911',
  GB: '999',
  IE: '112 · 999',
  JP: '110 · 119',
  KR: '112 · 119',
  MX: '911',
  MY: '999',
  NZ: '111',
  PH: '911',
  SG: '995 · 999',
  US: '911',
}
/** One of the two answers nearly everywhere. */
const ANYWHERE = '112 · 911'

/** How many lines are shown: somebody in need should not have to choose. */
const SHOWN = 3

/** The countries that language tags point to, surest first: those they name, then the likeliest of each language. */
export function countries(tags: readonly string[]): readonly string[] {
  const locales = tags.flatMap((tag) => {
    try {
      return [new Intl.Locale(tag)]
    } catch {
      return []
    }
  })
  const named = locales.map(({ region }) => region)
  // English is spoken everywhere: by itself it points nowhere.
  const likely = locales.map((locale) => (locale.language === 'en' ? undefined : locale.maximize().region))
  return [...new Set([...named, ...likely])].filter((region) => region !== undefined)
}

export interface Help {
  readonly emergency: string
  readonly lines: readonly Helpline[]
}

/**
 * Whom to call, for a person with these language tags.
 * @param own the operator's list, if there is one
 */
export function helpFor(tags: readonly string[], own: readonly Helpline[] | null): Help {
  const places = countries(tags)
  const lines = own ?? HELPLINES
  const near = places.flatMap((place) => lines.filter(({ country }) => country === place))
  const everybody = lines.filter(({ country }) => country === undefined)
  const [home] = places
  return {
    emergency: home === undefined ? ANYWHERE : (EMERGENCY[home] ?? '112'),
    lines: [...near, ...everybody].slice(0, SHOWN),
  }
}
