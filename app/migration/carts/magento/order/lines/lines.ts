import type { CanonicalOrderLine } from '#app/migration/kinds/order/order.ts'
import { isZero, value } from '../../../kit/order/amounts.ts'
import { orNull } from '../../../kit/text/text.ts'
import { isNothing } from '../../../kit/wire/shapes.ts'
import { childVariantId } from '../../product/variant-id.ts'
import type { WireItem } from '../../wire/order.ts'
import { chosenOption, type CustomOptions } from './custom-options.ts'
import { dataOf, giftMessage, type Named } from '../custom-data.ts'
import { isWhole, piecesOf, quantityOf, type Family } from './families.ts'

type Described = {
  line: Omit<CanonicalOrderLine, 'subtotal' | 'total' | 'taxes'>
  /** "82": options that no product has any more. */
  unknownOptions: string[]
  /** A gift card was sold, and the order does not say its code. */
  lacksCode: boolean
}

export function describeLine(family: Family, options: CustomOptions): Described {
  const { root, children } = family
  const chosen = [root, ...children].flatMap(({ product_option }) =>
    product_option.extension_attributes.custom_options.flatMap((each) => {
      const read = chosenOption(each, options)
      return read ? [{ ...read, id: each.option_id }] : []
    }),
  )
  const quantity = quantityOf(family)
  const giftCard = giftCardOf(root)
  return {
    line: {
      sourceId: String(root.item_id),
      title: root.name.trim() || root.sku.trim(),
      variantTitle: variantTitle(family),
      sku: orNull(root.sku),
      quantity: piecesOf(family),
      ...referenceOf(family),
      properties: [
        // Shopify counts whole pieces.
        ...(isWhole(quantity) && !isZero(quantity) ? [] : [{ name: 'Quantity', value: quantity }]),
        ...chosen.map(({ name, value: text }) => ({ name, value: text })),
        ...partsOf(family),
        ...giftCard.properties,
        ...giftMessage(root.extension_attributes.gift_message),
        ...itemData(root),
      ],
    },
    unknownOptions: chosen.flatMap(({ isKnown, id }) => (isKnown ? [] : [id])),
    lacksCode: giftCard.lacksCode,
  }
}

const isConfigurable = ({ root }: Family) => root.product_type === 'configurable'

/**
 * A configurable product's row bears the SKU of the child that was chosen, and its own number: the
 * variant is the child under it, whatever SKUs say. What is one product alone is its own variant.
 */
function referenceOf(
  family: Family,
): Pick<CanonicalOrderLine, 'productSourceId' | 'variantSourceId'> {
  const { root, children } = family
  if (root.product_id === 0) return { productSourceId: null, variantSourceId: null }
  const productSourceId = String(root.product_id)
  if (!isConfigurable(family)) return { productSourceId, variantSourceId: productSourceId }
  const child = children.find(({ product_id }) => product_id > 0)
  return {
    productSourceId,
    variantSourceId: child ? childVariantId(root.product_id, child.product_id) : null,
  }
}

/**
 * What was chosen, as the names stood when it was sold: "Jacket" and its child "Jacket M Slate" make
 * "M Slate". The options' present names are not asked: an old order must not look changed because one
 * of them was renamed.
 */
function variantTitle(family: Family): string | null {
  const [child] = family.children
  if (!isConfigurable(family) || !child) return null
  const title = family.root.name.trim()
  const name = child.name.trim()
  if (name === '' || name === title) return null
  if (!name.startsWith(title)) return name
  return orNull(name.slice(title.length).replace(/^[\s\-–—:,|/]+/, '')) ?? name
}

/** The parts of a bundle, which Shopify has no lines for. */
function partsOf(family: Family): Named[] {
  if (isConfigurable(family)) return []
  return family.children.map(({ name, sku, qty_ordered }) => ({
    name: 'Includes',
    value: `${value(qty_ordered || '1')} × ${name.trim() || sku.trim()}${sku.trim() === '' ? '' : ` (${sku.trim()})`}`,
  }))
}

const GIFT_CARD_FIELDS: readonly [key: string, name: string][] = [
  ['giftcard_sender_name', 'Sender'],
  ['giftcard_sender_email', 'Sender’s e-mail'],
  ['giftcard_recipient_name', 'Recipient'],
  ['giftcard_recipient_email', 'Recipient’s e-mail'],
  ['giftcard_message', 'Message'],
]

/** A gift card that was sold. Nothing is made up where its code is absent. */
function giftCardOf({ product_type, product_option }: WireItem): {
  properties: Named[]
  lacksCode: boolean
} {
  if (product_type !== 'giftcard') return { properties: [], lacksCode: false }
  const card = product_option.extension_attributes.giftcard_item_option
  const nested = card.extension_attributes
  const codes = codesIn([card, typeof nested === 'object' ? nested : null])
  return {
    properties: [
      ...GIFT_CARD_FIELDS.flatMap(([key, name]) => {
        const text = card[key]
        return typeof text === 'string' && text.trim() !== '' ? [{ name, value: text.trim() }] : []
      }),
      ...codes.map((code) => ({ name: 'Gift card code', value: code })),
    ],
    lacksCode: codes.length === 0,
  }
}

function codesIn(places: readonly unknown[]): string[] {
  return places.flatMap((place) => {
    if (isNothing(place) || typeof place !== 'object' || place === null) return []
    const codes: unknown = new Map(Object.entries(place)).get('giftcard_created_codes')
    return Array.isArray(codes) ? codes.filter((code) => typeof code === 'string') : []
  })
}

/** Read above, or for the order's amounts and taxes. */
const READ_OF_ITEM = /^(gift_message|gw_.*|base_.*|.*_(tax_)?(invoiced|refunded)|vertex_.*)$/

function itemData(item: WireItem): Named[] {
  return [
    ...dataOf(item.extension_attributes, (key) => READ_OF_ITEM.test(key)),
    ...(item.description.trim() === ''
      ? []
      : [{ name: 'Description', value: item.description.trim() }]),
    ...(item.ext_order_item_id === ''
      ? []
      : [{ name: 'External number', value: item.ext_order_item_id }]),
  ]
}
