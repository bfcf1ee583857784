/*
 * The form in which Shopify keeps a value, and shows it (recorded: field-types): measurements with
 * their unit in capitals and a decimal point, a rating with its keys in order, a time with offset.
 */

/** Types whose values are no measurements. */
const PLAIN =
  /^(boolean|color|date|date_time|id|json|language|link|money|(single|multi)_line_text_field|number_\w+|rating|rich_text_field|url|\w+_reference)$/

/** What a list shows of these units in its `jsonValue` (three recorded); of others the plain word. */
const SHORT_UNITS: Readonly<Record<string, string>> = {
  centimeters: 'cm',
  millimeters: 'mm',
  meters: 'm',
  inches: 'in',
  feet: 'ft',
  milliliters: 'ml',
  liters: 'l',
  kilograms: 'kg',
  grams: 'g',
  pounds: 'lb',
  ounces: 'oz',
}
const LONG_UNITS = new Map(Object.entries(SHORT_UNITS).map(([long, short]) => [short, long]))

/** The value as it is kept: what reads it afterwards sees this, not what was sent. */
export function storedValue(type: string, value: string): string {
  if (!type.startsWith('list.')) return stored(type, value)
  const items: unknown = JSON.parse(value)
  const inner = type.slice('list.'.length)
  if (!Array.isArray(items) || !isRewritten(inner, items[0])) return value
  const forms = items.map((item) => {
    const text = stored(inner, typeof item === 'string' ? item : JSON.stringify(item))
    return isObject(item) ? text : JSON.stringify(text)
  })
  return `[${forms.join(',')}]`
}

const isRewritten = (type: string, item: unknown) =>
  (isObject(item) && !PLAIN.test(type)) || /^(date_time|number_decimal|rating)$/.test(type)

function stored(type: string, value: string): string {
  if (type === 'date_time') return withOffset(value)
  if (type === 'rating') {
    const { scale_min, scale_max, value: own } = objectIn(value)
    return JSON.stringify({ scale_min, scale_max, value: own })
  }
  const measured = PLAIN.test(type) ? {} : objectIn(value)
  if (!isMeasurement(measured)) return value
  const unit = (LONG_UNITS.get(measured.unit) ?? measured.unit).toUpperCase()
  return `{"value":${withPoint(measured.value)},"unit":${JSON.stringify(unit)}}`
}

/** `jsonValue` of what is kept. */
export function jsonForm(type: string, value: string): unknown {
  if (/^(list\.|json$|rich_text|number_integer|boolean|money|rating|link)/.test(type)) {
    const parsed: unknown = JSON.parse(value)
    const isMeasured = type.startsWith('list.') && !PLAIN.test(type.slice('list.'.length))
    return isMeasured && Array.isArray(parsed) ? parsed.map(shownInList) : parsed
  }
  const measured = PLAIN.test(type) ? {} : objectIn(value)
  return isMeasurement(measured) ? measured : value
}

function shownInList(item: unknown): unknown {
  if (!isMeasurement(item)) return item
  const unit = item.unit.toLowerCase()
  return { ...item, unit: SHORT_UNITS[unit] ?? unit }
}

/** Recorded: no milliseconds, and UTC where no offset was given. */
function withOffset(value: string): string {
  const [, time = value, offset] = /^([\d-]+T[\d:]+)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(value) ?? []
  return `${time}${offset === undefined || offset === 'Z' ? '+00:00' : offset}`
}

const withPoint = (value: number) => (Number.isInteger(value) ? value.toFixed(1) : String(value))

type Measurement = { value: number; unit: string }

const isMeasurement = (value: unknown): value is Measurement =>
  isObject(value) &&
  typeof value.value === 'number' &&
  typeof value.unit === 'string' &&
  Object.keys(value).length === 2

function objectIn(text: string): Record<string, unknown> {
  if (!text.startsWith('{')) return {}
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
