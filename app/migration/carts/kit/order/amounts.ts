import Big from 'big.js'
import {
  ZERO,
  decimal,
  toDecimalString,
  type DecimalString,
} from '#app/migration/kinds/values/money.ts'

/** "" is an amount of none; ".5" and "1e-7" come from plugins and floats. */
export function value(text: string): DecimalString {
  return text === '' ? ZERO : toDecimalString(new Big(text))
}

export function isZero(text: string): boolean {
  // Most are written out plainly, and there are many of them.
  if (/^-?\d+(\.\d+)?$/.test(text)) return !/[1-9]/.test(text)
  return decimal(value(text)).eq(0)
}

export function isNegative(text: string): boolean {
  return decimal(value(text)).lt(0)
}

export function negate(text: DecimalString): DecimalString {
  return toDecimalString(decimal(text).times(-1))
}

export function absolute(text: string): DecimalString {
  return toDecimalString(decimal(value(text)).abs())
}

/** At least two. */
export function decimalsOf(text: DecimalString): number {
  return Math.max(2, text.split('.')[1]?.length ?? 0)
}
