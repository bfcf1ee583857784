import Big from 'big.js'
import type { Bag } from './state.ts'

export const ZERO_BAG: Bag = { shop: '0', presentment: '0' }

export function addBags(...bags: readonly Bag[]): Bag {
  return {
    shop: bags.reduce((sum, bag) => sum.plus(bag.shop), new Big(0)).toFixed(),
    presentment: bags.reduce((sum, bag) => sum.plus(bag.presentment), new Big(0)).toFixed(),
  }
}

export function subtractBags(a: Bag, b: Bag): Bag {
  return {
    shop: new Big(a.shop).minus(b.shop).toFixed(),
    presentment: new Big(a.presentment).minus(b.presentment).toFixed(),
  }
}

export function timesBag(bag: Bag, factor: Big | number | string): Bag {
  return {
    shop: new Big(bag.shop).times(factor).toFixed(),
    presentment: new Big(bag.presentment).times(factor).toFixed(),
  }
}

export function roundBag(bag: Bag, currency: string, presentmentCurrency: string): Bag {
  return {
    shop: new Big(bag.shop).round(decimalsOf(currency), Big.roundHalfUp).toFixed(),
    presentment: new Big(bag.presentment)
      .round(decimalsOf(presentmentCurrency), Big.roundHalfUp)
      .toFixed(),
  }
}

export function isZero(bag: Bag): boolean {
  return new Big(bag.shop).eq(0)
}

/** Minor units as Shopify's published money library has them; `Intl` tells how prices are usually shown instead. */
export function decimalsOf(currency: string): number {
  if (/^(BIF|CLP|DJF|GNF|HUF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|VND|VUV|X[AO]F|XPF)$/.test(currency))
    return 0
  return /^(BHD|IQD|JOD|KWD|LYD|OMR|TND)$/.test(currency) ? 3 : 2
}

/** Shopify's `Decimal` in answers: at least one decimal place, no other trailing zeros. */
function decimalText(amount: string): string {
  const text = new Big(amount).toFixed()
  return text.includes('.') ? text : `${text}.0`
}

/** Shopify's `Money` in answers: the currency's places, but at least two ("79.99", "0.00"). */
export function moneyText(amount: string): string {
  const value = new Big(amount)
  const places = value.toFixed().split('.')[1]?.length ?? 0
  return value.toFixed(Math.max(2, places))
}

export function moneyV2(amount: string, currencyCode: string) {
  return { __typename: 'MoneyV2', amount: decimalText(amount), currencyCode }
}

export function moneyBag(bag: Bag, currency: string, presentmentCurrency: string) {
  return {
    shopMoney: moneyV2(bag.shop, currency),
    presentmentMoney: moneyV2(bag.presentment, presentmentCurrency),
  }
}

/** Splits an amount by weights, exact to the currency's smallest unit, largest remainder first. */
export function splitAmount(total: string, weights: readonly string[], decimals: number): string[] {
  const whole = new Big(total)
  const sum = weights.reduce((a, b) => a.plus(b), new Big(0))
  const exact = weights.map((weight) => (sum.eq(0) ? new Big(0) : whole.times(weight).div(sum)))
  const shares = exact.map((share) => share.round(decimals, Big.roundDown))
  let rest = whole.minus(shares.reduce((a, b) => a.plus(b), new Big(0)))
  const unit = new Big(10).pow(-decimals)
  const order = exact
    .map((share, at) => ({ at, remainder: share.minus(shares[at] ?? 0) }))
    .sort((a, b) => b.remainder.cmp(a.remainder) || a.at - b.at)
  for (let i = 0; order.length > 0 && sum.gt(0) && rest.gte(unit); i++) {
    const at = order[i % order.length]?.at ?? 0
    shares[at] = (shares[at] ?? new Big(0)).plus(unit)
    rest = rest.minus(unit)
  }
  return shares.map((share) => share.toFixed())
}
