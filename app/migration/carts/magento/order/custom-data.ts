import { isNothing, listOf } from '../../kit/wire/shapes.ts'
import { jsonOf, withoutTags } from '../../kit/text/text.ts'
import { spoken } from '../facts/attributes.ts'

export type Named = { name: string; value: string }

/**
 * What modules added, each under its own name, as a person may read it.
 * @param isRead keys that stand somewhere else already
 */
export function dataOf(
  added: Readonly<Record<string, unknown>>,
  isRead: (key: string) => boolean,
): Named[] {
  return Object.entries(added).flatMap(([key, raw]) => {
    const given = parsed(raw)
    if (isRead(key) || isNothing(given)) return []
    const value = readable(given)
    if (AMOUNT.test(key) && NO_AMOUNT.test(value)) return []
    return value === '' ? [] : [{ name: spoken(key), value }]
  })
}

/** Modules write zeros into what nobody used. */
const AMOUNT = /(amount|price|total|fee|discount|balance)$/
const NO_AMOUNT = /^-?0*(\.0*)?$/

/** Text that holds JSON as what it holds. */
export function parsed(raw: unknown): unknown {
  if (typeof raw !== 'string' || !/^\s*[[{]/.test(raw)) return raw
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}

/** Plain values as they are, lists of them beside each other, anything deeper as JSON. */
function readable(raw: unknown): string {
  if (typeof raw === 'string') return withoutTags(raw)
  if (typeof raw === 'number') return String(raw)
  if (raw === true) return 'Yes'
  const list = listOf(raw)
  if (list?.every((each) => typeof each === 'string' || typeof each === 'number')) {
    return list.join(', ')
  }
  return jsonOf(raw)
}

const GIFT_MESSAGE: readonly [key: string, name: string][] = [
  ['sender', 'Gift message from'],
  ['recipient', 'Gift message to'],
  ['message', 'Gift message'],
]

/** Magento's gift message, of an order or of one of its rows. */
export function giftMessage(raw: unknown): Named[] {
  if (isNothing(raw) || typeof raw !== 'object' || raw === null) return []
  const fields = new Map(Object.entries(raw))
  return GIFT_MESSAGE.flatMap(([key, name]) => {
    const text = fields.get(key)
    return typeof text === 'string' && text.trim() !== '' ? [{ name, value: text.trim() }] : []
  })
}
