import { isNothing, listOf } from '../../../kit/wire/shapes.ts'
import { orNull } from '../../../kit/text/text.ts'
import type { WireChosenOption } from '../../wire/order.ts'
import type { WireCustomOption } from '../../wire/product.ts'

/** Custom options of products by their numbers, which no two options share. */
export type CustomOptions = ReadonlyMap<string, WireCustomOption>

type Chosen = { name: string; value: string; isKnown: boolean }

/**
 * What a buyer chose or typed. An order keeps numbers alone; what they are called stands on the
 * product, as long as that has the option.
 */
export function chosenOption(
  { option_id, option_value }: WireChosenOption,
  known: CustomOptions,
): Chosen | null {
  if (isNothing(option_value)) return null
  const option = known.get(option_id)
  const name = option?.title.trim() || `Option ${option_id}`
  const typed = valueText(option_value)
  if (typed === '') return null
  if (!option) return { name, value: typed, isKnown: false }
  if (option.values.length === 0) return { name, value: dayText(typed), isKnown: true }
  const titles = new Map(option.values.map(({ option_type_id, title }) => [option_type_id, title]))
  const picked = typed.split(',').map((each) => each.trim())
  const texts = picked.map((each) => orNull(titles.get(each) ?? ''))
  return {
    name,
    value: texts.map((text, at) => text ?? picked[at]).join(', '),
    isKnown: texts.every((text) => text !== null),
  }
}

/** An uploaded file is a dictionary: its address, else its name. */
function valueText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim()
  const list = listOf(value)
  if (list)
    return list
      .map(valueText)
      .filter((text) => text !== '')
      .join(', ')
  if (typeof value !== 'object' || value === null) return ''
  const fields = new Map(Object.entries(value))
  for (const key of ['url', 'fullpath', 'order_path', 'title', 'name']) {
    const text = fields.get(key)
    if (typeof text === 'string' && text.trim() !== '') return text.trim()
  }
  return ''
}

/** A day has a time of midnight. */
function dayText(text: string): string {
  return text.replace(/^(\d{4}-\d{2}-\d{2}) 00:00:00$/, '$1')
}
