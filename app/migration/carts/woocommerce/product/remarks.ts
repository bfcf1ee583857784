import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import type { CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { someNames } from '../../kit/wire/field-remarks.ts'
import {
  currentPrice,
  hasPartsInStock,
  inSteps,
  isFinerThan,
  readWeight,
  vanishes,
} from './sellable.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireProduct, WireVariation } from '../wire/product.ts'

/** What the merchant should know of a product that its fields in Shopify do not show. */

/** Types of WooCommerce and its common plugins, in a merchant's words. */
const TYPES: Readonly<Record<string, string>> = {
  grouped: 'a grouped product',
  external: 'an external product',
  bundle: 'a bundle',
  yith_bundle: 'a bundle',
  woosb: 'a bundle',
  composite: 'a composite product',
  booking: 'a booking',
  'accommodation-booking': 'a booking',
  appointment: 'an appointment',
  subscription: 'a subscription',
  'variable-subscription': 'a subscription',
  'subscription-variation': 'a subscription',
  'gift-card': 'a gift card',
  'pw-gift-card': 'a gift card',
  gift_card: 'a gift card',
  auction: 'an auction',
  'mix-and-match': 'a mix-and-match product',
}

export function typeRemarks(
  wire: WireProduct,
  variations: readonly WireVariation[],
): SourceRemark[] {
  const type = wire.type.slice(0, 60)
  const known = ownEntry(TYPES, wire.type)
  const what = known
    ? `is ${known} (type “${type}”) in the old store`
    : `has the type “${type}” in the old store`
  const parts = {
    grouped: ` It groups ${wire.grouped_products.length} products, which arrive by themselves.`,
    external: ' The address it leads to arrived as a metafield.',
  }
  const more =
    wire.type === 'grouped' ? parts.grouped : wire.type === 'external' ? parts.external : ''
  const brought = variations.length > 0 ? ' Its variations arrived with it.' : ''
  return [
    {
      code: 'PRODUCT_TYPE_NOT_KNOWN',
      field: 'status',
      message: `This product ${what}, and Shopify has no like of it: it would be sold as a single plain product. It therefore arrived as a draft.${brought}${more} Set it up in Shopify, with an app where that is needed, before you make it active.`,
    },
  ]
}

/** Those of WordPress; plugins have others. */
const STATUSES: ReadonlySet<string> = new Set(['publish', 'private', 'draft', 'pending', 'future'])

export function statusRemarks(status: string): SourceRemark[] {
  if (STATUSES.has(status)) return []
  return [
    {
      code: 'STATUS_NOT_KNOWN',
      field: 'status',
      message: `The status “${status.slice(0, 60)}” of this product is not one of WordPress’s own, so what it means is not certain. The product arrived as a draft: make it active in Shopify if it is for sale.`,
    },
  ]
}

/** With attributes, with an end, or by the names of WordPress' and WooCommerce's own. */
const SHORTCODE =
  /\[(?:([a-z][\w-]{1,40}) [\w-]{1,40}=|\/([a-z][\w-]{1,40})\]|(gallery|playlist|products|product_page|sale_products|recent_products|contact-form)\])/gi

/** The REST API leaves those in place whose plugin is not at work, and Shopify shows them as text. */
export function shortcodeRemarks(html: string): SourceRemark[] {
  const found = [...html.matchAll(SHORTCODE)].map((match) => match.slice(1).find(Boolean) ?? '')
  if (found.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'descriptionHtml',
      message: `The description holds shortcodes of the old store’s plugins (${someNames([...new Set(found)])}), which Shopify shows as plain text. The description arrived as it is: take them out in Shopify, or put there what they showed.`,
    },
  ]
}

export function priceRemarks(
  wire: WireProduct,
  items: readonly (WireProduct | WireVariation)[],
  currency: string | null,
): SourceRemark[] {
  const remarks: SourceRemark[] = []
  const fine = items.flatMap((item) => {
    const price = currentPrice(item)
    return price !== null && isFinerThan(price, currency)
      ? [`${price} → ${inSteps(price, currency)}`]
      : []
  })
  if (fine.length > 0) {
    const lost = items.some((item) => vanishes(item, currency))
    remarks.push({
      code: 'AMOUNT_ROUNDED',
      field: 'price',
      message: `The old store has ${fine.length === 1 ? 'a price' : `${fine.length} prices`} of this product in finer steps than the currency counts (${someNames([...new Set(fine)])}); Shopify rounds ${fine.length === 1 ? 'it' : 'them'}.${lost ? ' A price that rounds to nothing would give the product away, so it arrived as a draft: set its price in Shopify first.' : ''}`,
    })
  }
  const withoutPrice = items.filter((item) => currentPrice(item) === null)
  const isPublic = /^(publish|private)$/.test(wire.status)
  if (withoutPrice.length > 0 && isPublic && !/^(grouped|external)$/.test(wire.type)) {
    const all = withoutPrice.length === items.length
    remarks.push({
      code: 'VALUE_NOT_READABLE',
      field: 'price',
      message: all
        ? 'This product has no price in the old store, so nobody can buy it there; it arrived as a draft. Set a price in Shopify before you make it active.'
        : `${withoutPrice.length === 1 ? 'A variation' : `${withoutPrice.length} variations`} of this product ${withoutPrice.length === 1 ? 'has' : 'have'} no price in the old store (${someNames(withoutPrice.map(({ id }) => String(id)))}), so nobody can buy ${withoutPrice.length === 1 ? 'it' : 'them'} there; in Shopify ${withoutPrice.length === 1 ? 'it is' : 'they are'} sold out.`,
    })
  }
  return remarks
}

export function readingRemarks(
  wire: WireProduct,
  variations: readonly WireVariation[],
  unit: NonNullable<CanonicalVariant['weight']>['unit'] | null,
): SourceRemark[] {
  const items = [wire, ...variations]
  const weights = items.filter(({ weight }) => readWeight(weight, unit) === 'unknown')
  const parts = items.filter((item) =>
    hasPartsInStock(item, item === wire || variations.length === 0 ? null : wire),
  )
  const remarks: SourceRemark[] = []
  if (weights.length > 0) {
    remarks.push({
      code: 'VALUE_NOT_READABLE',
      field: 'weight',
      message: `The weight ${someNames([...new Set(weights.map(({ weight }) => weight.slice(0, 30)))])} could not be read and stayed behind. Correct it in the old store and run again, or enter it in Shopify.`,
    })
  }
  if (parts.length > 0) {
    const one = parts.length === 1
    remarks.push({
      code: 'VALUE_NOT_READABLE',
      field: 'stock',
      message: `The old store counts ${one ? 'a stock' : 'stocks'} of this product in parts of a piece (${someNames(parts.map(({ stock_quantity }) => String(stock_quantity ?? 0)))}); Shopify counts whole pieces, so ${one ? 'it was' : 'they were'} rounded down.`,
    })
  }
  return remarks
}

/**
 * Sales that begin or end by themselves: Shopify has no such prices.
 * @param now the store's clock, milliseconds
 */
export function plannedSales(
  wire: WireProduct,
  variations: readonly WireVariation[],
  now: number,
): SourceRemark[] {
  const planned = [wire, ...variations].filter((item) => {
    const from = at(item.date_on_sale_from_gmt) ?? now
    const to = at(item.date_on_sale_to_gmt) ?? now
    return item.sale_price !== '' && (from > now || to > now)
  })
  const [first] = planned
  if (!first) return []
  const from = at(first.date_on_sale_from_gmt)
  const to = at(first.date_on_sale_to_gmt)
  const begins = from !== null && from > now
  const when = begins
    ? `begins at ${minute(from)}${to === null ? '' : ` and ends at ${minute(to)}`}`
    : `ends at ${minute(to ?? now)}`
  return [
    {
      code: 'SCHEDULED',
      field: 'price',
      message: `A sale of this product${planned.length > 1 || variations.length > 0 ? ` (${planned.length} of its variations)` : ''} ${when}. Shopify changes no price by itself: the price of today arrived, and a run after that time brings the new one. After the switch, change it in Shopify.`,
    },
  ]
}

/** A product that is published by itself: Shopify has it as a draft until a run comes by. */
export function plannedRelease(wire: WireProduct): SourceRemark[] {
  const when = at(wire.date_created_gmt)
  if (wire.status !== 'future' || when === null) return []
  return [
    {
      code: 'SCHEDULED',
      field: 'status',
      message: `This product is scheduled in the old store: it goes on sale there by itself at ${minute(when)}. Until then it is a draft in Shopify, and a run after that time publishes it. After the switch, publish it in Shopify.`,
    },
  ]
}

/**
 * Still scheduled after its time: WordPress missed it, or the answer is an older one (a cache). Its
 * date is the same in both, so no date tells which.
 * @param now the store's time, in ms
 */
export const isOverdue = (wire: WireProduct, now: number): boolean =>
  wire.status === 'future' && (at(wire.date_created_gmt) ?? Infinity) <= now

const at = (time: string | null): number | null => {
  const ms = Date.parse(fromGmt(time) ?? '')
  return Number.isNaN(ms) ? null : ms
}

const minute = (ms: number) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
