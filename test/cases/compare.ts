import { isDeepStrictEqual } from 'node:util'
import Big from 'big.js'
import type { Json } from './case-file.ts'

const NUMBER = /^-?\d+(\.\d+)?$/
const DATE = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/

const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * By value: 10.0 is 10.00 is 10, one instant is the same in two zones, a text that holds JSON is
 * what it holds when an object or a list is expected, and a blank text is nothing.
 */
export function sameByValue(expected: Json, got: Json): boolean {
  if (isObject(expected)) {
    const [operator] = Object.keys(expected)
    if (operator?.startsWith('$')) return holds(operator, expected[operator] ?? null, got)
    const whole = typeof got === 'string' ? parsed(got) : got
    return (
      isObject(whole) &&
      isDeepStrictEqual(Object.keys(whole).sort(), Object.keys(expected).sort()) &&
      Object.entries(expected).every(([key, value]) => sameByValue(value, whole[key] ?? null))
    )
  }
  if (Array.isArray(expected)) {
    const whole = typeof got === 'string' ? parsed(got) : got
    return (
      Array.isArray(whole) &&
      whole.length === expected.length &&
      expected.every((value, at) => sameByValue(value, whole[at] ?? null))
    )
  }
  if (typeof expected === 'number' || typeof got === 'number') {
    return (
      NUMBER.test(String(expected)) &&
      NUMBER.test(String(got)) &&
      decimal(expected).eq(decimal(got))
    )
  }
  if (typeof expected === 'string' && typeof got === 'string') {
    if (expected === got) return true
    // "007" is a SKU, not seven.
    if (isDecimal(expected) && isDecimal(got)) return decimal(expected).eq(decimal(got))
    if (DATE.test(expected) && DATE.test(got)) return Date.parse(expected) === Date.parse(got)
    return false
  }
  return expected === got || (isBlank(expected) && isBlank(got))
}

const isBlank = (value: Json) => value === null || value === ''

const isDecimal = (text: string) => NUMBER.test(text) && !/^-?0\d/.test(text)
const decimal = (value: Json) => new Big(String(value))

function parsed(text: string): Json {
  try {
    const value: Json = JSON.parse(text)
    return value
  } catch {
    return text
  }
}

function holds(operator: string, operand: Json, got: Json): boolean {
  switch (operator) {
    case '$contains':
      return contains(got, operand)
    case '$containsAll':
      return Array.isArray(operand) && operand.every((each) => contains(got, each))
    case '$not':
      return !sameByValue(operand, got)
    case '$oneOf':
      return Array.isArray(operand) && operand.some((each) => sameByValue(each, got))
    case '$anyOrder':
      return (
        Array.isArray(operand) &&
        Array.isArray(got) &&
        got.length === operand.length &&
        operand.every((each) => contains(got, each))
      )
    case '$matches':
      return typeof operand === 'string' && typeof got === 'string' && new RegExp(operand).test(got)
    default:
      return false
  }
}

function contains(got: Json, wanted: Json): boolean {
  if (Array.isArray(got)) return got.some((each) => sameByValue(wanted, each))
  return typeof got === 'string' && typeof wanted === 'string' && got.includes(wanted)
}
