import Big from 'big.js'
import { domainToASCII } from 'node:url'
import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js'
import { CountryCode, CurrencyCode } from '#app/types/admin-operations.ts'
import { beginningOf } from '#app/platform/stored-text.ts'
import { normalizedEmail } from '#app/migration/kinds/customer/email.ts'
import { toDecimalString, type DecimalString } from '#app/migration/kinds/values/money.ts'

/**
 * Shopify's documented or measured ways of changing what is written to it. Source and target are
 * compared after the same treatment, so what is listed here is never a difference:
 * text is trimmed, line ends are LF, blank is null; tags are trimmed, split at commas, unique
 * whatever their case, and sorted; money loses trailing zeros; times are UTC to the second;
 * e-mail addresses compare without spaces, in lower case and with an ASCII domain; phones are E.164,
 * and on addresses digits; web addresses, emoji and HTML are no part of an address; a zero weight is no weight; handles
 * and order names may get a suffix when they are taken; the values of an option have no order,
 * because Shopify puts later ones at the end; a product without a vendor shows the store's name.
 */

/** Shopify cuts or refuses longer names, titles, tags and codes ("maximum is 255 characters"). */
export const MAX_TEXT = 255
/** "Note is too long (maximum is 5000 characters)" */
export const MAX_NOTE = 5000
/** GraphQL's whole numbers have 32 bits; one larger one makes the whole request invalid. */
export const MAX_INT = 2 ** 31 - 1
/** MAX_INPUT_SIZE_EXCEEDED above it. */
export const MAX_TAGS = 250
/** Order tags are shorter than those of products and customers. */
export const MAX_ORDER_TAG = 40

/** Without Shopify's words for "unknown": ZZ is no country to ship to, XXX no money. */
const COUNTRIES: ReadonlySet<string> = new Set(
  Object.values(CountryCode).filter((code) => code !== CountryCode.Zz),
)
const CURRENCIES: ReadonlySet<string> = new Set(
  Object.values(CurrencyCode).filter((code) => code !== CurrencyCode.Xxx),
)

export function isCountryCode(code: string): code is CountryCode {
  return COUNTRIES.has(code)
}

export function isCurrencyCode(code: string): code is CurrencyCode {
  return CURRENCIES.has(code)
}

export function blankToNull(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim()
  return trimmed === '' ? null : trimmed
}

/** Cuts by code points, so that an emoji is never cut in half. */
export function shorten(text: string, max: number = MAX_TEXT): string {
  const trimmed = text.trim()
  // Shopify counts characters; one code point may be two UTF-16 units, so this is at most as long.
  if (trimmed.length <= max) return trimmed
  let result = ''
  for (const character of trimmed) {
    if (result.length + character.length > max) break
    result += character
  }
  return result.trim()
}

/** A barcode is whole or none: a shortened one would be another product's. */
export function acceptableBarcode(barcode: string | null): string | null {
  return isTooLong(barcode) ? null : blankToNull(barcode)
}

export function isTooLong(text: string | null | undefined, max: number = MAX_TEXT): boolean {
  return (text ?? '').trim().length > max
}

export function normalizeText(text: string | null | undefined): string | null {
  return blankToNull((text ?? '').replace(/\r\n?/g, '\n'))
}

export function normalizeTags(tags: readonly string[], max: number = MAX_TEXT): string[] {
  const unique = new Map<string, string>()
  for (const tag of tags.flatMap((text) => text.split(','))) {
    const clean = shorten(tag.replace(/\s+/g, ' '), max)
    const key = clean.toLowerCase()
    if (key !== '' && !unique.has(key)) unique.set(key, clean)
  }
  return [...unique.values()].slice(0, MAX_TAGS).sort(byText)
}

/** Tags on the record that this app wrote, in the spelling it wrote. */
export function ourTags(onRecord: readonly string[], written: readonly string[]): string[] {
  const present = new Set(onRecord.map((tag) => tag.toLowerCase()))
  return normalizeTags(written.filter((tag) => present.has(tag.toLowerCase())))
}

/** The merchant's tags stay, ours are replaced. */
export function mergeTags(
  onRecord: readonly string[],
  writtenBefore: readonly string[],
  wanted: readonly string[],
): string[] {
  const before = new Set(writtenBefore.map((tag) => tag.toLowerCase()))
  return normalizeTags([...onRecord.filter((tag) => !before.has(tag.toLowerCase())), ...wanted])
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** ISO 8601 UTC to the second, Shopify's own resolution. Null for what is not a time. */
export function normalizeTime(time: string | null | undefined): string | null {
  const at = Date.parse(time ?? '')
  return Number.isNaN(at) ? null : isoSeconds(at)
}

export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}

/** Shopify answers dates before this with an error (recorded: "must be a date after the year 1969"). */
const EARLIEST = Date.parse('1970-01-02T00:00:00Z')

/**
 * The nearest date that Shopify can hold; null for what is not a time. Shopify moves dates in the
 * future to now by itself (2026-07); done here, it can be told.
 */
export function acceptedDate(
  time: string | null,
  now: number,
): { at: string; moved: boolean } | null {
  const normalized = normalizeTime(time)
  if (normalized === null) return null
  const at = Date.parse(normalized)
  if (at > now) return { at: isoSeconds(now), moved: true }
  if (at < EARLIEST) return { at: isoSeconds(EARLIEST), moved: true }
  return { at: normalized, moved: false }
}

/**
 * The e-mail address as it is sent, null when it cannot be one: without the spaces Shopify would
 * take out, in lower case, international domains as they were typed. Wide on purpose: what Shopify
 * refuses after all costs one request more, what is held back here is lost.
 */
export function acceptableEmail(email: string | null | undefined): string | null {
  const text = (email ?? '').replace(/\s+/gu, '').toLowerCase()
  if (text.length > MAX_TEXT) return null
  const domain = /^[^@<>(),;:"\\]+@([^@]+)$/u.exec(text)?.[1]
  return domain !== undefined && DOMAIN.test(domain) && domainToASCII(domain) !== '' ? text : null
}

/** Labels of letters and digits of any script; the last one is no number. */
const DOMAIN =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?\.)+(?!\p{N}+$)[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])$/u

/** As Shopify shows it and as it is compared; null for none. */
export function comparableEmail(email: string | null | undefined): string | null {
  const text = blankToNull(email)
  return text === null ? null : normalizedEmail(text)
}

/** E.164 when it is a possible number in that country or written internationally, else null. */
export function acceptablePhone(
  phone: string | null | undefined,
  country: string | null | undefined,
): string | null {
  const parsed = parsedPhone(phone, country)
  return parsed?.isValid() ? parsed.number : null
}

/** The number somewhere in the text, be it complete or not; null when there is none. */
export function parsedPhone(
  phone: string | null | undefined,
  country: string | null | undefined,
  options: { wholeText?: boolean } = {},
): PhoneNumber | null {
  const text = blankToNull(phone)
  if (!text) return null
  const code = country?.toUpperCase() ?? ''
  const parsed = parsePhoneNumberFromString(text.replace(/^00(?=[1-9])/, '+'), {
    ...(isSupportedCountry(code) ? { defaultCountry: code } : {}),
    extract: options.wholeText !== true,
  })
  return parsed ?? null
}

/** Rounds half up to the currency's places; amounts inside them pass unchanged. */
export function roundMoney(amount: Big, decimals: number): DecimalString {
  return toDecimalString(amount.round(decimals, Big.roundHalfUp))
}

/** A JSON number as Shopify sends rates and weights, as plain text without exponent. */
export function numberText(value: number, places = 8): DecimalString {
  return toDecimalString(new Big(value).round(places, Big.roundHalfUp))
}

/**
 * Handles as Shopify normalises them (recorded): lower case, letters and digits of any script stay,
 * everything else becomes one hyphen. Null when nothing is left: Shopify then makes one.
 */
export function normalizeHandle(handle: string): string | null {
  const clean = handle
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return clean === '' ? null : beginningOf(clean, MAX_TEXT)
}
