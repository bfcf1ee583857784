import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import { orNull } from '../../kit/text/text.ts'
import type { WireProduct } from '../wire/product.ts'
import {
  attributeText,
  attributeValue,
  readValue,
  spoken,
  type Attributes,
} from '../facts/attributes.ts'

/*
 * What of a product Shopify has no field for. Whatever a person can read arrives as a metafield under
 * the attribute's code, called as the attribute is called, with the labels of its options.
 */

/** Kept by merchants under attributes of their own: Magento has no field for them. */
const BARCODES = [
  'gtin',
  'gtin13',
  'gtin14',
  'gtin12',
  'gtin8',
  'ean',
  'ean13',
  'ean_code',
  'upc',
  'upc_code',
  'isbn',
  'isbn13',
  'barcode',
]
const MAKERS = ['manufacturer', 'brand']

/** Read for something else; the field table says for what. */
const READ_ELSEWHERE: ReadonlySet<string> = new Set([
  ...['special_price', 'special_from_date', 'special_to_date', 'tier_price', 'cost', 'url_key'],
  ...['meta_title', 'meta_description', 'description', 'short_description', 'tax_class_id'],
  ...['category_ids', 'weight', 'sku', 'name', 'price', 'status', 'visibility'],
])

/** How Magento shows and counts things: said in the field table, for all products at once. */
const OF_THE_OLD_STORE: ReadonlySet<string> = new Set([
  ...['options_container', 'page_layout', 'custom_layout', 'custom_layout_update'],
  ...['custom_layout_update_file', 'custom_design', 'custom_design_from', 'custom_design_to'],
  ...['msrp_display_actual_price_type', 'price_view', 'gift_message_available'],
  ...['gift_wrapping_available', 'gift_wrapping_price', 'required_options', 'has_options'],
  ...['image', 'small_image', 'thumbnail', 'swatch_image', 'media_gallery', 'gallery'],
  ...['image_label', 'small_image_label', 'thumbnail_label', 'url_path', 'old_id'],
  ...['minimal_price', 'minimal_qty', 'price_type', 'sku_type', 'weight_type', 'shipment_type'],
  ...['links_exist', 'links_title', 'links_purchased_separately', 'samples_title'],
  ...['news_from_date', 'news_to_date', 'quantity_and_stock_status', 'recurring_profile'],
  ...['giftcard_amounts', 'giftcard_type', 'allow_open_amount', 'open_amount_min'],
  ...['open_amount_max', 'is_redeemable', 'use_config_is_redeemable', 'lifetime'],
  ...['use_config_lifetime', 'email_template', 'use_config_email_template', 'allow_message'],
  ...['use_config_allow_message', 'related_tgtr_position_limit', 'is_returnable'],
  ...['related_tgtr_position_behavior', 'upsell_tgtr_position_limit'],
  ...['upsell_tgtr_position_behavior'],
])

/** A dash or nothing typed by an import. */
const NOTHING = /^(?:no_selection|-|n\/a|null)$/i

export function barcodeOf(wire: WireProduct): string | null {
  for (const code of BARCODES) {
    const text = attributeText(wire, code)
    if (text !== '' && !NOTHING.test(text)) return text
  }
  return null
}

/** Who made it: an attribute of Magento's own, or the one most stores add. */
export function vendorOf(wire: WireProduct, attributes: Attributes): string | null {
  return makerOf(wire, attributes)?.name ?? null
}

function makerOf(wire: WireProduct, attributes: Attributes): { code: string; name: string } | null {
  for (const code of MAKERS) {
    const name = readValue(attributes.byCode.get(code), attributeValue(wire, code)).text
    if (name !== '' && !NOTHING.test(name)) return { code, name }
  }
  return null
}

export function costOf(wire: WireProduct): string | null {
  const cost = attributeText(wire, 'cost')
  return /^\d{1,30}(\.\d{1,12})?$/.test(cost) && Number(cost) > 0 ? cost : null
}

export function seoOf(wire: WireProduct): { title: string | null; description: string | null } {
  return {
    title: orNull(attributeText(wire, 'meta_title')),
    description: orNull(attributeText(wire, 'meta_description')),
  }
}

export type CustomData = {
  metafields: CanonicalMetafield[]
  /** "Material: 12": options that the attribute does not have any more. */
  nameless: string[]
}

export function productData(
  wire: WireProduct,
  attributes: Attributes,
  /** Codes of the attributes that became options. */
  axes: ReadonlySet<string>,
): CustomData {
  const maker = makerOf(wire, attributes)?.code
  const own = wire.custom_attributes.filter(
    ({ attribute_code: code }) =>
      !isRead(code) && !axes.has(code) && code !== maker && !isBarcode(wire, code),
  )
  const read = own.map(({ attribute_code, value }) => entryOf(attribute_code, value, attributes))
  return {
    metafields: once([
      ...read.map(({ metafield }) => metafield),
      ...customOptions(wire),
      ...partsOf(wire),
    ]),
    nameless: read.flatMap(({ nameless }) => nameless),
  }
}

/** What a child says for itself: what it shares with its product stands there. */
export function variantData(
  child: WireProduct,
  parent: WireProduct,
  attributes: Attributes,
  axes: ReadonlySet<string>,
): CustomData {
  const isOwn = (code: string, value: unknown) =>
    JSON.stringify(value) !== JSON.stringify(attributeValue(parent, code))
  const own = child.custom_attributes.filter(
    ({ attribute_code: code, value }) =>
      (!isRead(code) || /^(?:short_)?description$/.test(code)) &&
      !axes.has(code) &&
      !MAKERS.includes(code) &&
      !isBarcode(child, code) &&
      isOwn(code, value),
  )
  const read = own.map(({ attribute_code, value }) => entryOf(attribute_code, value, attributes))
  return {
    metafields: once([...read.map(({ metafield }) => metafield), ...customOptions(child)]),
    nameless: read.flatMap(({ nameless }) => nameless),
  }
}

function isRead(code: string): boolean {
  return READ_ELSEWHERE.has(code) || OF_THE_OLD_STORE.has(code)
}

/** Only the one that became the barcode: the others arrive as what they are. */
function isBarcode(wire: WireProduct, code: string): boolean {
  return BARCODES.includes(code) && attributeText(wire, code) === barcodeOf(wire)
}

function entryOf(
  code: string,
  value: unknown,
  attributes: Attributes,
): { metafield: CanonicalMetafield | null; nameless: string[] } {
  const attribute = attributes.byCode.get(code)
  const { text, unknown } = readValue(attribute, value)
  const name = attribute?.label || spoken(code)
  return {
    metafield: metafield(code, name, NOTHING.test(text) ? '' : text),
    nameless: unknown.map((each) => `${name}: ${each}`),
  }
}

/** What a buyer could add: told by name, since what it costs more is for an app. */
function customOptions({ options }: WireProduct): (CanonicalMetafield | null)[] {
  const lines = options.map(({ title, values }) => {
    const choices = values.map((value) => value.title).filter((text) => text !== '')
    return choices.length > 0 ? `${title}: ${choices.join(', ')}` : title
  })
  return [metafield('custom_options', 'Custom options', lines.join('\n'))]
}

/** What a grouped product or a bundle is made of, so that it can be set up anew. */
function partsOf(wire: WireProduct): (CanonicalMetafield | null)[] {
  const times = (sku: string, qty: string) => {
    const count = qty === '' ? '' : String(Number(qty))
    return count === '' || count === '0' || count === '1' ? sku : `${count} × ${sku}`
  }
  const grouped = wire.product_links
    .filter(({ link_type }) => link_type === 'associated')
    .map(({ linked_product_sku, extension_attributes }) =>
      times(linked_product_sku, extension_attributes.qty),
    )
  const bundled = wire.extension_attributes.bundle_product_options.map(
    ({ title, product_links }) =>
      `${title || 'Part'}: ${product_links.map(({ sku, qty }) => times(sku, qty)).join(', ')}`,
  )
  return [
    metafield('grouped_products', 'Grouped products', grouped.join('\n')),
    metafield('bundle_parts', 'Parts of the bundle', bundled.join('\n')),
  ]
}

/** One type for all: a value of one line here may be several lines on another product. */
function metafield(key: string, name: string, text: string): CanonicalMetafield | null {
  const clean = text.trim()
  return clean === '' ? null : { key, name, type: 'multi_line_text_field', value: clean }
}

function once(all: readonly (CanonicalMetafield | null)[]): CanonicalMetafield[] {
  const byKey = new Map<string, CanonicalMetafield>()
  for (const each of all) {
    if (each && !byKey.has(each.key.toLowerCase())) byKey.set(each.key.toLowerCase(), each)
  }
  return [...byKey.values()]
}
