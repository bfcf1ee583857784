import type { CurrencyCode, MoneyBagInput } from '#app/types/admin-operations.ts'
import {
  allocate,
  currencyDecimals,
  decimal,
  equalAmounts,
  subtract,
  sum,
  toDecimalString,
  ZERO,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder } from '#app/migration/kinds/order/order.ts'
import type { TargetOptions } from '#app/migration/engine/ports/target.ts'
import { isCurrencyCode, roundMoney } from '#app/migration/shopify/values/normalize.ts'
import { planMoney, type MoneyPlan } from './money.ts'

/** What the order comes to in the shop's own currency, beside what the buyer paid in another. */
type ShopTotal = { currency: CurrencyCode; amount: DecimalString }

/**
 * Null where the order has one currency in Shopify: the source knows but one, or keeps its books in
 * another than the Shopify store.
 */
export function shopTotalOf(
  { currency, total, inStoreCurrency: books }: CanonicalOrder,
  options: Pick<TargetOptions, 'currency'>,
): ShopTotal | null {
  if (!books || books.currency === currency || books.currency !== options.currency) return null
  if (!isCurrencyCode(books.currency) || !decimal(total).gt(0)) return null
  const amount = roundMoney(decimal(books.total), currencyDecimals(books.currency))
  return decimal(amount).gt(0) ? { currency: books.currency, amount } : null
}

/** How the amounts of one order are sent. */
export type Money = {
  /** Those that an order with a single currency does not have. */
  currencies: { currency: CurrencyCode; presentmentCurrency?: CurrencyCode }
  /** The amounts of the plan, each under the shop's own price for it. */
  shop: MoneyPlan
  bag(amount: DecimalString, inShopCurrency: DecimalString): MoneyBagInput
  /** Payments in their order; together exactly the total when they are all of it. */
  sales(amounts: readonly DecimalString[]): MoneyBagInput[]
}

export function moneyOf(
  order: CanonicalOrder,
  currency: CurrencyCode,
  options: Pick<TargetOptions, 'currency'>,
): Money {
  const plan = planMoney(order)
  const total = shopTotalOf(order, options)
  if (!total) {
    const bag = (amount: DecimalString) => ({ shopMoney: { amount, currencyCode: currency } })
    return { currencies: { currency }, shop: plan, bag, sales: (amounts) => amounts.map(bag) }
  }
  const decimals = currencyDecimals(total.currency)
  const shop = inShopCurrency(plan, total, order.taxesIncluded)
  const bag = (amount: DecimalString, own: DecimalString) => ({
    shopMoney: { amount: own, currencyCode: total.currency },
    presentmentMoney: { amount, currencyCode: currency },
  })
  return {
    currencies: { currency: total.currency, presentmentCurrency: currency },
    shop,
    bag,
    sales: (amounts) => {
      const paid = sum(amounts)
      const own = equalAmounts(paid, plan.total)
        ? shop.total
        : roundMoney(decimal(paid).times(decimal(shop.total)).div(decimal(plan.total)), decimals)
      const shares = allocate(own, amounts, decimals)
      return amounts.map((amount, at) => bag(amount, shares[at] ?? ZERO))
    },
  }
}

/**
 * The same plan at the order's own rate. Single amounts are rounded; what that makes too much or too
 * little is put where one amount counts once, so that Shopify's arithmetic gives the source's total in
 * this currency as well. Where there is no such place, the difference stays and is told.
 */
function inShopCurrency(plan: MoneyPlan, total: ShopTotal, taxesIncluded: boolean): MoneyPlan {
  const decimals = currencyDecimals(total.currency)
  const rate = decimal(total.amount).div(decimal(plan.sourceTotal))
  const convert = (amount: DecimalString) => roundMoney(decimal(amount).times(rate), decimals)
  const taxes = <T extends { amount: DecimalString }>(all: readonly T[]) =>
    all.map((tax) => ({ ...tax, amount: convert(tax.amount) }))
  const converted: MoneyPlan = {
    ...plan,
    decimals,
    lines: plan.lines.map((line) => ({
      ...line,
      unitPrice: convert(line.unitPrice),
      taxes: taxes(line.taxes),
    })),
    shipping: plan.shipping.map((line) => ({
      ...line,
      amount: convert(line.amount),
      taxes: taxes(line.taxes),
    })),
    discount: plan.discount && { ...plan.discount, amount: convert(plan.discount.amount) },
    sourceTotal: total.amount,
  }
  const wanted = equalAmounts(plan.total, plan.sourceTotal) ? total.amount : convert(plan.total)
  absorb(converted, subtract(wanted, addedUp(converted, taxesIncluded)), taxesIncluded)
  return { ...converted, total: addedUp(converted, taxesIncluded) }
}

/** As Shopify adds up. */
function addedUp(plan: MoneyPlan, taxesIncluded: boolean): DecimalString {
  const items = plan.lines.map(({ unitPrice, quantity }) =>
    toDecimalString(decimal(unitPrice).times(quantity)),
  )
  const taxes = taxesIncluded
    ? []
    : [...plan.lines, ...plan.shipping].flatMap((line) => line.taxes.map(({ amount }) => amount))
  const all = sum([...items, ...plan.shipping.map(({ amount }) => amount), ...taxes])
  return subtract(all, plan.discount?.amount ?? ZERO)
}

/** Changes the first amount of the plan that can bear it. */
function absorb(plan: MoneyPlan, difference: DecimalString, taxesIncluded: boolean): void {
  if (decimal(difference).eq(0)) return
  const carries = (amount: DecimalString) =>
    decimal(amount).gt(0) && decimal(amount).plus(decimal(difference)).gt(0)
  const raised = (amount: DecimalString) => sum([amount, difference])
  const line = plan.lines.find(({ quantity, unitPrice }) => quantity === 1 && carries(unitPrice))
  const shipping = plan.shipping.find(({ amount }) => carries(amount))
  const tax = taxesIncluded
    ? undefined
    : [...plan.lines, ...plan.shipping]
        .flatMap((each) => each.taxes)
        .find(({ amount }) => carries(amount))
  if (line) line.unitPrice = raised(line.unitPrice)
  else if (shipping) shipping.amount = raised(shipping.amount)
  else if (plan.discount && decimal(plan.discount.amount).gt(decimal(difference))) {
    plan.discount.amount = subtract(plan.discount.amount, difference)
  } else if (tax) tax.amount = raised(tax.amount)
}
