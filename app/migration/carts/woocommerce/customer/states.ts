import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
/**
 * States that WooCommerce writes with a code of its own, by the name they have everywhere (its list
 * of states up to 9.9, older codes among them). Codes that are ISO 3166-2, with or without the
 * country, are no matter of this cart.
 */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CN: named(
    'CN',
    'Yunnan Beijing Tianjin Hebei Shanxi Inner_Mongolia Liaoning Jilin Heilongjiang Shanghai Jiangsu Zhejiang Anhui Fujian Jiangxi Shandong Henan Hubei Hunan Guangdong Guangxi Hainan Chongqing Sichuan Guizhou Shaanxi Gansu Qinghai Ningxia Macao Tibet Xinjiang',
  ),
  MX: {
    AG: 'Aguascalientes',
    BC: 'Baja California',
    BS: 'Baja California Sur',
    CM: 'Campeche',
    CS: 'Chiapas',
    CH: 'Chihuahua',
    CO: 'Coahuila',
    CL: 'Colima',
    DF: 'Ciudad de México',
    DG: 'Durango',
    GT: 'Guanajuato',
    GR: 'Guerrero',
    HG: 'Hidalgo',
    JA: 'Jalisco',
    MX: 'Estado de México',
    MI: 'Michoacán',
    MO: 'Morelos',
    NA: 'Nayarit',
    NL: 'Nuevo León',
    OA: 'Oaxaca',
    PU: 'Puebla',
    QT: 'Querétaro',
    QR: 'Quintana Roo',
    SL: 'San Luis Potosí',
    SI: 'Sinaloa',
    SO: 'Sonora',
    TB: 'Tabasco',
    TM: 'Tamaulipas',
    TL: 'Tlaxcala',
    VE: 'Veracruz',
    YU: 'Yucatán',
    ZA: 'Zacatecas',
  },
  NZ: {
    NL: 'Northland',
    AK: 'Auckland',
    WA: 'Waikato',
    BP: 'Bay of Plenty',
    TK: 'Taranaki',
    GI: 'Gisborne',
    HB: 'Hawke’s Bay',
    MW: 'Manawatu-Wanganui',
    WE: 'Wellington',
    NS: 'Nelson',
    MB: 'Marlborough',
    TM: 'Tasman',
    WC: 'West Coast',
    CT: 'Canterbury',
    OT: 'Otago',
    SL: 'Southland',
  },
  PH: { DAC: 'Davao Occidental', SIQ: 'Siquijor' },
}

/** "CN1", "CN2", … in WooCommerce's order; an underscore stands for a space. */
function named(prefix: string, names: string): Record<string, string> {
  return Object.fromEntries(
    names.split(' ').map((name, index) => [`${prefix}${index + 1}`, name.replaceAll('_', ' ')]),
  )
}

/**
 * Country and state as anybody would write them: a name, or a code that is not WooCommerce's alone.
 */
export function placeOf(country: string, state: string): { country: string; state: string } {
  const code = state.toUpperCase()
  // A province of China to WooCommerce, a country to everybody else.
  if (country === 'CN' && code === 'CN30') return { country: 'MO', state: '' }
  const name = ownEntry(ownEntry(NAMES, country) ?? {}, code)
  if (name !== undefined) return { country, state: name }
  // Japan's "JP13" and Egypt's "EGALX" are the ISO codes without their hyphen.
  if (/^(JP\d\d|EG[A-Z]{1,3})$/.test(code) && code.startsWith(country)) {
    return { country, state: `${country}-${code.slice(2)}` }
  }
  return { country, state }
}
