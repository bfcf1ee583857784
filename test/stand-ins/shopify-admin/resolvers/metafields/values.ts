export type ValueProblem = { message: string; elementIndex: number | null }

const UNITS: Record<string, readonly string[]> = {
  dimension: [
    'in',
    'ft',
    'yd',
    'mm',
    'cm',
    'm',
    'inches',
    'feet',
    'yards',
    'millimeters',
    'centimeters',
    'meters',
    'INCHES',
    'FEET',
    'YARDS',
    'MILLIMETERS',
    'CENTIMETERS',
    'METERS',
  ],
  weight: [
    'oz',
    'lb',
    'g',
    'kg',
    'ounces',
    'pounds',
    'grams',
    'kilograms',
    'OUNCES',
    'POUNDS',
    'GRAMS',
    'KILOGRAMS',
  ],
  volume: [
    'ml',
    'cl',
    'l',
    'm3',
    'us_fl_oz',
    'us_pt',
    'us_qt',
    'us_gal',
    'imp_fl_oz',
    'imp_pt',
    'imp_qt',
    'imp_gal',
    'milliliters',
    'liters',
    'MILLILITERS',
    'LITERS',
  ],
}

/** What Shopify finds wrong with a metafield value (recorded: metafields-set-validation). */
export function valueProblem(type: string, value: string): ValueProblem | null {
  if (type.startsWith('list.')) {
    const items = parseJson(value)
    if (!Array.isArray(items)) return { message: 'Value must be an array.', elementIndex: null }
    if (items.length > 128) {
      return { message: 'Value has more than 128 elements.', elementIndex: null }
    }
    for (const [i, item] of items.entries()) {
      const message = single(
        type.slice('list.'.length),
        typeof item === 'string' ? item : JSON.stringify(item),
      )
      if (message) return { message, elementIndex: i }
    }
    return null
  }
  const message = single(type, value)
  return message ? { message, elementIndex: null } : null
}

function parseJson(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return undefined
  }
}

function single(type: string, value: string): string | null {
  switch (type) {
    case 'id':
      return value.trim() === ''
        ? "Value can't be blank."
        : /\s/.test(value)
          ? 'Value is invalid.'
          : null
    case 'single_line_text_field':
      if (value.trim() === '') return "Value can't be blank."
      return value.includes('\n') ? 'Value must be a single line text string.' : null
    case 'multi_line_text_field':
      return value.trim() === '' ? "Value can't be blank." : null
    case 'number_integer':
      return /^-?\d+$/.test(value) ? null : 'Value must be an integer.'
    case 'number_decimal':
      if (!/^-?\d+(\.\d+)?$/.test(value)) return 'Value must be a decimal.'
      return Math.abs(Number(value)) > 9_999_999_999_999
        ? "Value can't exceed 9999999999999."
        : null
    case 'boolean':
      return value === 'true' || value === 'false' ? null : 'Value must be true or false.'
    case 'color':
      return /^#[0-9a-f]{6}$/i.test(value) ? null : 'Value must be a hex color code.'
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) ? null : 'Value must be in YYYY-MM-DD format.'
    case 'date_time':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
        ? null
        : 'Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00'
    case 'json':
      return parseJson(value) === undefined ? jsonMessage(value) : null
    case 'url':
      return /^(https?|mailto|sms|tel):/.test(value)
        ? null
        : `Value cannot have an empty scheme (protocol), must include one of the following URL schemes: ["http", "https", "mailto", "sms", "tel"].'`
    case 'money': {
      const money = parseJson(value)
      return isObject(money) && 'amount' in money && 'currency_code' in money
        ? null
        : "Value must be a stringified JSON object with amount (numeric) and currency_code (string matching the shop's currency) fields."
    }
    case 'dimension':
    case 'weight':
    case 'volume':
      return measurement(type, parseJson(value))
    case 'rating':
      return rating(parseJson(value))
    case 'link': {
      const link = parseJson(value)
      return isObject(link) && /^(https?|mailto|sms|tel):/.test(String(link.url))
        ? null
        : 'Value must be a valid link.'
    }
    default:
      return null
  }
}

function jsonMessage(value: string): string {
  const word = /^\{\s*(\w+)/.exec(value)?.[1]
  return word
    ? `Value is invalid JSON: expected object key, got '${word}' at line 1 column 2.`
    : 'Value is invalid JSON.'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function measurement(type: string, value: unknown): string | null {
  if (!isObject(value)) return 'Value must be a stringified JSON object with value and unit fields.'
  if (typeof value.value !== 'number' || value.value < 0) {
    return 'Value must be a non-negative number.'
  }
  return UNITS[type]?.includes(String(value.unit)) ? null : 'Value must be a supported unit.'
}

function rating(value: unknown): string | null {
  if (!isObject(value)) return 'Value must be a stringified JSON object.'
  if (Number(value.value) > Number(value.scale_max)) {
    return `Value has a maximum of ${String(value.scale_max)}.`
  }
  return Number(value.value) < Number(value.scale_min)
    ? `Value has a minimum of ${String(value.scale_min)}.`
    : null
}
