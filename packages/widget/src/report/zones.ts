/** The zones of each country whose numbers are known: an area, then its places. What ends in a slash is all that lies in it. */
const ZONES: Readonly<Record<string, string>> = {
  AD: 'Europe: Andorra',
  AE: 'Asia: Dubai',
  AL: 'Europe: Tirane',
  AR: 'America: Argentina/ Buenos_Aires Catamarca Cordoba Jujuy Mendoza Rosario',
  AT: 'Europe: Vienna',
  AU: 'Australia: / Antarctica: Macquarie',
  AZ: 'Asia: Baku',
  BA: 'Europe: Sarajevo',
  BD: 'Asia: Dhaka Dacca',
  BE: 'Europe: Brussels',
  BG: 'Europe: Sofia',
  BH: 'Asia: Bahrain',
  BO: 'America: La_Paz',
  BR: 'America: Araguaina Bahia Belem Boa_Vista Campo_Grande Cuiaba Eirunepe Fortaleza Maceio Manaus Noronha Porto_Velho Recife Rio_Branco Santarem Sao_Paulo',
  BY: 'Europe: Minsk',
  CA: 'America: Atikokan Blanc-Sablon Cambridge_Bay Coral_Harbour Creston Dawson Dawson_Creek Edmonton Fort_Nelson Glace_Bay Goose_Bay Halifax Inuvik Iqaluit Moncton Montreal Nipigon Pangnirtung Rainy_River Rankin_Inlet Regina Resolute St_Johns Swift_Current Thunder_Bay Toronto Vancouver Whitehorse Winnipeg Yellowknife',
  CH: 'Europe: Zurich',
  CL: 'America: Coyhaique Punta_Arenas Santiago Pacific: Easter',
  CN: 'Asia: Shanghai Urumqi Chongqing Harbin Kashgar',
  CO: 'America: Bogota',
  CR: 'America: Costa_Rica',
  CU: 'America: Havana',
  CY: 'Asia: Famagusta Nicosia Europe: Nicosia',
  CZ: 'Europe: Prague',
  DE: 'Europe: Berlin Busingen',
  DK: 'Europe: Copenhagen',
  DO: 'America: Santo_Domingo',
  EC: 'America: Guayaquil Pacific: Galapagos',
  EE: 'Europe: Tallinn',
  EG: 'Africa: Cairo',
  ES: 'Europe: Madrid Africa: Ceuta Atlantic: Canary',
  FI: 'Europe: Helsinki',
  FJ: 'Pacific: Fiji',
  FR: 'Europe: Paris',
  GB: 'Europe: London Belfast',
  GE: 'Asia: Tbilisi',
  GH: 'Africa: Accra',
  GR: 'Europe: Athens',
  HK: 'Asia: Hong_Kong',
  HR: 'Europe: Zagreb',
  HU: 'Europe: Budapest',
  ID: 'Asia: Jakarta Jayapura Makassar Pontianak Ujung_Pandang',
  IE: 'Europe: Dublin',
  IL: 'Asia: Jerusalem Tel_Aviv',
  IN: 'Asia: Kolkata Calcutta',
  IR: 'Asia: Tehran',
  IT: 'Europe: Rome',
  JO: 'Asia: Amman',
  JP: 'Asia: Tokyo',
  KE: 'Africa: Nairobi',
  KG: 'Asia: Bishkek',
  KH: 'Asia: Phnom_Penh',
  KR: 'Asia: Seoul',
  KW: 'Asia: Kuwait',
  KZ: 'Asia: Almaty Aqtau Aqtobe Atyrau Oral Qostanay Qyzylorda',
  LB: 'Asia: Beirut',
  LI: 'Europe: Vaduz',
  LT: 'Europe: Vilnius',
  LU: 'Europe: Luxembourg',
  LV: 'Europe: Riga',
  MC: 'Europe: Monaco',
  MD: 'Europe: Chisinau',
  ME: 'Europe: Podgorica',
  MK: 'Europe: Skopje',
  MN: 'Asia: Hovd Ulaanbaatar Choibalsan',
  MO: 'Asia: Macau',
  MT: 'Europe: Malta',
  MX: 'America: Bahia_Banderas Cancun Chihuahua Ciudad_Juarez Hermosillo Matamoros Mazatlan Merida Mexico_City Monterrey Ojinaga Tijuana',
  MY: 'Asia: Kuala_Lumpur Kuching',
  NL: 'Europe: Amsterdam',
  NO: 'Europe: Oslo',
  NP: 'Asia: Kathmandu Katmandu',
  NZ: 'Pacific: Auckland Chatham',
  OM: 'Asia: Muscat',
  PE: 'America: Lima',
  PH: 'Asia: Manila',
  PK: 'Asia: Karachi',
  PL: 'Europe: Warsaw',
  PT: 'Europe: Lisbon Atlantic: Azores Madeira',
  PY: 'America: Asuncion',
  QA: 'Asia: Qatar',
  RO: 'Europe: Bucharest',
  RU: 'Europe: Astrakhan Kaliningrad Kirov Moscow Samara Saratov Ulyanovsk Volgograd Asia: Anadyr Barnaul Chita Irkutsk Kamchatka Khandyga Krasnoyarsk Magadan Novokuznetsk Novosibirsk Omsk Sakhalin Srednekolymsk Tomsk Ust-Nera Vladivostok Yakutsk Yekaterinburg',
  RW: 'Africa: Kigali',
  SA: 'Asia: Riyadh',
  SE: 'Europe: Stockholm',
  SG: 'Asia: Singapore',
  SI: 'Europe: Ljubljana',
  SK: 'Europe: Bratislava',
  SM: 'Europe: San_Marino',
  SV: 'America: El_Salvador',
  TH: 'Asia: Bangkok',
  TN: 'Africa: Tunis',
  TR: 'Europe: Istanbul Asia: Istanbul',
  TW: 'Asia: Taipei',
  TZ: 'Africa: Dar_es_Salaam',
  UA: 'Europe: Kyiv Kiev Simferopol Uzhgorod Zaporozhye',
  UG: 'Africa: Kampala',
  US: 'America: Adak Anchorage Boise Chicago Denver Detroit Indiana/ Indianapolis Juneau Kentucky/ Los_Angeles Louisville Menominee Metlakatla New_York Nome North_Dakota/ Phoenix Sitka Yakutat Pacific: Honolulu',
  UY: 'America: Montevideo',
  VA: 'Europe: Vatican',
  VE: 'America: Caracas',
  VN: 'Asia: Ho_Chi_Minh Saigon',
  ZA: 'Africa: Johannesburg',
}

/**
 * Zones that Windows gives to neighbours as well, as long as nobody told it the right country: some of these may be meant.
 * (The territories of CLDR's windowsZones beside the first.)
 */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  'Africa/Nairobi': 'TZ UG',
  'Africa/Johannesburg': 'RW',
  'America/Bogota': 'EC PE',
  'America/Chicago': 'CA MX',
  'America/Denver': 'CA',
  'America/La_Paz': 'BR DO VE',
  'America/Los_Angeles': 'CA',
  'America/New_York': 'CA',
  'Asia/Bangkok': 'ID KH VN',
  'Asia/Dubai': 'OM',
  'Asia/Riyadh': 'BH KW QA',
  'Asia/Shanghai': 'HK MO',
  'Asia/Singapore': 'ID MY PH',
  'Asia/Tokyo': 'ID',
  'Europe/Berlin': 'AD AT CH IT LI LU MC MT NL NO SE SM VA',
  'Europe/Budapest': 'AL CZ ME SI SK',
  'Europe/Kiev': 'BG EE FI LT LV',
  'Europe/Kyiv': 'BG EE FI LT LV',
  'Europe/London': 'IE PT',
  'Europe/Paris': 'BE DK ES',
  'Europe/Warsaw': 'BA HR MK',
}

let byZone: ReadonlyMap<string, string> | undefined

/** Made when somebody first needs help. */
function table(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [country, zones] of Object.entries(ZONES)) {
    let area = ''
    for (const word of zones.split(' ')) {
      if (word.endsWith(':')) area = word.slice(0, -1)
      else found.set(word === '/' ? `${area}/` : `${area}/${word}`, country)
    }
  }
  return found
}

/** Which country a time zone lies in, and who else may be meant by it. Undefined for those that aren't in the table. */
export function zoneCountry(
  zone: string,
): { readonly country: string; readonly neighbours: readonly string[] } | undefined {
  byZone ??= table()
  const folder = zone.slice(0, zone.lastIndexOf('/') + 1)
  const country = byZone.get(zone) ?? byZone.get(folder)
  if (country === undefined) return undefined
  const neighbours = Object.hasOwn(NEIGHBOURS, zone) ? NEIGHBOURS[zone]?.split(' ') : undefined
  return { country, neighbours: neighbours ?? [] }
}

/** Whether a zone says where somebody is: `UTC` doesn't, nor the one that browsers give who hide the place. */
export const isPlace = (zone: string): boolean =>
  zone.includes('/') && !zone.startsWith('Etc/') && zone !== 'Atlantic/Reykjavik'
