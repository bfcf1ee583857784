import { DateTime } from 'luxon'
import { z } from 'zod'
import { decimalText } from '../text/decimal-text.ts'

/**
 * What the fields of an answer are made of, as real stores send them: PHP writes an empty list
 * where a dictionary belongs and a dictionary where a list had gaps, plugins turn texts into numbers
 * and flags into 0 and 1. `null`, `false`, `""`, `[]` and `{}` all mean "nothing there".
 *
 * What cannot be read is either refused with the whole record (money) or left out and reported
 * (`readShape`): never taken for "nothing there".
 */

/** Entries that were left out, by the path of their list; the same path once for each entry. */
export type OddEntries = string[]

let collecting: OddEntries | null = null

/**
 * Parses one raw record. `odd` names the list of each entry that could not be read and was left out.
 * zod's parsing is synchronous, so what is collected in between belongs to this record.
 */
export function readShape<T>(
  shape: z.ZodType<T>,
  raw: unknown,
): { result: z.ZodSafeParseResult<T>; odd: OddEntries } {
  const before = collecting
  const odd: OddEntries = []
  collecting = odd
  try {
    return { result: shape.safeParse(raw), odd }
  } finally {
    collecting = before
  }
}

export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** The entries of a list, or of a dictionary numbered like one; null for anything else. */
export function listOf(value: unknown): unknown[] | null {
  if (isNothing(value)) return []
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return null
  const keys = Object.keys(value)
  return keys.every((key) => /^\d+$/.test(key)) ? Object.values(value) : null
}

/**
 * A list of which one odd entry costs that entry alone. An entry that is simply empty is none; one
 * that cannot be read, or a whole value that is no list, is reported under `path`.
 */
export function entries<T>(path: string, entry: z.ZodType<T>) {
  return z
    .unknown()
    .optional()
    .transform((value): T[] => {
      const list = listOf(value)
      if (list === null) collecting?.push(path)
      return (list ?? []).flatMap((raw) => {
        if (isNothing(raw)) return []
        const result = entry.safeParse(raw)
        if (result.success) return [result.data]
        collecting?.push(path)
        return []
      })
    })
}

/**
 * A list that makes up the record's money: an entry that cannot be read refuses the whole record,
 * because without it the amounts would be wrong. Empty entries are none.
 */
export function moneyEntries<T>(entry: z.ZodType<T>) {
  return z.preprocess(
    (value) => listOf(value)?.filter((raw) => !isNothing(raw)) ?? value,
    z.array(entry),
  )
}

/** A part of a record that may be missing; one that cannot be read is reported under `path`. */
export function orNone<T>(path: string, part: z.ZodType<T>) {
  return z
    .unknown()
    .optional()
    .transform((value): T | null => {
      if (isNothing(value)) return null
      const result = part.safeParse(value)
      if (result.success) return result.data
      collecting?.push(path)
      return null
    })
}

/** A number that may be missing; what is none is reported under `path` and left out. */
export function numberOrNone(path: string) {
  return z
    .unknown()
    .optional()
    .transform((value): number | null => {
      if (isNothing(value)) return null
      const number =
        typeof value === 'string' ? Number(value.trim().replace(',', '.') || 'none') : value
      if (typeof number === 'number' && Number.isFinite(number)) return number
      collecting?.push(path)
      return null
    })
}

export const id = z.coerce.number().int().nonnegative()
/** A reference to another record; 0 for none, whatever stands there. */
export const idOrNone = z.preprocess(
  (value) => (isNothing(value) ? 0 : value),
  id.catch(0).default(0),
)
/** A key that only joins two parts of an answer; tax services use texts. */
export const joinKey = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? '')

export const text = z.preprocess(
  (value) => (isNothing(value) ? '' : value),
  z.union([z.string(), z.number().transform(String), z.literal(true).transform(() => '1')]),
)

export const flag = z.preprocess(
  (value) => (isNothing(value) ? false : value),
  z.union([
    z.boolean(),
    z.number().transform((value) => value !== 0),
    z.string().transform((value) => /^(1|yes|true|on)$/i.test(value.trim())),
  ]),
)

/** A time as the store writes it; null for none. `fromGmt` says whether it is one. */
export const gmt = z.preprocess(timeText, z.string().nullable())

/** Some plugins answer with seconds since 1970, or with PHP's own object of a date and its zone. */
function timeText(value: unknown): string | null {
  const seconds =
    typeof value === 'string' && /^\d{9,11}$/.test(value.trim()) ? Number(value) : value
  if (typeof seconds === 'number') {
    const time = DateTime.fromSeconds(seconds, { zone: 'utc' })
    return seconds > 0 && time.isValid ? time.toISO() : null
  }
  if (typeof value === 'string') return value.trim() === '' ? null : value
  const object = phpDate.safeParse(value)
  if (!object.success) return null
  const { date, timezone } = object.data
  const zone = /^[+-]/.test(timezone) ? `UTC${timezone}` : timezone
  const time = DateTime.fromSQL(date, { zone })
  return time.isValid ? time.toUTC().toISO() : null
}

const phpDate = z.object({ date: z.string(), timezone: z.string() })

/**
 * Bounded on both sides: an exponent of nine digits is a few bytes here and gigabytes written out,
 * and a pattern without bounds looks at a long run of digits once for each of them.
 */
const AMOUNT = /^-?\d{0,40}\.?\d{1,40}(e[+-]?\d{1,2})?$/i

/** Also the empty text, which is an amount of none. */
export const isAmount = (value: string) => value === '' || AMOUNT.test(value)

const amountText = z
  .union([z.string(), z.number().transform(String)])
  .transform(plainAmount)
  .refine(isAmount, 'not an amount')

/** Importers and themes write amounts as they show them: "12,50", "1.299,00 €", "$10", "+3.00". */
export function plainAmount(text: string): string {
  const clean = text.trim()
  if (isAmount(clean)) return clean
  const [, sign = '', digits = ''] =
    /^([-+]?)([\d.,]{1,40})$/.exec(clean.replace(/[\p{Sc}\p{Zs}'’]/gu, '')) ?? []
  const decimal = decimalText(digits)
  return decimal === null ? clean : `${sign === '-' ? '-' : ''}${decimal}`
}

/** Money that must be named; the API gives strings, some plugins numbers, null or false for none. */
export const amount = z.preprocess(
  (value) => (value !== undefined && isNothing(value) ? '' : value),
  amountText,
)
/** Money and other decimals that may be missing: "" is an amount of none. */
export const amountOrNone = z.preprocess((value) => (isNothing(value) ? '' : value), amountText)
