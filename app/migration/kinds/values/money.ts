import Big from 'big.js'

/** An exact amount as text ("12.30", "-0.5", "1100"). Never a float. */
export type DecimalString = string

export const ZERO: DecimalString = '0'

/** @throws Error when the text is not a plain decimal number. */
export function decimal(text: DecimalString): Big {
  if (!/^-?\d+(\.\d+)?$/.test(text))
    throw new Error(`Not a decimal amount: ${JSON.stringify(text)}`)
  return new Big(text)
}

/** Plain notation without trailing zeros, so that "10", "10.0" and "10.00" are equal. */
export function normalizeDecimal(text: DecimalString): DecimalString {
  return toDecimalString(decimal(text))
}

export function toDecimalString(value: Big): DecimalString {
  const text = value.toFixed()
  return value.eq(0) ? '0' : text
}

export function sum(amounts: readonly DecimalString[]): DecimalString {
  const places = mostPlaces(amounts)
  return fromUnits(
    amounts.reduce((total, amount) => total + units(amount, places), 0n),
    places,
  )
}

function mostPlaces(amounts: readonly DecimalString[]): number {
  // No spreading: a list may be longer than a call may have arguments.
  return amounts.reduce((most, amount) => Math.max(most, amount.split('.')[1]?.length ?? 0), 0)
}

export function subtract(a: DecimalString, b: DecimalString): DecimalString {
  return toDecimalString(decimal(a).minus(decimal(b)))
}

export function equalAmounts(a: DecimalString, b: DecimalString): boolean {
  return decimal(a).eq(decimal(b))
}

/** Minor units that are not two: ISO 4217, and HUF as Shopify's published money library has it. */
const PLACES: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF HUF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
      .split(' ')
      .map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
}

/**
 * Decimal places that Shopify counts a currency in (JPY 0, EUR 2, KWD 3); two for what is no
 * currency. Not `Intl`: it knows how prices are usually shown, and drops the decimals of Colombian,
 * Indonesian, Pakistani, Iraqi and other money that carries them.
 */
export function currencyDecimals(currency: string): number {
  return PLACES[currency] ?? 2
}

/**
 * "12.30 EUR": with at least the currency's own places, and more where the amount has more, because
 * nothing that is shown may be rounded.
 */
export function moneyText(amount: DecimalString, currency: string): string {
  return `${amountText(amount, currency)} ${currency}`
}

/** The same without the currency, for columns that name it once. */
export function amountText(amount: DecimalString, currency: string): string {
  const own = decimal(amount)
  const decimals = /\.(\d+)$/.exec(own.toFixed())?.[1]?.length ?? 0
  return own.toFixed(Math.max(currencyDecimals(currency), decimals))
}

/**
 * Splits `total` into shares proportional to `weights`, each rounded to `decimals` places, that sum
 * to exactly `total` (largest remainder first, ties to the earlier share). All-zero weights share
 * equally. `total` must itself have at most `decimals` places. Counted in whole units throughout, so
 * that no division has to stop at some digit.
 */
export function allocate(
  total: DecimalString,
  weights: readonly DecimalString[],
  decimals: number,
): DecimalString[] {
  if (weights.length === 0) return []
  const whole = units(total, decimals)
  const size = whole < 0n ? -whole : whole
  const places = mostPlaces(weights)
  const given = weights.map((weight) => units(weight.replace('-', ''), places))
  const parts = given.some((part) => part > 0n) ? given : given.map(() => 1n)
  const all = parts.reduce((a, b) => a + b, 0n)
  const shares = parts.map((part) => (size * part) / all)
  const rest = size - shares.reduce((a, b) => a + b, 0n)
  const raised = new Set(
    parts
      .map((part, index) => ({ index, remainder: (size * part) % all }))
      .sort((a, b) =>
        a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
      )
      .slice(0, Number(rest))
      .map(({ index }) => index),
  )
  return shares.map((share, index) => {
    const own = raised.has(index) ? share + 1n : share
    return fromUnits(whole < 0n ? -own : own, decimals)
  })
}

/** The amount in whole units of that many places. Not by way of `Big`: lists of them are long. */
function units(amount: DecimalString, decimals: number): bigint {
  const [, minus, whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? []
  if (whole === '') throw new Error(`Not a decimal amount: ${JSON.stringify(amount)}`)
  const beyond = part.slice(decimals)
  if (/[1-9]/.test(beyond)) {
    throw new Error(`${amount} has more than ${decimals} decimal places`)
  }
  const size = BigInt(whole + part.slice(0, decimals).padEnd(decimals, '0'))
  return minus === '-' ? -size : size
}

function fromUnits(count: bigint, decimals: number): DecimalString {
  if (count === 0n) return ZERO
  const digits = (count < 0n ? -count : count).toString().padStart(decimals + 1, '0')
  const part = digits.slice(digits.length - decimals).replace(/0+$/, '')
  const whole = digits.slice(0, digits.length - decimals)
  return `${count < 0n ? '-' : ''}${whole}${decimals === 0 || part === '' ? '' : `.${part}`}`
}
