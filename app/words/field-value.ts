import type { Json } from '#app/migration/kinds/values/fingerprint.ts'
import { moneyText } from '#app/migration/kinds/values/money.ts'
import { fieldName } from '#app/migration/messages/en/field-name.ts'

const ENUM_FIELDS = new Set(['status', 'financialStatus', 'fulfillmentStatus'])
const MAX_LINES = 12
const MAX_CHARACTERS = 400
const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/** Names of amounts of money, as fields of their own and inside lines, taxes and discounts. */
const MONEY = new Set(['total', 'refunded', 'price', 'compareAtPrice', 'amount', 'unitPrice'])

export type Show = {
  moment(at: string): string
  /** ISO 4217, of the amounts on this side; null: not known, so amounts are shown bare. */
  currency: string | null
}

/**
 * A value as short lines of text, for showing source and target beside each other. Empty when there
 * is no value. Amounts are compared without trailing zeros, and shown as money: "687.00 USD". Long
 * text and long lists are cut with an ellipsis.
 */
export function valueLines(field: string, value: Json | undefined, show: Show): string[] {
  const lines =
    ENUM_FIELDS.has(field) && typeof value === 'string'
      ? [enumWords(value)]
      : linesOf(field, value, show)
  const cut = lines.slice(0, MAX_LINES).map((line) => shorten(line, MAX_CHARACTERS))
  return lines.length > MAX_LINES ? [...cut, `… and ${lines.length - MAX_LINES} more`] : cut
}

function linesOf(field: string, value: Json | undefined, show: Show): string[] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'object') {
    if (!Array.isArray(value)) {
      return Object.entries(value).flatMap(([key, part]) => {
        const text = inline(key, part, show)
        return text ? [`${fieldName(key)}: ${text}`] : []
      })
    }
    const isSimple = value.every((part) => part === null || typeof part !== 'object')
    if (isSimple) {
      const text = value.flatMap((part) => inline(field, part, show) || []).join(', ')
      return text ? [text] : []
    }
    return value.flatMap((part) => inline(field, part, show) || [])
  }
  return [inline(field, value, show)]
}

function inline(field: string, value: Json | undefined, show: Show): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'string') {
    const name = field.slice(field.lastIndexOf('.') + 1)
    if (MONEY.has(name) && show.currency !== null && /^-?\d+(\.\d+)?$/.test(value)) {
      return moneyText(value, show.currency)
    }
    return ISO_MOMENT.test(value) ? show.moment(value) : value
  }
  if (typeof value === 'number') return String(value)
  const parts: [string, Json | undefined][] = Array.isArray(value)
    ? value.map((part) => [field, part])
    : Object.entries(value)
  return parts.flatMap(([name, part]) => inline(name, part, show) || []).join(' · ')
}

/** "PARTIALLY_REFUNDED" → "Partially refunded" */
function enumWords(text: string): string {
  const words = text.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function shorten(text: string, max: number): string {
  const characters = [...text]
  return characters.length > max ? `${characters.slice(0, max).join('')}…` : text
}
