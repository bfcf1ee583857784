import { someOf } from '#app/migration/messages/parameters.ts'
import { wooSays } from '../messages/woocommerce.ts'
import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import type { CanonicalVariant } from '#app/migration/kinds/product/product.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { inSteps, isFinerThan } from '../../kit/product/price-steps.ts'
import { currentPrice, hasPartsInStock, readWeight, vanishes } from './sellable.ts'
import { fromGmt } from '../../kit/text/time.ts'
import type { WireProduct, WireVariation } from '../wire/product.ts'

/** What the merchant should know of a product that its fields in Shopify do not show. */

/** Types of WooCommerce and its common plugins. */
const TYPES = {
  grouped: 'grouped',
  external: 'external',
  bundle: 'bundle',
  yith_bundle: 'bundle',
  woosb: 'bundle',
  composite: 'composite',
  booking: 'booking',
  'accommodation-booking': 'booking',
  appointment: 'appointment',
  subscription: 'subscription',
  'variable-subscription': 'subscription',
  'subscription-variation': 'subscription',
  'gift-card': 'giftCard',
  'pw-gift-card': 'giftCard',
  gift_card: 'giftCard',
  auction: 'auction',
  'mix-and-match': 'mixAndMatch',
} as const

export function typeRemarks(
  wire: WireProduct,
  variations: readonly WireVariation[],
): SourceRemark[] {
  return [
    {
      code: 'PRODUCT_TYPE_NOT_KNOWN',
      field: 'status',
      message: wooSays('productType', {
        type: wire.type.slice(0, 60),
        what: ownEntry(TYPES, wire.type) ?? null,
        hasVariations: variations.length > 0,
        grouped: wire.grouped_products.length,
      }),
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
      message: wooSays('productStatusNotKnown', { status: status.slice(0, 60) }),
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
      message: wooSays('shortcodes', { names: someOf(found) }),
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
    remarks.push({
      code: 'AMOUNT_ROUNDED',
      field: 'price',
      message: wooSays('pricesTooFine', {
        count: fine.length,
        steps: someOf(fine),
        vanishes: items.some((item) => vanishes(item, currency)),
      }),
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
        ? wooSays('noPrice')
        : wooSays('variationsWithoutPrice', {
            ids: someOf(withoutPrice.map(({ id }) => String(id))),
          }),
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
      message: wooSays('weightNotReadable', {
        weights: someOf(weights.map(({ weight }) => weight.slice(0, 30))),
      }),
    })
  }
  if (parts.length > 0) {
    remarks.push({
      code: 'VALUE_NOT_READABLE',
      field: 'stock',
      message: wooSays('stockInParts', {
        count: parts.length,
        stocks: someOf(parts.map(({ stock_quantity }) => String(stock_quantity ?? 0))),
      }),
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
  const count = planned.length > 1 || variations.length > 0 ? planned.length : 0
  return [
    {
      code: 'SCHEDULED',
      field: 'price',
      message:
        from !== null && from > now
          ? wooSays('saleBegins', {
              variations: count,
              at: iso(from),
              ends: to === null ? null : iso(to),
            })
          : wooSays('saleEnds', { variations: count, at: iso(to ?? now) }),
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
      message: wooSays('releasePlanned', { at: iso(when) }),
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

const iso = (ms: number) => new Date(ms).toISOString()
