import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import { currencyDecimals } from '#app/migration/kinds/values/money.ts'
import { toOrder } from '#app/migration/carts/woocommerce/order/to-canonical.ts'
import { wireOrder, wireRefund } from '#app/migration/carts/woocommerce/wire/order.ts'
import type { MoneyPlan } from '#app/migration/shopify/order/input/money.ts'
import { buildOrder } from '#app/migration/shopify/order/input/order-input.ts'
import { orderState } from '#app/migration/shopify/order/input/state.ts'
import type { OrderCreateOrderInput } from '#app/types/admin-operations.ts'
import {
  below,
  exact,
  minus,
  plus,
  rounded,
  same,
  sumOf,
  textOf,
  times,
  type Exact,
} from '#test/helpers/arithmetic/exact.ts'
import { holds } from '#test/helpers/arithmetic/property.ts'
import {
  wooOrder,
  wooOrders,
  type WooOrderPlan,
} from '#test/helpers/records/woocommerce-order-model.ts'

const NOW = Date.parse('2026-03-01T00:00:00Z')
const OPTIONS = {
  projectId: 'p1',
  orderNamePrefix: '',
  locationId: null,
  currency: 'EUR',
}
const WITHOUT = { parts: new Map<string, string>(), owner: null }

type Journey = {
  canonical: CanonicalOrder
  input: OrderCreateOrderInput
  total: Exact
  money: MoneyPlan
  /**
   * The store shows at least the decimals its currency has. One that shows whole dollars and adds up
   * cents may be dollars off its own total: more than anybody could call rounding.
   */
  fits: boolean
}

const journeys = new Map<string, Journey | null>()

/**
 * From what the old store answers to what is sent to Shopify; null for orders no store would have.
 * With one seed all properties look at the same orders, so each goes its way once.
 */
function journey(plan: WooOrderPlan): Journey | null {
  const key = JSON.stringify(plan)
  const known = journeys.get(key)
  if (known !== undefined) return known
  const made = travel(plan)
  journeys.set(key, made)
  return made
}

function travel(plan: WooOrderPlan): Journey | null {
  const made = wooOrder(plan)
  if (!made) return null
  const canonical = toOrder(wireOrder.parse(made.wire), {
    refunds: made.refunds.map((refund) => wireRefund.parse(refund)),
    notes: [],
    fingerprintKey: 'key',
  })
  if (canonical.lines.length === 0 && canonical.fees.length === 0) return null
  const built = buildOrder(canonical, WITHOUT, OPTIONS, NOW)
  return {
    canonical,
    input: built.input,
    money: built.plan,
    total: made.total,
    fits: plan.settings.decimals >= currencyDecimals(plan.settings.currency),
  }
}

const amount = (bag: { shopMoney: { amount: string } } | null | undefined) =>
  exact(bag?.shopMoney.amount ?? '0')

/** What Shopify makes of it (measured): it adds up what it is given, and computes no tax itself. */
function shopifyTotals(input: OrderCreateOrderInput): { total: Exact; tax: Exact } {
  const lines = input.lineItems ?? []
  const shipping = input.shippingLines ?? []
  const items = plus(...lines.map((line) => times(amount(line.priceSet), exact(line.quantity))))
  const wished = amount(input.discountCode?.itemFixedDiscountCode?.amountSet)
  // A code takes no more than the goods cost, and nothing off the shipping.
  const discount = below(items, wished) ? items : wished
  const tax = plus(
    ...[...lines, ...shipping].flatMap((line) =>
      (line.taxLines ?? []).map((each) => amount(each.priceSet)),
    ),
  )
  return {
    tax,
    total: plus(
      minus(items, discount),
      ...shipping.map((line) => amount(line.priceSet)),
      input.taxesIncluded ? exact(0) : tax,
    ),
  }
}

function everyAmount(input: OrderCreateOrderInput): string[] {
  const found: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('currencyCode' in value && 'amount' in value) found.push(String(value.amount))
    for (const each of Object.values(value)) walk(each)
  }
  walk(input)
  return found
}

describe('an order on its whole way from WooCommerce to Shopify', () => {
  it('has the old store’s total to the smallest unit, however the cart rounds', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way?.fits) return
        const wanted = rounded(way.total, currencyDecimals(plan.settings.currency))
        const shown = shopifyTotals(way.input).total
        expect(textOf(shown, 6)).toBe(textOf(wanted, 6))
      }),
      1500,
    )
  })

  it('is never off in silence: what Shopify will show is known before it is sent, and what is off is written out', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way) return
        const { total, sourceTotal, arithmetic } = way.money
        const wanted = rounded(way.total, currencyDecimals(plan.settings.currency))
        expect(same(exact(sourceTotal), wanted)).toBe(true)
        expect(same(shopifyTotals(way.input).total, exact(total))).toBe(true)
        expect(arithmetic.sum).toEqual({ amount: total, currency: plan.settings.currency })
      }),
      1000,
    )
  })

  it('is paid with what was paid in the old store, and never with more than it costs', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way) return
        const { total } = shopifyTotals(way.input)
        const places = currencyDecimals(plan.settings.currency)
        const wanted = rounded(exact(way.canonical.total), places)
        const paid = (way.input.transactions ?? []).map((each) => amount(each.amountSet))
        expect(same(plus(...paid), below(total, wanted) ? total : wanted)).toBe(true)
      }),
    )
  })

  it('carries the old store’s tax, unless a discount took tax away', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way?.fits) return
        const { taxes, lines, fees, shippingLines, discounts } = way.canonical
        const goods = [...lines.map((line) => line.subtotal), ...fees.map((fee) => fee.amount)]
        const all = sumOf([...goods, ...shippingLines.map((line) => line.amount)])
        const tooMuch = below(all, sumOf(discounts.map((discount) => discount.amount)))
        if (tooMuch || taxes.some((tax) => tax.amount.startsWith('-'))) return
        const places = currencyDecimals(plan.settings.currency)
        const wanted = rounded(exact(way.canonical.totalTax), places)
        expect(textOf(shopifyTotals(way.input).tax, 6)).toBe(textOf(wanted, 6))
      }),
      800,
    )
  })

  it('is sent in whole units of its currency, without a minus and without a float', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way) return
        const places = currencyDecimals(plan.settings.currency)
        for (const text of everyAmount(way.input)) {
          expect(text).toMatch(/^\d+(\.\d+)?$/)
          expect(text.split('.')[1]?.length ?? 0).toBeLessThanOrEqual(places)
        }
        for (const line of way.input.lineItems ?? []) {
          expect(Number.isInteger(line.quantity) && line.quantity > 0).toBe(true)
        }
      }),
      400,
    )
  })

  it('keeps the pieces of every line and what they cost', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way) return
        const places = currencyDecimals(plan.settings.currency)
        for (const line of way.canonical.lines) {
          const parts = (way.input.lineItems ?? []).filter((part) => part.title === line.title)
          expect(parts.reduce((pieces, part) => pieces + part.quantity, 0)).toBe(line.quantity)
          const cost = plus(
            ...parts.map((part) => times(amount(part.priceSet), exact(part.quantity))),
          )
          const off = minus(cost, exact(line.subtotal))
          const unit = { n: 1n, d: 10n ** BigInt(places) }
          expect(below(off, unit) && below({ n: -off.n, d: off.d }, unit)).toBe(true)
        }
      }),
      400,
    )
  })

  it('gives back what the old store gave back, and never more than was paid', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way?.fits) return
        const places = currencyDecimals(plan.settings.currency)
        const total = shopifyTotals(way.input).total
        const refunded = exact(orderState(way.canonical).refunded)
        expect(below(total, refunded)).toBe(false)
        const stated = plus(
          ...way.canonical.refunds.map((refund) => rounded(exact(refund.amount), places)),
        )
        if (!below(total, stated)) expect(same(refunded, stated)).toBe(true)
        expect(way.canonical.refunds).toHaveLength(plan.refunds.length)
        for (const refund of way.canonical.refunds) {
          for (const line of refund.lines) {
            const sold = way.canonical.lines.find(({ sourceId }) => sourceId === line.lineSourceId)
            expect(line.quantity).toBeLessThanOrEqual(sold?.quantity ?? 0)
          }
        }
      }),
      400,
    )
  })

  it('says every coupon’s share, and they sum to what was taken off', () => {
    holds(
      fc.property(wooOrders, (plan) => {
        const way = journey(plan)
        if (!way) return
        const { canonical } = way
        const minusLines = sumOf(canonical.lines.map((line) => line.subtotal))
        const lowered = minus(minusLines, sumOf(canonical.lines.map((line) => line.total)))
        const coupons = canonical.discounts.filter(({ code }) => !/^(Fee|Gift card)/.test(code))
        expect(same(sumOf(coupons.map((each) => each.amount)), lowered)).toBe(true)
      }),
      400,
    )
  })
})
