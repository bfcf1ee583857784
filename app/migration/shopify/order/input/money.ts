import Big from 'big.js'
import {
  allocate,
  currencyDecimals,
  decimal,
  normalizeDecimal,
  subtract,
  sum,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'
import type { CanonicalOrder, CanonicalTax } from '#app/migration/kinds/order/order.ts'
import { roundMoney } from '#app/migration/shopify/values/normalize.ts'
import { extraLine, rateKey, splitLine, unsplit, type PlannedLine } from './planned-lines.ts'

/** An order's money in the shape Shopify adds up, at the currency's own decimals. */
export type MoneyPlan = {
  decimals: number
  lines: PlannedLine[]
  shipping: { title: string; code: string; amount: DecimalString; taxes: CanonicalTax[] }[]
  discount: { code: string; amount: DecimalString } | null
  /** Per title and rate, what the tax lines above add up to. */
  taxes: CanonicalTax[]
  /** What Shopify will compute from the above. */
  total: DecimalString
  /** The source's total at the currency's decimals. */
  sourceTotal: DecimalString
  /** What makes up `total`, for a mismatch; taxes null: included in the prices. */
  arithmetic: { items: Money; discounts: Money; shipping: Money; taxes: Money | null; sum: Money }
}

type Money = { amount: DecimalString; currency: string }

const ROUNDING_TITLE = 'Rounding'
/** MAX_INPUT_SIZE_EXCEEDED above it. */
export const MAX_LINES = 250
/** Shopify takes no order without a line: what was sold was its shipping alone. */
const NOTHING_TITLE = 'No items, shipping only'

/** Nothing that Shopify could keep as an order. */
export function isEmpty(order: CanonicalOrder): boolean {
  return order.lines.length + order.fees.length + order.shippingLines.length === 0
}

/**
 * Lays an order out so that Shopify's arithmetic gives the source's total to the smallest unit:
 * subtotal = Σ unit price × quantity − code discount; total = subtotal + shipping + given tax lines
 * (or without them when taxes are included). Measured on the Admin API 2025-01; nothing is computed
 * by Shopify from rates.
 *
 * - A line whose amount does not divide by its quantity becomes two lines one unit apart. Where that
 *   makes more lines than Shopify takes, its pieces are rounded up instead, and what that is too
 *   much is part of the discount.
 * - All coupons and negative amounts are one fixed discount; what exceeds the goods comes off the
 *   shipping and then off the taxes (a gift card that paid those too), because the code applies to
 *   goods only.
 * - Taxes per rate are authoritative; lines, fees and shipping get exact shares of them.
 * - When the source's own figures miss its total by rounding alone, the missing units become a line
 *   "Rounding" or part of the discount. Anything larger stays visible as a mismatch.
 * - An order of shipping alone gets one line that costs nothing and says so.
 */
export function planMoney(order: CanonicalOrder): MoneyPlan {
  const known = plans.get(order)
  if (known) return known
  const plan = layOut(order)
  plans.set(order, plan)
  return plan
}

/** Asked for by everything that looks at an order, for each of its refunds among others. */
const plans = new WeakMap<CanonicalOrder, MoneyPlan>()

function layOut(order: CanonicalOrder): MoneyPlan {
  const decimals = currencyDecimals(order.currency)
  const sourceTotal = roundMoney(decimal(order.total), decimals)

  const goods = atDecimals(
    order.lines.map((line) => line.subtotal),
    decimals,
  )
  const fees = atDecimals(
    order.fees.map((fee) => fee.amount),
    decimals,
  )
  const shipping = atDecimals(
    order.shippingLines.map((line) => line.amount),
    decimals,
  )
  const negatives = sum([...goods, ...fees, ...shipping].filter(isNegative))
  let discount = subtract(
    roundMoney(decimal(sum(order.discounts.map((d) => d.amount))), decimals),
    negatives,
  )
  let shippingAmounts = shipping.map(positiveOrZero)

  const rates = mergeRates(order, decimals)
  const taxDiscount = sum(rates.map((rate) => rate.amount).filter(isNegative))
  if (!order.taxesIncluded) discount = subtract(discount, taxDiscount)
  let taxes = rates.filter((rate) => decimal(rate.amount).gt(0))

  const lineAmounts = goods.map(positiveOrZero)
  const feeAmounts = fees.map(positiveOrZero)
  let taxTotal = order.taxesIncluded ? '0' : sum(taxes.map((tax) => tax.amount))
  const parts = () =>
    decimal(sum([...lineAmounts, ...feeAmounts, ...shippingAmounts, taxTotal])).minus(
      decimal(discount),
    )

  const residual = decimal(sourceTotal).minus(parts())
  const unit = new Big(10).pow(-decimals)
  const components =
    goods.length + fees.length + shipping.length + order.discounts.length + rates.length
  let rounding: DecimalString | null = null
  if (!residual.eq(0) && residual.abs().lte(unit.times(Math.max(1, components)))) {
    if (residual.gt(0)) rounding = toDecimalString(residual)
    else discount = subtract(discount, toDecimalString(residual))
  }

  const itemTotal = sum([...lineAmounts, ...feeAmounts, rounding ?? '0'])
  const excess = decimal(discount).minus(decimal(itemTotal))
  if (excess.gt(0)) {
    const shippingTotal = decimal(sum(shippingAmounts))
    const offShipping = excess.lt(shippingTotal) ? excess : shippingTotal
    if (offShipping.gt(0)) {
      shippingAmounts = allocate(
        toDecimalString(shippingTotal.minus(offShipping)),
        shippingAmounts,
        decimals,
      )
      discount = subtract(discount, toDecimalString(offShipping))
    }
    const beyond = excess.minus(offShipping)
    const offTaxes = beyond.lt(decimal(taxTotal)) ? beyond : decimal(taxTotal)
    if (offTaxes.gt(0)) {
      taxTotal = subtract(taxTotal, toDecimalString(offTaxes))
      const left = allocate(
        taxTotal,
        taxes.map((tax) => tax.amount),
        decimals,
      )
      taxes = taxes.map((tax, index) => ({ ...tax, amount: left[index] ?? '0' }))
      discount = subtract(discount, toDecimalString(offTaxes))
    }
  }

  const shares = shareTaxes(order, taxes, lineAmounts, feeAmounts, shippingAmounts, decimals)
  const split = order.lines.map((line, index) =>
    splitLine(line, lineAmounts[index] ?? '0', shares.lines[index] ?? [], decimals),
  )
  const others = order.fees.length + (rounding === null ? 0 : 1)
  const whole = split.flat().length + others > MAX_LINES ? split.map(unsplit) : null
  const tooMuch = sum((whole ?? []).map(({ tooMuch: amount }) => amount))
  discount = sum([discount, tooMuch])
  const lines: PlannedLine[] = whole ? whole.map(({ line }) => line) : split.flat()
  const [first] = lines
  if (rounding !== null && first && lines.length + others > MAX_LINES) {
    // Not even room for the line of a cent: its pieces cost that much more, all but one of them less.
    const more = decimal(rounding)
    lines[0] = { ...first, unitPrice: toDecimalString(decimal(first.unitPrice).plus(more)) }
    discount = sum([discount, toDecimalString(more.times(first.quantity - 1))])
    rounding = null
  }
  for (const [index, fee] of order.fees.entries()) {
    lines.push(extraLine('fee', fee.title, feeAmounts[index] ?? '0', shares.fees[index] ?? []))
  }
  if (lines.length === 0 && order.shippingLines.length > 0) {
    lines.push(extraLine('nothing', NOTHING_TITLE, '0', []))
  }
  if (rounding !== null) lines.push(extraLine('rounding', ROUNDING_TITLE, rounding, []))

  const plannedShipping = order.shippingLines.map((line, index) => ({
    title: line.title,
    code: line.code,
    amount: shippingAmounts[index] ?? '0',
    taxes: shares.shipping[index] ?? [],
  }))
  const itemSum = sum(
    lines.map((line) => toDecimalString(decimal(line.unitPrice).times(line.quantity))),
  )
  const shippingSum = sum(shippingAmounts)
  const total = toDecimalString(
    decimal(itemSum).minus(decimal(discount)).plus(decimal(shippingSum)).plus(decimal(taxTotal)),
  )
  const money = (amount: DecimalString) => ({ amount, currency: order.currency })
  return {
    decimals,
    lines,
    shipping: plannedShipping,
    discount: decimal(discount).gt(0)
      ? { code: discountCode(order, decimal(tooMuch).gt(0)), amount: discount }
      : null,
    taxes,
    total,
    sourceTotal,
    arithmetic: {
      items: money(itemSum),
      discounts: money(discount),
      shipping: money(shippingSum),
      taxes: order.taxesIncluded ? null : money(taxTotal),
      sum: money(total),
    },
  }
}

/** Several codes become one: Shopify takes a single code per imported order. */
function discountCode(order: CanonicalOrder, rounded: boolean): string {
  const codes = [
    ...new Set(order.discounts.map((d) => d.code.trim()).filter((code) => code !== '')),
  ]
  return codes.join(' + ') || (rounded ? ROUNDING_TITLE : 'Discount')
}

function isNegative(amount: DecimalString): boolean {
  return decimal(amount).lt(0)
}

function positiveOrZero(amount: DecimalString): DecimalString {
  return isNegative(amount) ? '0' : amount
}

/**
 * Amounts at the currency's decimals whose sum is the rounded sum of the originals. Each stays less
 * than a unit off, and what already has no more decimals stays as it is.
 */
function atDecimals(amounts: readonly DecimalString[], decimals: number): DecimalString[] {
  const unit = new Big(10).pow(-decimals)
  const floors = amounts.map((text) => floorTo(decimal(text), decimals))
  const rest = decimal(roundMoney(decimal(sum(amounts)), decimals)).minus(
    decimal(sum(floors.map(toDecimalString))),
  )
  const raised = new Set(
    amounts
      .map((text, index) => ({ index, remainder: decimal(text).minus(floors[index] ?? 0) }))
      .sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index)
      .slice(0, rest.div(unit).toNumber())
      .map(({ index }) => index),
  )
  return floors.map((floor, index) => toDecimalString(raised.has(index) ? floor.plus(unit) : floor))
}

/** The next amount of that many decimals below, also below zero. */
function floorTo(amount: Big, decimals: number): Big {
  const cut = amount.round(decimals, Big.roundDown)
  return cut.gt(amount) ? cut.minus(new Big(10).pow(-decimals)) : cut
}

/** The order's taxes per title and rate, at the currency's decimals, adding up to its total tax. */
function mergeRates(order: CanonicalOrder, decimals: number): CanonicalTax[] {
  const merged = new Map<string, CanonicalTax>()
  const listed = order.taxes.length > 0
  const fallback = { title: 'Tax', rate: '0', amount: order.totalTax }
  for (const tax of listed ? order.taxes : [fallback]) {
    const key = rateKey(tax)
    const known = merged.get(key)
    merged.set(key, {
      title: tax.title.trim() || 'Tax',
      rate: normalizeDecimal(tax.rate),
      amount: sum([known?.amount ?? '0', tax.amount]),
    })
  }
  const rates = [...merged.values()].filter((rate) => !decimal(rate.amount).eq(0))
  const amounts = rates.map((rate) => rate.amount)
  const stated = roundMoney(decimal(order.totalTax), decimals)
  const off = decimal(sum(amounts)).minus(decimal(stated)).abs()
  const unit = new Big(10).pow(-decimals)
  // Per rate the tax on goods and the tax on shipping are each rounded, and their total once more.
  const roundingOnly = off.gt(0) && off.lte(unit.times(Math.max(1, amounts.length)))
  const exact =
    roundingOnly && !amounts.some(isNegative)
      ? allocate(stated, amounts, decimals)
      : atDecimals(amounts, decimals)
  return rates.map((rate, index) => ({ ...rate, amount: exact[index] ?? '0' }))
}

/** Shares of every rate among what carries it in the source, by what each carries there. */
function shareTaxes(
  order: CanonicalOrder,
  taxes: readonly CanonicalTax[],
  lineAmounts: readonly DecimalString[],
  feeAmounts: readonly DecimalString[],
  shippingAmounts: readonly DecimalString[],
  decimals: number,
): { lines: CanonicalTax[][]; fees: CanonicalTax[][]; shipping: CanonicalTax[][] } {
  const carriers = [
    ...order.lines.map((line, i) => ({ taxes: line.taxes, amount: lineAmounts[i] ?? '0' })),
    ...order.fees.map((fee, i) => ({ taxes: fee.taxes, amount: feeAmounts[i] ?? '0' })),
    ...order.shippingLines.map((line, i) => ({
      taxes: line.taxes,
      amount: shippingAmounts[i] ?? '0',
    })),
  ].map((carrier) => ({ ...carrier, shares: new Array<CanonicalTax>() }))
  const byRate = carriersByRate(carriers)
  const all = carriers.map(({ amount: weight }, index) => ({ index, weight }))
  let spread = 0
  for (const tax of taxes) {
    const own = byRate.get(rateKey(tax))
    if (!own) spread += 1
    // A few taxes may be nobody's; of a great many it does not matter where they stand.
    const members = own ?? (spread <= MOST_SPREAD ? all : all.slice(0, 1))
    const parts = allocate(
      tax.amount,
      members.map(({ weight }) => weight),
      decimals,
    )
    for (const [at, { index }] of members.entries()) {
      const amount = parts[at] ?? '0'
      if (decimal(amount).gt(0)) carriers[index]?.shares.push({ ...tax, amount })
    }
  }
  const shares = carriers.map((carrier) => carrier.shares)
  const feesFrom = order.lines.length
  const shippingFrom = feesFrom + order.fees.length
  return {
    lines: shares.slice(0, feesFrom),
    fees: shares.slice(feesFrom, shippingFrom),
    shipping: shares.slice(shippingFrom),
  }
}

/** Taxes without a carrier of their own that are shared out over the whole order. */
const MOST_SPREAD = 20

/** Which of the carriers have a rate, and how much of it each: looked at once for all rates. */
function carriersByRate(
  carriers: readonly { taxes: readonly CanonicalTax[] }[],
): Map<string, { index: number; weight: DecimalString }[]> {
  const byRate = new Map<string, { index: number; weight: DecimalString }[]>()
  for (const [index, { taxes }] of carriers.entries()) {
    for (const [key, own] of Map.groupBy(taxes, rateKey)) {
      const weight = sum(own.map(({ amount }) => amount))
      if (!decimal(weight).gt(0)) continue
      const known = byRate.get(key)
      if (known) known.push({ index, weight })
      else byRate.set(key, [{ index, weight }])
    }
  }
  return byRate
}
