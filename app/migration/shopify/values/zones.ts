import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import { z } from 'zod'
import type { CountryCode } from '#app/types/admin-operations.ts'
import { isCountryCode } from './normalize.ts'
import zonesJson from './zones.json' with { type: 'json' }

/** Per country its name, and per zone code the zone's name and whatever else it is called. */
const COUNTRIES = z
  .record(
    z.string(),
    z.object({
      name: z.string(),
      zones: z.record(z.string(), z.array(z.string())).optional(),
    }),
  )
  .parse(zonesJson)

/** What carts and people write for a country besides its code and the name Shopify gives it. */
const OTHER_COUNTRY_NAMES: Readonly<Record<string, string>> = {
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  el: 'GR',
  usa: 'US',
  'u s a': 'US',
  'united states of america': 'US',
  deutschland: 'DE',
  osterreich: 'AT',
  schweiz: 'CH',
  suisse: 'CH',
  espana: 'ES',
  italia: 'IT',
  brasil: 'BR',
  nederland: 'NL',
  'the netherlands': 'NL',
  holland: 'NL',
  belgique: 'BE',
  belgie: 'BE',
  polska: 'PL',
  'czech republic': 'CZ',
  'republic of ireland': 'IE',
  'south korea': 'KR',
  'republic of korea': 'KR',
  'russian federation': 'RU',
  'viet nam': 'VN',
  turkiye: 'TR',
  macau: 'MO',
  'ivory coast': 'CI',
}

/** ISO 3166-1's codes of three letters, each with its code of two behind it. */
const LONG_CODES: ReadonlyMap<string, string> = new Map(
  `
    ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATFTF ATGAG AUSAU AUTAT
    AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM
    BOLBO BRABR BRBBB BRNBN BTNBT BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM
    CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ
    DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET FINFI FJIFJ FLKFK FRAFR
    FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD
    GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO
    IRLIE IRNIR IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI
    KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO
    MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP
    MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU
    NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL PRIPR
    PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS
    SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE
    SWZSZ SXMSX SYCSC SYRSY TCATC TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN
    TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI
    VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW
  `
    .trim()
    .split(/\s+/)
    .map((pair): [string, string] => [pair.slice(0, 3), pair.slice(3)]),
)

/** Shopify counts these, which are countries everywhere else, as zones of the United States. */
const ZONES_OF_US: ReadonlySet<string> = new Set(['AS', 'FM', 'GU', 'MH', 'MP', 'PR', 'PW', 'VI'])

/**
 * Shortened names that are no beginning of the name, or of more than one. Keyed by country, in the
 * form that `folded` gives.
 */
const ABBREVIATIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    ala: 'AL',
    alas: 'AK',
    dela: 'DE',
    fla: 'FL',
    la: 'LA',
    miss: 'MS',
    penna: 'PA',
    'n dak': 'ND',
    's dak': 'SD',
    'n mex': 'NM',
    'w va': 'WV',
    'n car': 'NC',
    's car': 'SC',
    'washington d c': 'DC',
    'washington dc': 'DC',
  },
  CA: { alta: 'AB', nfld: 'NL', pei: 'PE', 'p e i': 'PE', 'yukon territory': 'YT' },
  MX: {
    'distrito federal': 'DF',
    'mexico city': 'DF',
    'estado de mexico': 'MEX',
    'edo mex': 'MEX',
  },
  ID: { 'sumatera utara': 'SU', 'sumatera barat': 'SB', 'sumatera selatan': 'SS' },
  CN: { 'guangxi zhuang': 'GX', 'ningxia hui': 'NX' },
}

/** Words around the name that say what kind of place it is. */
const KIND_OF_PLACE =
  /^(?:the )?(?:state|province|republic|region|county|prefecture|district|estado|provincia|departamento|distrito|region|daerah istimewa|dki|municipalidad metropolitana)(?: (?:of|de|del|do|da|di|la))?(?: la)? |^la | (?:state|province|region|county|prefecture|district|oblast|territory|regency)$/g

/** Lower case, without accents and punctuation, so that "Québec", "QUEBEC" and "quebec" are one. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function memo<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, Value>()
  return (key) => {
    let value = made.get(key)
    if (value === undefined) made.set(key, (value = make(key)))
    return value
  }
}

type Names = { code: string; name: string }[]

/** Every name of a country's zones, also without the word for the kind of place. */
const namesIn = memo((country: string): Names => {
  const zones = Object.entries(ownEntry(COUNTRIES, country)?.zones ?? {})
  const whole = zones.flatMap(([code, names]) =>
    names.map((name) => ({ code, name: folded(name) })),
  )
  return [...whole, ...whole.map(({ code, name }) => ({ code, name: withoutKind(name) }))]
})

const COUNTRY_BY_NAME: ReadonlyMap<string, string> = new Map([
  ...Object.entries(COUNTRIES).map(([code, { name }]): [string, string] => [folded(name), code]),
  ...Object.entries(OTHER_COUNTRY_NAMES),
])

function withoutKind(name: string): string {
  const short = name.replace(KIND_OF_PLACE, '').trim()
  return short === '' ? name : short
}

export type Country = { country: CountryCode; zone: string | null }

/**
 * The country a text means: a code, or a name with or without the code behind it ("United States
 * (US)"). For Puerto Rico, Guam and the like it is the United States and their zone.
 * Null: Shopify has no such country (Antarctica), or nobody knows what is meant.
 */
export function countryOf(text: string): Country | null {
  const upper = text.trim().toUpperCase()
  const code = LONG_CODES.get(upper) ?? upper
  if (ZONES_OF_US.has(code)) return { country: 'US', zone: code }
  if (isCountryCode(code)) return { country: code, zone: null }
  const name = folded(text.replace(/\([^()]*\)\s*$/, ''))
  const byName = COUNTRY_BY_NAME.get(folded(text)) ?? COUNTRY_BY_NAME.get(name)
  if (byName !== undefined && isCountryCode(byName)) return { country: byName, zone: null }
  const territory = name === '' ? undefined : zoneNamed('US', name)
  return territory !== undefined && ZONES_OF_US.has(territory)
    ? { country: 'US', zone: territory }
    : null
}

/** False where Shopify shows `province: null` whatever was sent (recorded: Denmark, Singapore). */
export function hasZones(country: string): boolean {
  return ownEntry(COUNTRIES, country)?.zones !== undefined
}

/**
 * Shopify's code of the zone that a text means: its code, its ISO code with or without the country,
 * its name in any spelling of accents, or a usual abbreviation. Null where it has none or the text
 * could mean several.
 */
export function zoneOf(country: string, text: string): string | null {
  const zones = ownEntry(COUNTRIES, country)?.zones
  if (!zones || text.trim() === '') return null
  const upper = text.trim().toUpperCase()
  const bare = upper.startsWith(`${country}-`) ? upper.slice(country.length + 1) : upper
  const compact = bare.replace(/[.\s]/g, '')
  for (const code of [upper, bare, `${country}-${bare}`, compact, `${country}-${compact}`]) {
    if (Object.hasOwn(zones, code)) return code
  }
  // "Yunnan / 云南", "Malacca (Melaka)", "Araba/Álava"
  const parts = [text, bare, ...text.split(/[/()]/)].map(folded).filter((part) => part !== '')
  for (const name of parts) {
    const code = zoneNamed(country, name) ?? zoneNamed(country, withoutKind(name))
    if (code !== undefined) return code
  }
  return abbreviated(country, text)
}

function zoneNamed(country: string, name: string): string | undefined {
  return namesIn(country).find((zone) => zone.name === name)?.code
}

/** "Calif.", "Ont.": three letters and a full stop are enough where they begin one name only. */
function abbreviated(country: string, text: string): string | null {
  const short = folded(text)
  const known = ownEntry(ownEntry(ABBREVIATIONS, country) ?? {}, short)
  if (known !== undefined) return known
  if (!text.trim().endsWith('.') || short.length < 3) return null
  const codes = namesIn(country).flatMap(({ code, name }) => (name.startsWith(short) ? code : []))
  return new Set(codes).size === 1 ? (codes[0] ?? null) : null
}
