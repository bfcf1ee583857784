import { DateTime } from 'luxon'
import { decimal, toDecimalString, type DecimalString } from '#app/migration/kinds/values/money.ts'
import { value } from '../../kit/order/amounts.ts'
import type { WireProduct, WireTierPrice } from '../wire/product.ts'
import { attributeText } from '../facts/attributes.ts'
import type { ProductFacts } from '../facts/product-facts.ts'

type PriceFacts = Pick<ProductFacts, 'timezone' | 'websiteId'>

export type Prices = {
  /** What anybody pays for one piece now; null: the product has no price of its own. */
  now: DecimalString | null
  /** The price it is reduced from; null: it is not. */
  before: DecimalString | null
}

const DAY_MS = 86_400_000

/**
 * The lowest of the price, the special price while it lasts, and the price for everybody from one
 * piece, as the old store works it out. Catalogue price rules are not part of any answer.
 * @param now milliseconds
 */
export function pricesOf(wire: WireProduct, facts: PriceFacts, now: number): Prices {
  if (wire.price === '') return { now: null, before: null }
  const regular = value(wire.price)
  const sale = saleOf(wire, facts)
  const reduced = [
    ...(sale && sale.from <= now && now < sale.to ? [sale.price] : []),
    ...wire.tier_prices
      .filter((tier) => isForEverybody(tier) && isOfWebsite(tier, facts.websiteId))
      .flatMap((tier) => tierPrice(tier, regular) ?? []),
  ]
  const lowest = reduced.reduce(
    (least, price) => (decimal(price).lt(decimal(least)) ? price : least),
    regular,
  )
  return { now: lowest, before: lowest === regular ? null : regular }
}

export type Sale = {
  price: DecimalString
  /** Milliseconds, the end exclusive; infinite where it is open. */
  from: number
  to: number
}

/**
 * The special price. Its days are the store's own, and the last one counts as a whole. A bundle's is
 * a share of its price and no amount.
 */
export function saleOf(wire: WireProduct, { timezone }: PriceFacts): Sale | null {
  const text = attributeText(wire, 'special_price')
  if (!/^\d{1,30}(\.\d{1,12})?$/.test(text) || wire.type_id === 'bundle') return null
  const from = localMs(attributeText(wire, 'special_from_date'), timezone)
  const to = localMs(attributeText(wire, 'special_to_date'), timezone)
  return { price: value(text), from: from ?? -Infinity, to: to === null ? Infinity : to + DAY_MS }
}

function localMs(text: string, zone: string): number | null {
  if (text === '' || text.startsWith('0000')) return null
  const time = DateTime.fromSQL(text.replace('T', ' '), { zone })
  return time.isValid ? time.toMillis() : null
}

const ALL_GROUPS = 32_000

/** From one piece, whoever buys: this is the price. */
function isForEverybody({ customer_group_id, qty }: WireTierPrice): boolean {
  return customer_group_id === ALL_GROUPS && (qty === '' || decimal(value(qty)).lte(1))
}

/** 0 stands for all websites. */
function isOfWebsite({ extension_attributes }: WireTierPrice, websiteId: number): boolean {
  const own = extension_attributes.website_id
  return own === 0 || own === websiteId
}

function tierPrice(tier: WireTierPrice, regular: DecimalString): DecimalString | null {
  const share = tier.extension_attributes.percentage_value
  if (share !== '') {
    const left = decimal('100').minus(decimal(value(share)))
    return toDecimalString(decimal(regular).times(left).div(100).round(4))
  }
  return tier.value === '' ? null : value(tier.value)
}

/** Prices for certain customers or larger numbers, which a Shopify variant has no place for. */
export function otherPrices(wire: WireProduct, facts: PriceFacts): WireTierPrice[] {
  return wire.tier_prices.filter(
    (tier) => isOfWebsite(tier, facts.websiteId) && !isForEverybody(tier),
  )
}

/**
 * When the price changes by itself the next time, without a new change date.
 * @returns ISO 8601 UTC; null: never
 */
export function nextDue(
  items: readonly WireProduct[],
  facts: PriceFacts,
  now: number,
): string | null {
  const times = items.flatMap((item) => {
    const sale = saleOf(item, facts)
    return sale ? [sale.from, sale.to] : []
  })
  // The clock we know may be ahead of the one that counts: so long a time is not over yet.
  const next = Math.min(...times.filter((at) => at > now - SLACK_MS && Number.isFinite(at)))
  return Number.isFinite(next) ? new Date(next).toISOString() : null
}

const SLACK_MS = 3_600_000
