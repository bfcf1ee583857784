import Big from 'big.js'

/** Decimal strings in, decimal strings out; nothing here is a float. */
export type Amount = Big | string | number

export const big = (value: Amount): Big => {
  if (value instanceof Big) return value
  return value === '' ? new Big(0) : new Big(value)
}
export const sum = (values: readonly Amount[]): Big =>
  values.reduce<Big>((total, value) => total.plus(big(value)), new Big(0))

/** As PHP rounds: half away from zero. */
export const round = (value: Amount, places = 2): Big => big(value).round(places, Big.roundHalfUp)

/** Taxes of a store whose prices include tax are rounded half towards zero (measured: 1.015 → 1.01). */
export function roundTax(value: Amount, pricesIncludeTax: boolean): Big {
  const exact = big(value)
  if (!pricesIncludeTax) return round(exact)
  const down = exact.round(2, Big.roundDown)
  const rest = exact.minus(down).abs()
  if (rest.lte('0.005')) return down
  return exact.s < 0 ? down.minus('0.01') : down.plus('0.01')
}

/** Six decimals at most, no zeros at the end: how WooCommerce keeps taxes. */
export const precise = (value: Amount): string => {
  const rounded = round(value, 6)
  return rounded.eq(0) ? '0' : rounded.toString()
}

/** Fixed decimals; minus zero is zero. */
export const fixed = (value: Amount, places = 2): string => {
  const rounded = round(value, places)
  return rounded.eq(0) ? new Big(0).toFixed(places) : rounded.toFixed(places)
}

/** A price as the store keeps it: as typed when it is a number, else empty. */
export const asPrice = (value: unknown): string => {
  const text =
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return /^-?\d+(\.\d*)?$|^-?\.\d+$/.test(text) ? text : ''
}
