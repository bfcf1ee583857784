import { currencyDecimals, decimal, type DecimalString } from '#app/migration/kinds/values/money.ts'

/*
 * Prices that are finer than the currency counts: Shopify rounds them. A currency that is not known
 * counts in hundredths.
 */

/** "0.025" in dollars. */
export function isFinerThan(price: DecimalString, currency: string | null): boolean {
  return !decimal(price).round(placesOf(currency)).eq(decimal(price))
}

/** What is left of the price, as it is written in that currency. */
export function inSteps(price: DecimalString, currency: string | null): string {
  const places = placesOf(currency)
  return decimal(price).round(places).toFixed(places)
}

/** The price is there, and the currency counts it as nothing. */
export function vanishes(price: DecimalString, currency: string | null): boolean {
  const amount = decimal(price)
  return !amount.eq(0) && amount.round(placesOf(currency)).eq(0)
}

const placesOf = (currency: string | null) => (currency === null ? 2 : currencyDecimals(currency))
