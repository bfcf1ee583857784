import Big from 'big.js'
import { big, precise, sum, type Amount } from './money.ts'
import type { Address, LineTax, TaxRate } from '../records.ts'
import type { WooState } from '../state.ts'

export type TaxPlace = { country: string; state: string; city: string }

export function basePlace(state: WooState): TaxPlace {
  const [country = '', region = ''] = state.settings.baseCountry.split(':')
  return { country, state: region, city: state.settings.baseCity }
}

/**
 * Where an order is taxed: the shipping address, else the billing address, else the store; local
 * pickup is taxed at the store (measured: `072`).
 */
export function taxPlace(
  state: WooState,
  billing: Address,
  shipping: Address,
  shippingMethods: readonly string[],
): TaxPlace {
  if (shippingMethods.includes('local_pickup')) return basePlace(state)
  if (shipping.country) return shipping
  if (billing.country) return billing
  return basePlace(state)
}

/** One rate per priority, the most specific one. */
export function ratesFor(state: WooState, place: TaxPlace, taxClass: string): TaxRate[] {
  if (!state.settings.calcTaxes) return []
  const matching = [...state.taxRates.values()].filter(
    (rate) =>
      rate.taxClass === taxClass &&
      (rate.country === '' || rate.country === place.country) &&
      (rate.state === '' || rate.state === place.state) &&
      (rate.city === '' || rate.city === place.city.toUpperCase()),
  )
  const specificity = (rate: TaxRate) =>
    (rate.city ? 4 : 0) + (rate.state ? 2 : 0) + (rate.country ? 1 : 0)
  matching.sort((a, b) => a.priority - b.priority || specificity(b) - specificity(a) || a.id - b.id)
  return matching.filter((rate, index) => matching[index - 1]?.priority !== rate.priority)
}

export type RateAmount = { rate: TaxRate; amount: Big }
const percent = (rate: TaxRate) => big(rate.rate).div(100)

/** Tax on top of a net amount; a compound rate also taxes the taxes before it. */
export function taxOnNet(net: Amount, rates: readonly TaxRate[]): RateAmount[] {
  const amounts: RateAmount[] = []
  for (const rate of rates.filter((r) => !r.compound)) {
    amounts.push({ rate, amount: big(precise(big(net).times(percent(rate)))) })
  }
  for (const rate of rates.filter((r) => r.compound)) {
    const taxed = big(net).plus(sum(amounts.map((tax) => tax.amount)))
    amounts.push({ rate, amount: big(precise(taxed.times(percent(rate)))) })
  }
  return amounts
}

/** Tax inside a gross amount: compound rates first, from the last to the first. */
export function taxInGross(gross: Amount, rates: readonly TaxRate[]): RateAmount[] {
  const amounts: RateAmount[] = []
  let rest = big(gross)
  for (const rate of rates.filter((r) => r.compound).reverse()) {
    const tax = rest.minus(rest.div(percent(rate).plus(1)))
    amounts.unshift({ rate, amount: big(precise(tax)) })
    rest = rest.minus(tax)
  }
  const regular = rates.filter((r) => !r.compound)
  const together = sum(regular.map(percent)).plus(1)
  const inside = regular.map((rate) => ({
    rate,
    amount: big(precise(rest.times(percent(rate)).div(together))),
  }))
  return [...inside, ...amounts]
}

export const totalTax = (taxes: readonly RateAmount[]) => sum(taxes.map((tax) => tax.amount))

export const lineTaxes = (
  total: readonly RateAmount[],
  subtotal: readonly RateAmount[] | null,
): LineTax[] =>
  total.map(({ rate, amount }) => ({
    id: rate.id,
    total: precise(amount),
    subtotal:
      subtotal === null ? '' : precise(subtotal.find((s) => s.rate.id === rate.id)?.amount ?? 0),
  }))

export const rateCode = (rate: TaxRate) =>
  [rate.country, rate.state, rate.name, String(rate.priority)]
    .filter((part) => part !== '')
    .join('-')
    .toUpperCase()
