import { plainKey } from '../plain-key.ts'

/*
 * Under which keys plugins keep the numbers of tax offices, for orders and customers alike, from the
 * plugins' own documentation and sources: EU VAT Number, Aelia, EU/UK VAT Manager, YITH, Germanized,
 * German Market, One Stop Shop, WPify and Kybernaut (IČO/DIČ), Brazilian Market, NIF/CIF of Spain,
 * Italian invoices, RUT of Chile, and the checkout field editors' usual names.
 */

/**
 * The customer's or the order's, whichever plugin. No part is made of others: a key could else be
 * read in so many ways that trying them all takes hours.
 */
const OF =
  '(?:(?:billing|shipping|order|customer|company|wc|alg_wc|yweu|oss|b2b|wc_other_[a-z0-9]+)_)*'

const VAT = new RegExp(
  `^${OF}(?:(?:eu_|uk_)?vat(?:_?(?:number|numbers|no|nr|num|id|code|reg_?no|registration_number))?|vatid|vat_identification_number|tax_?(?:id|number|no)|ust_?id(?:_?nr)?|umsatzsteuer_id(?:entifikationsnummer)?|uid_?(?:nr|nummer)|btw(?:_?(?:nummer|nr|number))?|p_?iva|partita_?iva|(?:numero_)?tva(?:_?(?:number|intracom|intracommunautaire))?|moms(?:_?(?:nummer|nr))?|mva_?nummer|alv_?numero|ic_?dph|dic_dph|nif_iva)$`,
)

/** By their own names, which say what they are to whoever needs one. */
const NATIONAL = new RegExp(
  `^${OF}(cpf|cnpj|inscricao_estadual|nif|cif|dni|nie|rut|ruc|nit|cuit|cuil|rfc|curp|nip|regon|pesel|ico|dic|oib|eik|bulstat|cui|siren|siret|codice_?fiscale|sdi|codice_destinatario|pec|gstin|gst_number|pan_number|abn|acn|eori|steuernummer|company_(?:number|id)|registration_number|kvk(?:_?(?:nummer|number))?|personnummer|org_?nr|organi[sz]ation_number)$`,
)

/** Too short to mean this anywhere but in an address. */
const OF_ADDRESS = /^(?:billing|shipping)_(ic|cf|ice|ein|tin|trn|uid)$/

/** "CPF" for "_billing_cpf"; null for the key of anything but a tax number. */
export function taxIdName(key: string): string | null {
  const plain = plainKey(key)
  if (VAT.test(plain)) return VAT_NUMBER
  const national = (NATIONAL.exec(plain) ?? OF_ADDRESS.exec(plain))?.[1]
  return national === undefined ? null : nameOf(national)
}

export const VAT_NUMBER = 'VAT number'

/** What is no abbreviation is a word. */
const WORDS =
  /^(?:codice|inscricao|steuernummer|company|registration|organi|personnummer|bulstat|kvk_n|gst_n|pan_n)/

function nameOf(national: string): string {
  if (!WORDS.test(national)) return national.toUpperCase()
  const text = national.replace(/^codicefiscale$/, 'codice_fiscale').replaceAll('_', ' ')
  return text.replace(/^(?:gst|pan|kvk)\b|^./, (beginning) => beginning.toUpperCase())
}
