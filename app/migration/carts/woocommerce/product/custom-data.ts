import { someOf } from '#app/migration/messages/parameters.ts'
import { wooSays } from '../messages/woocommerce.ts'
import { type WireMeta } from '../wire/meta.ts'
import { jsonOf } from '../../kit/text/text.ts'
import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { nameText } from '../names.ts'
import type { WireProduct, WireVariation } from '../wire/product.ts'
import { isFieldReference } from '../plain-key.ts'
import { isNothing } from '../../kit/wire/shapes.ts'

/**
 * What of a product Shopify has no field for. Whatever a person can read arrives as a metafield;
 * private entries of plugins (their keys begin with `_`) stay behind and are counted, but for those
 * whose meaning is known.
 */

/** EAN, UPC, ISBN: kept by plugins before WooCommerce had a field of its own (9.2). */
const BARCODE_KEYS = [
  '_global_unique_id',
  '_alg_ean',
  '_wpm_gtin_code',
  '_ts_gtin',
  'hwp_product_gtin',
  'hwp_var_gtin',
  '_woosea_gtin',
  '_woosea_ean',
  '_woosea_upc',
  '_rank_math_gtin_code',
  '_wc_gla_gtin',
  '_wepos_barcode',
  '_ywbc_barcode_display_value',
  'ywbc_barcode_display_value_custom_field',
  '_ywbc_barcode_value',
  '_wpm_ean',
  '_wcj_ean',
  '_wc_ean',
  '_product_ean',
  '_ean_code',
  '_ean13',
  'gtin_product_variable',
  '_cr_gtin',
  '_product_gtin',
  '_gtin',
  '_ean',
  '_upc',
  '_barcode',
  '_isbn',
  'gtin',
  'ean',
  'ean13',
  'upc',
  'barcode',
  'isbn',
] as const

/** Lists of several numbers by their kind: Yoast's, and those for Google's feed. */
const CODE_LISTS = [
  'wpseo_global_identifier_values',
  'wpseo_variation_global_identifiers_values',
  '_woocommerce_gpf_data',
] as const
/** The kinds that are barcodes; a manufacturer's number (mpn) is none. */
const CODES_IN_LIST = ['gtin14', 'gtin13', 'gtin12', 'gtin8', 'gtin', 'isbn'] as const

/** Texts of the common SEO plugins, in the order in which the first one counts. */
export const SEO_KEYS = {
  title: [
    '_yoast_wpseo_title',
    'rank_math_title',
    '_aioseo_title',
    '_aioseop_title',
    '_seopress_titles_title',
    '_genesis_title',
  ],
  description: [
    '_yoast_wpseo_metadesc',
    'rank_math_description',
    '_aioseo_description',
    '_aioseop_description',
    '_seopress_titles_desc',
    '_genesis_description',
  ],
} as const

const COST_OF_GOODS = 'Cost of goods'

/** Private keys whose meaning is known, and what a merchant calls it. */
const KNOWN: Readonly<Record<string, string>> = {
  _wc_cog_cost: COST_OF_GOODS,
  _wc_cog_item_cost: COST_OF_GOODS,
  _alg_wc_cog_cost: COST_OF_GOODS,
  _yith_cog_cost: COST_OF_GOODS,
  yith_cog_cost: COST_OF_GOODS,
  _cogs_value: COST_OF_GOODS,
  _cogs_total_value: COST_OF_GOODS,
  _cost_price: COST_OF_GOODS,
  _cost_of_goods: COST_OF_GOODS,
  _purchase_price: 'Purchase price',
  _wc_purchase_price: 'Purchase price',
  _hs_code: 'HS code',
  _hscode: 'HS code',
  _wf_hs_code: 'HS code',
  _dhl_hs_code: 'HS code',
  _harmonized_code: 'HS code',
  _tariff_code: 'HS code',
  _hs_tariff_number: 'HS code',
  _hs_tariff_code: 'HS code',
  _tariff_number: 'HS code',
  _customs_code: 'HS code',
  _customs_tariff_number: 'HS code',
  _customs_tariff_code: 'HS code',
  _harmonized_system_code: 'HS code',
  _postnl_hs_code: 'HS code',
  _myparcel_hs_code: 'HS code',
  _sendcloud_hs_code: 'HS code',
  _country_of_origin: 'Country of origin',
  _origin_country: 'Country of origin',
  _manufacture_country: 'Country of origin',
  _wf_manufacture_country: 'Country of origin',
  _dhl_manufacture_country: 'Country of origin',
  _country_of_manufacture: 'Country of origin',
  _postnl_country_of_origin: 'Country of origin',
  _myparcel_country_of_origin: 'Country of origin',
  _made_in: 'Country of origin',
  _wpm_mpn: 'MPN',
  _mpn: 'MPN',
  _woosea_mpn: 'MPN',
  _ts_mpn: 'MPN',
  _woosea_brand: 'Brand',
  _unit_price_regular: 'Unit price',
  _unit: 'Unit',
  _unit_base: 'Unit base',
  _unit_product: 'Units of the product',
  _mini_desc: 'Cart description',
  _wc_min_qty_product: 'Minimum quantity',
  _wc_max_qty_product: 'Maximum quantity',
  minimum_allowed_quantity: 'Minimum quantity',
  maximum_allowed_quantity: 'Maximum quantity',
}

/**
 * What themes, page builders, SEO plugins, feeds and counters keep beside a product for themselves: it
 * is listed once as never moved, and told on no record.
 */
const PRIVATE_NOISE =
  /^_(?:wp|oembed|edit|elementor|et|wpb|vc|fl_builder|bricks|ct|fusion|avada|yoast|rank_math|aioseo|aioseop|seopress|genesis|sq|wpml|wcml|icl|pll|trp|jetpack|publicize|wpas|wpcom|monsterinsights|pys|fb|wc_facebook|wc_gla|wc_pinterest|litespeed|rocket|lscache|woodmart|porto|flatsome|astra|ocean|kadence|kt|neve|generate|blocksy|stm|ekit|essb|mc4wp|product|primary_term|thumbnail_id|pingme|encloseme|last_editor_used|wc_(?:review_count|rating_count|average_rating)|min_variation|max_variation)(?:_|$)/i
const PUBLIC_NOISE =
  /^(?:(?:rank_math|aioseo|seopress|wpml|wcml|trp|pys|fb|litespeed|woodmart|porto|flatsome|avada|fusion|kadence|essb|om_disable|pyre|wpseo_primary|site-sidebar|site-content|site-post|ast-|theme-transparent)[_-]?.*|rs_page_bg_color|slide_template|inline_featured_image|footnotes|classic-editor-remember|total_sales|footer-sml-layout|stick-header-meta|adv-header-id-meta)$/i
/** Grows with every visit. */
const VIEWS = /(?:^|_)(?:views?(?:_count)?|hits)$/i

function isNoise(key: string): boolean {
  return PRIVATE_NOISE.test(key) || PUBLIC_NOISE.test(key) || VIEWS.test(key)
}

/** The barcode a plugin keeps, and the key it is kept under. */
function pluginBarcode(meta: readonly WireMeta[]): { code: string; key: string } | null {
  const byKey = new Map(meta.map(({ key, value }) => [key, value]))
  for (const key of BARCODE_KEYS) {
    const code = plainValue(byKey.get(key))
    if (code !== null) return { code, key }
  }
  for (const key of CODE_LISTS) {
    const list = byKey.get(key)
    if (typeof list !== 'object' || list === null) continue
    const kinds = new Map<string, unknown>(Object.entries(list))
    for (const kind of CODES_IN_LIST) {
      const code = plainValue(kinds.get(kind))
      if (code !== null) return { code, key }
    }
  }
  return null
}

/** WooCommerce's own field first, then the plugins'. */
export function barcodeOf(
  item: Pick<WireVariation, 'global_unique_id' | 'meta_data'>,
): string | null {
  const own = item.global_unique_id.trim()
  return own === '' ? (pluginBarcode(item.meta_data)?.code ?? null) : own
}

function plainValue(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Long enough for any price, and short enough for Shopify's. */
const COST = /^\d{1,12}(\.\d{1,6})?$/

/** What a piece costs: WooCommerce's own field first, then the plugins'. Null for none and nothing. */
export function costOf(
  item: Pick<WireVariation, 'cost_of_goods_sold' | 'meta_data'>,
): string | null {
  const ofPlugins = item.meta_data.filter(({ key }) => ownEntry(KNOWN, key) === COST_OF_GOODS)
  const costs = [
    item.cost_of_goods_sold?.total_value ?? '',
    ...ofPlugins.map(({ value }) => plainValue(value) ?? ''),
  ]
  return costs.find((cost) => COST.test(cost) && Number(cost) > 0) ?? null
}

/** How many entries of one record arrive; what is beyond is told. */
const MOST_ENTRIES = 100

type CustomData = { metafields: CanonicalMetafield[]; left: string[]; tooMany: number }

/** Custom data of plugins. `left`: the keys that stay behind. */
function readMeta(
  item: Pick<WireVariation, 'global_unique_id' | 'meta_data'>,
  /** What of it arrives in fields of its own: only products have SEO texts, only variants barcodes. */
  has: { seo: boolean; barcode: boolean },
): CustomData {
  const used = new Set<string>(has.seo ? [...SEO_KEYS.title, ...SEO_KEYS.description] : [])
  const barcode = pluginBarcode(item.meta_data)
  if (has.barcode && barcode && barcode.code === barcodeOf(item)) used.add(barcode.key)
  const metafields = new Map<string, CanonicalMetafield>()
  const left = new Set<string>()
  let tooMany = 0
  for (const { key, value } of item.meta_data) {
    const name = ownEntry(KNOWN, key) ?? (BARCODE_KEYS.some((known) => known === key) ? key : null)
    if (used.has(key) || isNothing(value) || isFieldReference(value)) continue
    if (name === null && isNoise(key)) continue
    if (name === null && (key.startsWith('_') || key.trim() === '')) left.add(key)
    else if (metafields.size >= MOST_ENTRIES && !metafields.has(key)) tooMany += 1
    else {
      const text = valueText(value)
      if (text !== null) metafields.set(key, { key, name: name ?? nameText(key), ...text })
    }
  }
  return { metafields: [...metafields.values()], left: [...left], tooMany }
}

/** One value may hold several lines on one product and one on another: the type is the wider one. */
function valueText(value: unknown): Pick<CanonicalMetafield, 'type' | 'value'> | null {
  if (typeof value === 'object' && value !== null) {
    const isPlainList = Array.isArray(value) && value.every((each) => plainValue(each) !== null)
    const text = isPlainList ? value.map(String).join('\n') : jsonOf(value)
    return text === '' ? null : { type: 'multi_line_text_field', value: text }
  }
  const text = value === true ? 'yes' : plainValue(value)
  return text === null ? null : { type: 'multi_line_text_field', value: text }
}

const line = (key: string, name: string, value: string): CanonicalMetafield[] => {
  const text = value.replace(/\s+/g, ' ').trim()
  return text === '' ? [] : [{ key, name, type: 'single_line_text_field', value: text }]
}

const lines = (key: string, name: string, value: string): CanonicalMetafield[] =>
  value.trim() === '' ? [] : [{ key, name, type: 'multi_line_text_field', value: value.trim() }]

function sizes(
  item: Pick<WireVariation, 'dimensions' | 'cost_of_goods_sold'>,
  unit: string | null,
): CanonicalMetafield[] {
  const parts = item.dimensions
    ? [item.dimensions.length, item.dimensions.width, item.dimensions.height]
    : []
  const known = parts.some((part) => part.trim() !== '' && Number(part.replace(',', '.')) !== 0)
  const text = parts.map((part) => part.trim() || '–').join(' × ')
  const cost = item.cost_of_goods_sold?.total_value ?? ''
  return [
    ...line('dimensions', 'Dimensions', known ? `${text}${unit ? ` ${unit}` : ''}` : ''),
    ...line('cost_of_goods', COST_OF_GOODS, Number(cost) === 0 ? '' : cost),
  ]
}

export function productMetafields(
  wire: WireProduct,
  dimensionUnit: string | null,
  /** Attributes that became options. */
  options: ReadonlySet<string>,
  hasVariations: boolean,
): CanonicalMetafield[] {
  const attributes = wire.attributes.flatMap(({ name, options: values }) => {
    const label = nameText(name)
    return options.has(label) || label === ''
      ? []
      : line(
          label,
          label,
          values
            .map(nameText)
            .filter((text) => text !== '')
            .join(', '),
        )
  })
  const brands = wire.brands.map(({ name }) => nameText(name)).filter((name) => name !== '')
  return unique([
    ...attributes,
    ...sizes(wire, dimensionUnit),
    ...line('brands', 'Brands', brands.length > 1 ? brands.join(', ') : ''),
    ...lines('purchase_note', 'Purchase note', wire.purchase_note),
    ...line('external_url', 'External address', wire.external_url),
    ...line('button_text', 'Button text', wire.external_url === '' ? '' : wire.button_text),
    ...line('tax_class', 'Tax class', wire.tax_class),
    ...line('shipping_class', 'Shipping class', wire.shipping_class),
    ...line('global_unique_id', 'GTIN', hasVariations ? wire.global_unique_id : ''),
    ...readMeta(wire, { seo: true, barcode: !hasVariations }).metafields,
  ])
}

const OF_VARIATION = { seo: false, barcode: true }

/** What a variation says for itself; what it shares with its product stands there. */
export function variantMetafields(
  item: WireVariation,
  parent: WireProduct,
  dimensionUnit: string | null,
): CanonicalMetafield[] {
  const other = (own: string, of: string) => (own === of || own === 'parent' ? '' : own)
  const same =
    jsonOf(item.dimensions) === jsonOf(parent.dimensions) ? { ...item, dimensions: null } : item
  return unique([
    ...lines('description', 'Description', item.description),
    ...sizes(same, dimensionUnit),
    ...line('tax_class', 'Tax class', other(item.tax_class, parent.tax_class)),
    ...line('shipping_class', 'Shipping class', other(item.shipping_class, parent.shipping_class)),
    ...readMeta(item, OF_VARIATION).metafields,
  ])
}

/** One key, one metafield: the product's own fields come first. */
function unique(metafields: readonly CanonicalMetafield[]): CanonicalMetafield[] {
  const byKey = new Map<string, CanonicalMetafield>()
  for (const metafield of metafields) {
    const key = metafield.key.toLowerCase()
    if (!byKey.has(key)) byKey.set(key, metafield)
  }
  return [...byKey.values()]
}

/** What of the custom data stays behind: told by key, never by value. */
export function customDataRemarks(
  wire: WireProduct,
  variations: readonly WireVariation[],
): SourceRemark[] {
  const all = [
    readMeta(wire, { seo: true, barcode: variations.length === 0 }),
    ...variations.map((item) => readMeta(item, OF_VARIATION)),
  ]
  const keys = all.flatMap(({ left }) => left)
  const tooMany = all.reduce((sum, each) => sum + each.tooMany, 0)
  const remarks: SourceRemark[] = []
  if (keys.length > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      message: wooSays('productDataPrivate', { keys: someOf(keys) }),
    })
  }
  if (tooMany > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'metafields',
      message: wooSays('productDataTooMuch', { most: MOST_ENTRIES, more: tooMany }),
    })
  }
  const files = [wire, ...variations].reduce((sum, { downloads }) => sum + downloads.length, 0)
  if (files > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'downloads',
      message: wooSays('downloads', { count: files }),
    })
  }
  return remarks
}
