/**
 * Fractions of big integers: arithmetic that shares nothing with the one under test, to check it
 * against. Nothing here rounds unless it is told to.
 */
export type Exact = { n: bigint; d: bigint }

/** "12.30", "-.5", "1e-7" */
export function exact(text: string | number | bigint): Exact {
  const match = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(text))
  if (!match) throw new Error(`Not a number: ${text}`)
  const [, sign, whole = '', part = '', power = '0'] = match
  const digits = BigInt(`${whole}${part}` || '0') * (sign === '-' ? -1n : 1n)
  const scale = part.length - Number(power)
  return scale >= 0
    ? { n: digits, d: 10n ** BigInt(scale) }
    : { n: digits * 10n ** BigInt(-scale), d: 1n }
}

export const plus = (...parts: Exact[]): Exact =>
  parts.reduce((a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d }), { n: 0n, d: 1n })
export const minus = (a: Exact, b: Exact): Exact => plus(a, { n: -b.n, d: b.d })
export const times = (a: Exact, b: Exact): Exact => ({ n: a.n * b.n, d: a.d * b.d })
export const over = (a: Exact, b: Exact): Exact =>
  b.n < 0n ? { n: -a.n * b.d, d: a.d * -b.n } : { n: a.n * b.d, d: a.d * b.n }
export const same = (a: Exact, b: Exact): boolean => a.n * b.d === b.n * a.d
export const below = (a: Exact, b: Exact): boolean => a.n * b.d < b.n * a.d
export const sumOf = (texts: readonly string[]): Exact => plus(...texts.map(exact))

type Half = 'away from zero' | 'towards zero'

/** To the nearest multiple of 10^-places. */
export function rounded(value: Exact, places: number, half: Half = 'away from zero'): Exact {
  const unit = 10n ** BigInt(places)
  const [n, d] = [value.n < 0n ? -value.n : value.n, value.d]
  const doubled = 2n * n * unit + (half === 'away from zero' ? d : d - 1n)
  const units = doubled / (2n * d)
  return { n: value.n < 0n ? -units : units, d: unit }
}

/** With exactly `places` decimals; what does not fit is an error. */
export function textOf(value: Exact, places: number): string {
  const unit = 10n ** BigInt(places)
  if ((value.n * unit) % value.d !== 0n) throw new Error('Would have to be rounded')
  const units = (value.n * unit) / value.d
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  return `${units < 0n ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`
}

/** At most six decimals and no zeros at the end, as WooCommerce keeps taxes and net prices. */
export const upToSix = (value: Exact): string => {
  const text = textOf(rounded(value, 6), 6).replace(/\.?0+$/, '')
  return text === '-0' ? '0' : text
}
