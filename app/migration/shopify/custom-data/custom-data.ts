import { createHash } from 'node:crypto'
import { normalizeDecimal } from '#app/migration/kinds/values/money.ts'
import { z } from 'zod'
import { stableJson, type Fields } from '#app/migration/kinds/values/fingerprint.ts'
import type { CanonicalMetafield } from '#app/migration/kinds/values/metafield.ts'
import type { WriteNote } from '#app/migration/engine/ports/target.ts'
import { shorten } from '../values/normalize.ts'
import { shopifySays } from '#app/migration/messages/shopify.ts'
import type { Message } from '#app/migration/messages/message.ts'
import type { EntityKind } from '#app/migration/kinds/kind.ts'

/**
 * The old store's own data about a record: metafields in a namespace that is the merchant's, not
 * this app's, so that they stay readable in Shopify after the app is gone.
 */
export const CUSTOM_DATA_NAMESPACE = 'old_store'

/** "Key is too long (maximum is 64 characters)", "too short (minimum is 2 characters)". */
const MAX_KEY = 64
const MIN_KEY = 2
/** As many per record as one page of a read shows with room for the merchant's own. */
const MAX_FIELDS = 64
/** Shopify keeps 64 KB of text per metafield; a little less is left for what it counts otherwise. */
const MAX_BYTES = 60_000
/** "Value can't exceed 9999999999999." */
const MAX_NUMBER = 9_999_999_999_999

export type CustomDataType = CanonicalMetafield['type']

/** One metafield as it is written. */
export type CustomDatum = {
  /** In the field space of the merge. */
  field: string
  key: string
  name: string
  type: CustomDataType
  value: string
}

const jsonSchema = z.json()

/**
 * Names in the field space of the merge: one per key, so that edits of different keys both stay.
 *
 * @param of "variant:12." for the data of a product's variant
 */
const fieldNameOf = (key: string, of: string) => `${of}custom:${key}`

/**
 * What Shopify takes of a record's custom data, under the keys it gets there, with a note for what
 * is cut. The same list gives the same keys.
 *
 * @param kind of the record, for the notes
 * @param of what part of the record it is about: see `fieldNameOf`
 */
export function acceptedCustomData(
  fields: readonly CanonicalMetafield[],
  kind: EntityKind,
  of = '',
): { data: CustomDatum[]; notes: WriteNote[] } {
  const notes: WriteNote[] = []
  const ofVariant = of !== ''
  const data: CustomDatum[] = []
  const used = new Set<string>()
  let more = 0
  for (const field of fields) {
    if (data.length === MAX_FIELDS) {
      more += field.value.trim() === '' ? 0 : 1
      continue
    }
    const key = freeKey(field.key, used)
    const own = { field: fieldNameOf(key, of), key }
    const name = shorten(field.name) || key
    const value = field.value.trim()
    if (value === '') continue
    const isLong = Buffer.byteLength(value) > MAX_BYTES
    if (isLong && field.type === 'json') {
      notes.push(notAccepted(own, shopifySays('customDataTooLong', { key })))
      continue
    }
    if (isLong) {
      notes.push({
        code: 'TEXT_SHORTENED',
        field: own.field,
        message: shopifySays('customDataShortened', { kind, ofVariant, name }),
      })
    }
    used.add(key)
    const text = isLong ? firstBytes(value) : value
    data.push({ ...own, name, ...typed(field.type, text) })
  }
  if (more > 0) {
    notes.push({
      code: 'CUSTOM_DATA_NOT_ACCEPTED',
      message: shopifySays('tooMuchCustomData', {
        kind,
        ofVariant,
        fields: data.length + more,
        most: MAX_FIELDS,
      }),
    })
  }
  return { data, notes }
}

export function notAccepted({ field }: { field: string }, message: Message): WriteNote {
  return { code: 'CUSTOM_DATA_NOT_ACCEPTED', field, message }
}

/** Letters that are not made of a plain one and an accent. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', ø: 'o', ł: 'l' }

/**
 * Letters, digits, hyphen and underscore, 2 to 64 of them, each key once in a record. Letters of
 * other scripts have no place in a key; a hash of the whole takes theirs, so that the same key of
 * the old store is the same in every record.
 */
function freeKey(text: string, used: ReadonlySet<string>): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[ßæøł]/gi, (letter) => LATIN[letter.toLowerCase()] ?? letter)
  const clean = plain
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '_')
    .replace(/^[_-]+|[_-]+$/g, '')
    .slice(0, MAX_KEY)
  const isWhole = clean.length >= MIN_KEY && !/[^\P{L}a-z]/iu.test(plain)
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8)
  const key = isWhole ? clean : `${clean.slice(0, 40) || 'field'}_${hash}`
  for (let n = 2, free = key; ; n += 1) {
    if (!used.has(free)) return free
    free = `${key.slice(0, MAX_KEY - 1 - String(n).length)}_${n}`
  }
}

function firstBytes(text: string): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > MAX_BYTES) break
    end += character.length
  }
  return text.slice(0, end)
}

/** A value that is none of its type is a text. */
function typed(type: CustomDataType, value: string): { type: CustomDataType; value: string } {
  if (type === 'single_line_text_field') return { type, value: value.replace(/\s+/g, ' ') }
  return fits(type, value) ? { type, value } : { type: 'multi_line_text_field', value }
}

function fits(type: CustomDataType, value: string): boolean {
  switch (type) {
    case 'single_line_text_field':
      return !/[\r\n]/.test(value)
    case 'multi_line_text_field':
      return true
    case 'number_decimal':
      return /^-?\d{1,13}(\.\d{1,9})?$/.test(value) && Math.abs(Number(value)) <= MAX_NUMBER
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`))
    case 'json':
      return parsed(value) !== undefined
  }
}

/** A type this app makes, and so one whose values it can tell to be good. */
export function isOwnType(type: string): type is CustomDataType {
  return OWN_TYPES.has(type)
}

const OWN_TYPES: ReadonlySet<string> = new Set<CustomDataType>([
  'single_line_text_field',
  'multi_line_text_field',
  'number_decimal',
  'date',
  'json',
])

/**
 * The value in the notation of the type that the key has in this store; null when it cannot be
 * written so. A type that this app does not make is Shopify's to judge.
 */
export function asType(datum: CustomDatum, type: string): string | null {
  switch (type) {
    case 'single_line_text_field':
      return datum.value.replace(/\s+/g, ' ')
    case 'multi_line_text_field':
    case 'number_decimal':
    case 'date':
      return fits(type, datum.value) ? datum.value : null
    case 'json':
      return fits('json', datum.value) ? datum.value : JSON.stringify(datum.value)
    default:
      return datum.value
  }
}

/** The data in the field space of the merge and of verification. */
export function customDataFields(data: readonly { key: string; value: string }[], of = ''): Fields {
  return Object.fromEntries(
    data.map(({ key, value }) => [fieldNameOf(key, of), comparableValue(value)]),
  )
}

/**
 * Values come back rewritten by type (recorded: numbers as "1.0", keys of JSON in another order), and
 * the type may be the merchant's; so they are compared as what they say.
 */
function comparableValue(value: string): string {
  const text = value.replace(/\s+/g, ' ').trim()
  if (/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?$/.test(text)) return normalizeDecimal(text)
  if (!/^[[{]/.test(text)) return text
  const json = jsonSchema.safeParse(parsed(text))
  return json.success ? stableJson(json.data) : text
}

/** Undefined for what is no JSON, and for what is nested deeper than the stack reaches. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return undefined
  }
}

/** What an update has to set and to take away, given the fields that changed. */
export function changedCustomData(
  changed: ReadonlySet<string>,
  data: readonly CustomDatum[],
  of = '',
): { set: CustomDatum[]; remove: string[] } {
  const prefix = fieldNameOf('', of)
  const wanted = new Set(data.map(({ key }) => key))
  return {
    set: data.filter(({ field }) => changed.has(field)),
    remove: [...changed].flatMap((name) => {
      const key = name.startsWith(prefix) ? name.slice(prefix.length) : ''
      return key !== '' && !wanted.has(key) ? [key] : []
    }),
  }
}
