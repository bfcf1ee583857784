import { ownEntry } from '#app/migration/kinds/values/own-entry.ts'
import { someOf } from '#app/migration/messages/parameters.ts'
import type { SourceRemark } from '#app/migration/engine/ports/source.ts'
import { inSteps, isFinerThan, vanishes } from '../../kit/product/price-steps.ts'
import { isNothing } from '../../kit/wire/shapes.ts'
import { magentoSays } from '../messages/magento.ts'
import type { WireProduct } from '../wire/product.ts'
import type { ProductFacts } from '../facts/product-facts.ts'
import { otherPrices, pricesOf, saleOf } from './prices.ts'

/** What the merchant should know of a product that its fields in Shopify do not show. */

/** What Shopify sells as Magento does. */
export const PLAIN_TYPES: ReadonlySet<string> = new Set([
  'simple',
  'virtual',
  'downloadable',
  'configurable',
])

const TYPES = { grouped: 'grouped', bundle: 'bundle', giftcard: 'giftCard' } as const

export function typeRemarks(wire: WireProduct): SourceRemark[] {
  if (PLAIN_TYPES.has(wire.type_id)) return []
  return [
    {
      code: 'PRODUCT_TYPE_NOT_KNOWN',
      field: 'status',
      message: magentoSays('productType', {
        type: wire.type_id.slice(0, 60),
        what: ownEntry(TYPES, wire.type_id) ?? null,
      }),
    },
  ]
}

export function statusRemarks(wire: WireProduct): SourceRemark[] {
  const remarks: SourceRemark[] = []
  if (wire.status !== '1' && wire.status !== '2') {
    remarks.push({
      code: 'STATUS_NOT_KNOWN',
      field: 'status',
      message: magentoSays('productStatusNotKnown', { status: wire.status.slice(0, 60) }),
    })
  }
  if (wire.extension_attributes.website_ids?.length === 0) {
    remarks.push({
      code: 'STATUS_NOT_KNOWN',
      field: 'status',
      message: magentoSays('productInNoWebsite'),
    })
  }
  return remarks
}

/** @param items what is sold: the product, or the children that are its variants */
export function priceRemarks(
  items: readonly WireProduct[],
  facts: ProductFacts,
  now: number,
): SourceRemark[] {
  const remarks: SourceRemark[] = []
  const prices = items.flatMap((item) => pricesOf(item, facts, now).now ?? [])
  const fine = prices.filter((price) => isFinerThan(price, facts.currency))
  if (fine.length > 0) {
    remarks.push({
      code: 'AMOUNT_ROUNDED',
      field: 'price',
      message: magentoSays('pricesTooFine', {
        count: fine.length,
        steps: someOf(fine.map((price) => `${price} → ${inSteps(price, facts.currency)}`)),
        vanishes: fine.some((price) => vanishes(price, facts.currency)),
      }),
    })
  }
  const priceless = items.filter((item) => item.price === '')
  if (priceless.length > 0 && PLAIN_TYPES.has(items[0]?.type_id ?? '')) {
    remarks.push({
      code: 'VALUE_NOT_READABLE',
      field: 'price',
      message:
        priceless.length === items.length
          ? magentoSays('noPrice')
          : magentoSays('childrenWithoutPrice', { skus: someOf(priceless.map(({ sku }) => sku)) }),
    })
  }
  const others = items.reduce((sum, item) => sum + otherPrices(item, facts).length, 0)
  if (others > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'price',
      message: magentoSays('otherPrices', { count: others }),
    })
  }
  return [...remarks, ...plannedSales(items, facts, now)]
}

/** Sales that begin or end by themselves: Shopify has no such prices. */
function plannedSales(
  items: readonly WireProduct[],
  facts: ProductFacts,
  now: number,
): SourceRemark[] {
  const planned = items.flatMap((item) => {
    const sale = saleOf(item, facts)
    const isPlanned = sale && sale.to > now && (sale.from > now || Number.isFinite(sale.to))
    return isPlanned ? [sale] : []
  })
  const [first] = planned
  if (!first) return []
  const variants = items.length > 1 ? planned.length : 0
  const ends = Number.isFinite(first.to) ? iso(first.to) : null
  return [
    {
      code: 'SCHEDULED',
      field: 'price',
      message:
        first.from > now
          ? magentoSays('saleBegins', { variants, at: iso(first.from), ends })
          : magentoSays('saleEnds', { variants, at: ends ?? iso(now) }),
    },
  ]
}

const iso = (ms: number) => new Date(ms).toISOString()

export function stockRemarks(parts: readonly number[]): SourceRemark[] {
  if (parts.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'stock',
      message: magentoSays('stockInParts', {
        count: parts.length,
        stocks: someOf(parts.map(String)),
      }),
    },
  ]
}

/** What buyers could add to a product, files they could load, taxes of a fixed amount. */
export function extraRemarks(wire: WireProduct, items: readonly WireProduct[]): SourceRemark[] {
  const remarks: SourceRemark[] = []
  const titles = wire.options.map(({ title }) => title)
  if (titles.length > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'options',
      message: magentoSays('customOptions', {
        titles: someOf(titles),
        isRequired: wire.options.some(({ is_require }) => is_require),
      }),
    })
  }
  const files = wire.extension_attributes.downloadable_product_links.length
  if (files > 0) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'downloads',
      message: magentoSays('downloads', { count: files }),
    })
  }
  if (items.some(hasFixedTax)) {
    remarks.push({
      code: 'CUSTOM_DATA_LEFT_BEHIND',
      field: 'price',
      message: magentoSays('fixedProductTax'),
    })
  }
  return remarks
}

function hasFixedTax({ custom_attributes }: WireProduct): boolean {
  return custom_attributes.some(
    ({ value }) =>
      Array.isArray(value) &&
      value.some((each) => typeof each === 'object' && each !== null && 'website_value' in each) &&
      !isNothing(value),
  )
}

export function directiveRemarks(
  field: 'descriptionHtml' | 'metafields',
  removed: readonly string[],
): SourceRemark[] {
  if (removed.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field,
      message: magentoSays('directives', { names: someOf(removed), field }),
    },
  ]
}

export function namelessRemarks(values: readonly string[]): SourceRemark[] {
  if (values.length === 0) return []
  return [
    {
      code: 'VALUE_NOT_READABLE',
      field: 'metafields',
      message: magentoSays('valuesDeleted', { values: someOf(values) }),
    },
  ]
}

/** Children of a configurable product that are for sale by themselves as well. */
export function visibleAlone(children: readonly WireProduct[]): SourceRemark[] {
  const alone = children.filter(({ visibility }) => /^[234]$/.test(visibility))
  if (alone.length === 0) return []
  return [
    {
      code: 'VARIATION_NOT_MATCHED',
      field: 'variants',
      message: magentoSays('childrenVisible', { skus: someOf(alone.map(({ sku }) => sku)) }),
    },
  ]
}

/** Children that the product names and the store does not give. */
export function missingChildren(ids: readonly number[]): SourceRemark[] {
  if (ids.length === 0) return []
  return [
    {
      code: 'VARIATION_NOT_MATCHED',
      field: 'variants',
      message: magentoSays('childrenMissing', { ids: someOf(ids.map(String)) }),
    },
  ]
}

export function noChildren(): SourceRemark {
  return {
    code: 'VARIATION_NOT_MATCHED',
    field: 'variants',
    message: magentoSays('noChildren'),
  }
}
